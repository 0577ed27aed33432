"""The page about the data: what it is, how amounts are counted, which release this is."""

from dataclasses import dataclass

from rdflib.namespace import SKOS

from api.pages.editions.edition import Edition, Name, Text, notation
from api.pages.editions.frame import Anchor, Frame
from api.pages.editions.numbers import Day
from api.pages.editions.phrases import alphabetical
from graph.terms import CODE


@dataclass(frozen=True)
class Term:
    """A word of a code list and what it means."""

    notation: str
    word: str
    meaning: Text | None


@dataclass(frozen=True)
class SourceGraph:
    """A named graph of the release."""

    name: str
    document: Name | None
    statements: str


@dataclass(frozen=True)
class AboutPage:
    """The page about the data."""

    frame: Frame
    statuses: tuple[Term, ...]
    assertions: tuple[Term, ...]
    release: int
    made_on: str
    statements: str
    graphs: tuple[SourceGraph, ...]


def about_page(edition: Edition) -> AboutPage:
    """The page about the data of an edition."""
    gettext, release = edition.phrases.gettext, edition.index.release
    return AboutPage(
        frame=Frame(
            title=gettext("About the data"),
            description=gettext("What the data is, how amounts are counted, and how to use it."),
            path="/about",
            menu="about",
            contents=(
                Anchor("_what", gettext("What it is")),
                Anchor("_amounts", gettext("How amounts are counted")),
                Anchor("_certainty", gettext("How certain a statement is")),
                Anchor("_release", gettext("Release and sources")),
                Anchor("_access", gettext("Ways to the data")),
                Anchor("_licence", gettext("Licence")),
                Anchor("_site", gettext("About the site")),
                Anchor("_accessibility", gettext("Accessibility")),
            ),
        ),
        statuses=_terms(edition, "status"),
        assertions=_terms(edition, "assertion"),
        release=release.number,
        made_on=edition.numbers.day(Day(release.made_at.date())),
        statements=edition.numbers.count(release.statements),
        graphs=tuple(_graph(edition, each.graph, each.statements) for each in release.graphs),
    )


def _terms(edition: Edition, scheme: str) -> tuple[Term, ...]:
    concepts = edition.index.subjects(SKOS.inScheme, f"{CODE}{scheme}")
    found = (Term(notation(each), edition.word(each), edition.description(each)) for each in concepts)
    return tuple(sorted(found, key=lambda term: alphabetical(term.word, edition.language)))


def _graph(edition: Edition, graph: str, statements: int) -> SourceGraph:
    source = edition.index.iris.source(graph)
    document = str(edition.index.iris.entity("document", source))
    return SourceGraph(
        name=source,
        document=edition.name(document) if edition.index.knows(document) else None,
        statements=edition.numbers.count(statements),
    )
