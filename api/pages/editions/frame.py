"""What surrounds every page: its titles, its addresses, its contents."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from api.pages.editions.edition import Edition
from api.pages.editions.moment import Moment
from api.pages.editions.phrases import LANGUAGES
from graph.iris import EntityKey

FORMATS = (
    ("Turtle", "ttl", "text/turtle"),
    ("JSON-LD", "jsonld", "application/ld+json"),
    ("RDF/XML", "rdf", "application/rdf+xml"),
    ("N-Triples", "nt", "application/n-triples"),
)
"""The formats of a thing's data: name, file extension, media type."""

NARROWING = {"sort", "by"}
"""The parameters that say which part of a list is shown, and in which order."""

MENU = ("org", "node", "project", "activity", "funding", "ranking", "document", "sparql", "about")
"""The addresses of the main menu, in order."""


@dataclass(frozen=True)
class Anchor:
    """A heading of the page that the contents lead to."""

    fragment: str
    title: str


@dataclass(frozen=True)
class DataLink:
    """A thing's data in one format."""

    format: str
    href: str
    media_type: str


@dataclass(frozen=True)
class Frame:
    """What surrounds a page."""

    title: str
    description: str
    path: str
    """The address without its language: `/org/vinnova`."""

    menu: str = ""
    """The entry of the main menu that the page belongs to."""

    iri: str = ""
    """The thing that the page is about; empty where it is about none."""

    data: tuple[DataLink, ...] = ()
    contents: tuple[Anchor, ...] = ()
    query: str = ""
    """The page's query string, which the other language's page takes over."""

    searched: str = ""
    """What was searched for, to be searched for again in other words."""

    indexed: bool = True
    """Whether search engines are to list the page: not a query's result, not an error."""

    def of(self, moment: Moment) -> "Frame":
        """The same around a page of a moment: its addresses say of which, and search engines pass it by."""
        if not moment.query:
            return self
        query = "&".join(each for each in (self.query, moment.query) if each)
        return replace(self, query=query, indexed=False)

    @property
    def narrowed(self) -> tuple[tuple[str, str], ...]:
        """What narrows and orders the page, for a form that asks for it on another day."""
        return tuple(each for each in parse_qsl(self.query) if each[0] in NARROWING)

    def path_in(self, language: str) -> str:
        """The address of the page in a language, on this host."""
        return f"/{language}{self.path}" + (f"?{self.query}" if self.query else "")


@dataclass(frozen=True)
class Reuse:
    """How to use a thing's data elsewhere."""

    iri: str
    data: tuple[DataLink, ...]
    citation: str


def data_links(key: EntityKey, release: str = "") -> tuple[DataLink, ...]:
    """The addresses of a thing's data, one for each format, in a release if one is asked for."""
    asked = f"?release={release}" if release else ""
    return tuple(
        DataLink(name, f"/data/{key.path}.{extension}{asked}", media_type)
        for name, extension, media_type in FORMATS
    )


def reuse(edition: Edition, key: EntityKey, name: str) -> Reuse:
    """The data links of a thing, its persistent address and how to cite it."""
    iri = edition.index.iris.thing(key)
    release = edition.index.release
    citation = edition.phrases.gettext(
        "%(name)s. Nodverk, release %(release)s (%(year)s). %(iri)s",
        name=name,
        release=release.number,
        year=release.made_at.year,
        iri=iri,
    )
    return Reuse(iri, data_links(key, edition.moment.release), citation)


def others(language: str) -> tuple[str, ...]:
    """The languages that a page exists in beside this one."""
    return tuple(each for each in LANGUAGES if each != language)
