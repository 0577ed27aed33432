"""Everything else that is said of a thing, so that no page holds back what its data says.

The other sections know what they show. What they do not know is shown here with the
words of the ontology: properties of the thing, its other parts, and links that lead to it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import DCTERMS, ORG, RDF, RDFS, SKOS, XSD

from api.pages.edition import Edition, Name, fragment_of, notation
from api.pages.facts import INWARD, LITERAL, OUTWARD, Fact, Span, spans
from api.pages.numbers import Day
from api.pages.sources import Mark, Source, marks, sources
from graph.entities import describe
from graph.terms import NV

SHOWN_CLASSES = {
    str(each)
    for each in (
        NV.Allocation,
        NV.AmountStatement,
        NV.BudgetLine,
        NV.CentralityScore,
        NV.Participation,
        NV.Period,
        NV.Section,
        NV.StatusEvent,
        SKOS.Concept,
        SKOS.ConceptScheme,
    )
}
"""Parts that have a section of their own, each with its fragment."""

ABOUT_THE_STATEMENT = {str(each) for each in (NV.assertion, NV.datePrecision, NV.lines, NV.statedIn)}
NAMING = {str(each) for each in (RDF.type, RDFS.label, SKOS.altLabel, DCTERMS.description)}
SAID_OF_PART = ABOUT_THE_STATEMENT | NAMING - {str(DCTERMS.description)}
"""Properties of a part that stand above its facts or beside them."""

MONEY_AND_PARTS = {
    str(each)
    for each in (
        NV.aim,
        NV.amount,
        NV.asOf,
        NV.benefits,
        NV.budgetLine,
        NV.decidingBody,
        NV.derivation,
        NV.funder,
        NV.graphDefinition,
        NV.instrument,
        NV.openEnded,
        NV.period,
        NV.recipient,
        NV.restates,
        NV.scope,
        NV.sha256,
        NV.status,
        NV.statusEvent,
        NV.sumOf,
        NV.throughCall,
        NV.weighting,
        ORG.classification,
    )
}
SHOWN = {str(each) for each in (*OUTWARD, *LITERAL)} | ABOUT_THE_STATEMENT | NAMING | MONEY_AND_PARTS
"""Properties of a thing that its head and its sections show."""

SHOWN_INWARD = {
    str(each)
    for each in (
        *INWARD,
        NV.allocatedTo,
        NV.analysis,
        NV.benefits,
        NV.decidingBody,
        NV.fromPool,
        NV.funder,
        NV.heldBy,
        NV.namedFinancier,
        NV.participant,
        NV.participatesIn,
        NV.recipient,
        NV.restates,
        NV.scoreOf,
        NV.statedIn,
        NV.sumOf,
        NV.throughCall,
    )
}
"""Links to a thing that its sections show."""

NUMBERS = {str(each) for each in (XSD.decimal, XSD.double, XSD.integer)}


@dataclass(frozen=True)
class Part:
    """A part of the thing that no other section shows."""

    fragment: str
    kind: str
    name: Name | None
    facts: tuple[Fact, ...]
    spans: tuple[Span, ...]
    marks: tuple[Mark, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class More:
    """What the other sections of a page do not show."""

    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]
    inward: tuple[Fact, ...]

    def __bool__(self) -> bool:
        return bool(self.facts or self.parts or self.inward)


def more(edition: Edition, thing: str) -> More:
    """What else is said of a thing. Raises `EntityUnknown` where nothing is."""
    told = describe(edition.index, thing)
    by_subject: dict[str, list[Quad]] = defaultdict(list)
    for quad in told.statements:
        if isinstance(quad.subject, NamedNode):
            by_subject[quad.subject.value].append(quad)
    own = by_subject.pop(thing, [])
    return More(
        facts=_facts(edition, thing, own, SHOWN),
        parts=tuple(_parts(edition, thing, by_subject)),
        inward=tuple(
            _inward(edition, each.predicate, [quad.subject for quad in each.links])
            for each in told.inbound
            if each.predicate not in SHOWN_INWARD
        ),
    )


def _parts(edition: Edition, thing: str, by_subject: dict[str, list[Quad]]) -> Iterator[Part]:
    for iri, quads in sorted(by_subject.items()):
        if SHOWN_CLASSES.isdisjoint(edition.things(iri, RDF.type)):
            yield Part(
                fragment=fragment_of(iri),
                kind=edition.kind(iri),
                name=edition.name(iri) if edition.index.label(iri, edition.language) else None,
                facts=_facts(edition, thing, quads, SAID_OF_PART),
                spans=spans(edition, iri),
                marks=marks(edition, iri),
                sources=sources(edition, iri),
            )


def _facts(edition: Edition, thing: str, quads: Iterable[Quad], left_out: set[str]) -> tuple[Fact, ...]:
    """What is said by each property, but for the links of a thing and its parts to each other."""
    found: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        if quad.predicate.value not in left_out and not _is_within(thing, quad.object):
            found[quad.predicate.value].append(quad)
    facts = (Fact(_term(edition, predicate), _values(edition, found[predicate])) for predicate in found)
    return tuple(sorted(facts, key=lambda fact: fact.term))


def _is_within(thing: str, value: object) -> bool:
    return isinstance(value, NamedNode) and value.value.partition("#")[0] == thing


def _term(edition: Edition, predicate: str) -> str:
    if predicate == str(DCTERMS.description):
        return edition.phrases.gettext("description")
    if predicate == str(DCTERMS.language):
        return edition.phrases.gettext("language")
    return edition.word(predicate)


def _values(edition: Edition, quads: list[Quad]) -> tuple[Name, ...]:
    """The values, each once; texts in the language of the page if there are any in it."""
    texts = {quad.object.language for quad in quads if isinstance(quad.object, Literal)} - {None}
    kept = edition.language if edition.language in texts else None
    values = (
        _value(edition, quad)
        for quad in quads
        if not (kept and isinstance(quad.object, Literal) and quad.object.language not in {None, kept})
    )
    return tuple(sorted(dict.fromkeys(values), key=edition.place))


def _value(edition: Edition, quad: Quad) -> Name:
    value = quad.object
    if isinstance(value, NamedNode):
        return edition.name(value.value)
    if not isinstance(value, Literal):
        return Name(str(value))
    return Name(
        _written(edition, value, quad.subject),
        value.language if value.language != edition.language else None,
    )


def _written(edition: Edition, value: Literal, subject: object) -> str:
    if value.datatype.value == str(XSD.boolean):
        gettext = edition.phrases.gettext
        return gettext("yes") if value.value in {"true", "1"} else gettext("no")
    if value.datatype.value == str(XSD.date) and isinstance(subject, NamedNode):
        precision = edition.value(subject.value, NV.datePrecision)
        day = Day(date.fromisoformat(value.value), notation(precision) if precision else "day")
        return edition.numbers.day(day)
    if value.datatype.value in NUMBERS:
        try:
            return edition.numbers.number(Decimal(value.value))
        except InvalidOperation:
            return value.value
    return value.value


def _inward(edition: Edition, predicate: str, subjects: Iterable[object]) -> Fact:
    things = {each.value for each in subjects if isinstance(each, NamedNode)}
    term = edition.phrases.gettext("named under “%(property)s” by", property=edition.word(predicate))
    return Fact(term, edition.names(things))
