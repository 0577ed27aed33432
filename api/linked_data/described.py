"""What can be dereferenced: a thing or a named graph, its addresses, and what is stated about it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from unicodedata import normalize
from urllib.parse import unquote

from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib.namespace import PROV

from api.cache.prepared import Prepared
from api.http.negotiation import STATEMENTS, TABLE
from api.linked_data.self_description import SelfDescription
from api.linked_data.wanted import PLAIN, Wanted
from api.pages.editions.phrases import LANGUAGES
from api.pages.service.vocabulary import fragment_of_code
from graph.blank_nodes import blank_again
from graph.description.words import LICENCE
from graph.errors import EntityUnknown, PageUnknown
from graph.formats import BY_SOURCE, document, written
from graph.index.index import Index
from graph.iris import ANY_KEY, KEY, KINDS, as_uri, named, spellings
from graph.json_ld_context import JsonLdContext
from graph.terms import CODE
from graph.things.embedded import Embedded
from graph.things.entities import Description, describe
from graph.things.labels import LabelLines
from graph.vocabulary import ONTOLOGY

DOCUMENTS = (*STATEMENTS, TABLE)
"""The formats of the documents about a thing, best first."""

TURTLE, JSON_LD = "ttl", "jsonld"

BROUGHT_BY = named(PROV.wasGeneratedBy)

VOCABULARY_PAGE = "ns"
VOCABULARY_GRAPHS = {"ontology": "", "codes": "_codes", "alignments": "_classes"}
"""The named graphs that one page documents, with the place on it where each is told of."""

PAGE_OF_SOURCES = ("datasets", "_parts")
"""The page that lists every named graph, and the place on it."""

LINKS = ", ".join(
    [
        '</data/*>; rel="describedby"',
        '</.well-known/void>; rel="describedby"',
        f'<{LICENCE}>; rel="license"',
        *(f'</data/*.{each.name}>; rel="alternate"; type="{each.media_type}"' for each in DOCUMENTS),
    ]
)
"""The links to the documents about something whose path stands for each star."""

CODE_PATH = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)?")


@dataclass(frozen=True)
class DocumentPage:
    """A page of a document, as it is sent."""

    content: bytes
    pages: int = 1
    """How many pages there are, of which this is one."""


@dataclass(frozen=True)
class Described:
    """Something with an address of its own, of which documents and perhaps pages tell."""

    iri: str
    path: str
    """Its kind and key: its documents are at `/data/{path}`."""

    page: str
    """Its pages are at `/{language}/{page}`: its kind and key, or what they are pages of."""

    fragment: str = ""
    """The place on its pages where it is told of; empty for all of them."""

    def page_in(self, language: str, query: str = "") -> str:
        """The address of its page in a language, with a query string."""
        return f"/{language}/{self.page}{query}" + (f"#{self.fragment}" if self.fragment else "")

    def document(self, format_name: str = "") -> str:
        """The address of its document, in a format or negotiated."""
        return f"/data/{self.path}.{format_name}" if format_name else f"/data/{self.path}"

    def links(self, address: str = "") -> str:
        """A `Link` header (RFC 8288): all that tells of it, and the address that is to be cited.

        That is its own, except for its pages, which search engines are to list by their `address`.
        """
        links = f'<{as_uri(address or self.iri)}>; rel="canonical", ' + LINKS.replace("*", self.path)
        pages = (
            f'<{self.page_in(language)}>; rel="alternate"; type="text/html"; hreflang="{language}"'
            for language in LANGUAGES
        )
        return f"{links}, {', '.join(pages)}"


def thing_named(index: Index, kind: str, key: str) -> Described:
    """What would have this kind and key, known or not. Raises `EntityUnknown` where nothing could have."""
    path = f"{kind}/{key}"
    iri = f"{index.iris.base}id/{path}"
    if kind not in KINDS:
        raise EntityUnknown(iri)
    if not KEY.fullmatch(key):
        return _spelled_otherwise(index, kind, key)
    return Described(iri, path, path)


def _spelled_otherwise(index: Index, kind: str, key: str) -> Described:
    """A thing whose key has letters like å, however they are written. Raises `EntityUnknown`."""
    composed = normalize("NFC", unquote(key))
    start = f"{index.iris.base}id/{kind}/"
    if not ANY_KEY.fullmatch(composed):
        raise EntityUnknown(start + key)
    for spelling in spellings(composed):
        if index.knows(start + spelling):
            path = f"{kind}/{as_uri(composed)}"
            return Described(start + spelling, path, path)
    raise EntityUnknown(start + composed)


def thing_at(index: Index, kind: str, key: str) -> Described:
    """A thing by its kind and key. Raises `EntityUnknown` where nothing is stated about it."""
    described = thing_named(index, kind, key)
    if not index.knows(described.iri):
        raise EntityUnknown(described.iri)
    return described


def graph_at(index: Index, source: str) -> Described:
    """The named graph of a source.

    The page about it is that of the document it was made from, or else the one that lists all sources.
    """
    iri = str(index.iris.graph(source))
    if not KEY.fullmatch(source) or not (index.knows(iri) or index.store.contains_named_graph(named(iri))):
        raise EntityUnknown(iri)
    if source in VOCABULARY_GRAPHS:
        return Described(iri, f"graph/{source}", VOCABULARY_PAGE, VOCABULARY_GRAPHS[source])
    page = f"document/{source}"
    if index.knows(f"{index.iris.base}id/{page}"):
        return Described(iri, f"graph/{source}", page)
    return Described(iri, f"graph/{source}", *PAGE_OF_SOURCES)


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

    def __init__(self, index: Index, prepared: Prepared | None = None) -> None:
        self._index = index
        self._prepared = prepared
        self._labels = LabelLines(index)
        self._embedded = Embedded(index)
        self._itself = SelfDescription(index.iris)

    def document(self, described: Described, name: str, wanted: Wanted = PLAIN) -> DocumentPage:
        """What is stated about something in a format; of a named graph, what it states too.

        Which named graph makes a statement is told in a table and on request only: who asks for
        N-Quads, as engines like best to do, looks into the default graph.

        Raises `EntityUnknown`, and `PageUnknown` where there are not so many pages.
        """
        by_source = wanted.provenance or name == TABLE.name
        if not by_source and wanted.page == 1 and (content := self._made_beforehand(described.path)):
            return DocumentPage(self._rewritten(content, name, compact=wanted.compact))
        if described.path.startswith("graph/"):
            if wanted.page > 1:
                raise PageUnknown(1)
            by_source = by_source or name in BY_SOURCE
            return DocumentPage(
                document(self._about_graph(described, by_source=by_source), name, by_source=by_source)
            )
        told = describe(self._index, described.iri, by_source=by_source, page=wanted.page)
        if wanted.page > told.pages:
            raise PageUnknown(told.pages)
        about = self._itself.of(described.path, told, wanted)
        if wanted.compact and name == JSON_LD and not wanted.provenance:
            content = self.context.compacted([*told.quads(), *about])
        elif by_source:
            sources = self._about_sources(told) if wanted.provenance else ()
            content = document([*told.quads(), *sources, *about], name, by_source=True)
        elif name == TURTLE:
            content = written([*told.own(), *about], name) + self._labels.of(told.neighbours)
        else:
            content = written([*told.quads(), *about], name)
        return DocumentPage(content, told.pages)

    def _made_beforehand(self, path: str) -> bytes | None:
        """The plain Turtle document of a thing, where it has one page and is there already."""
        return self._prepared.get(path) if self._prepared else None

    def _rewritten(self, turtle: bytes, name: str, *, compact: bool) -> bytes:
        """The same in another syntax."""
        if name == TURTLE:
            return turtle
        statements = list(parse(turtle, format=RdfFormat.TURTLE, lenient=True))
        return (
            self.context.compacted(statements) if compact and name == JSON_LD else written(statements, name)
        )

    @cached_property
    def context(self) -> JsonLdContext:
        """The JSON-LD context of the ontology."""
        return JsonLdContext(self._index)

    def embedded(self, described: Described, told: Description) -> bytes:
        """What is said of a thing as JSON-LD, made quickly, for the page about it."""
        return self._embedded.document(told, self._itself.of(described.path, told, PLAIN))

    def _about_graph(self, described: Described, *, by_source: bool) -> Iterator[Quad]:
        index = self._index
        if index.knows(described.iri):
            told = describe(index, described.iri, by_source=by_source)
            yield from told.quads()
            yield from self._itself.of(described.path, told, PLAIN)
        yield from blank_again(index.named_quads(graph=named(described.iri)), index.iris.base)

    def _about_sources(self, told: Description) -> Iterator[Quad]:
        """What is known of the named graphs that make the statements: the import that brought each."""
        for graph in {quad.graph_name for quad in told.own()}:
            if isinstance(graph, NamedNode):
                about = list(self._index.named_quads(graph))
                yield from about
                for each in about:
                    if each.predicate == BROUGHT_BY and isinstance(each.object, NamedNode):
                        yield from self._index.named_quads(each.object)
