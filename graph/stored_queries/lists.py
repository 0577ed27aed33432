"""The lists of things that the API tells of to those who know no RDF.

Each list is two queries of the library's form in `data/lists/`. The one in the plural
says which things are in the list, in order, and its parameters are the filters. The one
in the singular says what is told of some of them, a statement in each row; its columns
are the fields. A part of a thing (an amount, a participation) is a column of the kind
`part`, and the columns that begin with its name and `__` are its fields.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.assets import listing
from graph.iris import Iris, named
from graph.stored_queries.library import Column, StoredQuery, read_query

COLUMN_KINDS = frozenset(
    {"text", "label", "integer", "decimal", "date", "boolean", "iri", "code", "thing", "part"}
)
"""What a column may hold: `label` a thing of which only the name is told, the others as they are called."""

LISTED = {
    "organisations": ("organisation", ("org",)),
    "awards": ("award", ("funding",)),
    "projects": ("project", ("project", "org")),
    "activities": ("activity", ("activity",)),
    "nodes": ("node", ("node",)),
    "documents": ("document", ("document",)),
}
"""The lists: of each the word for one of it, and the kinds of address that its things have."""


@dataclass(frozen=True)
class Field:
    """What is told of a thing under one name; a part has fields of its own."""

    column: Column
    parts: tuple[Column, ...] = ()

    @property
    def name(self) -> str:
        """What it is called."""
        return self.column.name


@dataclass(frozen=True)
class Listing:
    """A list of things."""

    name: str
    """In the plural: `organisations`."""

    which: StoredQuery
    told: StoredQuery
    kinds: tuple[str, ...]

    @property
    def subject(self) -> str:
        """The variable that is the thing, in both queries."""
        return self.told.name

    @property
    def fields(self) -> tuple[Field, ...]:
        """What is told of each thing, beside its key, name and address."""
        columns = self.told.columns
        return tuple(
            Field(each, tuple(part for part in columns if part.name.startswith(f"{each.name}__")))
            for each in columns
            if "__" not in each.name
        )

    def of(self, things: Iterable[str]) -> str:
        """The query for what is told of some things, by their IRIs."""
        terms = " ".join(str(named(each)) for each in things)
        return self.told.filled({each.name: terms for each in self.told.parameters})

    def candidates(self, iris: Iris, key: str) -> list[str]:
        """The IRIs that the thing with a key may have."""
        return [str(iris.entity(kind, key)) for kind in self.kinds]


def listings() -> tuple[Listing, ...]:
    """All lists, in the order that they are told of."""
    return tuple(
        Listing(name, read_query(listing(name)), read_query(listing(one)), kinds)
        for name, (one, kinds) in LISTED.items()
    )
