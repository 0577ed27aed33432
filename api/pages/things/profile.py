"""The page of an organisation, node, project or activity.

One model serves them all, because a thing may be several of them: AI Sweden is an
organisation and a programme. A section without statements is empty and left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from api.pages.description.events import Event, events
from api.pages.description.facts import Fact, inward_facts
from api.pages.description.head import Head, frame_of, head
from api.pages.description.history import Era, history
from api.pages.description.more import More, more
from api.pages.description.position import Position, position
from api.pages.description.taking_part import (
    Participations,
    Partners,
    participants_in,
    participations_of,
    partners_of,
)
from api.pages.editions.edition import Edition, Text
from api.pages.editions.frame import Anchor, Frame, Reuse, reuse
from api.pages.editions.paging import NOTHING_ASKED, Asked
from api.pages.money.allocations import Allocation, allocations_from, allocations_to
from api.pages.money.funding import NO_FUNDING, Side, side
from graph.iris import EntityKey
from graph.terms import NV

MOST_SUMS = 3
"""How many sums stand among the key figures."""


@dataclass(frozen=True)
class Figure:
    """A number that says much, with the section that it comes from."""

    number: str
    label: str
    remark: str
    fragment: str


@dataclass(frozen=True)
class Money:
    """The funding of a thing, one side for each role that it has."""

    given: Side
    received: Side
    benefiting: Side
    decided: Side
    through_call: Side

    def __bool__(self) -> bool:
        return bool(self.given or self.received or self.benefiting or self.decided or self.through_call)


@dataclass(frozen=True)
class Sections:
    """All that is said of a thing below its head; what is not said is empty."""

    aims: tuple[Text, ...]
    scopes: tuple[Text, ...]
    target_groups: tuple[Text, ...]
    money: Money
    pays_for: tuple[Allocation, ...]
    paid_from: tuple[Allocation, ...]
    takes_part_in: Participations
    participants: Participations
    open_ended: bool
    """Whether the source says that its list of participants is not complete."""

    partners: Partners
    position: Position | None
    relations: tuple[Fact, ...]
    events: tuple[Event, ...]
    history: tuple[Era, ...]


@dataclass(frozen=True)
class Profile:
    """The page of one thing."""

    frame: Frame
    head: Head
    figures: tuple[Figure, ...]
    sections: Sections
    more: More
    reuse: Reuse


def profile(edition: Edition, key: EntityKey, asked: Asked = NOTHING_ASKED) -> Profile:
    """The page of a thing. Raises `EntityUnknown` where nothing is stated about it."""
    iri = edition.index.iris.thing(key)
    edition.reading.walked(iri)
    top = head(edition, key)
    sections, rest = _sections(edition, iri, asked), more(edition, iri)
    return Profile(
        frame=frame_of(edition, key, top, tuple(_contents(edition, sections, rest)), asked),
        head=top,
        figures=_figures(edition, sections),
        sections=sections,
        more=rest,
        reuse=reuse(edition, key, top.name.text),
    )


def _sections(edition: Edition, iri: str, asked: Asked) -> Sections:
    return Sections(
        aims=edition.passages(iri, NV.aim),
        scopes=edition.passages(iri, NV.scope),
        target_groups=edition.passages(iri, NV.targetGroup),
        money=_money(edition, iri, asked),
        pays_for=allocations_from(edition, iri),
        paid_from=allocations_to(edition, iri),
        takes_part_in=participations_of(edition, iri, asked),
        participants=participants_in(edition, iri, asked),
        open_ended=edition.value(iri, NV.openEnded) == "true",
        partners=partners_of(edition, iri, asked),
        position=position(edition, iri) if edition.reading.is_led_to(NV.scoreOf, iri) else None,
        relations=inward_facts(edition, iri, asked),
        events=events(edition, iri),
        history=history(edition, iri),
    )


def _money(edition: Edition, iri: str, asked: Asked) -> Money:
    return Money(
        given=_side(edition, iri, NV.funder, "_given", asked),
        received=_received(edition, iri, asked),
        benefiting=_side(edition, iri, NV.benefits, "_benefiting", asked),
        decided=_side(edition, iri, NV.decidingBody, "_decided", asked),
        through_call=_side(edition, iri, NV.throughCall, "_through", asked),
    )


def _side(edition: Edition, iri: str, role: str, fragment: str, asked: Asked) -> Side:
    """The funding in a role; what nothing leads to by it is not looked up."""
    return side(edition, iri, role, fragment, asked) if edition.reading.is_led_to(role, iri) else NO_FUNDING


def _received(edition: Edition, iri: str, asked: Asked) -> Side:
    """What it receives; nothing where all of that is for itself, which is told as such."""
    if not edition.reading.is_led_to(NV.recipient, iri):
        return NO_FUNDING
    roles = (str(NV.recipient), str(NV.benefits))
    received, for_it = (set(edition.order.side(role, iri).awards) for role in roles)
    return NO_FUNDING if received <= for_it else side(edition, iri, NV.recipient, "_received", asked)


def _contents(edition: Edition, sections: Sections, rest: More) -> Iterator[Anchor]:
    gettext = edition.phrases.gettext
    headings = (
        (sections.aims or sections.scopes or sections.target_groups, "_aim", gettext("Aim and scope")),
        (sections.money, "_funding", gettext("Funding")),
        (sections.paid_from or sections.pays_for, "_pool", gettext("Pooled funding")),
        (sections.participants, "_participants", gettext("Participants")),
        (sections.takes_part_in, "_taking-part", gettext("Takes part in")),
        (sections.partners, "_partners", gettext("Partners")),
        (sections.position, "_position", gettext("Position among partners")),
        (sections.relations, "_relations", gettext("Related")),
        (sections.events, "_events", gettext("State and events")),
        (sections.history, "_history", gettext("Names, hosts and changes")),
        (rest.statements, "_more", gettext("More statements")),
        (rest.noted, "_remarks", gettext("What to know of the sources")),
        (True, "_sources", gettext("Sources")),
        (True, "_data", gettext("Use the data")),
    )
    for said, fragment, title in headings:
        if said:
            yield Anchor(fragment, title)


def _figures(edition: Edition, sections: Sections) -> tuple[Figure, ...]:
    sums, counts = tuple(_sum_figures(edition, sections.money)), tuple(_counts(edition, sections))
    return sums[:MOST_SUMS] + (counts if sums or len(counts) > 1 else ())


def _sum_figures(edition: Edition, money: Money) -> Iterator[Figure]:
    gettext = edition.phrases.gettext
    roles = (
        (money.given, gettext("%(status)s, as funder"), "_given"),
        (money.received, gettext("%(status)s, as recipient"), "_received"),
        (money.benefiting, gettext("%(status)s, for the initiative"), "_benefiting"),
    )
    for found, label, fragment in roles:
        for each in (each for currency in found.sums for each in currency.sums):
            yield Figure(each.brief, label % {"status": each.status}, each.remark, fragment)


def _counts(edition: Edition, sections: Sections) -> Iterator[Figure]:
    gettext, ngettext, count = edition.phrases.gettext, edition.phrases.ngettext, edition.numbers.count
    if taking := sections.takes_part_in.count:
        label = ngettext("initiative that it takes part in", "initiatives that it takes part in", taking)
        yield Figure(count(taking), label, "", "_taking-part")
    if present := sections.participants.count:
        yield Figure(count(present), ngettext("participant", "participants", present), "", "_participants")
    if partners := sections.partners.count:
        yield Figure(count(partners), ngettext("partner", "partners", partners), "", "_partners")
    if sections.position and sections.position.scores:
        rank, measured = sections.position.scores[0].rank, sections.position.measured
        place = gettext("%(rank)s of %(measured)s", rank=rank, measured=measured)
        yield Figure(place, gettext("place by number of partners"), "", "_position")
