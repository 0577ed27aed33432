"""`/id/…`, `/graph/…`, `/ns`, `/code/…` and `/data/…`: the address of each thing, and the documents about it.

A thing is not a document (W3C note "Cool URIs for the Semantic Web"): its address
answers 303 with the page or document that the client likes best. The parts of a
thing are fragments of its address and are told of where it is.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.types import Scope

from api.context import Context
from api.described import DOCUMENTS, Described, Writer, code_at, graph_at, ontology_at, thing_at, thing_named
from api.language import preferred
from api.memento import as_of_then, memento
from api.negotiation import HTML, Offer, choose
from api.pages.phrases import LANGUAGES
from api.protocol import header
from api.reply import Headers, Reply

VARY = b"Accept, Accept-Language, Accept-Encoding"
REVALIDATE = (b"cache-control", b"public, no-cache")
VERSION = version("nodverk")
ROOMS = {"id", "data", "graph", "code", "ns"}
"""What the addresses of things and documents begin with."""

MOST_ACCEPTS = 256
"""How many `Accept` headers are remembered with what they chose."""

TOLD = (*DOCUMENTS, HTML)
"""What a thing that has a page can be told in."""

BY_EXTENSION = {each.name: each for each in DOCUMENTS}


class Documents:
    """The documents of one release, and the addresses that lead to them."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._index = context.index
        self._writer = Writer(context.index)
        self._chosen = lru_cache(MOST_ACCEPTS)(_chosen)
        self._release = str(context.index.release.number)
        self._stamp = (b"nodverk-release", self._release.encode())

    def reply(self, scope: Scope) -> Reply | None:
        """The answer to a request; None where its address is not one of ours.

        Raises `GraphError` and `HTTPException`.
        """
        _, room, *rest = scope["path"].split("/")
        if room not in ROOMS or (room == "graph" and len(rest) > 1):  # a deeper address is the graph itself
            return None
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405)
        if room == "data" and len(rest) == 2:
            return self._document(scope, *rest)
        return self._see_other(scope, self._described(room, rest))

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

    def _see_other(self, scope: Scope, described: Described) -> Reply:
        """A redirection to what tells of the thing."""
        offer = self._chosen(header(scope, b"accept"), TOLD if described.page else DOCUMENTS)
        moment = header(scope, b"accept-datetime")
        then = as_of_then(self._context, named=_names_release(scope), moment=moment)
        if offer is HTML:
            address = described.page_in(preferred(header(scope, b"accept-language"), LANGUAGES), then)
        else:
            address = described.document(offer.name) + then
        headers = [
            (b"location", address.encode()),
            (b"vary", VARY + b", Accept-Datetime"),
            (b"link", described.links().encode()),
        ]
        return Reply(303, headers)

    def _document(self, scope: Scope, kind: str, name: str) -> Reply:
        """What is said of a thing, in the format of its extension, or in the best that is accepted."""
        key, _, extension = name.partition(".")
        described = graph_at(self._index, key) if kind == "graph" else thing_named(self._index, kind, key)
        offer = _by_extension(extension) if extension else self._chosen(header(scope, b"accept"), DOCUMENTS)
        headers: Headers = [
            (b"content-type", offer.content_type.encode()),
            (b"vary", b"Accept-Encoding" if extension else VARY),
            (b"etag", f'W/"{self._release}-{offer.name}-{VERSION}"'.encode()),
            (b"content-location", described.document(offer.name).encode()),
            REVALIDATE,
            self._stamp,
        ]
        links = described.links()
        if _names_release(scope):
            then, links = memento(self._index.release, described.iri, links)
            headers.append((b"memento-datetime", then.encode()))
        headers.append((b"link", links.encode()))
        return Reply(200, headers, self._writer.document(described, offer.name))


def _names_release(scope: Scope) -> bool:
    """Whether a release is asked by its number: such a document stays what it is."""
    asked = scope["query_string"]
    return bool(asked) and "release" in parse_qs(asked.decode("latin-1"), keep_blank_values=True)


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
