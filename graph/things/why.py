"""Where a statement comes from: source, section, lines, kind of assertion, and release."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from graph.analysis.derived import SOURCE as DERIVED
from graph.analysis.entailed import SOURCE as ENTAILED
from graph.analysis.publication import SOURCE as CENTRALITY
from graph.errors import EntityUnknown
from graph.index.index import Index
from graph.iris import named
from graph.store.dataset import Dataset, sorted_lines
from graph.terms import NV, code

USUALLY = {"editors": "editorial", DERIVED: "derived", ENTAILED: "derived", CENTRALITY: "derived"}
"""How the statements of a source are meant that say nothing of it, where that is not as stated."""


ORIGIN = (NV.statedIn, NV.lines, NV.assertion)
"""What a source says of where and how surely it says something."""


@dataclass(frozen=True)
class Reason:
    """One statement and why it is in the graph."""

    statement: Quad
    source: str
    sections: tuple[str, ...]
    """Sections of source documents, by IRI; none where the source is no document."""

    lines: tuple[str, ...]
    assertion: str
    """A concept of the code list of assertions."""

    since: int | None
    """The release that brought it and since which it has stood there without a break; None if not known."""


def why(dataset: Dataset, index: Index, subject: str, predicate: str | None = None) -> list[Reason]:
    """Every statement about a subject, or those of one property, with where each comes from.

    Raises `EntityUnknown` where nothing of the kind is stated.
    """
    asked = named(predicate) if predicate else None
    quads = sorted(index.named_quads(named(subject), asked), key=str)
    if not quads:
        raise EntityUnknown(subject if predicate is None else f"{subject} by {predicate}")
    return reasons(dataset, index, quads)


def reasons(dataset: Dataset | None, index: Index, quads: Iterable[Quad]) -> list[Reason]:
    """Where each of some statements of named graphs comes from; without a dataset, not since when."""
    asked = list(quads)
    since = _since(dataset, index.release.number, asked) if dataset else {}
    beside = _Beside(index)
    return [beside.reason(quad, since.get(quad)) for quad in asked]


def cited(index: Index, quad: Quad) -> tuple[NamedNode, ...]:
    """What tells where a statement is said: its citations, else the part that it leads to, else its subject.

    The named graph of the statement tells it. A part counts that is said to stand somewhere; a status
    stands where the event is that gave it.
    """
    subject, graph = quad.subject, quad.graph_name
    if not isinstance(subject, NamedNode):
        return ()

    def told(start: NamedNode, predicate: str) -> list[NamedNode]:
        found = index.store.quads_for_pattern(start, named(predicate), None, graph)
        return [each.object for each in found if isinstance(each.object, NamedNode)]

    citations = [each for each in told(subject, NV.citation) if quad.predicate in told(each, NV.citedFor)]
    if citations:
        return tuple(sorted(citations, key=str))
    if quad.predicate == named(NV.status):
        parts = [each for each in told(subject, NV.statusEvent) if quad.object in told(each, NV.gaveStatus)]
    else:
        parts = [quad.object] if isinstance(quad.object, NamedNode) else []
    within = f"{subject.value}#"
    placed = [each for each in parts if each.value.startswith(within) and told(each, NV.statedIn)]
    return tuple(sorted(placed, key=str)) or (subject,)


class _Beside:
    """What a graph says of its own statements, read once for each thing or part."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._told: dict[tuple[str, str], Mapping[str, tuple[str, ...]]] = {}

    def reason(self, quad: Quad, since: int | None) -> Reason:
        """The statement with what is said beside it."""
        subject, graph = quad.subject, quad.graph_name
        if not isinstance(graph, NamedNode) or not isinstance(subject, NamedNode):
            raise TypeError("a statement of a source is about an IRI and stands in a named graph")
        source = self._index.iris.source(graph.value)
        places = [self._told_of(each, graph) for each in cited(self._index, quad)]
        sections = {each: None for place in places for each in place[NV.statedIn]}
        lines = {each: None for place in places for each in place[NV.lines]}
        usual = code("assertion", USUALLY.get(source, "stated"))
        how = next(iter(self._told_of(subject, graph)[NV.assertion]), str(usual))
        return Reason(quad, source, tuple(sections), tuple(lines), how, since)

    def _told_of(self, subject: NamedNode, graph: NamedNode) -> Mapping[str, tuple[str, ...]]:
        """The origin that a graph gives a thing or part: by property its values, in order."""
        key = subject.value, graph.value
        if key not in self._told:
            self._told[key] = {each: tuple(self._values(subject, each, graph)) for each in ORIGIN}
        return self._told[key]

    def _values(self, subject: NamedNode, predicate: str, graph: NamedNode) -> Iterator[str]:
        found = self._index.store.quads_for_pattern(subject, named(predicate), None, graph)
        terms = (each.object for each in found)
        return iter(sorted(term.value for term in terms if isinstance(term, NamedNode | Literal)))


def _since(dataset: Dataset, release: int, quads: Iterable[Quad]) -> Mapping[Quad, int]:
    """By statement, the first release of the unbroken run up to `release` in which its graph has it.

    Versions whose content was let go are not looked into: the run then begins after them.
    """
    by_graph: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            by_graph[quad.graph_name.value].append(quad)
    return {
        quad: number
        for graph, stated in by_graph.items()
        for quad, number in _since_in(dataset, release, graph, stated)
    }


def _since_in(
    dataset: Dataset, release: int, graph: str, quads: Iterable[Quad]
) -> Iterator[tuple[Quad, int]]:
    lines = {sorted_lines([quad])[0]: quad for quad in quads}
    unbroken, first = set(lines), release
    for number, version in reversed(dataset.catalogue.history(graph, release)):
        if version is None or not dataset.objects.path(version.sha256).exists():
            break
        there = unbroken.intersection(dataset.lines(version))
        yield from ((lines[line], first) for line in unbroken - there)
        unbroken, first = there, number
        if not unbroken:
            break
    yield from ((lines[line], first) for line in unbroken)
