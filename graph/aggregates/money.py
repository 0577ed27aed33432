"""The ledger: which funding items name a thing in which role, and what its awards add up to.

Counted are amounts of awards, in a known currency, for the whole period or unclear
about it, that restate no other amount. Sums are kept apart by currency and status. An
award with several funders or recipients states no split, so it counts for none of
them; what it benefits, it benefits whole. Where sources give one amount different
values, the lowest is counted and the highest is told beside it; where they give it
different currencies, it is not counted.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact
from functools import cached_property, lru_cache

from rdflib.namespace import RDF

from graph.aggregates.links import Values, subjects, values
from graph.store.index import Index
from graph.terms import NV, code

ROLES = tuple(str(each) for each in (NV.funder, NV.recipient, NV.benefits, NV.decidingBody, NV.throughCall))
"""The properties of a funding item that say who has which role in it."""

WHOLE = str(NV.benefits)
"""The role in which several things each have the whole of it."""

SUMMABLE_BASES = frozenset(str(code("basis", notation)) for notation in ("whole-period", "unclear"))
TRUE = frozenset(("true", "1"))
Statuses = Callable[[str], Sequence[str]]
EXACT = Context(prec=100, traps=[Inexact])
"""Money is never rounded: a sum that would have to be is an error."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What the counted amounts of one currency and one status add up to."""

    currency: str
    status: str
    awards: int
    total: Decimal
    highest: Decimal
    """The same with the higher reading of what can be read in two ways."""

    approximate: int
    """How many of the amounts are approximate."""


@dataclass(frozen=True, slots=True)
class Part:
    """A countable amount of an award."""

    award: str
    currency: str
    value: Decimal
    """The lowest, where sources give the amount different values."""

    highest: Decimal
    approximate: bool


@dataclass(frozen=True, slots=True)
class Side:
    """The funding items that name a thing in one role."""

    awards: tuple[str, ...]
    around: tuple[str, ...]
    """Totals and restatements that name the thing too, contain its awards or say them again."""

    without_amount: int
    """How many of the awards state no amount."""


