"""Parts of a thing that have no section of their own: targets, observations, offerings, remarks."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS

from api.pages.description.facts import Fact, Span, spans
from api.pages.description.sources import Mark, Source, marks, sources
from api.pages.description.values import facts_told
from api.pages.editions.edition import Edition, Name, Text, fragment_of, notation
from graph.terms import NV

SHOWN_ABOVE = {
    str(each)
    for each in (
        RDF.type,
        RDFS.label,
        SKOS.altLabel,
        DCTERMS.description,
        NV.approximate,
        NV.assertion,
        NV.datePrecision,
        NV.followed,
        NV.lines,
        NV.operator,
        NV.sourceWords,
        NV.statedIn,
        NV.unit,
        NV.value,
    )
}
"""Properties of a part that are told in its heading, its text or beside it."""

SILENT_OPERATORS = {"exactly", "unstated"}


@dataclass(frozen=True)
class Part:
    """A part of a thing."""

    fragment: str
    kind: str
    title: Name
    """Its number with its unit, else its name, else its kind."""

    name: Name | None
    """Its name, where the title is something else."""

    descriptions: tuple[Text, ...]
    wording: tuple[Text, ...]
    """The words of the source that it is read from."""

    facts: tuple[Fact, ...]
    spans: tuple[Span, ...]
    readings: tuple["Part", ...]
    """The ways in which an ambiguous or contradicted passage can be read."""

    followed: bool
    """Whether the graph follows this reading."""

    is_remark: bool
    """Whether it is about the text of a source rather than about the thing."""

    marks: tuple[Mark, ...]
    sources: tuple[Source, ...]


def parts_told(edition: Edition, thing: str, parts: Sequence[str]) -> tuple[Part, ...]:
    """Parts by kind and name, the readings of a remark within it."""
    readings = {
        iri: [reading for reading in edition.things(iri, NV.reading) if reading in parts] for iri in parts
    }
    nested = {reading for each in readings.values() for reading in each}
    told = (_part(edition, thing, iri, readings[iri]) for iri in parts if iri not in nested)
    return tuple(sorted(told, key=lambda part: (part.is_remark, part.kind, part.fragment)))


def _part(edition: Edition, thing: str, iri: str, readings: Sequence[str]) -> Part:
    title = title_of(edition, thing, iri)
    label = _label(edition, iri)
    return Part(
        fragment=fragment_of(iri),
        kind=edition.kind(iri),
        title=title,
        name=label if label != title else None,
        descriptions=edition.passages(iri, DCTERMS.description),
        wording=edition.texts(iri, NV.sourceWords),
        facts=facts_told(edition, thing, iri, SHOWN_ABOVE | {str(NV.period)}),
        spans=spans(edition, iri),
        readings=tuple(_part(edition, thing, each, ()) for each in readings),
        followed=edition.value(iri, NV.followed) == "true",
        is_remark=is_remark(edition, iri),
        marks=marks(edition, iri),
        sources=sources(edition, iri),
    )


def title_of(edition: Edition, thing: str, iri: str) -> Name:
    """What to call a part: its number with its unit, else its name, else its kind."""
    figure = _figure(edition, thing, iri)
    return Name(figure) if figure else _label(edition, iri) or Name(edition.kind(iri))


def _label(edition: Edition, iri: str) -> Name | None:
    return edition.name(iri) if edition.index.label(iri, edition.language) else None


def is_remark(edition: Edition, iri: str) -> bool:
    """Whether it is about the text of a source: a class of remarks is below that of all remarks."""
    kinds = edition.things(iri, RDF.type)
    return any(str(NV.Remark) in edition.things(each, RDFS.subClassOf) for each in kinds)


def _figure(edition: Edition, thing: str, iri: str) -> str:
    """A number with what it counts, as `minst 25 startups`, or with what it is, as `plats 17`.

    The unit may be said of the whole thing.
    """
    value = edition.value(iri, NV.value)
    if value is None:
        return ""
    unit = edition.text(iri, NV.unit) or edition.text(thing, NV.unit)
    operator = edition.value(iri, NV.operator)
    number = edition.numbers.number(Decimal(value))
    if unit and notation(edition.value(thing, NV.indicatorKind) or "") == "rank":
        return f"{unit.text} {number}"
    words = [
        "" if operator is None or notation(operator) in SILENT_OPERATORS else edition.word(operator),
        edition.phrases.gettext("about") if edition.value(iri, NV.approximate) == "true" else "",
        number,
        unit.text if unit else "",
    ]
    return " ".join(word for word in words if word)
