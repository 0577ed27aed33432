"""What is said of one thing: its own statements, those of its parts, and the links that lead to it.

It is asked of the store by pattern and not by SPARQL text, which is several times
faster. Each statement keeps the named graph that makes it, so that a reader can
tell which source says so.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple
from rdflib.namespace import RDF

from graph.errors import EntityUnknown
from graph.index.index import LABEL, MERGE, Index
from graph.iris import named

Stated = Callable[..., Iterator[Quad]]
FIRST = {named(RDF.type), LABEL}
MOST_LINKS = 100
"""How many links by one property are shown of those that lead to a thing."""


@dataclass(frozen=True)
class Inbound:
    """The links by one property that lead to a thing or its parts from elsewhere."""

    predicate: str
    links: tuple[Quad, ...]
    """Those of one page, by the IRI that they come from, each as every source states it."""

    total: int
    """How many there are on all pages, of which `links` shows at most `MOST_LINKS`."""


@dataclass(frozen=True)
class Description:
    """All that is said of one thing."""

    iri: str
    statements: tuple[Quad, ...]
    """With the thing, or a part of it, as subject; what the thing is and is called comes first."""

    inbound: tuple[Inbound, ...]
    """By property, in order."""

    neighbours: tuple[NamedNode, ...]
    """What the statements and links lead to and come from, each once."""

    page: int
    """Which page of the links this is; on other pages than the first there are only links."""

    _stated: Stated = field(repr=False)

    @property
    def pages(self) -> int:
        """How many pages there are, by the property with the most links."""
        most = max((each.total for each in self.inbound), default=0)
        return max(1, -(-most // MOST_LINKS))

    @property
    def labels(self) -> Iterator[Quad]:
        """The labels of the neighbours."""
        for each in self.neighbours:
            yield from self._stated(each, LABEL)

    def own(self) -> list[Quad]:
        """Everything but the labels of the neighbours."""
        return [*self.statements, *(quad for each in self.inbound for quad in each.links)]

    def quads(self) -> Iterator[Quad]:
        """Everything, as one stream of statements."""
        yield from self.own()
        yield from self.labels


def describe(index: Index, iri: str, *, by_source: bool = True, page: int = 1) -> Description:
    """All that is said of a thing. Raises `EntityUnknown` where nothing is stated about it.

    Each statement stands in the named graph of every source that makes it; or, unless
    `by_source`, once and in none, which is what a syntax without graphs needs. Of many links
    by one property that lead to it, each page has the next `MOST_LINKS`.
    """
    stated = index.named_quads if by_source else index.merged_quads
    walk = _Walk(index, iri)
    if not walk.statements:
        raise EntityUnknown(iri)
    statements: Iterable[Quad] = walk.statements
    if page > 1:
        statements, walk.outward = (), {}
    elif by_source:
        statements = (quad for part in walk.parts for quad in stated(part))
    inbound = tuple(
        _shown(predicate, walk.inbound[predicate], page, stated if by_source else None)
        for predicate in sorted(walk.inbound)
    )
    starts = (link.subject for each in inbound for link in each.links)
    walk.outward.update((each, None) for each in starts if isinstance(each, NamedNode))
    return Description(str(iri), tuple(statements), inbound, tuple(walk.outward), page, stated)


class _Walk:
    """A walk over the merge of all graphs, from a thing to its parts and one link further.

    Every document comes this way: it looks at each statement once, and takes from the
    engine no more terms than it needs, since each is a copy.
    """

    def __init__(self, index: Index, iri: str) -> None:
        start = named(iri)
        self.parts = [start]
        self.statements: list[Quad] = []
        self.outward: dict[NamedNode, None] = {}
        """What the statements lead to, in their order."""

        self.inbound: dict[str, list[Quad]] = defaultdict(list)
        self._of_pattern = index.store.quads_for_pattern
        self._own = f"{iri}#"
        self._taken: set[NamedNode | BlankNode | Literal | Triple] = {start}
        for part in self.parts:  # which grows on the way
            self._leave(part)
            self._arrive(part)

    def _leave(self, part: NamedNode) -> None:
        """By the statements about a part.

        The engine gives the last one that it was told first, and was told them in order.
        """
        about = list(self._of_pattern(part, None, None, MERGE))
        about.reverse()
        if not self.statements:
            about.sort(key=_is_not_first)
        self.statements += about
        outward = self.outward
        for end in [quad.object for quad in about]:
            if isinstance(end, NamedNode) and end not in outward and not self._takes(end):
                outward[end] = None

    def _arrive(self, part: NamedNode) -> None:
        """By the links that lead to a part."""
        for quad in self._of_pattern(None, None, part, MERGE):
            start = quad.subject
            if not isinstance(start, NamedNode) or not self._takes(start):
                self.inbound[quad.predicate.value].append(quad)

    def _takes(self, node: NamedNode) -> bool:
        """Whether a node is the thing or a part of it; one not met before is walked to as well."""
        if node in self._taken:
            return True
        if not node.value.startswith(self._own):
            return False
        self._taken.add(node)
        self.parts.append(node)
        return True


def _shown(predicate: str, links: list[Quad], page: int, stated: Stated | None) -> Inbound:
    """The links of a page, as every source states them or as they are."""
    end = page * MOST_LINKS
    shown = heapq.nsmallest(end, links, key=_ends) if len(links) > 1 else links
    shown = shown[end - MOST_LINKS :]
    if stated is not None:
        shown = [each for quad in shown for each in stated(quad.subject, quad.predicate, quad.object)]
    return Inbound(predicate, tuple(shown), len(links))


def _ends(link: Quad) -> tuple[str, str]:
    return str(link.subject), str(link.object)


def _is_not_first(quad: Quad) -> bool:
    """What a thing is and what it is called comes before all else."""
    return quad.predicate not in FIRST
