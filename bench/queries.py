"""The twelve queries: texts with `$parameters`, which are filled with terms of the synthetic graph.

A parameter is replaced in the text, since servers are asked in text. That is
safe here and only here: the terms are our own.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.words import FIELDS

FOLDER = Path(__file__).parent / "queries"
ORDER = (
    "lookup",
    "inverse-links",
    "property-path",
    "optional-listing",
    "neighbourhood",
    "text-filter",
    "top-funders",
    "by-year",
    "distinct-count",
    "negation",
    "subquery",
    "partner-pairs",
)
PARAMETER = re.compile(r"^# \$(\w+)  ", re.MULTILINE)
CLASS = re.compile(r"^# class: (small|heavy)$", re.MULTILINE)
TURTLE = "text/turtle"
ROWS = "application/sparql-results+json"
WORDS = tuple(f'"{swedish} {number}-"' for number in range(4) for swedish, _ in FIELDS)
"""What the text filter looks for."""


@dataclass(frozen=True)
class Query:
    """One of the twelve."""

    name: str
    text: str
    parameters: tuple[str, ...]
    small: bool
    """Whether it touches few statements, however large the graph is."""

    @property
    def accept(self) -> str:
        """The media type to ask for."""
        return TURTLE if "\nCONSTRUCT" in self.text else ROWS

    def asked(self, terms: Mapping[str, Sequence[str]], serial: int, mark: str = "") -> str:
        """The text with the terms of this serial number filled in.

        With a `mark`, a comment at its end makes it a text that was never sent before.
        """
        text = self.text
        for name in self.parameters:
            known = WORDS if name == "words" else terms[name]
            text = text.replace(f"${name}", known[serial % len(known)])
        return f"{text}# {mark} {serial}\n" if mark else text


def read(name: str) -> Query:
    """The query in `queries/{name}.rq`, without the comment that explains it."""
    whole = (FOLDER / f"{name}.rq").read_text("utf-8")
    header, _, text = whole.partition("\n\n")
    found = CLASS.search(header)
    if found is None:
        raise ValueError(f"{name}.rq does not say of what class it is")
    return Query(name, text, tuple(PARAMETER.findall(header)), found[1] == "small")


def twelve() -> list[Query]:
    """All queries, the small ones first."""
    return [read(name) for name in ORDER]
