"""The aggregates of one release, each made when it is first asked for."""

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache

from rdflib.namespace import RDF

from graph.aggregates.kinds import sorts, things
from graph.aggregates.links import Values, ordered, subjects, values
from graph.aggregates.money import Ledger
from graph.aggregates.partners import Membership
from graph.search.names import Names
from graph.store.index import Index
from graph.terms import NV

MOST_LINKED = 32
"""Sets of properties whose links are kept."""

MOST_ROLLS = 32
"""Kinds of things whose sorts are kept."""


class Aggregates:
    """What is computed over a whole release and kept as long as its index."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.ledger = Ledger(index)
        self.membership = Membership(index)

    @cached_property
    def things(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """The things of each kind with their classes, by IRI."""
        return things(self.index)

    @cached_property
    def sorts(self) -> Values:
        """The concepts that things are sorted by."""
        return sorts(self.index)

    @cached_property
    def rolls(self) -> Callable[[str], Values]:
        """The things of a kind by the notation of what they are sorted by, else the name of their class."""
        return lru_cache(MOST_ROLLS)(self._rolls)

    def _rolls(self, kind: str) -> Values:
        found = self.things.get(kind, {})
        return ordered((_tail(self.sorts.get(thing, classes)[0]), thing) for thing, classes in found.items())

    @cached_property
    def budget_lines(self) -> Values:
        """The budget lines that each thing holds or that are part of it."""
        held = values(self.index, NV.heldBy)
        lines = self.index.subjects(RDF.type, NV.BudgetLine)
        return ordered(
            (thing, each) for each in lines for thing in (each.partition("#")[0], *held.get(each, ()))
        )

    @cached_property
    def names(self) -> Names:
        """The names of all things, to search in."""
        return Names(self.index, (thing for each in self.things.values() for thing in each))

    @cached_property
    def linked(self) -> Callable[..., Values]:
        """Which things lead to each value by any of some properties."""
        return lru_cache(MOST_LINKED)(self._linked)

    def _linked(self, *predicates: str) -> Values:
        return subjects(self.index, *predicates)


def _tail(iri: str) -> str:
    return iri.rpartition("/")[2].rpartition("#")[2]
