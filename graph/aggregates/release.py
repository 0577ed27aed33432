"""The aggregates of one release, each made when it is first asked for, or found where another made it."""

from collections.abc import Mapping
from functools import cached_property

from rdflib.namespace import RDF

from graph.aggregates.kinds import sorts, things
from graph.aggregates.links import Values, ordered, subjects, values
from graph.aggregates.money import Ledger
from graph.aggregates.partners import Membership
from graph.aggregates.tables import Tables
from graph.index.index import Index
from graph.search.names import Names, entries, lines
from graph.terms import NV

ONLY = ""
"""The key of a table that has one row."""


class Aggregates:
    """What is computed over a whole release and kept as long as its index."""

    def __init__(self, index: Index, tables: Tables | None = None) -> None:
        self.index = index
        self.tables = tables or Tables()
        self.ledger = Ledger(index, self.tables)
        self.membership = Membership(index, self.tables)

    def page_tables(self) -> tuple[Values, ...]:
        """What pages and lists show, but for what is `linked` by which property."""
        listed = (self.things, self._counts, self.budget_lines, *map(self.rolls, self.things))
        return *listed, *self.ledger.all_tables(), *self.membership.all_tables()

    def search_tables(self) -> tuple[Values, ...]:
        """What a search looks through."""
        return self._entries, self._lines

    @property
    def things(self) -> Values:
        """The things of each kind, by IRI."""
        return self.tables.get("things", make=self._things)

    def count(self, kind: str) -> int:
        """How many things of a kind there are."""
        return sum(map(int, self._counts.get(kind, ())))

    def rolls(self, kind: str) -> Values:
        """The things of a kind by the notation of what they are sorted by, else the name of their class."""
        return self.tables.get("roll", kind, make=lambda: self._roll(kind))

    @property
    def budget_lines(self) -> Values:
        """The budget lines that each thing holds or that are part of it."""
        return self.tables.get("budget lines", make=self._budget_lines)

    @cached_property
    def names(self) -> Names:
        """The names of all things, to search in."""
        return Names(self._entries, self._lines[ONLY][0])

    def linked(self, *predicates: str) -> Values:
        """Which things lead to each value by any of some properties."""
        return self.tables.get("linked", *predicates, make=lambda: subjects(self.index, *predicates))

    @property
    def _counts(self) -> Values:
        return self.tables.get(
            "counts", make=lambda: {kind: (str(len(each)),) for kind, each in self.things.items()}
        )

    @cached_property
    def _classes(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        return things(self.index)

    def _things(self) -> Values:
        return {kind: tuple(each) for kind, each in self._classes.items()}

    def _roll(self, kind: str) -> Values:
        found, sorted_by = self._classes.get(kind, {}), self._sorts
        return ordered((_tail(sorted_by.get(each, classes)[0]), each) for each, classes in found.items())

    @cached_property
    def _sorts(self) -> Values:
        return sorts(self.index)

    def _budget_lines(self) -> Values:
        held = values(self.index, NV.heldBy)
        found = self.index.subjects(RDF.type, NV.BudgetLine)
        return ordered(
            (thing, each) for each in found for thing in (each.partition("#")[0], *held.get(each, ()))
        )

    @property
    def _entries(self) -> Values:
        def make() -> Values:
            return entries(self.index, frozenset(thing for each in self.things.values() for thing in each))

        return self.tables.get("names", make=make)

    @property
    def _lines(self) -> Values:
        return self.tables.get("lines", make=lambda: {ONLY: (lines(self._entries),)})


def _tail(iri: str) -> str:
    return iri.rpartition("/")[2].rpartition("#")[2]
