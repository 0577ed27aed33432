"""What is said of one thing: its own statements, those of its parts, and the links that lead to it.

It is asked of the store by pattern and not by SPARQL text, which is several times
faster. Each statement keeps the named graph that makes it, so that a reader can
tell which source says so.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple
from rdflib.namespace import RDF

from graph.errors import EntityUnknown
from graph.iris import named
from graph.store.index import LABEL, Index

Stated = Callable[..., Iterator[Quad]]
FIRST = {named(RDF.type), LABEL}
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


def describe(index: Index, iri: str, *, by_source: bool = True) -> Description:
    """All that is said of a thing. Raises `EntityUnknown` where nothing is stated about it.

    Each statement stands in the named graph of every source that makes it; or, unless
    `by_source`, once and in none, which is what a syntax without graphs needs.
    """
    stated = index.named_quads if by_source else index.merged_quads
    walk = _Walk(index, iri)
    if not walk.statements:
        raise EntityUnknown(iri)
    if by_source:
        statements = tuple(quad for part in walk.parts for quad in stated(part))
    else:
        statements = tuple(walk.statements)
    inbound = tuple(_shown(index, predicate, walk.inbound[predicate], stated) for predicate in walk.inbound)
    ends = walk.outward | {quad.subject for each in inbound for quad in each.links}
    others = sorted((each for each in ends if isinstance(each, NamedNode)), key=_iri)
    labels = tuple(quad for other in others for quad in stated(other, LABEL))
    return Description(str(iri), statements, tuple(sorted(inbound, key=lambda each: each.predicate)), labels)


class _Walk:
    """A walk over the merge of all graphs, from a thing to its parts and one link further.

    Every document comes this way, so it looks at each statement once.
    """

    def __init__(self, index: Index, iri: str) -> None:
        self.parts = [named(iri)]
        self.statements: list[Quad] = []
        self.outward: set[NamedNode | BlankNode | Literal | Triple] = set()
        self.inbound: dict[str, list[Quad]] = defaultdict(list)
        self._own = f"{iri}#"
        self._known = {str(iri)}  # an rdflib IRI has a hash of its own
        for part in self.parts:  # which grows on the way
            self._leave(index, part)
            self._arrive(index, part)

    def _leave(self, index: Index, part: NamedNode) -> None:
        """By the statements about a part."""
        about = sorted(index.merged_quads(part), key=_reading_order)
        self.statements += about
        for quad in about:
            end = quad.object
            if isinstance(end, NamedNode) and not self._takes(end):
                self.outward.add(end)

    def _arrive(self, index: Index, part: NamedNode) -> None:
        """By the links that lead to a part."""
        for quad in index.merged_quads(value=part):
            start = quad.subject
            if not isinstance(start, NamedNode) or not self._takes(start):
                self.inbound[quad.predicate.value].append(quad)

    def _takes(self, node: NamedNode) -> bool:
        """Whether a node is the thing or a part of it; one not met before is walked to as well."""
        iri = node.value
        if iri in self._known:
            return True
        if not iri.startswith(self._own):
            return False
        self._known.add(iri)
        self.parts.append(node)
        return True


def _shown(index: Index, predicate: str, links: list[Quad], stated: Stated) -> Inbound:
    first = heapq.nsmallest(MOST_LINKS, links, key=lambda quad: (str(quad.subject), str(quad.object)))
    if stated == index.merged_quads:
        return Inbound(predicate, tuple(first), len(links))
    told = (each for quad in first for each in stated(quad.subject, quad.predicate, quad.object))
    return Inbound(predicate, tuple(told), len(links))


def _reading_order(quad: Quad) -> tuple[bool, str]:
    """What a thing is and what it is called before all else."""
    return quad.predicate not in FIRST, str(quad)


def _iri(node: NamedNode) -> str:
    return node.value
