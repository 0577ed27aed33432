"""Parameters of stored queries: what a user writes, checked and made a term of SPARQL.

A kind is a word, or a word with an argument: `integer`, `code:status` (a notation of
that code list), `key:org` (the key of a thing of that kind), `key:thing` (kind and key,
`node/stockholm`), `one-of:name|-name`, `integer:1..100` (between these, with them).

The term is the text that the engine itself writes for it, or an IRI made of letters,
digits and hyphens, so that no value can be more than a value. The IRI of a thing is
relative and means one of the dataset that is asked.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode
from rdflib.namespace import XSD

from graph.errors import ParameterInvalid
from graph.iris import KEY, KINDS, named
from graph.terms import CODE, CURRENCY

LANGUAGES = ("sv", "en")
MOST_LETTERS = 200
"""Length of a text that a user may give."""

INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
"""Integers that every reader of JSON reads as they are."""

DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NOTATION = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
THING = re.compile(rf"(?:{'|'.join(KINDS)})/{KEY.pattern}")


def _matching(pattern: re.Pattern[str], written: str) -> str:
    if not pattern.fullmatch(written):
        raise ValueError(written)
    return written


def _text(written: str) -> str:
    if not 0 < len(written) <= MOST_LETTERS:
        raise ValueError(written)
    return written


def _integer(bounds: str, written: str) -> str:
    number = int(_matching(INTEGER, written))
    least, _, most = bounds.partition("..")
    if bounds and not int(least) <= number <= int(most):
        raise ValueError(written)
    return str(Literal(number))


def _date(written: str) -> str:
    return date.fromisoformat(_matching(DATE, written)).isoformat()


def _one_of(choices: str, written: str) -> str:
    if written not in choices.split("|"):
        raise ValueError(written)
    return str(Literal(written))


def _key(kind: str, written: str) -> str:
    path = _matching(THING, written) if kind == "thing" else f"{kind}/{_matching(KEY, written)}"
    return f"<id/{path}>"


def code_iri(scheme: str, notation: str) -> str:
    """The IRI of a code; those of the list `currency` are the EU's."""
    return f"{CURRENCY}{notation}" if scheme == "currency" else f"{CODE}{scheme}/{notation}"


TERMS: dict[str, Callable[[str, str], str]] = {
    "name": lambda _, written: str(Literal(_text(written), language="sv")),
    "text": lambda _, written: str(Literal(_text(written))),
    "integer": _integer,
    "decimal": lambda _, written: str(Literal(_matching(DECIMAL, written), datatype=named(XSD.decimal))),
    "date": lambda _, written: str(Literal(_date(written), datatype=named(XSD.date))),
    "boolean": lambda _, written: str(Literal(_one_of("true|false", written) == '"true"')),
    "iri": lambda _, written: str(NamedNode(_text(written))),
    "language": lambda _, written: _one_of("|".join(LANGUAGES), written),
    "one-of": _one_of,
    "code": lambda scheme, written: str(NamedNode(code_iri(scheme, _matching(NOTATION, written)))),
    "key": _key,
}
"""What each kind of parameter makes, with its argument, of what a user writes."""

SAID: dict[str, Callable[[str], str]] = {
    "name": lambda _: "a name in Swedish",
    "text": lambda _: f"a text of at most {MOST_LETTERS} letters",
    "integer": lambda bounds: f"a whole number{' from ' + bounds.replace('..', ' to ') if bounds else ''}",
    "decimal": lambda _: "a decimal number",
    "date": lambda _: "a day as YYYY-MM-DD",
    "boolean": lambda _: "true or false",
    "iri": lambda _: "an absolute IRI",
    "language": lambda _: " or ".join(LANGUAGES),
    "one-of": lambda choices: "one of " + choices.replace("|", ", "),
    "code": lambda scheme: f"a code of the list {scheme}",
    "key": lambda kind: (
        "the kind and key of a thing" if kind == "thing" else f"the key of a thing in id/{kind}"
    ),
}
"""What fits each kind of parameter, with its argument, in words."""

NEED_ARGUMENT = {"one-of", "code", "key"}
MAY_HAVE_ARGUMENT = {*NEED_ARGUMENT, "integer"}


@dataclass(frozen=True)
class Kind:
    """What a parameter takes."""

    name: str
    argument: str = ""

    @classmethod
    def read(cls, written: str) -> "Kind":
        """A kind as a header has it: `integer`, `code:status`. Raises `ValueError`."""
        name, _, argument = written.partition(":")
        if name not in TERMS or name not in (MAY_HAVE_ARGUMENT if argument else TERMS.keys() - NEED_ARGUMENT):
            raise ValueError(f"no kind of parameter: {written}")
        return cls(name, argument)

    def __str__(self) -> str:
        return f"{self.name}:{self.argument}" if self.argument else self.name

    @property
    def said(self) -> str:
        """What fits, in words."""
        return SAID[self.name](self.argument)


@dataclass(frozen=True)
class Parameter:
    """What a user may set in a query."""

    name: str
    kind: Kind
    example: str
    description: Mapping[str, str]
    """By language."""

    default: str | None = None
    """What it is where it is not given."""

    optional: bool = False
    """Whether it may be left out although it has no default: then it is a variable that nothing binds."""

    @property
    def required(self) -> bool:
        """Whether the query cannot be asked without it."""
        return self.default is None and not self.optional

    def term(self, written: str) -> str:
        """What a user writes as a term of SPARQL. Raises `ParameterInvalid`."""
        try:
            return TERMS[self.kind.name](self.kind.argument, written)
        except ValueError:
            raise ParameterInvalid(self.name, self.kind.said, self.example) from None
