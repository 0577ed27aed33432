"""Where a statement comes from: source, section, lines, kind of assertion, and release."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from graph.analysis.derived import SOURCE as DERIVED
from graph.analysis.entailed import SOURCE as ENTAILED
from graph.analysis.publication import SOURCE as CENTRALITY
from graph.errors import EntityUnknown
from graph.iris import named
from graph.store.dataset import Dataset, sorted_lines
from graph.store.index import Index
from graph.terms import NV, code

USUALLY = {"editors": "editorial", DERIVED: "derived", ENTAILED: "derived", CENTRALITY: "derived"}
"""How the statements of a source are meant that say nothing of it, where that is not as stated."""


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


class _Beside:
    """What a graph says of its own statements, read once for each thing or part."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._told: dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...], str]] = {}

    def reason(self, quad: Quad, since: int | None) -> Reason:
        """The statement with what is said beside it."""
        subject, graph = quad.subject, quad.graph_name
        if not isinstance(graph, NamedNode) or not isinstance(subject, NamedNode):
            raise TypeError("a statement of a source is about an IRI and stands in a named graph")
        source = self._index.iris.source(graph.value)
        key = subject.value, graph.value
        if key not in self._told:
            self._told[key] = self._read(quad, source)
        return Reason(quad, source, *self._told[key], since)

    def _read(self, quad: Quad, source: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        usual = code("assertion", USUALLY.get(source, "stated"))
        return (
            tuple(self._values(quad, NV.statedIn)),
            tuple(self._values(quad, NV.lines)),
            next(self._values(quad, NV.assertion), str(usual)),
        )

    def _values(self, quad: Quad, predicate: str) -> Iterator[str]:
        """What the same graph says of the same subject by another property, in order."""
        found = self._index.store.quads_for_pattern(quad.subject, named(predicate), None, quad.graph_name)
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
