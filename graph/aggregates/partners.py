"""Who takes part in what with whom.

Partners are the organisations that take part in the same initiatives. Collectives are
left out, as they are in the partner graph that centrality is measured on, because
their members are not known one by one.
"""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from rdflib.namespace import ORG, RDF

from graph.aggregates.links import Values, ordered, pairs, values
from graph.store.index import Index
from graph.terms import NV, code


class Membership:
    """Who takes part in which initiatives of a release, in whatever role."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def partners(self, organisation: str) -> Mapping[str, int]:
        """With whom an organisation shares initiatives, and how many."""
        shared: Counter[str] = Counter()
        for initiative in self.initiatives.get(organisation, ()):
            shared.update(self.participants[initiative])
        return {
            other: count
            for other, count in shared.items()
            if other != organisation and other in self._organisations
        }

    @cached_property
    def initiatives(self) -> Values:
        """What everybody takes part in, each once."""
        named = values(self._index, NV.participant)
        return ordered(
            (participant, initiative)
            for participation, initiative in pairs(self._index, NV.participatesIn)
            for participant in named.get(participation, ())
        )

    @cached_property
    def participants(self) -> Values:
        """Who takes part in everything, each once."""
        return ordered(
            (initiative, participant)
            for participant, found in self.initiatives.items()
            for initiative in found
        )

    @cached_property
    def _organisations(self) -> frozenset[str]:
        collectives = self._index.subjects(ORG.classification, code("orgkind", "collective"))
        return frozenset(self._index.subjects(RDF.type, NV.Organisation)).difference(collectives)
