"""What a query gives back, in the plain values of JSON.

Integers, truth values and floating numbers are those of JSON. A decimal is a string, so that
nobody's reader rounds an amount of money; so is whatever else there is. What is unknown is
left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from math import isfinite
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode
from rdflib.namespace import XSD

from graph.index.index import Index, Term
from graph.stored_queries.library import Column
from graph.stored_queries.lists import Field, Listing

Plain: TypeAlias = str | int | float | bool | list["Plain"] | dict[str, "Plain"]
Row = Mapping[str, Term]
"""The bound variables of a solution."""

INTEGERS = frozenset(
    str(each) for each in (XSD.integer, XSD.int, XSD.long, XSD.nonNegativeInteger, XSD.positiveInteger)
)
FLOATING = frozenset({str(XSD.double), str(XSD.float)})
BOOLEAN, DECIMAL = str(XSD.boolean), str(XSD.decimal)
TRUTHS = {"true": True, "1": True, "false": False, "0": False}


def plain(term: Term) -> Plain:
    """A term as a plain value; one that is not what its datatype says stays as it is written."""
    if isinstance(term, NamedNode):
        return term.value
    if not isinstance(term, Literal):
        return str(term)
    try:
        return _typed(term.value, term.datatype.value)
    except (ValueError, ArithmeticError, KeyError):
        return term.value


def _typed(written: str, datatype: str) -> Plain:
    if datatype in INTEGERS:
        return int(written)
    if datatype == BOOLEAN:
        return TRUTHS[written]
    if datatype in FLOATING:
        number = float(written)
        return number if isfinite(number) else written
    if datatype == DECIMAL:
        return shortest(written)
    return written


def shortest(written: str) -> str:
    """A decimal without the noughts that say nothing: `5000000`, `0.5`."""
    number = f"{Decimal(written):f}"
    return number.rstrip("0").rstrip(".") if "." in number else number


class Teller:
    """Tells of things in one language, as a list of the API does."""

    def __init__(self, index: Index, language: str) -> None:
        self._index = index
        self._language = language

    def things(self, listing: Listing, order: Sequence[str], rows: Iterable[Row]) -> list[dict[str, Plain]]:
        """What is told of each of some things, in an order, from the rows about all of them."""
        about: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            about[_iri(row[listing.subject])].append(row)
        return [self._thing(listing, iri, about[iri]) for iri in order if iri in about]

    def _thing(self, listing: Listing, iri: str, rows: list[Row]) -> dict[str, Plain]:
        told = self.reference(iri)
        for field in listing.fields:
            value = self._parts(field, rows) if field.parts else self._value(field.column, rows)
            if value is not None:
                told[field.name] = value
        return told

    def _parts(self, field: Field, rows: list[Row]) -> Plain | None:
        by_part: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            if field.name in row:
                by_part[_iri(row[field.name])].append(row)
        parts: list[Plain] = []
        for _, of_part in sorted(by_part.items()):
            told = {each.name.partition("__")[2]: self._value(each, of_part) for each in field.parts}
            parts.append({name: value for name, value in told.items() if value is not None})
        return parts or None

    def _value(self, column: Column, rows: list[Row]) -> Plain | None:
        found = sorted({row[column.name] for row in rows if column.name in row}, key=str)
        if column.kind == "text":
            found = self._understood(found)
        values = [self._told(column.kind, each) for each in found]
        if column.several:
            return values or None
        return values[0] if values else None

    def _understood(self, found: list[Term]) -> list[Term]:
        """Those in the language that is asked for, or else in another one."""
        tags = {each.language or "" if isinstance(each, Literal) else "" for each in found}
        best = next((each for each in (self._language, "sv", "en", *sorted(tags)) if each in tags), None)
        return [each for each in found if not isinstance(each, Literal) or (each.language or "") == best]

    def _told(self, kind: str, term: Term) -> Plain:
        match kind:
            case "code":
                return _iri(term).rpartition("/")[2]
            case "thing":
                return self.reference(_iri(term))
            case "label":
                return self._name(_iri(term)) or _iri(term)
        return plain(term)

    def reference(self, iri: str) -> dict[str, Plain]:
        """What a thing is known by: its key and type as in its address, its name, its address."""
        told: dict[str, Plain] = {}
        known = self._index.iris.parse(iri)
        if known:
            fragment = iri.partition("#")[2]
            told |= {"key": f"{known.key}#{fragment}" if fragment else known.key, "type": known.kind}
        name = self._name(iri)
        return told | ({"name": name} if name else {}) | {"url": iri}

    def _name(self, iri: str) -> str:
        label = self._index.label(iri, self._language)
        return label.value if label else ""


def _iri(term: Term) -> str:
    return str(term) if not isinstance(term, NamedNode | Literal) else term.value
