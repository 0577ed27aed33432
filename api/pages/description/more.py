"""Everything else that is said of a thing, so that no page holds back what its data says.

The other sections know what they show. What they do not know is shown here with the
words of the ontology: properties of the thing, its other parts, and links that lead to it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import NamedNode, Quad
from rdflib.namespace import DCTERMS, ORG, RDF, RDFS, SKOS

from api.pages.description.facts import INWARD, LITERAL, OUTWARD, Fact
from api.pages.description.parts import Part, is_remark, parts_told
from api.pages.description.values import facts_told
from api.pages.editions.edition import TYPE, Edition
from graph.analysis.entailed import SOURCE as ENTAILED
from graph.iris import named
from graph.terms import NV
from graph.things.entities import MOST_LINKS

CONCERNS = str(NV.concerns)
MOST_WALKED = 400
"""How many links to a thing are looked at one by one, to find those that no section shows."""

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
    parts, inward = _walk(edition, thing)
    noted = {each for each in inward.get(CONCERNS, ()) if is_remark(edition, each)}
    told = parts_told(edition, thing, [part for part in sorted(parts) if _is_left(edition, part)])
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


def _walk(edition: Edition, thing: str) -> tuple[list[str], Mapping[str, set[str]]]:
    """The parts of a thing, and by property what leads from elsewhere to it or to them."""
    own, inward = f"{thing}#", defaultdict(set)
    met = {thing: None}
    walk = [thing]
    for part in walk:  # which grows on the way
        starts = [
            (quad.predicate.value, quad.subject.value)
            for quad in _links_to(edition, part)
            if isinstance(quad.subject, NamedNode)
        ]
        for predicate, start in starts:
            if start != thing and not start.startswith(own) and predicate not in SHOWN_INWARD:
                inward[predicate].add(start)
        beside = (start for _, start in starts if start.startswith(own))
        for each in (*edition.reading.parts(thing, part), *beside):
            if each not in met:
                met[each] = None
                walk.append(each)
    return walk[1:], inward


def _links_to(edition: Edition, part: str) -> list[Quad]:
    """The stated links that lead to a thing or a part; of very many, those that no section shows."""
    index, reached = edition.index, named(part)
    entailed = named(index.iris.graph(ENTAILED))
    follows = {(quad.subject, quad.predicate) for quad in index.named_quads(value=reached, graph=entailed)}
    links = index.merged_quads(value=reached)
    stated = (each for each in links if (each.subject, each.predicate) not in follows)
    found = list(islice(stated, MOST_WALKED + 1))
    if len(found) <= MOST_WALKED:
        return found
    leading = (each for each in edition.reading.aggregates.leading if each not in SHOWN_INWARD)
    return [
        quad
        for each in leading
        for quad in islice(index.merged_quads(predicate=named(each), value=reached), MOST_LINKS)
    ]


def _inward(edition: Edition, predicate: str, things: set[str]) -> Fact:
    """What leads here by a property; parts that go by the name of their thing are told of together."""
    term = edition.phrases.gettext("named under “%(property)s” by", property=edition.word(predicate))
    told_once = {(edition.name(each).text, each.partition("#")[0]): each for each in sorted(things)}
    return Fact(term, edition.names([*told_once.values()][:MOST_LINKS]))
