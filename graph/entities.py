"""What is said of one thing: its own statements, those of its parts, and the links that lead to it.

It is asked of the store by pattern and not by SPARQL text, which is several times
faster. Each statement keeps the named graph that makes it, so that a reader can
tell which source says so.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from graph.errors import EntityUnknown
from graph.iris import named
from graph.store.index import LABEL, MERGE, Index

MOST_LINKS = 100
"""How many links by one property are shown of those that lead to a thing."""


@dataclass(frozen=True)
class Inbound:
    """The links by one property that lead to a thing or its parts from elsewhere."""

    predicate: str
    links: tuple[Quad, ...]
    """The first ones, by the IRI that they come from, each as every source states it."""

    total: int
    """How many there are, of which `links` shows at most `MOST_LINKS`."""


@dataclass(frozen=True)
class Description:
    """All that is said of one thing."""

    iri: str
    statements: tuple[Quad, ...]
    """With the thing, or a part of it, as subject."""

    inbound: tuple[Inbound, ...]
    """By property, in order."""

    labels: tuple[Quad, ...]
    """The labels of what the statements and links lead to and come from."""

    def quads(self) -> Iterator[Quad]:
        """Everything, as one stream of statements; some may come twice."""
        yield from self.statements
        for each in self.inbound:
            yield from each.links
        yield from self.labels


def describe(index: Index, iri: str) -> Description:
    """All that is said of a thing. Raises `EntityUnknown` where nothing is stated about it."""
    if not index.knows(iri):
        raise EntityUnknown(iri)
    parts = _parts(index, iri)
    statements = tuple(quad for part in parts for quad in _stated(index, part, None, None))
    inbound = _inbound(index, parts)
    ends = {quad.object for quad in statements} | {quad.subject for each in inbound for quad in each.links}
    others = sorted((each for each in ends if isinstance(each, NamedNode) and each not in parts), key=str)
    labels = tuple(quad for other in others for quad in _stated(index, other, LABEL, None))
    return Description(str(iri), statements, inbound, labels)


def _parts(index: Index, iri: str) -> dict[NamedNode, None]:
    """The thing and its parts: fragments of its IRI that are linked with it, directly or through others."""
    found = dict.fromkeys([named(iri)])
    waiting = list(found)
    while waiting:
        new = _neighbours(index, waiting.pop(), f"{iri}#") - found.keys()
        found |= dict.fromkeys(sorted(new, key=str))
        waiting += new
    return found


def _neighbours(index: Index, part: NamedNode, prefix: str) -> set[NamedNode]:
    """What a part is linked with, in either direction, of the IRIs that begin so."""
    outward = (quad.object for quad in index.store.quads_for_pattern(part, None, None, MERGE))
    inward = (quad.subject for quad in index.store.quads_for_pattern(None, None, part, MERGE))
    ends = (each for each in chain(outward, inward) if isinstance(each, NamedNode))
    return {each for each in ends if each.value.startswith(prefix)}


def _inbound(index: Index, parts: dict[NamedNode, None]) -> tuple[Inbound, ...]:
    links: dict[NamedNode, list[Quad]] = defaultdict(list)
    for part in parts:
        for quad in index.store.quads_for_pattern(None, None, part, MERGE):
            if quad.subject not in parts:
                links[quad.predicate].append(quad)
    return tuple(
        Inbound(predicate.value, tuple(_shown(index, links[predicate])), len(links[predicate]))
        for predicate in sorted(links, key=str)
    )


def _shown(index: Index, links: list[Quad]) -> Iterator[Quad]:
    first = heapq.nsmallest(MOST_LINKS, links, key=lambda quad: (str(quad.subject), str(quad.object)))
    for quad in first:
        yield from _stated(index, quad.subject, quad.predicate, quad.object)


def _stated(
    index: Index,
    subject: NamedNode | BlankNode | Triple,
    predicate: NamedNode | None,
    value: NamedNode | BlankNode | Literal | Triple | None,
) -> Iterator[Quad]:
    """What the named graphs state, with the graph that makes each statement."""
    for quad in index.store.quads_for_pattern(subject, predicate, value, None):
        if quad.graph_name != MERGE:
            yield quad
