"""The first page: what the graph holds, and where to begin."""

from dataclasses import dataclass

from api.pages.description.head import LISTED, list_title
from api.pages.editions.edition import Edition
from api.pages.editions.frame import Frame
from api.pages.money.amounts import Currency, sums_of_all
from api.pages.registers.lists import Row, list_page


@dataclass(frozen=True)
class Way:
    """A way into the graph: a list and how much is in it."""

    kind: str
    title: str
    count: str
    href: str


@dataclass(frozen=True)
class HomePage:
    """The first page."""

    frame: Frame
    ways: tuple[Way, ...]
    sums: tuple[Currency, ...]
    documents: tuple[Row, ...]
    statements: str
    """How many statements the documents' own graphs hold."""


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
        documents=list_page(edition, "document").table.rows,
        statements=edition.numbers.count(_taken_from_documents(edition)),
    )


def _way(edition: Edition, kind: str) -> Way | None:
    found = len(edition.reading.aggregates.things.get(kind, ()))
    if not found:
        return None
    return Way(kind, list_title(edition, kind), edition.numbers.count(found), edition.address(f"/{kind}"))


def _taken_from_documents(edition: Edition) -> int:
    index = edition.index
    return sum(
        graph.statements
        for graph in index.release.graphs
        if index.knows(index.iris.entity("document", index.iris.source(graph.graph)))
    )
