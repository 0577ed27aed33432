"""What held on a day: statuses, names and hosts, read from what the sources date.

A status is given by an event. The day of an event is the one that its source gives, and
where it gives none, the day that the source's document speaks from: on that day the source
knew it. So sources that say different things are put in order of time, and of two on one
day the one counts that its source names as its latest. What is known from no day at all
comes before everything that has one.

Names and hosts hold for a period. Of several that hold on a day, the one that began last
counts, since a source seldom tells when the one before it ended.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import XSD

from graph.index.index import Index
from graph.iris import named
from graph.terms import NV

DATE = str(XSD.date)


@dataclass(frozen=True)
class Given:
    """That a source says when something got a status."""

    status: str
    since: date | None
    """The day of the event, or the day that the document speaks from; None where neither is known."""

    latest: bool
    """Whether the source names this status as its latest."""

    graph: str
    event: str
    """Empty where the source names the status without an event."""

    @property
    def order(self) -> tuple[date, bool, str, str]:
        """In time, and where days are equal always the same."""
        return self.since or date.min, self.latest, self.graph, self.status


def given_statuses(index: Index, thing: str) -> list[Given]:
    """Every status that a source says the thing has got, in order of time."""
    latest: dict[str, set[str]] = defaultdict(set)
    for quad in index.named_quads(named(thing), named(NV.status)):
        latest[_graph(quad)].add(_iri(quad))
    found = {
        Given(status, _since(index, _iri(quad)), status in latest[_graph(quad)], _graph(quad), _iri(quad))
        for quad in index.named_quads(named(thing), named(NV.statusEvent))
        for status in _iris(index, _iri(quad), NV.gaveStatus)
    }
    told = {(each.graph, each.status) for each in found}
    found |= {
        Given(status, _spoken_on(index, thing, graph), latest=True, graph=graph, event="")
        for graph, statuses in latest.items()
        for status in statuses
        if (graph, status) not in told
    }
    return sorted(found, key=lambda each: each.order)


def status_on(index: Index, thing: str, day: date | None = None) -> Given | None:
    """The status on a day, as far as is known; without a day, the current one. None where none is known."""
    known = [each for each in given_statuses(index, thing) if _reaches(each.since, day)]
    return known[-1] if known else None


def current_statuses(index: Index) -> Iterator[tuple[str, str]]:
    """Every thing that has a status, with the current one."""
    told: dict[str, set[str]] = defaultdict(set)
    sources: dict[str, set[str]] = defaultdict(set)
    for predicate in (NV.status, NV.statusEvent):
        for quad in index.named_quads(None, named(predicate)):
            if isinstance(quad.subject, NamedNode):
                told[quad.subject.value] |= {_iri(quad)} if predicate == NV.status else set()
                sources[quad.subject.value].add(_graph(quad))
    for thing, statuses in told.items():
        if len(statuses) == 1 and len(sources[thing]) == 1:
            yield thing, next(iter(statuses))
        elif given := status_on(index, thing):
            yield thing, given.status


@dataclass(frozen=True)
class Span:
    """A name or a host, and the period for which it is known."""

    iri: str
    """The naming or hosting."""

    value: Literal | str
    """The name, or the IRI of the host."""

    start: date | None
    end: date | None

    def covers(self, day: date | None) -> bool:
        """Whether it holds on the day; without a day, whether it has no end."""
        if day is None:
            return self.end is None
        return _reaches(self.start, day) and (self.end is None or day <= self.end)


def names(index: Index, thing: str) -> list[Span]:
    """The names that a thing has or had, in order of time."""
    namings = (
        (each.value, name) for each in _linked(index, thing, NV.naming) for name in _names(index, each)
    )
    return _spans(index, namings)


def hosts(index: Index, thing: str) -> list[Span]:
    """The hosts that a thing has or had, as far as their time is known, in order of time."""
    hostings = (
        (hosting, host)
        for hosting in index.subjects(NV.hosted, thing)
        for host in _iris(index, hosting, NV.host)
    )
    return _spans(index, hostings)


def hosts_on(index: Index, thing: str, day: date | None = None) -> list[str]:
    """The hosts on a day: those of which no time is known, and of the others the last one that holds."""
    dated = hosts(index, thing)
    valid = [each.value for each in dated if each.covers(day) and isinstance(each.value, str)]
    timeless = set(_iris(index, thing, NV.hostedBy)) - {each.value for each in dated}
    return [*sorted(timeless), *valid[-1:]]


def name_on(index: Index, thing: str, language: str, day: date | None = None) -> Literal | None:
    """The name on a day, in a language if there is one in it; None where no source dates one."""
    found = [each.value for each in names(index, thing) if each.covers(day)]
    told = [each for each in found if isinstance(each, Literal)]
    return next((each for each in reversed(told) if each.language == language), told[-1] if told else None)


def holds_on(index: Index, iri: str, day: date) -> bool:
    """Whether a thing or part may have been there on a day: nothing speaks against one without a period."""
    periods = _iris(index, iri, NV.period)
    return not periods or any(Span(each, "", *_bounds(index, each)).covers(day) for each in periods)


def known_on(index: Index, iri: str, day: date) -> bool:
    """Whether a thing or part was there on a day, at least in plan, as far as periods and statuses tell.

    What has a status is there from the first one on until its period ends; what has none, for its
    period; what has neither may always have been.
    """
    if not given_statuses(index, iri):
        return holds_on(index, iri, day)
    over = [end for each in _iris(index, iri, NV.period) if (end := _bounds(index, each)[1])]
    return status_on(index, iri, day) is not None and not (over and max(over) < day)


def _spans(index: Index, found: Iterable[tuple[str, Literal | str]]) -> list[Span]:
    spans = [
        Span(iri, value, *_bounds(index, period))
        for iri, value in found
        for period in (_iris(index, iri, NV.period) or [""])
    ]
    return sorted(spans, key=lambda each: (each.start or date.min, each.end or date.max, each.iri))


def _bounds(index: Index, period: str) -> tuple[date | None, date | None]:
    if not period:
        return None, None
    return _day(index, period, NV.start), _day(index, period, NV.end)


def _reaches(since: date | None, day: date | None) -> bool:
    return since is None or day is None or since <= day


def _since(index: Index, event: str) -> date | None:
    return _day(index, event, NV.on) or min(_spoken(index, _iris(index, event, NV.statedIn)), default=None)


def _spoken_on(index: Index, thing: str, graph: str) -> date | None:
    """The day that the documents speak from which a source cites for a thing."""
    cited = index.named_quads(named(thing), named(NV.statedIn), graph=named(graph))
    return min(_spoken(index, [_iri(quad) for quad in cited]), default=None)


def _spoken(index: Index, sections: Iterable[str]) -> Iterator[date]:
    for section in sections:
        for document in _iris(index, section, NV.sectionOf):
            if day := _day(index, document, NV.asOf):
                yield day


def _day(index: Index, iri: str, predicate: str) -> date | None:
    """The first day that a property gives; what is no date is none."""
    days = (
        each.value
        for each in index.objects(iri, predicate)
        if isinstance(each, Literal) and each.datatype.value == DATE
    )
    return min((date.fromisoformat(day) for day in days), default=None)


def _names(index: Index, naming: NamedNode) -> list[Literal]:
    return [each for each in index.objects(naming.value, NV.name) if isinstance(each, Literal)]


def _linked(index: Index, iri: str, predicate: str) -> list[NamedNode]:
    return [each for each in index.objects(iri, predicate) if isinstance(each, NamedNode)]


def _iris(index: Index, iri: str, predicate: str) -> list[str]:
    return [each.value for each in _linked(index, iri, predicate)]


def _iri(quad: Quad) -> str:
    return quad.object.value if isinstance(quad.object, NamedNode) else ""


def _graph(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
