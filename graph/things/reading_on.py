"""What is said of things as it holds on a day: the statuses and events of that day.

All else is told as it is, for the sources give it no time.
"""

from datetime import date

from graph.index.index import Term
from graph.iris import named
from graph.terms import NV
from graph.things.reading import Reading
from graph.timeline import given_statuses, status_on

STATUS, EVENT = str(NV.currentStatus), str(NV.statusEvent)


class ReadingOn(Reading):
    """An index, as pages about a day read it."""

    def __init__(self, reading: Reading, day: date) -> None:
        super().__init__(reading.index, reading.aggregates)
        self.day = day

    def objects(self, subject: str, predicate: str) -> tuple[Term, ...]:
        """The values of a property as far as they hold on the day, each once, in a stable order."""
        if str(predicate) == STATUS:
            given = status_on(self.index, subject, self.day)
            return (named(given.status),) if given else ()
        if str(predicate) == EVENT:
            return tuple(named(event) for event in self._events(subject))
        return super().objects(subject, predicate)

    def _events(self, subject: str) -> list[str]:
        """The events that had happened by the day."""
        given = given_statuses(self.index, subject)
        known = (each for each in given if each.event and (each.since is None or each.since <= self.day))
        return sorted({each.event for each in known})
