"""The library of queries for users: what the query form offers, and the store tells tools of.

Each is a file `data/queries/{name}.rq`, of which the name is the key. Its header is
comments in paragraphs, with an empty comment between them:

    # sv: the title, as a question
    # en: the same in English
    #
    # sv: a description, over as many lines as it needs,
    #   the further ones indented
    # en: the same in English
    #
    # $parameter  kind  an example
    #   sv: what it is
    #   en: the same in English

A parameter stands in the text as `$parameter`, and no variable is called the same.
Its kind is one of `KINDS`. With its examples a query has an answer in the shipped graph.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from importlib.resources.abc import Traversable

from pyoxigraph import Literal, NamedNode
from rdflib.namespace import XSD

from graph.assets import stored_queries
from graph.errors import ParameterInvalid
from graph.iris import named

LANGUAGES = ("sv", "en")
TAG = re.compile(r"(sv|en): (.+)", re.DOTALL)
PARAMETER = re.compile(r"\$(\w+)  (\w+)  (.+)")


def _integer(written: str) -> Literal:
    return Literal(int(written))


def _decimal(written: str) -> Literal:
    number = Decimal(written)
    if not number.is_finite():
        raise InvalidOperation
    return Literal(f"{number:f}", datatype=named(XSD.decimal))


def _language(written: str) -> Literal:
    if written not in LANGUAGES:
        raise ValueError(written)
    return Literal(written)


KINDS: dict[str, Callable[[str], NamedNode | Literal]] = {
    "name": lambda written: Literal(written, language="sv"),
    "text": Literal,
    "integer": _integer,
    "decimal": _decimal,
    "iri": NamedNode,
    "language": _language,
}
"""What kinds of parameters there are, and the term that each makes of what a user writes."""


@dataclass(frozen=True)
class Parameter:
    """What a user may set in a query."""

    name: str
    kind: str
    example: str
    description: Mapping[str, str]
    """By language."""

    def term(self, written: str) -> NamedNode | Literal:
        """What a user writes as a term. Raises `ParameterInvalid`."""
        try:
            return KINDS[self.kind](written)
        except (ValueError, InvalidOperation):
            raise ParameterInvalid(self.name, self.kind, self.example) from None


@dataclass(frozen=True)
class StoredQuery:
    """A query of the library."""

    name: str
    title: Mapping[str, str]
    """By language."""

    description: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    body: str
    """The text without its header."""

    def text(self, given: Mapping[str, str] | None = None) -> str:
        """The query with the values that a user writes, or else with the examples.

        Values go in as terms that the engine writes: it would bind a variable itself only where
        the query gives it back. Raises `ParameterInvalid`.
        """
        written = given or {}
        terms = {each.name: str(each.term(written.get(each.name, each.example))) for each in self.parameters}
        return re.sub(r"\$(\w+)", lambda found: terms[found[1]], self.body)

    @property
    def form(self) -> str:
        """What it gives back: `select`, `ask`, `construct` or `describe`."""
        words = re.sub(r"<[^>]*>|#.*", "", self.body)
        found = re.search(r"\b(select|ask|construct|describe)\b", words, re.IGNORECASE)
        if found is None:
            raise ValueError(f"{self.name}.rq is no query")
        return found[1].lower()

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that it declares."""
        return dict(re.findall(r"^PREFIX (\w+): <([^>]+)>", self.body, re.MULTILINE))


def library() -> tuple[StoredQuery, ...]:
    """All queries that are shipped, by name."""
    return tuple(map(_query, stored_queries()))


def _query(file: Traversable) -> StoredQuery:
    """A query from its file. Raises `ValueError` where the header is not as it should be."""
    name = file.name.removesuffix(".rq")
    header, _, body = file.read_text("utf-8").partition("\n\n")
    titles, descriptions, *parameters = (_lines(each) for each in header.split("\n#\n"))
    return StoredQuery(
        name, _by_language(titles), _by_language(descriptions), tuple(map(_parameter, parameters)), body
    )


def _lines(paragraph: str) -> list[str]:
    """The lines of a paragraph of comments, a further one joined to the one that it continues."""
    text = "\n".join(line.removeprefix("#").removeprefix(" ") for line in paragraph.splitlines())
    return re.sub(r"\n {2}(?!(?:sv|en): )", " ", text).splitlines()


def _parameter(lines: list[str]) -> Parameter:
    found = PARAMETER.fullmatch(lines[0])
    if found is None or found[2] not in KINDS:
        raise ValueError(f"no parameter: {lines[0]}")
    return Parameter(found[1], found[2], found[3], _by_language(line.strip() for line in lines[1:]))


def _by_language(lines: Iterable[str]) -> dict[str, str]:
    tagged = [TAG.fullmatch(line) for line in lines]
    found = {each[1]: each[2] for each in tagged if each}
    if tuple(found) != LANGUAGES or len(tagged) != len(found):
        raise ValueError("a header says everything once in Swedish and then in English")
    return found
