"""The plain statements about a thing: what it belongs to, where it is, what it is tied to."""

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib.namespace import FOAF, ORG, SKOS

from api.pages.description.sources import Mark, Source, marks, sources
from api.pages.editions.edition import Edition, Name, Text, fragment_of, readable_tail
from api.pages.editions.paging import NOTHING_ASKED, Asked, Paging, Place, paged
from graph.terms import NV
from graph.timeline import hosts_on


def _plain(*terms: str) -> tuple[str, ...]:
    """Terms as what is read is kept by: an IRI of rdflib is a string with a hash of its own."""
    return tuple(map(str, terms))


HOSTED_BY = str(NV.hostedBy)
OUTWARD = _plain(
    ORG.unitOf,
    NV.nodeOf,
    NV.partOf,
    NV.hostedBy,
    NV.locatedIn,
    NV.servesPlace,
    NV.within,
    NV.focusArea,
    NV.about,
    NV.establishes,
    NV.uses,
    NV.complements,
    FOAF.homepage,
)
"""Properties of a thing that are shown beside its name, in this order."""


INWARD = _plain(
    ORG.unitOf,
    NV.nodeOf,
    NV.hostedBy,
    NV.partOf,
    NV.about,
    NV.establishes,
    NV.uses,
    NV.complements,
    NV.within,
    NV.locatedIn,
    NV.servesPlace,
    NV.focusArea,
)
"""Properties of other things whose links to a thing are told on its page, in this order."""

MOST_RELATED = 50
"""How many things are named that are tied to one by the same property."""

LITERAL = _plain(NV.fileName, NV.release, NV.software, NV.nodeCount, NV.edgeCount)
"""Plain values that are shown beside a thing's name, after the ties."""


@dataclass(frozen=True)
class Fact:
    """What one property says."""

    term: str
    values: tuple[Name, ...]
    paging: Paging | None = None
    """Where in a longer list of values these are."""

    anchor: str = ""
    """Where the page of all statements about the thing has this one; empty where another thing says it."""


@dataclass(frozen=True)
class Span:
    """A period of a thing."""

    fragment: str
    text: str
    marks: tuple[Mark, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class BudgetLine:
    """An appropriation or budget that money is taken from."""

    fragment: str
    """Its fragment where its own page is this one; empty elsewhere."""

    name: Name
    holders: tuple[Name, ...]
    other_names: tuple[Text, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Identifier:
    """What a register calls a thing."""

    fragment: str
    register: str
    name: Name
    """The identifier, linked to the register's page of the thing where the data has its address."""

    sources: tuple[Source, ...]


def outward_facts(edition: Edition, thing: str) -> tuple[Fact, ...]:
    """What the thing says of itself."""
    said = edition.reading.about(thing)
    # Who hosts it, the hosts' own statements may say.
    ties = ((each, _values(edition, thing, each)) for each in OUTWARD if each in said or each == HOSTED_BY)
    plain = (
        (each, tuple(Name(text.text) for text in edition.texts(thing, each)))
        for each in LITERAL
        if each in said
    )
    return tuple(
        Fact(edition.kept(_outward_term, property_), values, anchor=anchor_of(property_))
        for property_, values in (*ties, *plain)
        if values
    )


def anchor_of(property_: str) -> str:
    """The fragment of what a thing itself says by a property, on the page of all statements about it."""
    return f"_{readable_tail(property_)}"


def inward_facts(edition: Edition, thing: str, asked: Asked = NOTHING_ASKED) -> tuple[Fact, ...]:
    """What other things say of their tie to this one, except for money and taking part."""
    found = (
        (property_, term, edition.order.leading_to(property_, thing))
        for property_, term in _inward_terms(edition)
        if edition.reading.is_led_to(property_, thing)
        and thing in edition.reading.aggregates.linked(property_)
    )
    return tuple(
        Fact(term, *paged(asked, _place(property_), things, edition.name))
        for property_, term, things in found
        if things
    )


def _place(property_: str) -> Place:
    return Place(readable_tail(property_), "_relations", size=MOST_RELATED)


def spans(edition: Edition, thing: str) -> tuple[Span, ...]:
    """The periods of a thing."""
    return tuple(
        Span(
            fragment_of(iri),
            edition.numbers.period(edition.day(iri, NV.start), edition.day(iri, NV.end)),
            marks(edition, iri),
            sources(edition, iri),
        )
        for iri in edition.things(thing, NV.period)
    )


def identifiers(edition: Edition, thing: str) -> tuple[Identifier, ...]:
    """The identifiers of a thing, by register."""
    elsewhere = edition.things(thing, SKOS.exactMatch)
    found = (_identifier(edition, iri, elsewhere) for iri in edition.things(thing, NV.identifier))
    return tuple(sorted(found, key=lambda each: each.register))


def _identifier(edition: Edition, iri: str, elsewhere: list[str]) -> Identifier:
    written = edition.value(iri, SKOS.notation) or fragment_of(iri)
    address = next((each for each in elsewhere if each.endswith(f"/{written}")), "")
    return Identifier(
        fragment=fragment_of(iri),
        register=edition.words_of(iri, NV.identifierScheme),
        name=Name(written, None, edition.href(address) if address else None),
        sources=sources(edition, iri),
    )


def budget_lines(edition: Edition, thing: str) -> tuple[BudgetLine, ...]:
    """The budget lines that a thing holds, or that are part of it."""
    found = edition.reading.aggregates.budget_lines.get(thing, ())
    return tuple(budget_line(edition, iri, thing) for iri in found)


def budget_line(edition: Edition, iri: str, on_page_of: str) -> BudgetLine:
    """A budget line as it is shown on the page of a thing."""
    return BudgetLine(
        fragment=fragment_of(iri) if iri.partition("#")[0] == on_page_of else "",
        name=edition.name(iri),
        holders=edition.names(edition.things(iri, NV.heldBy)),
        other_names=edition.texts(iri, SKOS.altLabel),
        sources=sources(edition, iri),
    )


def _values(edition: Edition, thing: str, property_: str) -> tuple[Name, ...]:
    if property_ == HOSTED_BY:
        hosted = HOSTED_BY in edition.reading.about(thing) or edition.reading.is_led_to(NV.hosted, thing)
        return edition.names(hosts_on(edition.index, thing, edition.moment.on)) if hosted else ()
    return edition.names(edition.things(thing, property_))


def _outward_term(edition: Edition, property_: str) -> str:
    gettext = edition.phrases.gettext
    told = {str(ORG.unitOf): gettext("is a body of"), str(FOAF.homepage): gettext("website")}
    return told.get(property_) or edition.word(property_)


def _inward_terms(edition: Edition) -> Iterable[tuple[str, str]]:
    gettext = edition.phrases.gettext
    told = (
        gettext("bodies within it"),
        gettext("nodes and units"),
        gettext("is the host of"),
        gettext("parts"),
        gettext("activities about it"),
        gettext("is established by"),
        gettext("is used by"),
        gettext("is complemented by"),
        gettext("places within it"),
        gettext("located here"),
        gettext("meant for this place"),
        gettext("activities in this area"),
    )
    return zip(INWARD, told, strict=True)
