"""The further columns of the lists: what each says of a thing, and the counts that order a list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from api.pages.editions.edition import Edition
from graph.terms import NV

INITIATIVES = {"node", "project", "activity"}


@dataclass(frozen=True)
class Column:
    """A further column of a list."""

    title: str
    cell: Callable[[str], str]
    """What stands under it for a thing."""

    by: str = ""
    """The word that orders the list by it; empty where it has no count."""

    count: Callable[[str], int] | None = None
    """How much it counts for a thing."""


def columns(edition: Edition, kind: str) -> tuple[Column, ...]:
    """The further columns of the list of a kind."""
    if kind in INITIATIVES:
        return _of_initiatives(edition)
    found = {"org": _of_organisations, "document": _of_documents, "place": _of_places}
    return found[kind](edition) if kind in found else ()


def _of_organisations(edition: Edition) -> tuple[Column, ...]:
    gettext, aggregates = edition.phrases.gettext, edition.reading.aggregates
    return (
        _names(edition, gettext("Place"), NV.locatedIn),
        _counted(edition, gettext("Takes part in"), "initiatives", aggregates.membership.initiatives),
        _counted(edition, gettext("Funds"), "given", aggregates.linked(str(NV.funder))),
        _counted(
            edition, gettext("Receives"), "received", aggregates.linked(str(NV.recipient), str(NV.benefits))
        ),
    )


def _of_initiatives(edition: Edition) -> tuple[Column, ...]:
    gettext, aggregates = edition.phrases.gettext, edition.reading.aggregates
    return (
        Column(gettext("State"), lambda thing: edition.words_of(thing, NV.currentStatus)),
        Column(gettext("Period"), edition.period),
        _counted(edition, gettext("Participants"), "participants", aggregates.membership.participants),
        _counted(edition, gettext("Funding items"), "funding", aggregates.linked(str(NV.benefits))),
    )


def _of_documents(edition: Edition) -> tuple[Column, ...]:
    gettext, aggregates = edition.phrases.gettext, edition.reading.aggregates
    return (
        Column(gettext("Speaks from"), lambda thing: _day(edition, thing)),
        _counted(edition, gettext("Sections"), "sections", aggregates.linked(str(NV.sectionOf))),
    )


def _of_places(edition: Edition) -> tuple[Column, ...]:
    gettext, aggregates = edition.phrases.gettext, edition.reading.aggregates
    here = aggregates.linked(str(NV.locatedIn), str(NV.servesPlace))
    return (
        _names(edition, gettext("Within"), NV.within),
        _counted(edition, gettext("Things here"), "things", here),
    )


def _names(edition: Edition, title: str, predicate: str) -> Column:
    def cell(thing: str) -> str:
        return ", ".join(name.text for name in edition.names(edition.things(thing, predicate)))

    return Column(title, cell)


def _counted(edition: Edition, title: str, by: str, found: Mapping[str, Sequence[str]]) -> Column:
    """How many things each has; nothing stands for none."""

    def count(thing: str) -> int:
        return len(found.get(thing, ()))

    def cell(thing: str) -> str:
        return edition.numbers.count(count(thing)) if count(thing) else ""

    return Column(title, cell, by, count)


def _day(edition: Edition, thing: str) -> str:
    as_of = edition.day(thing, NV.asOf)
    return edition.numbers.day(as_of) if as_of else ""
