"""Properties and their values in words, for whatever the ontology may say."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import DCTERMS, ORG, SKOS, XSD

from api.pages.edition import Edition, Name, notation
from api.pages.facts import Fact
from api.pages.numbers import Day
from graph.terms import NV

NUMBERS = {str(each) for each in (XSD.decimal, XSD.double, XSD.integer)}


def facts_told(
    edition: Edition, thing: str, quads: Iterable[Quad], left_out: Collection[str]
) -> tuple[Fact, ...]:
    """What statements say by each property, but for the links of a thing and its parts to each other."""
    found: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        if quad.predicate.value not in left_out and not _is_within(thing, quad.object):
            found[quad.predicate.value].append(quad)
    facts = (Fact(term_of(edition, predicate), _values(edition, found[predicate])) for predicate in found)
    return tuple(sorted(facts, key=lambda fact: fact.term))


def _is_within(thing: str, value: object) -> bool:
    return isinstance(value, NamedNode) and value.value.partition("#")[0] == thing


def term_of(edition: Edition, predicate: str) -> str:
    """The property's label; for those of other vocabularies, ours."""
    gettext = edition.phrases.gettext
    terms = {
        str(DCTERMS.language): gettext("language"),
        str(ORG.holds): gettext("holds the office"),
        str(ORG.identifier): gettext("identifier"),
        str(ORG.postIn): gettext("office in"),
        str(SKOS.exactMatch): gettext("same thing elsewhere"),
    }
    return terms.get(predicate) or edition.word(predicate)


def _values(edition: Edition, quads: list[Quad]) -> tuple[Name, ...]:
    """The values, each once; texts in the language of the page if there are any in it."""
    languages = {quad.object.language for quad in quads if isinstance(quad.object, Literal)}
    values = (_value(edition, quad) for quad in quads if _is_kept(edition, quad.object, languages))
    return tuple(sorted(dict.fromkeys(values), key=edition.place))


def _is_kept(edition: Edition, value: object, languages: Collection[str | None]) -> bool:
    if not isinstance(value, Literal) or edition.language not in languages:
        return True
    return value.language in {None, edition.language}


def _value(edition: Edition, quad: Quad) -> Name:
    value = quad.object
    if isinstance(value, NamedNode):
        return edition.name(value.value)
    if not isinstance(value, Literal):
        return Name(str(value))
    language = value.language if value.language != edition.language else None
    return Name(_written(edition, value, quad.subject), language)


def _written(edition: Edition, value: Literal, subject: object) -> str:
    gettext, datatype = edition.phrases.gettext, value.datatype.value
    if datatype == str(XSD.boolean):
        return gettext("yes") if value.value in {"true", "1"} else gettext("no")
    if datatype == str(XSD.date) and isinstance(subject, NamedNode):
        precision = edition.value(subject.value, NV.datePrecision)
        return edition.numbers.day(
            Day(date.fromisoformat(value.value), notation(precision) if precision else "day")
        )
    if datatype in NUMBERS:
        try:
            return edition.numbers.number(Decimal(value.value))
        except InvalidOperation:  # NaN and INF are doubles and no decimals
            return value.value
    return value.value
