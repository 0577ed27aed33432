"""Everything else that is said of a thing, so that no page holds back what its data says.

The other sections know what they show. What they do not know is shown here with the
words of the ontology: properties of the thing, its other parts, and links that lead to it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode
from rdflib.namespace import DCTERMS, ORG, RDF, RDFS, SKOS

from api.pages.description.facts import INWARD, LITERAL, OUTWARD, Fact
from api.pages.description.parts import Part, is_remark, parts_told
from api.pages.description.values import facts_told
from api.pages.editions.edition import TYPE, Edition
from graph.terms import NV
from graph.things.entities import MOST_LINKS

CONCERNS = str(NV.concerns)

SHOWN_CLASSES = {
    str(each)
    for each in (
        NV.Allocation,
        NV.AmountStatement,
        NV.BudgetLine,
        NV.CentralityScore,
        NV.Change,
        NV.Citation,
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
"""Parts that have a section of their own, each with its fragment, or stand beside what they are about."""

ALWAYS_SHOWN = {
    str(each)
    for each in (
        RDF.type,
        RDFS.label,
        SKOS.altLabel,
        DCTERMS.description,
        NV.assertion,
        NV.citation,
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
        NV.benefits,
        NV.decidingBody,
        NV.fromPool,
        NV.funder,
        NV.heldBy,
        NV.host,
        NV.hosted,
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

    noted_elsewhere: tuple[Fact, ...]
    """Such remarks on the pages of other things that concern this one too, by kind."""

    inward: tuple[Fact, ...]

    @property
    def noted(self) -> bool:
        """Whether there are remarks, here or elsewhere."""
        return bool(self.remarks or self.noted_elsewhere)

    @property
    def statements(self) -> bool:
        """Whether there is anything but remarks."""
        return bool(self.facts or self.parts or self.inward)


def more(edition: Edition, thing: str) -> More:
    """What else is said of a thing."""
    inward, parts = _leading(edition, thing), sorted(edition.reading.walked(thing).parts)
    noted = {each for each in inward.get(CONCERNS, ()) if is_remark(edition, each)}
    told = parts_told(edition, thing, [part for part in parts if _is_left(edition, part)])
    return More(
        facts=facts_told(edition, thing, thing, SHOWN),
        parts=tuple(part for part in told if not part.is_remark),
        remarks=tuple(part for part in told if part.is_remark),
        noted_elsewhere=_by_kind(edition, noted),
        inward=tuple(
            _inward(edition, predicate, inward[predicate] - noted)
            for predicate in sorted(inward)
            if inward[predicate] - noted
        ),
    )


def _by_kind(edition: Edition, remarks: Iterable[str]) -> tuple[Fact, ...]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for each in sorted(remarks):
        kinds[edition.kind(each)].append(each)
    return tuple(Fact(kind, edition.names(kinds[kind][:MOST_LINKS])) for kind in sorted(kinds))


def _is_left(edition: Edition, part: str) -> bool:
    """Whether no section shows the part."""
    return SHOWN_CLASSES.isdisjoint(edition.things(part, TYPE))


def _leading(edition: Edition, thing: str) -> dict[str, set[str]]:
    """By property, what leads from elsewhere to a thing or its parts, and no section shows."""
    found = {}
    for each in edition.reading.walked(thing).told.inbound:
        if each.predicate not in SHOWN_INWARD:
            links = edition.reading.stated(each.links)
            found[each.predicate] = {
                link.subject.value for link in links if isinstance(link.subject, NamedNode)
            }
    return found


def _inward(edition: Edition, predicate: str, things: set[str]) -> Fact:
    """What leads here by a property; parts that go by the name of their thing are told of together."""
    term = edition.phrases.gettext("named under “%(property)s” by", property=edition.word(predicate))
    told_once = {(edition.name(each).text, each.partition("#")[0]): each for each in sorted(things)}
    return Fact(term, edition.names([*told_once.values()][:MOST_LINKS]))
