"""Amounts of money as a source states them, and what may be said of them together.

An amount is counted in sums where its award, currency and time are such that adding
means something; the others are shown with the reason why they are left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from api.pages.edition import Edition, Text, fragment_of, notation
from api.pages.sources import Mark, Source, marks, sources
from graph.iris import named
from graph.store.index import Term
from graph.terms import NV

SUMMABLE_BASES = {"whole-period", "unclear"}

BY_FIRMNESS = (
    "paid",
    "contracted",
    "decided",
    "earmarked",
    "budgeted",
    "intended",
    "standing",
    "proposed",
    "awaiting-decision",
    "applied",
    "unstated",
    "returned",
    "rejected",
)
"""The notations of the statuses, from money that is paid to money that is not given."""

FIRM = {"paid", "contracted", "decided"}
HOME_CURRENCY = "SEK"


@dataclass(frozen=True)
class Amount:
    """One amount statement."""

    fragment: str
    text: str
    """The amount in full with what qualifies it, as `ca 50 000 000 kr per år`."""

    kind: str
    counted: bool
    """Whether sums contain it, should it belong to an award."""

    remarks: tuple[str, ...]
    """What a reader must know of it: a currency that is inferred, a second reading."""

    wording: Text | None
    """The amount as the source writes it."""

    marks: tuple[Mark, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Sum:
    """What the counted amounts of one currency and one status add up to."""

    text: str
    brief: str
    status: str
    status_notation: str
    awards: int
    remark: str
    """How the sum is uncertain; empty where it is not."""

    share: int
    """Its size from 0 to 100 beside the largest sum in the same currency."""

    firm: bool
    """Whether the money is decided, contracted or paid."""


@dataclass(frozen=True)
class Currency:
    """The sums in one currency, the firmest status first."""

    name: str
    sums: tuple[Sum, ...]


def amounts(edition: Edition, item: str) -> tuple[Amount, ...]:
    """The amounts that are stated of a funding item, those that count in sums first."""
    found = (amount(edition, iri) for iri in edition.things(item, NV.amount))
    return tuple(sorted(found, key=lambda each: (not each.counted, each.fragment)))


def sums_in_role(edition: Edition, thing: str, role: str) -> tuple[Currency, ...]:
    """The sums of the awards that name a thing in a role, such as `nv:funder`."""
    return _by_currency(edition, edition.index.select("sums-in-role", thing=named(thing), role=named(role)))


def sums_of_all(edition: Edition) -> tuple[Currency, ...]:
    """The sums of all awards of the release."""
    return _by_currency(edition, edition.index.select("sums-of-all"))


def sums_of(edition: Edition, awards: Iterable[str]) -> tuple[Currency, ...]:
    """The sums of these awards, by the statuses that they have at the moment of the edition."""
    added: dict[tuple[str, str], list[tuple[Decimal, Decimal, bool]]] = defaultdict(list)
    for award in awards:
        status = edition.value(award, NV.currentStatus)
        for iri in edition.things(award, NV.amount):
            currency = edition.things(iri, NV.currency)
            if status and len(currency) == 1 and amount(edition, iri).counted:
                added[currency[0], status].append(_bounds(edition, iri))
    rows: list[dict[str, Term]] = [
        {
            "currency": named(currency),
            "status": named(status),
            "awards": Literal(len(found)),
            "total": Literal(str(sum(low for low, _, _ in found))),
            "highest": Literal(str(sum(high for _, high, _ in found))),
            "approximate": Literal(sum(about for _, _, about in found)),
        }
        for (currency, status), found in sorted(added.items())
    ]
    return _by_currency(edition, rows)


def _bounds(edition: Edition, iri: str) -> tuple[Decimal, Decimal, bool]:
    """The lowest and the highest that an amount can be by its sources, and whether it is approximate."""
    values = [Decimal(each.text) for each in edition.texts(iri, NV.value)]
    read = [Decimal(each.text) for each in edition.texts(iri, NV.highestReading)]
    return min(values), max(values + read), edition.value(iri, NV.approximate) == "true"


def firmness(status: str) -> int:
    """The place of a status, by its notation, among `BY_FIRMNESS`; an unknown one comes last."""
    return BY_FIRMNESS.index(status) if status in BY_FIRMNESS else len(BY_FIRMNESS)


def amount(edition: Edition, iri: str) -> Amount:
    """An amount statement, in words."""
    value, currency = edition.value(iri, NV.value), edition.value(iri, NV.currency)
    basis = notation(edition.value(iri, NV.timeBasis) or "")
    restates = bool(edition.things(iri, NV.restates))
    return Amount(
        fragment=fragment_of(iri),
        text=_written(edition, iri, _money(edition, value, currency)),
        kind=edition.words_of(iri, NV.amountKind),
        counted=currency is not None and basis in SUMMABLE_BASES and not restates,
        remarks=tuple(_remarks(edition, iri, currency)),
        wording=edition.text(iri, NV.sourceAmount),
        marks=marks(edition, iri),
        sources=sources(edition, iri),
    )


def _money(edition: Edition, value: str | None, currency: str | None) -> str:
    if value is None:
        return edition.phrases.gettext("amount not stated")
    if currency is None:
        number = edition.numbers.number(Decimal(value))
        return edition.phrases.gettext("%(number)s, currency not stated", number=number)
    return edition.numbers.money(Decimal(value), notation(currency))


def _written(edition: Edition, iri: str, money: str) -> str:
    gettext = edition.phrases.gettext
    about = edition.value(iri, NV.approximate) == "true"
    shown = gettext("about %(money)s", money=money) if about else money
    if notation(edition.value(iri, NV.timeBasis) or "") == "per-year":
        return gettext("%(money)s per year", money=shown)
    return shown


def _remarks(edition: Edition, iri: str, currency: str | None) -> Iterable[str]:
    gettext = edition.phrases.gettext
    basis = {
        "inferred": gettext("the currency is read from the context"),
        "by-sum": gettext("the currency follows from the stated total"),
    }
    for each in edition.things(iri, NV.currencyBasis):
        if notation(each) in basis:
            yield basis[notation(each)]
    highest = edition.value(iri, NV.highestReading)
    if highest is not None and currency is not None:
        most = edition.numbers.money(Decimal(highest), notation(currency))
        yield gettext("%(money)s if the words are read as per year", money=most)
    if edition.things(iri, NV.restates):
        yield gettext("the same money said another way")


def _by_currency(edition: Edition, rows: list[dict[str, Term]]) -> tuple[Currency, ...]:
    found: dict[str, list[dict[str, Term]]] = defaultdict(list)
    for row in rows:
        found[notation(iri_of(row, "currency"))].append(row)
    ordered = sorted(found, key=lambda letters: (letters != HOME_CURRENCY, letters))
    return tuple(_currency(edition, letters, found[letters]) for letters in ordered)


def _currency(edition: Edition, letters: str, rows: list[dict[str, Term]]) -> Currency:
    largest = max(decimal_of(row, "total") for row in rows)
    sums = (_sum(edition, letters, row, largest) for row in rows)
    return Currency(
        edition.numbers.currency_name(letters),
        tuple(sorted(sums, key=lambda each: firmness(each.status_notation))),
    )


def _sum(edition: Edition, letters: str, row: Mapping[str, Term], largest: Decimal) -> Sum:
    status, gettext = iri_of(row, "status"), edition.phrases.gettext
    total, highest = decimal_of(row, "total"), decimal_of(row, "highest")
    text = edition.numbers.money(total, letters)
    remark = ""
    if highest > total:
        most = edition.numbers.money(highest, letters)
        remark = gettext("at most %(money)s by another reading or source", money=most)
    return Sum(
        text=gettext("about %(money)s", money=text) if decimal_of(row, "approximate") else text,
        brief=edition.numbers.brief_money(total, letters),
        status=edition.word(status),
        status_notation=notation(status),
        awards=int(decimal_of(row, "awards")),
        remark=remark,
        share=round(100 * total / largest) if largest else 0,
        firm=notation(status) in FIRM,
    )


def decimal_of(row: Mapping[str, Term], name: str) -> Decimal:
    """A number of a query's row, exact; zero where it is unbound."""
    term = row.get(name)
    return Decimal(term.value) if isinstance(term, Literal) else Decimal(0)


def iri_of(row: Mapping[str, Term], name: str) -> str:
    """An IRI of a query's row; empty where it is unbound or something else."""
    term = row.get(name)
    return term.value if isinstance(term, NamedNode) else ""
