"""Funding items as a table shows them, and all the funding of one thing in one role."""

from dataclasses import dataclass

from pyoxigraph import NamedNode
from rdflib.namespace import RDF

from api.pages.edition import Edition, Name, notation
from api.pages.money import Amount, Currency, amounts, firmness, iri_of, sums_in_role, sums_of
from api.pages.sources import Mark, Source, marks, sources
from graph.iris import named
from graph.terms import NV

AWARD, TOTAL, RESTATEMENT = str(NV.FundingAward), str(NV.FundingTotal), str(NV.FundingRestatement)


@dataclass(frozen=True)
class Line:
    """A funding item as a line of a table."""

    iri: str
    name: Name
    kind: str
    """`award`, `total` or `restatement`."""

    funders: tuple[Name, ...]
    recipients: tuple[Name, ...]
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
    """Those with an amount first."""

    sums: tuple[Currency, ...]
    around: tuple[Line, ...]
    """Totals that contain these awards and restatements of them, never added to them."""

    without_amount: int

    def __bool__(self) -> bool:
        return bool(self.awards or self.around)


def side(edition: Edition, thing: str, role: str) -> Side:
    """The funding in which a thing has a role, such as `nv:funder` or `nv:benefits`."""
    if not edition.index.subjects(role, thing):  # a pattern costs a hundredth of the queries below
        return Side((), (), (), 0)
    rows = edition.index.select("funding-in-role", thing=named(thing), role=named(role))
    kinds = {
        iri_of(row, "item"): iri_of(row, "kind") for row in rows if told_of(edition, iri_of(row, "item"))
    }
    awards = ordered(edition, [item for item, kind in kinds.items() if kind == AWARD])
    around = {item for item, kind in kinds.items() if kind != AWARD}
    for award in awards:
        around |= items_around(edition, award.iri)
    return Side(
        awards=awards,
        sums=sums_on_day(edition, awards, role) if edition.moment.on else sums_in_role(edition, thing, role),
        around=ordered(edition, around),
        without_amount=sum(award.amount is None for award in awards),
    )


def told_of(edition: Edition, item: str) -> bool:
    """Whether a funding item had a status at the moment of the edition; one that never has any is told of."""
    known = edition.moment.on is None or edition.value(item, NV.currentStatus) is not None
    return known or not edition.index.objects(item, NV.status)


def sums_on_day(edition: Edition, awards: tuple[Line, ...], role: str) -> tuple[Currency, ...]:
    """The sums of awards by the statuses that they had on a day; what several give or receive is in none."""
    shared = role != str(NV.benefits)
    alone = [each.iri for each in awards if not (shared and len(edition.things(each.iri, role)) > 1)]
    return sums_of(edition, alone)


def items_around(edition: Edition, item: str) -> set[str]:
    """The totals that contain an item and the items that restate it."""
    rows = edition.index.select("funding-around", item=named(item))
    return {iri_of(row, "item_around") for row in rows}


def ordered(edition: Edition, items: "list[str] | set[str]") -> tuple[Line, ...]:
    """Funding items as lines: those with an amount first, then the firmest status, then by name."""
    lines = (line(edition, item) for item in items)
    return tuple(
        sorted(
            lines,
            key=lambda each: (each.amount is None, firmness(each.status_notation), edition.place(each.name)),
        )
    )


def line(edition: Edition, item: str) -> Line:
    """A funding item as a line of a table."""
    stated = amounts(edition, item)
    amount = stated[0] if stated else None
    kind = kind_of(edition, item)
    status = edition.value(item, NV.currentStatus)
    return Line(
        iri=item,
        name=edition.name(item),
        kind=kind,
        funders=edition.names(edition.things(item, NV.funder)),
        recipients=edition.names(edition.things(item, NV.recipient)),
        benefits=edition.names(edition.things(item, NV.benefits)),
        deciding_bodies=edition.names(edition.things(item, NV.decidingBody)),
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
    classes = {each.value for each in edition.reading.objects(item, RDF.type) if isinstance(each, NamedNode)}
    if RESTATEMENT in classes:
        return "restatement"
    return "total" if TOTAL in classes else "award"
