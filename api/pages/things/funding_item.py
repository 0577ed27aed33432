"""The page of a funding item: who, to whom, how much, at which status, and who says so."""

from collections.abc import Iterator
from dataclasses import dataclass

from api.pages.description.events import Event, events
from api.pages.description.facts import BudgetLine, budget_line
from api.pages.description.head import Head, frame_of, head
from api.pages.description.more import More, more
from api.pages.editions.edition import Edition, Name
from api.pages.editions.frame import Anchor, Frame, Reuse, reuse
from api.pages.editions.paging import NOTHING_ASKED, Asked, Paging, Place, paged
from api.pages.money.amounts import Amount, amounts
from api.pages.money.funding import Line, items_around, line, ordered
from graph.iris import EntityKey
from graph.terms import NV

PARTS = Place("parts", "_amounts")


@dataclass(frozen=True)
class FundingPage:
    """The page of one funding item."""

    frame: Frame
    head: Head
    line: Line
    amounts: tuple[Amount, ...]
    events: tuple[Event, ...]
    instrument: str
    budget_lines: tuple[BudgetLine, ...]
    calls: tuple[Name, ...]
    derivation: str
    """The computation that gave a derived figure; empty for what is stated."""

    parts: tuple[Line, ...]
    """What a total is the sum of."""

    parts_paging: Paging | None

    restated: tuple[Line, ...]
    """What a restatement says again."""

    around: tuple[Line, ...]
    """The totals that contain this item, and the items that restate it."""

    more: More
    reuse: Reuse


def funding_page(edition: Edition, key: EntityKey, asked: Asked = NOTHING_ASKED) -> FundingPage:
    """The page of a funding item. Raises `EntityUnknown` where nothing is stated about it."""
    iri = edition.index.iris.thing(key)
    edition.reading.walked(iri)
    top, happened, rest = head(edition, key), events(edition, iri), more(edition, iri)
    stated = amounts(edition, iri)
    parts, paging = paged(asked, PARTS, edition.kept(_parts, iri), lambda item: edition.kept(line, item))
    return FundingPage(
        frame=frame_of(edition, key, top, tuple(_contents(edition, happened, rest)), asked),
        head=top,
        line=line(edition, iri, stated),
        amounts=stated,
        events=happened,
        instrument=edition.words_of(iri, NV.instrument),
        budget_lines=tuple(budget_line(edition, each, iri) for each in edition.things(iri, NV.budgetLine)),
        calls=edition.names(edition.things(iri, NV.throughCall)),
        derivation=edition.value(iri, NV.derivation) or "",
        parts=parts,
        parts_paging=paging,
        restated=ordered(edition, edition.things(iri, NV.restates)),
        around=ordered(edition, items_around(edition, iri)),
        more=rest,
        reuse=reuse(edition, key, top.name.text),
    )


def _parts(edition: Edition, total: str) -> tuple[str, ...]:
    """What a total is the sum of, in order."""
    return tuple(edition.order.funding(edition.things(total, NV.sumOf)))


def _contents(edition: Edition, happened: tuple[Event, ...], rest: More) -> Iterator[Anchor]:
    gettext = edition.phrases.gettext
    yield Anchor("_amounts", gettext("Amounts"))
    if happened:
        yield Anchor("_events", gettext("Status and events"))
    if rest.statements:
        yield Anchor("_more", gettext("More statements"))
    if rest.noted:
        yield Anchor("_remarks", gettext("What to know of the sources"))
    yield Anchor("_sources", gettext("Sources"))
    yield Anchor("_data", gettext("Use the data"))
