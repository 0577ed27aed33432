"""What a document says of itself: its subject, its licence, its dataset, and where its other pages are."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad
from rdflib import Namespace
from rdflib.namespace import DCTERMS, FOAF, RDF, RDFS, VOID

from api.linked_data.wanted import Wanted
from graph.description.words import LICENCE
from graph.iris import Iris, named
from graph.things.entities import MOST_LINKS, Description

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
TYPE, DOCUMENT = named(RDF.type), named(FOAF.Document)
TOPIC, LICENSED, REMARK = named(FOAF.primaryTopic), named(DCTERMS.license), named(RDFS.comment)
IN_DATASET, PART = named(VOID.inDataset), named(DCTERMS.hasPart)
UNDER = named(LICENCE)
COLLECTION, VIEW_OF_IT = named(HYDRA.Collection), named(HYDRA.PartialCollectionView)
VIEW, TOTAL = named(HYDRA.view), named(HYDRA.totalItems)
FIRST, PREVIOUS, NEXT, LAST = (named(HYDRA[each]) for each in ("first", "previous", "next", "last"))
REMARKS = {
    "en": "Links {first} to {last} of {total} by <{predicate}> that lead here.",
    "sv": "Länk {first} till {last} av {total} med <{predicate}> som leder hit.",
}


class SelfDescription:
    """What the documents of one dataset say of themselves."""

    def __init__(self, iris: Iris) -> None:
        self._base = iris.base
        self._dataset = named(iris.dataset)

    def of(self, path: str, told: Description, wanted: Wanted) -> Iterator[Quad]:
        """The statements of a document at `/data/{path}`, the same in every format."""
        document = NamedNode(f"{self._base}data/{path}")
        yield Quad(document, TYPE, DOCUMENT)
        yield Quad(document, TOPIC, NamedNode(told.iri))
        yield Quad(document, LICENSED, UNDER)
        yield Quad(document, IN_DATASET, self._dataset)
        for each in told.inbound:
            if each.total > MOST_LINKS:
                yield from _pages(document.value, told, wanted)
                return


def _pages(document: str, told: Description, wanted: Wanted) -> Iterator[Quad]:
    """The links that lead here as a collection, this page as a view of it, and the way to the other pages.

    By the Hydra Core Vocabulary (section 4.5, collections). The address of a view has no
    format, so that every format says the same of it.
    """

    def page(number: int) -> NamedNode:
        return NamedNode(document + (wanted.query(page=number) or "?page=1"))

    collection, here = NamedNode(f"{document}#links"), page(told.page)
    yield Quad(NamedNode(document), PART, collection)
    yield Quad(collection, named(RDF.type), COLLECTION)
    yield Quad(collection, TOTAL, Literal(sum(each.total for each in told.inbound)))
    yield Quad(collection, VIEW, here)
    yield Quad(here, named(RDF.type), VIEW_OF_IT)
    yield Quad(here, FIRST, page(1))
    yield Quad(here, LAST, page(told.pages))
    if told.page > 1:
        yield Quad(here, PREVIOUS, page(told.page - 1))
    if told.page < told.pages:
        yield Quad(here, NEXT, page(told.page + 1))
    for each in told.inbound:
        yield from _remarks(here, each.predicate, each.total, told.page)


def _remarks(view: NamedNode, predicate: str, total: int, page: int) -> Iterator[Quad]:
    """What the page shows of the links by a property of which there is more than fits."""
    first, last = (page - 1) * MOST_LINKS + 1, min(page * MOST_LINKS, total)
    if total > MOST_LINKS and first <= last:
        for language, said in REMARKS.items():
            text = said.format(first=first, last=last, total=total, predicate=predicate)
            yield Quad(view, REMARK, Literal(text, language=language))
