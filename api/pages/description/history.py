"""What a thing was called when, who was its host when, and what it came from or became."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal

from api.pages.description.sources import Mark, Source, marks, sources
from api.pages.editions.edition import Edition, Name, fragment_of
from graph.terms import NV
from graph.timeline import Span, hosts, names


@dataclass(frozen=True)
class Era:
    """A time for which something held, or a day on which something changed."""

    fragment: str
    period_fragment: str
    what: str
    """What the row is about: a name, a host, or the kind of change."""

    values: tuple[Name, ...]
    when: str
    marks: tuple[Mark, ...]
    sources: tuple[Source, ...]


def history(edition: Edition, thing: str) -> tuple[Era, ...]:
    """The names, hosts and changes of a thing, in order of time within each; no later than the moment."""
    return (*_names(edition, thing), *_hosts(edition, thing), *_changes(edition, thing))


def _names(edition: Edition, thing: str) -> Iterator[Era]:
    for span in names(edition.index, thing) if edition.things(thing, NV.naming) else ():
        if isinstance(span.value, Literal) and _begun(edition, span.start):
            language = span.value.language if span.value.language != edition.language else None
            yield _era(edition, span, edition.phrases.gettext("Name"), (Name(span.value.value, language),))


def _hosts(edition: Edition, thing: str) -> Iterator[Era]:
    for span in hosts(edition.index, thing) if edition.reading.is_led_to(NV.hosted, thing) else ():
        if isinstance(span.value, str) and _begun(edition, span.start):
            yield _era(edition, span, edition.phrases.gettext("Host"), (edition.name(span.value),))


def _changes(edition: Edition, thing: str) -> Iterator[Era]:
    gettext = edition.phrases.gettext
    for here, there, told in (
        (NV.successor, NV.predecessor, gettext("%(change)s, from")),
        (NV.predecessor, NV.successor, gettext("%(change)s, into")),
    ):
        for change in edition.reading.leading(here, thing):
            on = edition.day(change, NV.on)
            if _begun(edition, on.date if on else None):
                yield Era(
                    fragment=fragment_of(change) if change.partition("#")[0] == thing else "",
                    period_fragment="",
                    what=told % {"change": edition.words_of(change, NV.changeKind)},
                    values=edition.names(edition.things(change, there)),
                    when=edition.numbers.day(on) if on else "",
                    marks=marks(edition, change),
                    sources=sources(edition, change),
                )


def _era(edition: Edition, span: Span, what: str, values: tuple[Name, ...]) -> Era:
    periods = edition.things(span.iri, NV.period)
    return Era(
        fragment=fragment_of(span.iri),
        period_fragment=fragment_of(periods[0]) if periods else "",
        what=what,
        values=values,
        when=edition.period(span.iri),
        marks=marks(edition, span.iri),
        sources=sources(edition, span.iri),
    )


def _begun(edition: Edition, start: date | None) -> bool:
    return edition.moment.on is None or start is None or start <= edition.moment.on
