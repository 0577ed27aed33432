"""`/id/…`, `/graph/…`, `/ns`, `/code/…` and `/data/…`: the address of each thing, and the documents about it.

A thing is not a document (W3C note "Cool URIs for the Semantic Web"): its address
answers 303 with the page or document that the client likes best. The parts of a
thing are fragments of its address and are told of where it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import version

from starlette.exceptions import HTTPException
from starlette.types import Scope

from api.context import Context
from api.http.http_date import http_date
from api.http.language import preferred
from api.http.negotiation import HTML, Offer, choose
from api.http.reply import Headers, Reply
from api.http.requests import header
from api.linked_data.described import (
    DOCUMENTS,
    Described,
    Writer,
    code_at,
    graph_at,
    ontology_at,
    thing_at,
    thing_named,
)
from api.linked_data.memento import as_of_then, memento
from api.linked_data.wanted import PLAIN, Wanted, wanted
from api.pages.editions.phrases import LANGUAGES
from graph.errors import EntityUnknown

VARY = b"Accept, Accept-Language, Accept-Encoding"
REVALIDATE = (b"cache-control", b"public, no-cache")
VERSION = version("nodverk")
ROOMS = {"id", "data", "graph", "code", "ns"}
"""What the addresses of things and documents begin with."""

MOST_ACCEPTS = 256
"""How many `Accept` headers are remembered with what they chose."""

TOLD = (*DOCUMENTS, HTML)
"""What a thing can be told in."""

BY_EXTENSION = {each.name: each for each in DOCUMENTS}
TOLD_BY_NAME = {each.name: each for each in TOLD}
JSON_LD = BY_EXTENSION["jsonld"]
CONTEXT = "/context.jsonld"
COMPACTED = "http://www.w3.org/ns/json-ld#compacted"
"""The profile of JSON-LD that asks for short names (JSON-LD 1.1, section C)."""

WITH_SOURCES = tuple(BY_EXTENSION[name] for name in ("trig", "nq", "jsonld", "csv"))
"""What can say which source makes a statement, best first."""


class Documents:
    """The documents of one release, and the addresses that lead to them."""

    def __init__(self, context: Context, writer: Writer) -> None:
        self._context = context
        self._index = context.index
        self._writer = writer
        self._chosen = lru_cache(MOST_ACCEPTS)(_chosen)
        self._mark = context.index.release.mark
        made_at = http_date(context.index.release.made_at)
        self._stamps: Headers = [
            (b"last-modified", made_at.encode()),
            REVALIDATE,
            (b"nodverk-release", str(context.index.release.number).encode()),
        ]

    def reply(self, scope: Scope) -> Reply | None:
        """The answer to a request; None where its address is not one of ours.

        Raises `GraphError` and `HTTPException`.
        """
        _, room, *rest = scope["path"].split("/")
        if scope["path"] == CONTEXT and scope["method"] in ("GET", "HEAD"):
            return self._json_ld_context()
        if room not in ROOMS or (room == "graph" and len(rest) > 1):  # a deeper address is the graph itself
            return None
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405)
        if room == "data" and len(rest) == 2:
            return self._document(scope, *rest)
        return self._see_other(scope, *self._wished(scope, room, rest))

    def _wished(self, scope: Scope, room: str, rest: list[str]) -> tuple[Described, Wanted]:
        """What an address is that of, and what of it is wanted; it may end in a format, as documents' do."""
        asked = wanted(scope["query_string"])
        try:
            return self._described(room, rest), asked
        except EntityUnknown:
            stem, _, extension = rest[-1].rpartition(".")
            if extension not in TOLD_BY_NAME:
                raise
        return self._described(room, [*rest[:-1], stem]), replace(asked, format=extension)

    def _described(self, room: str, rest: list[str]) -> Described:
        """What an address is that of."""
        match room, rest:
            case "id", [kind, key]:
                return thing_at(self._index, kind, key)
            case "graph", [source]:
                return graph_at(self._index, source)
            case "code", [_, *_]:
                return code_at(self._index, "/".join(rest))
            case "ns", [] | [""]:
                return ontology_at(self._index)
        raise HTTPException(404)

    def _see_other(self, scope: Scope, described: Described, asked: Wanted) -> Reply:
        """A redirection to what tells of the thing."""
        offer = self._offer(scope, asked, TOLD_BY_NAME)
        if offer is JSON_LD and COMPACTED in (header(scope, b"accept") or ""):
            asked = replace(asked, compact=True)
        moment = header(scope, b"accept-datetime")
        then = as_of_then(self._context, named=bool(asked.release), moment=moment)
        if offer is HTML:
            query = f"?release={then}" if then else ""
            address = described.page_in(preferred(header(scope, b"accept-language"), LANGUAGES), query)
        else:
            address = described.document(offer.name) + asked.query(then)
        headers = [
            (b"location", address.encode()),
            (b"vary", VARY + b", Accept-Datetime"),
            (b"link", described.links().encode()),
        ]
        return Reply(303, headers)

    def _document(self, scope: Scope, kind: str, name: str) -> Reply:
        """What is said of a thing, in the format of its extension, or in the best that is accepted."""
        key, _, extension = name.partition(".")
        described = self._with_documents(kind, key, negotiated=not extension)
        asked = wanted(scope["query_string"]) if scope["query_string"] else PLAIN
        if extension:
            offer = _by_extension(extension)
            if asked.provenance and offer not in WITH_SOURCES:
                return _with_sources(described, offer, asked)
        else:
            offer = self._offer(scope, asked, BY_EXTENSION)
        page = self._writer.document(described, offer.name, asked)
        headers: Headers = [
            (b"content-type", offer.content_type.encode()),
            (b"vary", b"Accept-Encoding" if extension else VARY),
            (b"etag", f'W/"{self._mark}-{offer.name}-{VERSION}"'.encode()),
            (b"content-location", (described.document(offer.name) + asked.query()).encode()),
            *self._stamps,
        ]
        links = described.links()
        if page.pages > 1:
            links += _to_other_pages(described.document(offer.name), asked, page.pages)
        if asked.release:
            then, links = memento(self._index.release, described.iri, links)
            headers.append((b"memento-datetime", then.encode()))
        headers.append((b"link", links.encode()))
        return Reply(200, headers, page.content)

    def _json_ld_context(self) -> Reply:
        """The context that compact documents refer to; the same for as long as the ontology is."""
        headers: Headers = [
            (b"content-type", JSON_LD.content_type.encode()),
            (b"cache-control", b"public, max-age=3600"),
        ]
        return Reply(200, headers, self._writer.context.document())

    def _with_documents(self, kind: str, key: str, *, negotiated: bool) -> Described:
        """What the documents are about. Before a format is negotiated the thing must be known."""
        if kind == "graph":
            return graph_at(self._index, key)
        return (thing_at if negotiated else thing_named)(self._index, kind, key)

    def _offer(self, scope: Scope, asked: Wanted, offers: Mapping[str, Offer]) -> Offer:
        """The format that is asked for by parameter, or else the best that is accepted."""
        if asked.provenance:
            offers = {each.name: each for each in WITH_SOURCES}
        named = asked.of(offers) if asked.format else None
        return named or self._chosen(header(scope, b"accept"), tuple(offers.values()))


