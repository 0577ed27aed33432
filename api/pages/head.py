"""The head of a thing's page: what it is, what it is called, what is said of it first."""

from dataclasses import dataclass

from rdflib.namespace import DCTERMS, SKOS

from api.pages.edition import Edition, Name, Text
from api.pages.facts import BudgetLine, Fact, Span, budget_lines, outward_facts, spans
from api.pages.sources import Mark, Source, marks, sources
from graph.iris import EntityKey
from graph.terms import NV


@dataclass(frozen=True)
class Head:
    """What stands above all sections of a thing's page."""

    crumb: Name
    """The list that the thing is found in."""

    kind: str
    name: Name
    other_names: tuple[Text, ...]
    descriptions: tuple[Text, ...]
    status: str
    """The latest status; empty where none is stated."""

    facts: tuple[Fact, ...]
    spans: tuple[Span, ...]
    budget_lines: tuple[BudgetLine, ...]
    marks: tuple[Mark, ...]
    sources: tuple[Source, ...]


def head(edition: Edition, key: EntityKey) -> Head:
    """The head of the page of a thing."""
    iri = str(edition.index.iris.entity(key.kind, key.key))
    return Head(
        crumb=Name(list_title(edition, key.kind), None, f"/{edition.language}/{key.kind}"),
        kind=capitalised(edition.kind(iri)),
        name=edition.name(iri),
        other_names=other_names(edition, iri),
        descriptions=edition.passages(iri, DCTERMS.description),
        status=edition.words_of(iri, NV.status),
        facts=outward_facts(edition, iri),
        spans=spans(edition, iri),
        budget_lines=budget_lines(edition, iri),
        marks=marks(edition, iri),
        sources=sources(edition, iri),
    )


def other_names(edition: Edition, iri: str) -> tuple[Text, ...]:
    """What else a thing is called: its name in the other language, and as the sources write it."""
    shown = edition.name(iri).text
    labels = tuple(
        Text(each.value, each.language if each.language != edition.language else None)
        for each in sorted(edition.index.labels(iri), key=lambda each: each.value)
    )
    found = dict.fromkeys(labels + edition.texts(iri, SKOS.altLabel))
    return tuple(each for each in found if each.text != shown)


def list_title(edition: Edition, kind: str) -> str:
    """The title of the list of all things of a kind."""
    gettext = edition.phrases.gettext
    titles = {
        "org": gettext("Organisations"),
        "node": gettext("Nodes and centres"),
        "project": gettext("Projects and programmes"),
        "activity": gettext("Activities"),
        "funding": gettext("Funding"),
        "document": gettext("Sources"),
        "place": gettext("Places"),
        "analysis": gettext("Analyses"),
        "import": gettext("Imports"),
    }
    return titles[kind]


def capitalised(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]
