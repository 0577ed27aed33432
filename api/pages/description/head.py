"""The head of a thing's page: what it is, what it is called, what is said of it first."""

from dataclasses import dataclass

from rdflib.namespace import DCTERMS, RDFS, SKOS

from api.pages.description.facts import (
    BudgetLine,
    Fact,
    Identifier,
    Span,
    budget_lines,
    identifiers,
    outward_facts,
    spans,
)
from api.pages.description.sources import Mark, Source, marks, sources
from api.pages.editions.edition import Edition, Name, Text
from api.pages.editions.frame import Anchor, Frame, data_links
from api.pages.editions.paging import NOTHING_ASKED, Asked
from api.pages.editions.phrases import capitalised
from graph.iris import EntityKey
from graph.terms import NV

LISTED = (
    "org",
    "node",
    "project",
    "activity",
    "funding",
    "document",
    "place",
    "indicator",
    "policy",
    "person",
)
"""The kinds of things that have a list."""


@dataclass(frozen=True)
class Head:
    """What stands above all sections of a thing's page."""

    crumb: Name | None
    """The list that the thing is found in; None for the kinds that have none."""

    kind: str
    name: Name
    other_names: tuple[Text, ...]
    descriptions: tuple[Text, ...]
    status: str
    """The latest status; empty where none is stated."""

    facts: tuple[Fact, ...]
    spans: tuple[Span, ...]
    budget_lines: tuple[BudgetLine, ...]
    identifiers: tuple[Identifier, ...]
    marks: tuple[Mark, ...]
    sources: tuple[Source, ...]


def head(edition: Edition, key: EntityKey) -> Head:
    """The head of the page of a thing."""
    iri = edition.index.iris.thing(key)
    return Head(
        crumb=edition.kept(_crumb, key.kind),
        kind=capitalised(edition.kind(iri)),
        name=edition.name(iri),
        other_names=other_names(edition, iri, translated=key.kind == "org"),
        descriptions=edition.passages(iri, DCTERMS.description),
        status=edition.words_of(iri, NV.currentStatus),
        facts=outward_facts(edition, iri),
        spans=spans(edition, iri),
        budget_lines=budget_lines(edition, iri),
        identifiers=identifiers(edition, iri),
        marks=marks(edition, iri),
        sources=sources(edition, iri),
    )


def frame_of(
    edition: Edition, key: EntityKey, top: Head, contents: tuple[Anchor, ...], asked: Asked = NOTHING_ASKED
) -> Frame:
    """What surrounds the page of a thing with this head."""
    return Frame(
        title=top.name.text,
        description=top.descriptions[0].text if top.descriptions else f"{top.name.text}: {top.kind}",
        path=f"/{key.path}",
        menu=key.kind,
        iri=edition.index.iris.thing(key),
        data=data_links(key, edition.moment.release),
        contents=contents,
        query=asked.query,
    )


def other_names(edition: Edition, iri: str, *, translated: bool) -> tuple[Text, ...]:
    """What else a thing is called in the sources; with `translated`, also its name in the other language.

    An organisation goes by its name in both languages, while the other things have titles
    that the editors translated, by which nobody calls them.
    """
    shown = edition.name(iri).text
    labels = edition.texts(iri, RDFS.label) if translated else ()
    found = {each.text: each for each in labels + edition.texts(iri, SKOS.altLabel)}
    return tuple(each for text, each in found.items() if text != shown)


def _crumb(edition: Edition, kind: str) -> Name | None:
    if kind not in LISTED:
        return None
    return Name(list_title(edition, kind), None, edition.address(f"/{kind}"))


def list_title(edition: Edition, kind: str) -> str:
    """The title of the list of all things of a kind that is `LISTED`."""
    gettext = edition.phrases.gettext
    titles = {
        "org": gettext("Organisations"),
        "node": gettext("Nodes and centres"),
        "project": gettext("Projects and programmes"),
        "activity": gettext("Activities"),
        "funding": gettext("Funding"),
        "document": gettext("Sources"),
        "place": gettext("Places"),
        "indicator": gettext("Indicators"),
        "policy": gettext("Policies and reports"),
        "person": gettext("People in public office"),
    }
    return titles[kind]
