"""Properties and their values in words, for whatever the ontology may say."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode
from rdflib.namespace import XSD

from api.pages.description.facts import Fact, anchor_of
from api.pages.editions.edition import Edition, Name, notation
from api.pages.editions.numbers import Day
from graph.index.index import Term
from graph.terms import NV

BOOLEAN, DATE, DATE_AND_TIME = str(XSD.boolean), str(XSD.date), str(XSD.dateTime)
NUMBERS = {str(each) for each in (XSD.decimal, XSD.double, XSD.integer)}


def facts_told(edition: Edition, thing: str, subject: str, left_out: Collection[str]) -> tuple[Fact, ...]:
    """What is said of a thing or a part of it by each property, but for links within the thing."""
    facts = []
    for predicate, values in edition.reading.about(subject).items():
        told = () if predicate in left_out else [each for each in values if not _is_within(thing, each)]
        if told:
            term, anchor = edition.word(predicate), anchor_of(predicate)
            facts.append(Fact(term, _values(edition, subject, told), anchor=anchor))
    return tuple(sorted(facts, key=lambda fact: fact.term))


def _is_within(thing: str, value: object) -> bool:
    return isinstance(value, NamedNode) and value.value.partition("#")[0] == thing


def _values(edition: Edition, subject: str, told: Iterable[Term]) -> tuple[Name, ...]:
    """The values, each once; texts in the language of the page if there are any in it."""
    languages = {each.language for each in told if isinstance(each, Literal)}
    values = (value_told(edition, subject, each) for each in told if _is_kept(edition, each, languages))
    return tuple(sorted(dict.fromkeys(values), key=edition.place))


def _is_kept(edition: Edition, value: object, languages: Collection[str | None]) -> bool:
    if not isinstance(value, Literal) or edition.language not in languages:
        return True
    return value.language in {None, edition.language}


def value_told(edition: Edition, subject: str, value: Term) -> Name:
    """A value in words: the name of a thing, a number, a day as exact as the subject says, or a text."""
    if isinstance(value, NamedNode):
        return edition.name(value.value)
    if not isinstance(value, Literal):
        return Name(str(value))
    language = value.language if value.language != edition.language else None
    return Name(_written(edition, value, subject), language)


def _written(edition: Edition, value: Literal, subject: str) -> str:
    gettext, datatype = edition.phrases.gettext, value.datatype.value
    if datatype == BOOLEAN:
        return gettext("yes") if value.value in {"true", "1"} else gettext("no")
    if datatype == DATE:
        precision = edition.value(subject, NV.datePrecision)
        return edition.numbers.day(
            Day(date.fromisoformat(value.value), notation(precision) if precision else "day")
        )
    if datatype == DATE_AND_TIME:
        return edition.numbers.time(datetime.fromisoformat(value.value))
    if datatype in NUMBERS:
        try:
            return edition.numbers.number(Decimal(value.value))
        except InvalidOperation:  # NaN and INF are doubles and no decimals
            return value.value
    return value.value
