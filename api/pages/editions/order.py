"""In which order an edition lists things: by name, by how firm money is, by how much is shared.

A few things are put in order by their names as they come. For more than that, all
things of the release are put in order once, so that the page of a thing to which much
leads costs no more than any other; and the longest lists that were asked for last are
kept as they were ordered.
"""

import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import Protocol

from graph.aggregates.links import Values
from graph.aggregates.money import Side
from graph.terms import NV
from graph.things.reading import Reading
from graph.timeline import hosts_on

HOSTED_BY = str(NV.hostedBy)

FEW = 100
"""How many things are put in order by reading their names one by one."""

MOST_KEPT = 256
"""Lists that are kept of each sort."""

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

FIRMNESS = {status: place for place, status in enumerate(BY_FIRMNESS)}


def firmness(status: str) -> int:
    """The place of a status, by its notation, among `BY_FIRMNESS`; an unknown one comes last."""
    return FIRMNESS.get(status, len(BY_FIRMNESS))


class Teller(Protocol):
    """An edition, as far as the order of things depends on it."""

    @property
    def reading(self) -> Reading:
        """The release."""
        ...

    @property
    def language(self) -> str:
        """The language of its names."""
        ...

    @property
    def on(self) -> date | None:
        """The day that it tells of, if it is one."""
        ...

    def sorted_by(self, iri: str) -> str:
        """What a thing is sorted by among others."""
        ...

    def sorting(self, iris: Iterable[str]) -> Mapping[str, str]:
        """What each of very many things is sorted by."""
        ...

    def tells_of(self, iri: str) -> bool:
        """Whether a thing or part was there on the day."""
        ...

    def value(self, iri: str, predicate: str) -> str | None:
        """The one value of a property, as it was on the day."""
        ...

    def things(self, iri: str, predicate: str) -> list[str]:
        """The things that a property leads to."""
        ...


class Order:
    """The order of one edition, and what of each list it tells of."""

    def __init__(self, told: Teller) -> None:
        self._told = told
        self._aggregates = told.reading.aggregates

    @property
    def places(self) -> Values:
        """The place of each thing of the release among all of them by name, in figures."""
        if self._told.on:
            return self._places_then
        return self._aggregates.tables.get("places", self._told.language, make=self._placed)

    @cached_property
    def _places_then(self) -> Values:
        return self._placed()

    def _placed(self) -> Values:
        everything = (iri for things in self._aggregates.things.values() for iri in things)
        ranked = sorted((name, iri) for iri, name in self._told.sorting(everything).items())
        return {iri: (str(place),) for place, (_, iri) in enumerate(ranked)}

    def _by_name(self, iri: str) -> tuple[str, str]:
        return self._told.sorted_by(iri), iri

    @property
    def _place(self) -> Callable[[str], int]:
        """The place of a thing; one that is none of the release comes last."""
        places, beyond = self.places, (str(sys.maxsize),)
        return lambda iri: int(places.get(iri, beyond)[0])

    def by_name(self, things: Collection[str]) -> list[str]:
        """Things in the alphabetical order of their names."""
        return sorted(things, key=self._by_name if len(things) <= FEW else self._place)

    def funding(self, items: Collection[str]) -> list[str]:
        """Funding items: those with an amount first, then the firmest status, then by name."""
        named: Callable[[str], object] = self._by_name if len(items) <= FEW else self._place
        return sorted(items, key=lambda item: (*self._money(item), named(item)))

    def _money(self, item: str) -> tuple[bool, int]:
        return item not in self._aggregates.ledger.amounts, firmness(self.status_of(item).rpartition("/")[2])

    def status_of(self, item: str) -> str:
        """The status of a funding item; empty where it has none."""
        if self._told.on:
            return self._told.value(item, NV.currentStatus) or ""
        return self._aggregates.ledger.statuses.get(item, ("",))[0]

    def tells_of_item(self, item: str) -> bool:
        """Whether a funding item had a status on the day; one that never has any is told of."""
        known = not self._told.on or self.status_of(item)
        return bool(known) or not self._told.reading.objects(item, NV.status)

    @cached_property
    def side(self) -> Callable[[str, str], Side]:
        """The funding items that name a thing in a role, in the order of `funding`."""
        return lru_cache(MOST_KEPT)(self._side)

    def _side(self, role: str, thing: str) -> Side:
        known = self.tells_of_item if self._told.on else None
        found = self._aggregates.ledger.side(role, thing, known)
        awards, around = self.funding(found.awards), self.funding(found.around)
        return Side(tuple(awards), tuple(around), found.without_amount)

    @cached_property
    def roll(self) -> Callable[[str, str], tuple[str, ...]]:
        """The things of a kind, or of one sort of them: funding items in their own order, others by name."""
        return lru_cache(MOST_KEPT)(self._roll)

    def _roll(self, kind: str, sort: str) -> tuple[str, ...]:
        sorts = self._aggregates.rolls(kind)
        chosen = {thing for name, things in sorts.items() if sort in ("", name) for thing in things}
        if self._told.on:
            chosen = set(filter(self.tells_of_item if kind == "funding" else self._told.tells_of, chosen))
        return tuple(self.funding(chosen) if kind == "funding" else self.by_name(chosen))

    @cached_property
    def initiatives(self) -> Callable[[str], tuple[str, ...]]:
        """What somebody takes part in, by name."""
        return lru_cache(MOST_KEPT)(self._initiatives)

    def _initiatives(self, participant: str) -> tuple[str, ...]:
        found = self._aggregates.membership.initiatives.get(participant, ())
        return tuple(self.by_name(self._held(participant) if self._told.on else found))

    def _held(self, participant: str) -> set[str]:
        """What somebody took part in on the day."""
        told, index = self._told, self._aggregates.index
        held = filter(told.tells_of, index.subjects(NV.participant, participant))
        found = {initiative for each in held for initiative in told.things(each, NV.participatesIn)}
        return set(filter(told.tells_of, found))

    @cached_property
    def partners(self) -> Callable[[str], tuple[tuple[str, int], ...]]:
        """The partners of an organisation with the number of shared initiatives, the most first."""
        return lru_cache(MOST_KEPT)(self._partners)

    def _partners(self, organisation: str) -> tuple[tuple[str, int], ...]:
        shared = self._aggregates.membership.partners(organisation)
        named = self.by_name(shared)
        return tuple(sorted(((each, shared[each]) for each in named), key=lambda pair: -pair[1]))

    @cached_property
    def leading_to(self) -> Callable[[str, str], tuple[str, ...]]:
        """The things that lead to one by a property, by name."""
        return lru_cache(MOST_KEPT)(self._leading_to)

    def _leading_to(self, predicate: str, thing: str) -> tuple[str, ...]:
        found: Collection[str] = self._aggregates.linked(predicate).get(thing, ())
        if predicate == HOSTED_BY:
            index = self._aggregates.index
            found = {each for each in found if thing in hosts_on(index, each, self._told.on)}
        elif self._told.on:
            found = set(filter(self._told.tells_of, found))
        return tuple(self.by_name(found))
