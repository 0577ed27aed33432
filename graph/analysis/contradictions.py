"""Where sources contradict each other, found by comparing them: two values where there can be one.

Compared are properties that the ontology says have one value, the current status where two
sources give different ones on the same day, and amounts of one kind that two sources state
of one funding item. What the editors or a source have noted already is not found again.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from graph.index.index import Index, Term
from graph.iris import named
from graph.terms import NV
from graph.timeline import given_statuses

SINGLE_BUT_FOR_TIME = str(NV.status)
"""A status is contradicted only by another of the same day: else it has changed."""


@dataclass(frozen=True)
class Side:
    """What one source says."""

    subject: str
    """The thing or part that it is said of."""

    value: Term
    graph: str


@dataclass(frozen=True)
class Contradiction:
    """That sources give different values of one property."""

    thing: str
    """The thing or part that has the property."""

    property: str
    sides: tuple[Side, ...]
    """One for each value and source, in a stable order."""

    followed: str
    """The source that the graph follows; empty where it follows none of them alone."""


def contradictions(index: Index, own: str) -> Iterator[Contradiction]:
    """What sources say differently; `own` is the graph where such findings stand, which is not read."""
    noted = _noted(index, own)
    for found in (*_single_valued(index, own), *_statuses(index), *_amounts(index)):
        if (found.thing, found.property) not in noted:
            yield found


def _single_valued(index: Index, own: str) -> Iterator[Contradiction]:
    for row in index.select("contradicted"):
        thing, property_ = row["thing"], row["property"]
        if not isinstance(thing, NamedNode) or not isinstance(property_, NamedNode):
            continue
        sides = _sides(index, thing.value, property_.value, own)
        if len({side.graph for side in sides}) > 1:
            yield Contradiction(thing.value, property_.value, sides, "")


def _statuses(index: Index) -> Iterator[Contradiction]:
    """The things whose latest statuses come from one and the same day, or from none."""
    values: dict[str, set[str]] = defaultdict(set)
    for quad in index.merged_quads(None, named(NV.status)):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            values[quad.subject.value].add(quad.object.value)
    for thing, statuses in values.items():
        if len(statuses) < 2:
            continue
        latest = [each for each in given_statuses(index, thing) if each.latest]
        tied = [each for each in latest if each.since == latest[-1].since]
        if len({each.status for each in tied}) > 1:
            sides = tuple(Side(thing, named(each.status), each.graph) for each in tied)
            yield Contradiction(thing, SINGLE_BUT_FOR_TIME, sides, tied[-1].graph)


def _amounts(index: Index) -> Iterator[Contradiction]:
    by_item: dict[str, set[str]] = defaultdict(set)
    for row in index.select("contradicted-amounts"):
        by_item[_iri(row["item"])] |= {_iri(row["one"]), _iri(row["other"])}
    for item, amounts in by_item.items():
        sides = tuple(side for each in sorted(amounts) for side in _sides(index, each, str(NV.value), ""))
        yield Contradiction(item, str(NV.amount), sides, "")


def _sides(index: Index, subject: str, property_: str, own: str) -> tuple[Side, ...]:
    stated = index.named_quads(named(subject), named(property_))
    found = {
        Side(subject, quad.object, quad.graph_name.value)
        for quad in stated
        if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value != own
    }
    return tuple(sorted(found, key=lambda side: (side.graph, _written(side.value))))


def _noted(index: Index, own: str) -> set[tuple[str, str]]:
    """The things and properties of conflicts that a source or the editors tell of."""
    noted = set()
    for quad in index.named_quads(None, named(NV.concernsProperty)):
        if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value != own:
            subject = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
            noted |= {(_iri(thing), _iri(quad.object)) for thing in index.objects(subject, NV.concerns)}
    return noted


def _iri(term: Term) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _written(term: Term) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
