"""Who takes part in what, in which role; and whom that makes partners."""

from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from api.pages.description.sources import Mark, Source, marks, sources
from api.pages.editions.edition import DESCRIPTION, Edition, Name, Text, fragment_of
from api.pages.editions.paging import NOTHING_ASKED, Asked, Paging, Place, paged
from graph.index.index import MERGE
from graph.iris import named
from graph.terms import NV

PARTICIPANT, TAKES_PART_IN = named(NV.participant), named(NV.participatesIn)
WHO, IN_WHAT, ROLE, SOURCE_ROLE = (
    str(each) for each in (NV.participant, NV.participatesIn, NV.role, NV.sourceRole)
)
TAKING_PART = Place("initiatives", "_taking-part")
PARTICIPANTS = Place("participants", "_participants", size=100)
"""So many as a document tells of, since each has an address of its own on the page."""

PARTNERS = Place("partners", "_partners")


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


@dataclass(frozen=True)
class Participations:
    """Those who take part in an initiative, or the initiatives that somebody takes part in."""

    rows: tuple[Participation, ...]
    """Those of the page that is shown."""

    paging: Paging | None
    count: int
    """How many participants or initiatives there are, each counted once."""

    def __bool__(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True)
class Partners:
    """The partners of an organisation, those with most shared initiatives first."""

    rows: tuple[Partner, ...]
    paging: Paging | None
    count: int

    def __bool__(self) -> bool:
        return bool(self.rows)


def participations_of(edition: Edition, participant: str, asked: Asked = NOTHING_ASKED) -> Participations:
    """What somebody takes part in, by the initiative's name."""
    takes_part = edition.reading.is_led_to(WHO, participant)
    initiatives = edition.order.initiatives(participant) if takes_part else ()
    rows, paging = paged(asked, TAKING_PART, initiatives, lambda each: _within(edition, each, participant))
    return Participations(tuple(row for each in rows for row in each), paging, len(initiatives))


def participants_in(edition: Edition, initiative: str, asked: Asked = NOTHING_ASKED) -> Participations:
    """Who takes part in an initiative, by role and name."""
    ranked = edition.kept(_by_role_and_name, initiative)
    rows, paging = paged(asked, PARTICIPANTS, ranked, lambda each: _participation(edition, each))
    return Participations(rows, paging, _count(edition, initiative, ranked))


def partners_of(edition: Edition, organisation: str, asked: Asked = NOTHING_ASKED) -> Partners:
    """The partners of an organisation."""
    takes_part = edition.reading.is_led_to(WHO, organisation)
    found = edition.order.partners(organisation) if takes_part else ()
    most = found[0][1] if found else 1
    rows, paging = paged(asked, PARTNERS, found, lambda each: _partner(edition, *each, most))
    return Partners(rows, paging, len(found))


def _within(edition: Edition, initiative: str, participant: str) -> list[Participation]:
    """The participations of somebody in an initiative, by role."""
    store, who = edition.index.store, named(participant)
    # Those of all others are not read, only asked whose they are.
    taking = [quad.subject for quad in store.quads_for_pattern(None, TAKES_PART_IN, named(initiative), MERGE)]
    theirs = [
        each.value
        for each in taking
        if isinstance(each, NamedNode) and Quad(each, PARTICIPANT, who, MERGE) in store
    ]
    found = [_participation(edition, iri) for iri in sorted(theirs) if edition.tells_of(iri)]
    return sorted(found, key=lambda each: each.role)


def _by_role_and_name(edition: Edition, initiative: str) -> tuple[str, ...]:
    """The participations in an initiative, as far as they and it were there on the edition's day."""
    if not edition.tells_of(initiative):
        return ()
    found = filter(edition.tells_of, edition.index.subjects(NV.participatesIn, initiative))
    return tuple(sorted(found, key=lambda iri: (*_role_and_name(edition, iri), iri)))


def _role_and_name(edition: Edition, iri: str) -> tuple[str, str]:
    who = edition.things(iri, WHO)[:1]
    return edition.words_of(iri, ROLE), edition.sorted_by(who[0]) if who else ""


def _count(edition: Edition, initiative: str, participations: tuple[str, ...]) -> int:
    """How many take part, whoever does so in two roles counted once."""
    if edition.on is None:
        return len(edition.reading.aggregates.membership.participants.get(initiative, ()))
    return len({who for each in participations for who in edition.things(each, WHO)})


def _participation(edition: Edition, iri: str) -> Participation:
    return Participation(
        fragment=fragment_of(iri),
        who=_named_end(edition, iri, WHO),
        initiative=_named_end(edition, iri, IN_WHAT),
        role=edition.words_of(iri, ROLE),
        source_role=edition.texts(iri, SOURCE_ROLE),
        note=edition.text(iri, DESCRIPTION),
        marks=marks(edition, iri),
        sources=sources(edition, iri),
    )


def _named_end(edition: Edition, iri: str, predicate: str) -> Name:
    ends = edition.things(iri, predicate)
    return edition.name(ends[0]) if ends else Name("", None)


def _partner(edition: Edition, iri: str, shared: int, most: int) -> Partner:
    return Partner(edition.name(iri), edition.kept(Edition.kind, iri), shared, round(100 * shared / most))
