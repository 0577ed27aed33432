"""What happened to a thing: the statuses that it got, when, and by whom."""

from dataclasses import dataclass

from api.pages.description.sources import Mark, Source, marks, sources
from api.pages.editions.edition import Edition, Name, Text, fragment_of
from graph.terms import NV

ON, EXPECTED_ON, GAVE_STATUS, ACTOR, SOURCE_STATUS, STATUS_EVENT = (
    str(each) for each in (NV.on, NV.expectedOn, NV.gaveStatus, NV.actor, NV.sourceStatus, NV.statusEvent)
)


@dataclass(frozen=True)
class Event:
    """That a thing got a status."""

    fragment: str
    status: str
    on: str
    """The date in words, no more exact than it is known; empty where none is stated."""

    expected: str
    """When the next decision is expected; empty where that is not stated."""

    actors: tuple[Name, ...]
    wording: tuple[Text, ...]
    """The status in the source's own words."""

    marks: tuple[Mark, ...]
    sources: tuple[Source, ...]


def events(edition: Edition, thing: str) -> tuple[Event, ...]:
    """The events of a thing, the earliest first and the undated last."""
    found = edition.things(thing, STATUS_EVENT)
    return tuple(
        _event(edition, iri) for iri in sorted(found, key=lambda iri: edition.value(iri, ON) or "9999")
    )


def _event(edition: Edition, iri: str) -> Event:
    on, expected = edition.day(iri, ON), edition.day(iri, EXPECTED_ON)
    return Event(
        fragment=fragment_of(iri),
        status=edition.words_of(iri, GAVE_STATUS),
        on=edition.numbers.day(on) if on else "",
        expected=edition.numbers.day(expected) if expected else "",
        actors=edition.names(edition.things(iri, ACTOR)),
        wording=edition.texts(iri, SOURCE_STATUS),
        marks=marks(edition, iri),
        sources=sources(edition, iri),
    )