def _with_sources(described: Described, offer: Offer, asked: Wanted) -> Reply:
    """To the document in the syntax most like the one asked for, of those that can name graphs."""
    name = {"nt": "nq"}.get(offer.name, "trig")
    headers = [
        (b"location", (described.document(name) + asked.query()).encode()),
        (b"link", described.links().encode()),
    ]
    return Reply(303, headers)


def _to_other_pages(address: str, asked: Wanted, pages: int) -> str:
    """The links to the other pages of a document in the same format (RFC 8288)."""
    numbers = {"first": 1, "prev": asked.page - 1, "next": asked.page + 1, "last": pages}
    links = (
        f', <{address}{asked.query(page=number)}>; rel="{relation}"'
        for relation, number in numbers.items()
        if 1 <= number <= pages
    )
    return "".join(links)


def _chosen(accept: str | None, offers: Sequence[Offer]) -> Offer:
    offer = choose(accept, offers)
    if offer is None:
        offered = ", ".join(each.media_type for each in offers)
        raise HTTPException(406, f"This comes as {offered}.")
    return offer


def _by_extension(extension: str) -> Offer:
    offer = BY_EXTENSION.get(extension)
    if offer is None:
        offered = ", ".join(f".{each.name}" for each in DOCUMENTS)
        raise HTTPException(404, f"Documents end in {offered}.")
    return offer
