"""What can be dereferenced: a thing or a named graph, its addresses, and what is stated about it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import DCTERMS, FOAF, RDF, RDFS

from api.endpoint_description import LICENCE
from api.negotiation import STATEMENTS, TABLE
from api.pages.phrases import LANGUAGES
from api.pages.vocabulary import fragment_of_code
from graph.blank_nodes import blank_again
from graph.entities import MOST_LINKS, Description, describe
from graph.errors import EntityUnknown
from graph.formats import BY_SOURCE, document, written
from graph.iris import KEY, KINDS, named
from graph.labels import LabelLines
from graph.store.index import Index
from graph.terms import CODE
from graph.vocabulary import ONTOLOGY

DOCUMENTS = (*STATEMENTS, TABLE)
"""The formats of the documents about a thing, best first."""

TYPE, DOCUMENT = named(RDF.type), named(FOAF.Document)
TOPIC, LICENSED, REMARK = named(FOAF.primaryTopic), named(DCTERMS.license), named(RDFS.comment)
UNDER = named(LICENCE)

VOCABULARY_PAGE = "ns"
VOCABULARY_GRAPHS = {"ontology": "", "codes": "_codes", "alignments": "_classes"}
"""The named graphs that one page documents, with the place on it where each is told of."""

LINKS = ", ".join(
    [
        '</data/*>; rel="describedby"',
        *(f'</data/*.{each.name}>; rel="alternate"; type="{each.media_type}"' for each in DOCUMENTS),
    ]
)
"""The links to the documents about something whose path stands for each star."""

CODE_PATH = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)?")


@dataclass(frozen=True)
class Described:
    """Something with an address of its own, of which documents and perhaps pages tell."""

    iri: str
    path: str
    """Its kind and key: its documents are at `/data/{path}`."""

    page: str | None
    """Kind and key of its pages, at `/{language}/{page}`; None where it has none."""

    fragment: str = ""
    """The place on its pages where it is told of; empty for all of them."""

    def page_in(self, language: str, query: str = "") -> str:
        """The address of its page in a language, with a query string."""
        return f"/{language}/{self.page}{query}" + (f"#{self.fragment}" if self.fragment else "")

    def document(self, format_name: str = "") -> str:
        """The address of its document, in a format or negotiated."""
        return f"/data/{self.path}.{format_name}" if format_name else f"/data/{self.path}"

    def links(self) -> str:
        """A `Link` header (RFC 8288): its address, and all that tells of it."""
        links = f'<{self.iri}>; rel="canonical", ' + LINKS.replace("*", self.path)
        if not self.page:
            return links
        pages = (
            f'<{self.page_in(language)}>; rel="alternate"; type="text/html"; hreflang="{language}"'
            for language in LANGUAGES
        )
        return f"{links}, {', '.join(pages)}"


def thing_named(index: Index, kind: str, key: str) -> Described:
    """What would have this kind and key, known or not. Raises `EntityUnknown` where nothing could have."""
    path = f"{kind}/{key}"
    iri = f"{index.iris.base}id/{path}"
    if kind not in KINDS or not KEY.fullmatch(key):
        raise EntityUnknown(iri)
    return Described(iri, path, path)


def thing_at(index: Index, kind: str, key: str) -> Described:
    """A thing by its kind and key. Raises `EntityUnknown` where nothing is stated about it."""
    described = thing_named(index, kind, key)
    if not index.knows(described.iri):
        raise EntityUnknown(described.iri)
    return described


def graph_at(index: Index, source: str) -> Described:
    """The named graph of a source. The page about it is that of the document it was made from."""
    iri = str(index.iris.graph(source))
    if not KEY.fullmatch(source) or not (index.knows(iri) or index.store.contains_named_graph(named(iri))):
        raise EntityUnknown(iri)
    if source in VOCABULARY_GRAPHS:
        return Described(iri, f"graph/{source}", VOCABULARY_PAGE, VOCABULARY_GRAPHS[source])
    page = f"document/{source}"
    return Described(iri, f"graph/{source}", page if index.knows(f"{index.iris.base}id/{page}") else None)


def ontology_at(index: Index) -> Described:
    """The ontology, which is a named graph. Raises `EntityUnknown` where the release has none."""
    return replace(graph_at(index, "ontology"), iri=ONTOLOGY)


def code_at(index: Index, path: str) -> Described:
    """A code list or a code by the end of its IRI: `status/decided`. Raises `EntityUnknown`."""
    iri = f"{CODE}{path}"
    if not CODE_PATH.fullmatch(path) or not index.knows(iri):
        raise EntityUnknown(iri)
    return replace(graph_at(index, "codes"), iri=iri, fragment=fragment_of_code(iri))


class Writer:
    """Writes the documents of one release, and remembers what many of them say."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._labels = LabelLines(index)

    def document(self, described: Described, name: str) -> bytes:
        """What is stated about something in a format; of a named graph, what it states too."""
        if described.path.startswith("graph/"):
            return document(self._about_graph(described, by_source=name in BY_SOURCE), name)
        told = describe(self._index, described.iri, by_source=name in BY_SOURCE)
        about = self._about_document(described, told)
        if name in BY_SOURCE:
            return document([*told.quads(), *about], name)
        if name == "ttl":
            return written([*told.own(), *about], name) + self._labels.of(told.neighbours)
        return written([*told.quads(), *about], name)

    def _about_graph(self, described: Described, *, by_source: bool) -> Iterator[Quad]:
        index = self._index
        if index.knows(described.iri):
            told = describe(index, described.iri, by_source=by_source)
            yield from told.quads()
            yield from self._about_document(described, told)
        yield from blank_again(index.named_quads(graph=named(described.iri)), index.iris.base)

    def _about_document(self, described: Described, told: Description) -> Iterator[Quad]:
        """What the document says of itself: its subject, its licence, and what it leaves out."""
        document = NamedNode(f"{self._index.iris.base}data/{described.path}")
        yield Quad(document, TYPE, DOCUMENT)
        yield Quad(document, TOPIC, NamedNode(described.iri))
        yield Quad(document, LICENSED, UNDER)
        for each in told.inbound:
            if each.total > MOST_LINKS:
                said = f"Shows {MOST_LINKS} of the {each.total} links by <{each.predicate}> that lead here."
                yield Quad(document, REMARK, Literal(said, language="en"))
