"""Everything else that is said of a thing, so that no page holds back what its data says.

The other sections know what they show. What they do not know is shown here with the
words of the ontology: properties of the thing, its other parts, and links that lead to it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad
from rdflib.namespace import DCTERMS, ORG, RDF, RDFS, SKOS

from api.pages.edition import Edition
from api.pages.facts import INWARD, LITERAL, OUTWARD, Fact
from api.pages.parts import Part, parts_told
from api.pages.values import facts_told, term_of
from graph.entities import describe
from graph.terms import NV

SHOWN_CLASSES = {
    str(each)
    for each in (
        NV.Allocation,
        NV.AmountStatement,
        NV.BudgetLine,
        NV.CentralityScore,
        NV.Change,
        NV.Hosting,
        NV.Identifier,
        NV.Naming,
        NV.Participation,
        NV.Period,
        NV.Section,
        NV.StatusEvent,
        SKOS.Concept,
        SKOS.ConceptScheme,
    )
}
"""Parts that have a section of their own, each with its fragment."""

ALWAYS_SHOWN = {
    str(each)
    for each in (
        RDF.type,
        RDFS.label,
        SKOS.altLabel,
        DCTERMS.description,
        NV.assertion,
        NV.datePrecision,
        NV.lines,
        NV.statedIn,
    )
}
MONEY_AND_PARTS = {
    str(each)
    for each in (
        NV.aim,
        NV.amount,
        NV.asOf,
        NV.benefits,
        NV.budgetLine,
        NV.currentStatus,
        NV.decidingBody,
        NV.derivation,
        NV.funder,
        NV.graphDefinition,
        NV.identifier,
        NV.instrument,
        NV.naming,
        NV.openEnded,
        NV.period,
        NV.recipient,
        NV.restates,
        NV.scope,
        NV.sha256,
        NV.status,
        NV.statusEvent,
        NV.placeKind,
        NV.sumOf,
        NV.targetGroup,
        NV.throughCall,
        NV.weighting,
        ORG.classification,
        ORG.identifier,
        SKOS.exactMatch,
    )
}
SHOWN = {str(each) for each in (*OUTWARD, *LITERAL)} | ALWAYS_SHOWN | MONEY_AND_PARTS
"""Properties of a thing that its head and its sections show."""

SHOWN_INWARD = {
    str(each)
    for each in (
        *INWARD,
        NV.actor,
        NV.allocatedTo,
        NV.analysis,
        NV.benefits,
        NV.decidingBody,
        NV.fromPool,
        NV.funder,
        NV.heldBy,
        NV.host,
        NV.hosted,
        NV.namedFinancier,
        NV.participant,
        NV.participatesIn,
        NV.predecessor,
        NV.recipient,
        NV.restates,
        NV.scoreOf,
        NV.statedIn,
        NV.successor,
        NV.sumOf,
        NV.throughCall,
    )
}
"""Links to a thing that its sections show."""


@dataclass(frozen=True)
class More:
    """What the other sections of a page do not show."""

    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]
    remarks: tuple[Part, ...]
    """What a reader should know about what the sources say of the thing."""

    inward: tuple[Fact, ...]

    @property
    def statements(self) -> bool:
        """Whether there is anything but remarks."""
        return bool(self.facts or self.parts or self.inward)


def more(edition: Edition, thing: str) -> More:
    """What else is said of a thing. Raises `EntityUnknown` where nothing is."""
    told = describe(edition.index, thing)
    by_subject: dict[str, list[Quad]] = defaultdict(list)
    for quad in told.statements:
        if isinstance(quad.subject, NamedNode):
            by_subject[quad.subject.value].append(quad)
    own = by_subject.pop(thing, [])
    parts = parts_told(edition, thing, {iri: by_subject[iri] for iri in _left(edition, by_subject)})
    return More(
        facts=facts_told(edition, thing, own, SHOWN),
        parts=tuple(part for part in parts if not part.is_remark),
        remarks=tuple(part for part in parts if part.is_remark),
        inward=tuple(
            _inward(edition, each.predicate, [quad.subject for quad in each.links])
            for each in told.inbound
            if each.predicate not in SHOWN_INWARD
        ),
    )


def _left(edition: Edition, parts: Iterable[str]) -> list[str]:
    """Those of the parts that no section shows."""
    return [iri for iri in sorted(parts) if SHOWN_CLASSES.isdisjoint(edition.things(iri, RDF.type))]


def _inward(edition: Edition, predicate: str, subjects: Iterable[object]) -> Fact:
    things = {each.value for each in subjects if isinstance(each, NamedNode)}
    term = edition.phrases.gettext("named under “%(property)s” by", property=term_of(edition, predicate))
    return Fact(term, edition.names(things))
