"""Who takes part in what, in which role; and whom that makes partners."""

from dataclasses import dataclass

from pyoxigraph import NamedNode
from rdflib.namespace import DCTERMS

from api.pages.edition import Edition, Name, Text, fragment_of
from api.pages.money import decimal_of, iri_of
from api.pages.sources import Mark, Source, marks, sources
from graph.iris import named
from graph.terms import NV


@dataclass(frozen=True)
class Participation:
    """That somebody takes part in an initiative."""

    fragment: str
    who: Name
    initiative: Name
    role: str
    source_role: tuple[Text, ...]
    """The role in the source's own words."""

    note: Text | None
    marks: tuple[Mark, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Partner:
    """An organisation that takes part in the same initiatives as another."""

    name: Name
    kind: str
    shared: int
    share: int
    """From 0 to 100, beside the partner that shares most."""


def participations_of(edition: Edition, participant: str) -> tuple[Participation, ...]:
    """What somebody takes part in, by the initiative's name."""
    found = (_participation(edition, iri) for iri in _valid(edition, NV.participant, participant))
    return tuple(sorted(found, key=lambda each: (edition.place(each.initiative), each.role)))


def participants_in(edition: Edition, initiative: str) -> tuple[Participation, ...]:
    """Who takes part in an initiative, by role and name."""
    found = (_participation(edition, iri) for iri in _valid(edition, NV.participatesIn, initiative))
    return tuple(sorted(found, key=lambda each: (each.role, edition.place(each.who))))


def partners_of(edition: Edition, organisation: str) -> tuple[Partner, ...]:
    """The partners of an organisation, those with most shared initiatives first."""
    rows = edition.index.select("partners-of", organisation=named(organisation))
    most = max((int(decimal_of(row, "shared")) for row in rows), default=1)
    found = (_partner(edition, iri_of(row, "partner"), int(decimal_of(row, "shared")), most) for row in rows)
    return tuple(sorted(found, key=lambda each: (-each.shared, edition.place(each.name))))


def _valid(edition: Edition, end: str, thing: str) -> list[str]:
    """The participations with a thing at one end, as far as they and what they are in hold at the moment."""
    return [
        iri
        for iri in edition.index.subjects(end, thing)
        if edition.tells_of(iri) and all(map(edition.tells_of, edition.things(iri, NV.participatesIn)))
    ]


def _participation(edition: Edition, iri: str) -> Participation:
    return Participation(
        fragment=fragment_of(iri),
        who=_named_end(edition, iri, NV.participant),
        initiative=_named_end(edition, iri, NV.participatesIn),
        role=edition.words_of(iri, NV.role),
        source_role=edition.texts(iri, NV.sourceRole),
        note=edition.text(iri, DCTERMS.description),
        marks=marks(edition, iri),
        sources=sources(edition, iri),
    )


def _named_end(edition: Edition, iri: str, predicate: str) -> Name:
    ends = [each for each in edition.reading.objects(iri, predicate) if isinstance(each, NamedNode)]
    return edition.name(ends[0].value) if ends else Name("", None)


def _partner(edition: Edition, iri: str, shared: int, most: int) -> Partner:
    return Partner(edition.name(iri), edition.kind(iri), shared, round(100 * shared / most))
