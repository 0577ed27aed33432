"""Long lists, a page at a time: what is shown of them, and the ways to the rest."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import urlencode

PER_PAGE = 25
"""Rows of a table on the page of a thing."""

MOST_DIGITS = 9
MOMENT = ("on", "release")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
NOTHING: Mapping[str, str] = MappingProxyType({})

Item = TypeVar("Item")
Row = TypeVar("Row")


@dataclass(frozen=True)
class Asked:
    """What the query string of an address asks of a page, beside its language and thing."""

    parameters: Mapping[str, str] = field(default_factory=lambda: NOTHING)

    def number(self, name: str) -> int:
        """Which page of a list is asked for: the first where none is, or no number."""
        given = self.parameters.get(name, "")
        return max(1, int(given)) if given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS else 1

    @property
    def query(self) -> str:
        """The query string that gives this very page, for the other language's link to it."""
        names = (name for name in sorted(self.parameters) if NAME.fullmatch(name) and name not in MOMENT)
        numbers = {name: self.number(name) for name in names}
        return urlencode({name: number for name, number in numbers.items() if number > 1})

    @property
    def moment(self) -> str:
        """What keeps a link within the day and the release that are asked for."""
        return urlencode({name: self.parameters[name] for name in MOMENT if self.parameters.get(name)})


NOTHING_ASKED = Asked()


@dataclass(frozen=True)
class Paging:
    """Where in a list the reader is."""

    number: int
    last: int
    first_row: int
    last_row: int
    total: int
    previous: str
    """The address of the page before, relative to this one; empty on the first."""

    following: str
    """The address of the next page; empty on the last."""


@dataclass(frozen=True)
class Place:
    """What leads to the pages of a list: its parameter and its place on the page."""

    parameter: str
    fragment: str
    kept: str = ""
    """What else stands in the query string of each page of the list."""

    size: int = PER_PAGE

    def address(self, asked: Asked, number: int) -> str:
        """The address of a page of the list, relative to the page."""
        parts = (asked.moment, self.kept, f"{self.parameter}={number}")
        return f"?{'&'.join(part for part in parts if part)}#{self.fragment}"


def paged(
    asked: Asked, place: Place, everything: Sequence[Item], made: Callable[[Item], Row]
) -> tuple[tuple[Row, ...], Paging | None]:
    """The rows of the page that is asked for, and the ways to the others; none where there are no others.

    Past the end stands the last page.
    """
    last = max(1, -(-len(everything) // place.size))
    number = min(asked.number(place.parameter), last)
    first = (number - 1) * place.size
    rows = tuple(made(each) for each in everything[first : first + place.size])
    if last == 1:
        return rows, None
    return rows, Paging(
        number=number,
        last=last,
        first_row=first + 1,
        last_row=first + len(rows),
        total=len(everything),
        previous=place.address(asked, number - 1) if number > 1 else "",
        following=place.address(asked, number + 1) if number < last else "",
    )
