"""What a pool of money pays for: no new money, and no amounts of its own."""

from dataclasses import dataclass

from rdflib.namespace import DCTERMS

from api.pages.description.sources import Mark, Source, marks, sources
from api.pages.editions.edition import Edition, Name, Text, fragment_of
from graph.terms import NV


@dataclass(frozen=True)
class Allocation:
    """That a pool pays for an activity."""

    fragment: str
    pool: tuple[Name, ...]
    paid_for: tuple[Name, ...]
    financiers: tuple[Name, ...]
    """Those whom the source names in this place."""

    limit: Text | None
    """What of the activity it pays for, where that is not the whole."""

    marks: tuple[Mark, ...]
    sources: tuple[Source, ...]


def allocations_to(edition: Edition, activity: str) -> tuple[Allocation, ...]:
    """The pools that pay for an activity."""
    return _allocations(edition, NV.allocatedTo, activity)


def allocations_from(edition: Edition, pool: str) -> tuple[Allocation, ...]:
    """What a pool pays for, by name."""
    return _allocations(edition, NV.fromPool, pool)


def _allocations(edition: Edition, predicate: str, thing: str) -> tuple[Allocation, ...]:
    found = (
        _allocation(edition, iri)
        for iri in edition.reading.leading(predicate, thing)
        if all(map(edition.tells_of, edition.things(iri, NV.allocatedTo)))
    )
    return tuple(sorted(found, key=lambda each: [edition.place(name) for name in each.paid_for]))


def _allocation(edition: Edition, iri: str) -> Allocation:
    return Allocation(
        fragment=fragment_of(iri),
        pool=edition.names(edition.things(iri, NV.fromPool)),
        paid_for=edition.names(edition.things(iri, NV.allocatedTo)),
        financiers=edition.names(edition.things(iri, NV.namedFinancier)),
        limit=edition.text(iri, DCTERMS.description),
        marks=marks(edition, iri),
        sources=sources(edition, iri),
    )