class Ledger:
    """The funding items of a release."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def side(self, role: str, thing: str, known: Callable[[str], bool] | None = None) -> Side:
        """The items that name a thing in one of the `ROLES`, by IRI; with `known`, those that it lets in."""
        items = self.by_role[str(role)].get(thing, ())
        if known is not None:
            items = tuple(filter(known, items))
        awards = tuple(item for item in items if item in self.awards)
        around = {item for item in items if item in self.others}
        for award in awards:
            around |= self.around(award)
        without = sum(award not in self.amounts for award in awards)
        return Side(awards, tuple(sorted(around)), without)

    def sums(self, role: str, thing: str) -> tuple[Sum, ...]:
        """What the awards that name a thing in a role add up to, by currency and current status."""
        return self._sums(str(role)).get(thing, ())

    def sums_of(self, role: str, awards: Iterable[str], statuses: Statuses) -> tuple[Sum, ...]:
        """What awards add up to that name one thing in a role, by currency and the given statuses."""
        shared = self._shared(str(role))
        return self._added((award for award in awards if award not in shared), statuses)

    @cached_property
    def sums_of_all(self) -> tuple[Sum, ...]:
        """What all awards add up to."""
        return self._added(self.awards, self._current)

    def around(self, item: str) -> set[str]:
        """The totals that contain an item, at any depth, and the items that say the same money again."""
        found: set[str] = set()
        unseen = [item]
        while unseen:
            for above in self._above.get(unseen.pop(), ()):
                if above not in found:
                    found.add(above)
                    unseen.append(above)
        return found & self.others

    @cached_property
    def awards(self) -> frozenset[str]:
        """The items that are single awards."""
        return self._of_class(NV.FundingAward)

    @cached_property
    def others(self) -> frozenset[str]:
        """The totals and restatements, which are never added to awards."""
        return self._of_class(NV.FundingTotal) | self._of_class(NV.FundingRestatement)

    @cached_property
    def amounts(self) -> Values:
        """The amounts of each item that states any."""
        return values(self._index, NV.amount)

    @cached_property
    def statuses(self) -> Values:
        """The current status of each thing that has any."""
        return values(self._index, NV.currentStatus)

    def _of_class(self, kind: str) -> frozenset[str]:
        return frozenset(self._index.subjects(RDF.type, kind))

    @cached_property
    def by_role(self) -> Mapping[str, Values]:
        """In each role, the items that name a thing."""
        return {role: subjects(self._index, role) for role in ROLES}

    @cached_property
    def _above(self) -> Values:
        return subjects(self._index, NV.sumOf, NV.restates)

    @cached_property
    def _sums(self) -> Callable[[str], Mapping[str, tuple[Sum, ...]]]:
        return lru_cache(len(ROLES))(self._sums_in)

    def _sums_in(self, role: str) -> Mapping[str, tuple[Sum, ...]]:
        named = self.by_role[role].items()
        found = ((thing, self.sums_of(role, items, self._current)) for thing, items in named)
        return {thing: sums for thing, sums in found if sums}

    @cached_property
    def _shared(self) -> Callable[[str], frozenset[str]]:
        return lru_cache(len(ROLES))(self._shared_in)

    def _shared_in(self, role: str) -> frozenset[str]:
        """The items that name several things in a role of which each has a share that nobody states."""
        named = {} if role == WHOLE else values(self._index, role)
        return frozenset(item for item, each in named.items() if len(each) > 1)

    def _current(self, award: str) -> Sequence[str]:
        return self.statuses.get(award, ())

    def _added(self, awards: Iterable[str], statuses: Statuses) -> tuple[Sum, ...]:
        grouped: dict[tuple[str, str], list[Part]] = defaultdict(list)
        for award in awards:
            parts = self._parts.get(award, ())
            for status in statuses(award) if parts else ():
                for part in parts:
                    grouped[part.currency, status].append(part)
        return tuple(
            _sum(currency, status, grouped[currency, status]) for currency, status in sorted(grouped)
        )

    @cached_property
    def _parts(self) -> Mapping[str, tuple[Part, ...]]:
        """The countable amounts of each award that has any."""
        stated = _Amounts(self._index)
        found = {
            award: tuple(stated.parts(award, amounts))
            for award, amounts in self.amounts.items()
            if award in self.awards
        }
        return {award: parts for award, parts in found.items() if parts}


class _Amounts:
    """What the amount statements of a release say, property by property."""

    def __init__(self, index: Index) -> None:
        self._values = values(index, NV.value)
        self._currencies = values(index, NV.currency)
        self._bases = values(index, NV.timeBasis)
        self._highest = values(index, NV.highestReading)
        self._approximate = values(index, NV.approximate)
        self._restating = values(index, NV.restates)

    def parts(self, award: str, amounts: Sequence[str]) -> Iterator[Part]:
        """The countable ones of the amounts of an award."""
        for amount in amounts:
            values, currencies = self._values.get(amount, ()), self._currencies.get(amount, ())
            if amount in self._restating or len(currencies) != 1 or not values:
                continue
            if SUMMABLE_BASES.isdisjoint(self._bases.get(amount, ())):
                continue
            stated = tuple(map(Decimal, values))
            readings = tuple(map(Decimal, self._highest.get(amount, ()))) or stated
            about = not TRUE.isdisjoint(self._approximate.get(amount, ()))
            yield Part(award, currencies[0], min(stated), max(readings), about)


def _sum(currency: str, status: str, parts: Sequence[Part]) -> Sum:
    total, highest = Decimal(0), Decimal(0)
    for part in parts:
        total, highest = EXACT.add(total, part.value), EXACT.add(highest, part.highest)
    return Sum(
        currency=currency,
        status=status,
        awards=len({part.award for part in parts}),
        total=total,
        highest=highest,
        approximate=sum(part.approximate for part in parts),
    )
