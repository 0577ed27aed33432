"""Funding items as a table shows them, and all the funding of one thing in one role."""

from collections.abc import Collection
from dataclasses import dataclass

from api.pages.description.sources import Mark, Source, marks, sources
from api.pages.editions.edition import TYPE, Edition, Name, notation
from api.pages.editions.paging import NOTHING_ASKED, Asked, Paging, Place, paged
from api.pages.money.amounts import Amount, Currency, amounts, sums_in_role, sums_on_day
from graph.terms import NV

TOTAL, RESTATEMENT = str(NV.FundingTotal), str(NV.FundingRestatement)
BENEFITS, STATUS, FUNDER, RECIPIENT, DECIDING_BODY = (
    str(each) for each in (NV.benefits, NV.currentStatus, NV.funder, NV.recipient, NV.decidingBody)
)


@dataclass(frozen=True)
class Line:
    """A funding item as a line of a table."""

    iri: str
    name: Name
    kind: str
    """`award`, `total` or `restatement`."""

    funders: tuple[Name, ...]
    recipients: tuple[Name, ...]
    """Those that the money is not itself for."""

    benefits: tuple[Name, ...]
    deciding_bodies: tuple[Name, ...]
    period: str
    status: str
    status_notation: str
    amount: Amount | None
    """The amount to show: the one that counts, else the first; None where none is stated."""

    counted: bool
    """Whether sums contain the amount."""

    marks: tuple[Mark, ...]
    sources: tuple[Source, ...]
    """Where the amount is stated; where there is none, where the item is."""


@dataclass(frozen=True)
class Side:
    """All funding in which a thing has one role."""

    awards: tuple[Line, ...]
    """Those of the page that is shown; those with an amount come first."""

    paging: Paging | None
    sums: tuple[Currency, ...]
    around: tuple[Line, ...]
    """Totals that contain these awards and restatements of them, never added to them."""

    around_paging: Paging | None
    count: int
    """How many awards there are."""

    without_amount: int

    def __bool__(self) -> bool:
        return bool(self.awards or self.around)


NO_FUNDING = Side((), None, (), (), None, 0, 0)


def side(edition: Edition, thing: str, role: str, fragment: str = "", asked: Asked = NOTHING_ASKED) -> Side:
    """The funding in which a thing has a role, such as `nv:funder`, told at a place on its page."""
    found = edition.order.side(str(role), thing)
    if not (found.awards or found.around):
        return NO_FUNDING
    name = fragment.removeprefix("_")

    def shown(item: str) -> Line:
        return edition.kept(line, item)

    awards, paging = paged(asked, Place(name, fragment), found.awards, shown)
    around, around_paging = paged(asked, Place(f"{name}-around", fragment), found.around, shown)
    return Side(
        awards=awards,
        paging=paging,
        sums=sums_on_day(edition, role, found.awards) if edition.on else sums_in_role(edition, thing, role),
        around=around,
        around_paging=around_paging,
        count=len(found.awards),
        without_amount=found.without_amount,
    )


def items_around(edition: Edition, item: str) -> set[str]:
    """The totals that contain an item and the items that restate it."""
    return edition.reading.aggregates.ledger.around(item)


def ordered(edition: Edition, items: Collection[str]) -> tuple[Line, ...]:
    """Funding items as lines: those with an amount first, then the firmest status, then by name."""
    return tuple(edition.kept(line, item) for item in edition.order.funding(items))


def line(edition: Edition, item: str, stated: tuple[Amount, ...] | None = None) -> Line:
    """A funding item as a line of a table, with its amounts if they are at hand."""
    if stated is None:
        stated = amounts(edition, item)
    amount = stated[0] if stated else None
    benefits = edition.things(item, BENEFITS)
    kind = kind_of(edition, item)
    status = edition.value(item, STATUS)
    return Line(
        iri=item,
        name=edition.name(item),
        kind=kind,
        funders=edition.names(edition.things(item, FUNDER)),
        recipients=edition.names(each for each in edition.things(item, RECIPIENT) if each not in benefits),
        benefits=edition.names(benefits),
        deciding_bodies=edition.names(edition.things(item, DECIDING_BODY)),
        period=edition.period(item),
        status=edition.word(status) if status else "",
        status_notation=notation(status) if status else "",
        amount=amount,
        counted=kind == "award" and amount is not None and amount.counted,
        marks=marks(edition, item),
        sources=sources(edition, item) if amount is None else amount.sources,
    )


def kind_of(edition: Edition, item: str) -> str:
    """Whether a funding item is an `award`, a `total` or a `restatement`."""
    classes = edition.things(item, TYPE)
    if RESTATEMENT in classes:
        return "restatement"
    return "total" if TOTAL in classes else "award"
