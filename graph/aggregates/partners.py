"""Who takes part in what with whom.

Partners are the organisations that take part in the same initiatives. Collectives are
left out, as they are in the partner graph that centrality is measured on, because
their members are not known one by one.
"""

from collections import Counter
from collections.abc import Mapping

from rdflib.namespace import ORG, RDF

from graph.aggregates.links import Values, alone, ordered, pairs, values
from graph.aggregates.tables import Tables
from graph.index.index import Index
from graph.terms import NV, code


class Membership:
    """Who takes part in which initiatives of a release, in whatever role."""

    def __init__(self, index: Index, tables: Tables | None = None) -> None:
        self._index = index
        self._tables = tables or Tables()

    def all_tables(self) -> tuple[Values, ...]:
        """All that is computed here."""
        return self.initiatives, self.participants, self._organisations

    def partners(self, organisation: str) -> Mapping[str, int]:
        """With whom an organisation shares initiatives, and how many."""
        shared: Counter[str] = Counter()
        participants, organisations = self.participants, self._organisations
        for initiative in self.initiatives.get(organisation, ()):
            shared.update(participants[initiative])
        return {
            other: count
            for other, count in shared.items()
            if other != organisation and other in organisations
        }

    @property
    def initiatives(self) -> Values:
        """What everybody takes part in, each once."""
        return self._tables.get("initiatives", make=self._of_participants)

    @property
    def participants(self) -> Values:
        """Who takes part in everything, each once."""
        return self._tables.get("participants", make=self._of_initiatives)

    @property
    def _organisations(self) -> Values:
        return self._tables.get("single organisations", make=self._single_organisations)

    def _of_participants(self) -> Values:
        named = values(self._index, NV.participant)
        return ordered(
            (participant, initiative)
            for participation, initiative in pairs(self._index, NV.participatesIn)
            for participant in named.get(participation, ())
        )

    def _of_initiatives(self) -> Values:
        return ordered(
            (initiative, participant)
            for participant, found in self.initiatives.items()
            for initiative in found
        )

    def _single_organisations(self) -> Values:
        collectives = self._index.subjects(ORG.classification, code("orgkind", "collective"))
        return alone(set(self._index.subjects(RDF.type, NV.Organisation)).difference(collectives))
