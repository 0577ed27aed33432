"""The ledger: which funding items name a thing in which role, and what its awards add up to.

Counted are amounts of awards, in a known currency, for the whole period or unclear
about it, that restate no other amount. Sums are kept apart by currency and status. An
award with several funders or recipients states no split, so it counts for none of
them; what it benefits, it benefits whole. Where sources give one amount different
values, the lowest is counted and the highest is told beside it; where they give it
different currencies, it is not counted.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact

from rdflib.namespace import RDF

from graph.aggregates.links import Values, alone, subjects, values
from graph.aggregates.tables import Tables
from graph.index.index import Index
from graph.terms import NV, code

ROLES = tuple(str(each) for each in (NV.funder, NV.recipient, NV.benefits, NV.decidingBody, NV.throughCall))
"""The properties of a funding item that say who has which role in it."""

WHOLE = str(NV.benefits)
"""The role in which several things each have the whole of it."""

ALL = ""
"""What stands for all awards in the table of their sums."""

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

    def written(self) -> str:
        """The sum as a text of a table."""
        return json.dumps(
            (self.currency, self.status, self.awards, str(self.total), str(self.highest), self.approximate)
        )

    @classmethod
    def read(cls, text: str) -> "Sum":
        """The sum that was written."""
        currency, status, awards, total, highest, approximate = json.loads(text)
        return cls(currency, status, awards, Decimal(total), Decimal(highest), approximate)


@dataclass(frozen=True, slots=True)
class Part:
    """A countable amount of an award."""

    award: str
    currency: str
    value: Decimal
    """The lowest, where sources give the amount different values."""

    highest: Decimal
    approximate: bool

    def written(self) -> str:
        """The amount as a text of a table of what its award has."""
        return json.dumps((self.currency, str(self.value), str(self.highest), self.approximate))

    @classmethod
    def read(cls, award: str, text: str) -> "Part":
        """The amount of an award that was written."""
        currency, value, highest, approximate = json.loads(text)
        return cls(award, currency, Decimal(value), Decimal(highest), approximate)


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

    def __init__(self, index: Index, tables: Tables | None = None) -> None:
        self._index = index
        self._tables = tables or Tables()

    def all_tables(self) -> tuple[Values, ...]:
        """All that is computed here."""
        by_role = (each(role) for role in ROLES for each in (self._naming, self._shared, self._sums))
        tables = (self.awards, self.others, self.amounts, self.statuses, self._above, self._parts)
        return *tables, *by_role, self._whole_sums

    def side(self, role: str, thing: str, known: Callable[[str], bool] | None = None) -> Side:
        """The items that name a thing in one of the `ROLES`, by IRI; with `known`, those that it lets in."""
        items = self._naming(str(role)).get(thing, ())
        if known is not None:
            items = tuple(filter(known, items))
        single, several, amounts = self.awards, self.others, self.amounts
        awards = tuple(item for item in items if item in single)
        around = {item for item in items if item in several}
        for award in awards:
            around |= self.around(award)
        without = sum(award not in amounts for award in awards)
        return Side(awards, tuple(sorted(around)), without)

    def sums(self, role: str, thing: str) -> tuple[Sum, ...]:
        """What the awards that name a thing in a role add up to, by currency and current status."""
        return tuple(map(Sum.read, self._sums(str(role)).get(thing, ())))

    def sums_of(self, role: str, awards: Iterable[str], statuses: Statuses) -> tuple[Sum, ...]:
        """What awards add up to that name one thing in a role, by currency and the given statuses."""
        shared = self._shared(str(role))
        return self._added((award for award in awards if award not in shared), statuses)

    @property
    def sums_of_all(self) -> tuple[Sum, ...]:
        """What all awards add up to."""
        return tuple(map(Sum.read, self._whole_sums.get(ALL, ())))

    def around(self, item: str) -> set[str]:
        """The totals that contain an item, at any depth, and the items that say the same money again."""
        above, others = self._above, self.others
        found: set[str] = set()
        unseen = [item]
        while unseen:
            for each in above.get(unseen.pop(), ()):
                if each not in found:
                    found.add(each)
                    unseen.append(each)
        return {each for each in found if each in others}

    @property
    def awards(self) -> Values:
        """The items that are single awards."""
        return self._tables.get("awards", make=lambda: alone(self._of_class(NV.FundingAward)))

    @property
    def others(self) -> Values:
        """The totals and restatements, which are never added to awards."""
        kinds = (NV.FundingTotal, NV.FundingRestatement)
        return self._tables.get(
            "other items", make=lambda: alone({each for kind in kinds for each in self._of_class(kind)})
        )

    @property
    def amounts(self) -> Values:
        """The amounts of each item that states any."""
        return self._tables.get("amounts", make=lambda: values(self._index, NV.amount))

    @property
    def statuses(self) -> Values:
        """The current status of each thing that has any."""
        return self._tables.get("statuses", make=lambda: values(self._index, NV.currentStatus))

    def _of_class(self, kind: str) -> list[str]:
        return self._index.subjects(RDF.type, kind)

    def _naming(self, role: str) -> Values:
        """The items that name a thing in a role."""
        return self._tables.get("items", role, make=lambda: subjects(self._index, role))

    @property
    def _above(self) -> Values:
        return self._tables.get("items above", make=lambda: subjects(self._index, NV.sumOf, NV.restates))

    def _sums(self, role: str) -> Values:
        return self._tables.get("sums", role, make=lambda: self._sums_in(role))

    def _sums_in(self, role: str) -> Values:
        named = self._naming(role).items()
        found = ((thing, self.sums_of(role, items, self._current)) for thing, items in named)
        return {thing: _written(sums) for thing, sums in found if sums}

    @property
    def _whole_sums(self) -> Values:
        return self._tables.get("sums", make=lambda: {ALL: _written(self._added(self.awards, self._current))})

    def _shared(self, role: str) -> Values:
        """The items that name several things in a role of which each has a share that nobody states."""
        return self._tables.get("shared items", role, make=lambda: self._shared_in(role))

    def _shared_in(self, role: str) -> Values:
        named = {} if role == WHOLE else values(self._index, role)
        return alone(item for item, each in named.items() if len(each) > 1)

    def _current(self, award: str) -> Sequence[str]:
        return self.statuses.get(award, ())

    def _added(self, awards: Iterable[str], statuses: Statuses) -> tuple[Sum, ...]:
        grouped: dict[tuple[str, str], list[Part]] = defaultdict(list)
        countable = self._parts
        for award in awards:
            parts = tuple(Part.read(award, text) for text in countable.get(award, ()))
            for status in statuses(award) if parts else ():
                for part in parts:
                    grouped[part.currency, status].append(part)
        return tuple(
            _sum(currency, status, grouped[currency, status]) for currency, status in sorted(grouped)
        )

    @property
    def _parts(self) -> Values:
        """The countable amounts of each award that has any."""
        return self._tables.get("countable amounts", make=self._countable)

    def _countable(self) -> Values:
        stated, single = _Amounts(self._index), self.awards
        found = {
            award: tuple(part.written() for part in stated.parts(award, amounts))
            for award, amounts in self.amounts.items()
            if award in single
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


def _written(sums: Iterable[Sum]) -> tuple[str, ...]:
    return tuple(each.written() for each in sums)


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
