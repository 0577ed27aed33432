"""The first page: what the graph holds, and where to begin."""

from dataclasses import dataclass

from api.pages.description.head import LISTED, list_title
from api.pages.editions.edition import Edition, Name
from api.pages.editions.frame import Frame
from api.pages.money.amounts import Currency, sums_of_all
from api.pages.registers.columns import columns
from api.pages.registers.lists import PER_LIST
from graph.store.release import GraphVersion
from graph.terms import NV, code

EDITORIAL = str(code("assertion", "editorial"))


@dataclass(frozen=True)
class Way:
    """A way into the graph: a list and how much is in it."""

    kind: str
    title: str
    count: str
    href: str


@dataclass(frozen=True)
class Source:
    """A source document, in a word."""

    name: Name
    speaks_from: str


@dataclass(frozen=True)
class Sources:
    """Source documents of one sort, the first ones by name."""

    listed: tuple[Source, ...]
    statements: str
    """How many statements their own graphs hold."""


@dataclass(frozen=True)
class HomePage:
    """The first page."""

    frame: Frame
    ways: tuple[Way, ...]
    sums: tuple[Currency, ...]
    texts: Sources
    kept: Sources
    """Reference lists and additions that the editors keep beside the texts."""


def home_page(edition: Edition) -> HomePage:
    """The first page of an edition."""
    gettext = edition.phrases.gettext
    return HomePage(
        frame=Frame(
            title=gettext("The Swedish AI ecosystem as open data"),
            description=gettext(
                "Who takes part, who pays and what each source says: organisations, projects and funding in "
                "Swedish and Nordic AI, every statement with its source."
            ),
            path="/",
            menu="home",
        ),
        ways=tuple(way for way in (_way(edition, kind) for kind in LISTED) if way),
        sums=sums_of_all(edition),
        texts=_sources(edition, kept=False),
        kept=_sources(edition, kept=True),
    )


def _way(edition: Edition, kind: str) -> Way | None:
    found = edition.reading.aggregates.count(kind)
    if not found:
        return None
    return Way(kind, list_title(edition, kind), edition.numbers.count(found), edition.address(f"/{kind}"))


def _sources(edition: Edition, *, kept: bool) -> Sources:
    """The sources that the editors keep themselves, or all others."""
    index, speaks_from = edition.index, columns(edition, "document")[0]

    def belongs(document: str) -> bool:
        return (EDITORIAL in edition.things(document, NV.assertion)) is kept

    def document_of(graph: GraphVersion) -> str:
        return index.iris.entity("document", index.iris.source(graph.graph))

    statements = sum(
        graph.statements
        for graph in index.release.graphs
        if index.knows(document_of(graph)) and belongs(document_of(graph))
    )
    first = edition.order.roll("document", "")[:PER_LIST]
    return Sources(
        tuple(Source(edition.name(each), speaks_from.cell(each)) for each in first if belongs(each)),
        edition.numbers.count(statements),
    )
