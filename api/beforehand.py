"""What pages show of a whole release, computed by a process of its own for all web processes.

It looks at each statement of the release, and the engine counts references in what it looks at: so
all of the index is copied for it, and it takes seconds where the release is large. Both end with
that process, which is forked once the web processes are, and leaves to them what it made.
"""

import gc
import logging
import os
import sys

from api.pages.description.facts import INWARD
from api.pages.description.head import LISTED
from api.pages.editions.edition import edition
from api.pages.editions.phrases import LANGUAGES
from api.pages.registers.columns import columns
from graph.aggregates.handover import PATIENCE_SECONDS, Handover
from graph.aggregates.links import Values
from graph.aggregates.release import Aggregates
from graph.aggregates.tables import PAGES, SEARCH, Coming, Tables
from graph.index.following import Holding
from graph.index.index import Index
from graph.processes.forking import Errand, call_oneself
from graph.things.reading import Reading

PROCESS = "first pages"
NICE = 5
"""A third of a processor at the least is its own, beside web processes that want both."""

PATIENCE_A_STATEMENT = PATIENCE_SECONDS / 1_000_000
"""In seconds: the work grows with the release, and would only be slower where each web process did it too."""

log = logging.getLogger(__name__)


class Beforehand:
    """The process that computes for the web processes of a release, and what it leaves to them.

    There is none for a release of fewer statements than are worth it.
    """

    def __init__(self, holding: Holding, least: int) -> None:
        self._release = holding.release.number
        self._making: Errand | None = None
        self._holding: Holding | None = None
        self.coming: Coming = {}
        if holding.release.statements < least:
            return  # each web process has it in a moment
        patience = max(PATIENCE_SECONDS, holding.release.statements * PATIENCE_A_STATEMENT)
        try:
            self.coming = {PAGES: Handover(patience), SEARCH: Handover(patience)}
        except OSError as error:
            self._give_up(str(error))
        else:
            self._holding = holding

    @property
    def busy(self) -> bool:
        """Whether it is under way or has not begun."""
        return self._holding is not None or self._making is not None

    def tend(self) -> None:
        """Begin, unless that was done; where it ended badly, have the web processes wait no longer."""
        if self._holding is not None:
            self._begin(self._holding)
        if self._making is not None and self._making.done():
            if self._making.failed():
                self._give_up(f"the process that did it ended with status {self._making.wait()}")
            self._making = None

    def settle(self) -> None:
        """Begin no more: the index that this process has is about to change."""
        if self._holding is not None:
            self._holding = None
            self._forsake()

    def end(self) -> None:
        """End what is under way, and let go of what was made."""
        self.settle()
        if self._making is not None:
            self._making.stop()
        for each in self.coming.values():
            each.close()

    def _begin(self, holding: Holding) -> None:
        coming, self._holding = self.coming, None
        try:
            self._making = Errand(lambda: _compute(holding, coming), name=PROCESS)
        except OSError as error:
            self._give_up(str(error))

    def _give_up(self, why: str) -> None:
        log.warning("What pages show of release %d is made by each web process: %s", self._release, why)
        self._forsake()

    def _forsake(self) -> None:
        for each in self.coming.values():
            each.give_up()


def _compute(holding: Holding, coming: Coming) -> None:
    """Be the process that computes."""
    call_oneself(PROCESS)
    os.nice(NICE)
    gc.disable()  # nothing that this process makes is let go before it ends
    try:
        leave(holding.opened(), coming)
    except (OSError, ValueError) as error:  # there is no room for it, or what there is cannot be packed
        log.warning("What pages show of release %d was not handed over: %s", holding.release.number, error)
        sys.exit(1)


def leave(index: Index, coming: Coming) -> None:
    """Compute over the index what pages show and what a search looks through, and hand it over."""
    tables = Tables()
    reading = Reading(index, Aggregates(index, tables))
    for what, compute in ((PAGES, _for_pages), (SEARCH, _for_search)):
        before = set(tables.made)
        compute(reading)
        coming[what].leave({name: each for name, each in tables.made.items() if name not in before})


def _for_pages(reading: Reading) -> tuple[Values, ...]:
    aggregates = reading.aggregates
    told = [edition(reading, language) for language in LANGUAGES]
    for kind in LISTED:
        columns(told[0], kind)  # which count what is linked
    linked = map(aggregates.linked, INWARD)
    return *aggregates.page_tables(), *linked, *(each.order.places for each in told)


def _for_search(reading: Reading) -> tuple[Values, ...]:
    return reading.aggregates.search_tables()
