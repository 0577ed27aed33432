"""Where a statement comes from: source, section, lines, kind of assertion, and release."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from graph.errors import EntityUnknown
from graph.iris import named
from graph.store.dataset import Dataset, sorted_lines
from graph.store.index import Index
from graph.terms import NV, code

EDITORS = "editors"
"""The source with what the editors add; nothing in it is said by a document."""


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

    since: int
    """The release that brought it and since which it has stood there without a break."""


def why(dataset: Dataset, index: Index, subject: str, predicate: str | None = None) -> list[Reason]:
    """Every statement about a subject, or those of one property, with where each comes from.

    Raises `EntityUnknown` where nothing of the kind is stated.
    """
    asked = named(predicate) if predicate else None
    found = index.store.quads_for_pattern(named(subject), asked, None, None)
    quads = sorted((quad for quad in found if isinstance(quad.graph_name, NamedNode)), key=str)
    if not quads:
        raise EntityUnknown(subject if predicate is None else f"{subject} by {predicate}")
    return [_reason(dataset, index, quad) for quad in quads]


def _reason(dataset: Dataset, index: Index, quad: Quad) -> Reason:
    graph = quad.graph_name
    if not isinstance(graph, NamedNode):
        raise TypeError("a statement of a source stands in a named graph")
    source = index.iris.source(graph.value)
    usual = "editorial" if source == EDITORS else "stated"
    return Reason(
        statement=quad,
        source=source,
        sections=tuple(_beside(index, quad, NV.statedIn)),
        lines=tuple(_beside(index, quad, NV.lines)),
        assertion=next(_beside(index, quad, NV.assertion), str(code("assertion", usual))),
        since=_since(dataset, index.release.number, graph.value, sorted_lines([quad])[0]),
    )


def _beside(index: Index, quad: Quad, predicate: str) -> Iterator[str]:
    """What the same graph says of the same subject by another property, in order."""
    found = index.store.quads_for_pattern(quad.subject, named(predicate), None, quad.graph_name)
    terms = (each.object for each in found)
    return iter(sorted(term.value for term in terms if isinstance(term, NamedNode | Literal)))


def _since(dataset: Dataset, release: int, graph: str, line: bytes) -> int:
    """The first release of the unbroken run up to `release` in which the graph has this line.

    Versions whose content was let go are not looked into: the run then begins after them.
    """
    first = release
    for number, version in reversed(dataset.catalogue.history(graph, release)):
        if version is None or not dataset.objects.path(version.sha256).exists():
            break
        if line not in dataset.lines(version):
            break
        first = number
    return first
