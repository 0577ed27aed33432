"""Amounts of money as a source states them, and what may be said of them together.

An amount is counted in sums where its award, currency and time are such that adding
means something; the others are shown with the reason why they are left out.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from api.pages.description.sources import Mark, Source, marks, sources
from api.pages.editions.edition import Edition, Text, fragment_of, notation
from api.pages.editions.order import firmness
from graph.aggregates.money import SUMMABLE_BASES
from graph.aggregates.money import Sum as Added
from graph.terms import NV

FIRM = {"paid", "contracted", "decided"}
HOME_CURRENCY = "SEK"
(
    AMOUNT_KIND,
    VALUE,
    CURRENCY,
    CURRENCY_BASIS,
    TIME_BASIS,
    RESTATES,
    SOURCE_AMOUNT,
    APPROXIMATE,
    HIGHEST_READING,
) = (
    str(each)
    for each in (
        NV.amountKind,
        NV.value,
        NV.currency,
        NV.currencyBasis,
        NV.timeBasis,
        NV.restates,
        NV.sourceAmount,
        NV.approximate,
        NV.highestReading,
    )
)


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

    @property
    def compared(self) -> bool:
        """Whether there is more than one sum, to be compared with each other."""
        return len(self.sums) > 1


def amounts(edition: Edition, item: str) -> tuple[Amount, ...]:
    """The amounts that are stated of a funding item, those that count in sums first."""
    found = (amount(edition, iri) for iri in edition.things(item, NV.amount))
    return tuple(sorted(found, key=lambda each: (not each.counted, each.fragment)))


def sums_in_role(edition: Edition, thing: str, role: str) -> tuple[Currency, ...]:
    """The sums of the awards that name a thing in a role, such as `nv:funder`."""
    return _by_currency(edition, edition.reading.aggregates.ledger.sums(role, thing))


def sums_on_day(edition: Edition, role: str, awards: Iterable[str]) -> tuple[Currency, ...]:
    """The sums of awards that name one thing in a role, by the statuses that they had on the day."""

    def statuses(award: str) -> list[str]:
        return edition.things(award, NV.currentStatus)

    return _by_currency(edition, edition.reading.aggregates.ledger.sums_of(role, awards, statuses))


def sums_of_all(edition: Edition) -> tuple[Currency, ...]:
    """The sums of all awards of the release."""
    return _by_currency(edition, edition.reading.aggregates.ledger.sums_of_all)


def amount(edition: Edition, iri: str) -> Amount:
    """An amount statement, in words."""
    value, currency = edition.value(iri, VALUE), edition.value(iri, CURRENCY)
    basis = edition.value(iri, TIME_BASIS)
    restates = bool(edition.things(iri, RESTATES))
    return Amount(
        fragment=fragment_of(iri),
        text=_written(edition, iri, _money(edition, value, currency)),
        kind=edition.words_of(iri, AMOUNT_KIND),
        counted=currency is not None and basis in SUMMABLE_BASES and not restates,
        remarks=tuple(_remarks(edition, iri, currency)),
        wording=edition.text(iri, SOURCE_AMOUNT),
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
    about = edition.value(iri, APPROXIMATE) == "true"
    shown = gettext("about %(money)s", money=money) if about else money
    if notation(edition.value(iri, TIME_BASIS) or "") == "per-year":
        return gettext("%(money)s per year", money=shown)
    return shown


def _remarks(edition: Edition, iri: str, currency: str | None) -> Iterable[str]:
    gettext = edition.phrases.gettext
    for each in map(notation, edition.things(iri, CURRENCY_BASIS)):
        if each == "inferred":
            yield gettext("the currency is read from the context")
        elif each == "by-sum":
            yield gettext("the currency follows from the stated total")
    highest = edition.value(iri, HIGHEST_READING)
    if highest is not None and currency is not None:
        most = edition.numbers.money(Decimal(highest), notation(currency))
        yield gettext("%(money)s if the words are read as per year", money=most)
    if edition.things(iri, RESTATES):
        yield gettext("the same money said another way")


def _by_currency(edition: Edition, sums: Iterable[Added]) -> tuple[Currency, ...]:
    found: dict[str, list[Added]] = defaultdict(list)
    for each in sums:
        found[notation(each.currency)].append(each)
    ordered = sorted(found, key=lambda letters: (letters != HOME_CURRENCY, letters))
    return tuple(_currency(edition, letters, found[letters]) for letters in ordered)


def _currency(edition: Edition, letters: str, sums: list[Added]) -> Currency:
    largest = max(each.total for each in sums)
    shown = (_sum(edition, letters, each, largest) for each in sums)
    return Currency(
        edition.numbers.currency_name(letters),
        tuple(sorted(shown, key=lambda each: firmness(each.status_notation))),
    )


def _sum(edition: Edition, letters: str, added: Added, largest: Decimal) -> Sum:
    gettext, total = edition.phrases.gettext, added.total
    text = edition.numbers.money(total, letters)
    remark = ""
    if added.highest > total:
        most = edition.numbers.money(added.highest, letters)
        remark = gettext("at most %(money)s by another reading or source", money=most)
    return Sum(
        text=gettext("about %(money)s", money=text) if added.approximate else text,
        brief=edition.numbers.brief_money(total, letters),
        status=edition.word(added.status),
        status_notation=notation(added.status),
        awards=added.awards,
        remark=remark,
        share=round(100 * total / largest) if largest else 0,
        firm=notation(added.status) in FIRM,
    )
