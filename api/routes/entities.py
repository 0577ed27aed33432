"""`/id/…`, `/graph/…`, `/ns`, `/code/…` and `/data/…`: the address of each thing, and the documents about it.

A thing is not a document (W3C note "Cool URIs for the Semantic Web"): its address
answers 303 with the page or document that the client likes best. The parts of a
thing are fragments of its address and are told of where it is.
"""

from collections.abc import Sequence
from importlib.metadata import version

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from api.context import context_of
from api.described import (
    DOCUMENTS,
    Described,
    code_at,
    graph_at,
    ontology_at,
    statements_about,
    thing_at,
)
from api.language import preferred
from api.memento import as_of_then, memento
from api.negotiation import HTML, Offer, choose
from api.pages.phrases import LANGUAGES
from graph.formats import BY_SOURCE, document
from graph.store.index import Index

VARY = "Accept, Accept-Language, Accept-Encoding"
REVALIDATE = "public, no-cache"
VERSION = version("nodverk")

router = APIRouter(include_in_schema=False)


@router.get("/id/{kind}/{key}")
async def thing(request: Request, kind: str, key: str) -> Response:
    """To the page or document about a thing."""
    return _see_other(request, thing_at(context_of(request).index, kind, key))


@router.get("/graph/{source}")
async def named_graph(request: Request, source: str) -> Response:
    """To the page or document about a named graph."""
    return _see_other(request, graph_at(context_of(request).index, source))


@router.get("/data/graph/{name}")
async def document_of_graph(request: Request, name: str) -> Response:
    """What is said of a named graph, and what it says."""
    index = context_of(request).index
    source, _, extension = name.partition(".")
    return _document(request, index, graph_at(index, source), extension)


@router.get("/data/{kind}/{name}")
async def document_of_thing(request: Request, kind: str, name: str) -> Response:
    """What is said of a thing, in the format of its extension; without one, in the best that is accepted."""
    index = context_of(request).index
    key, _, extension = name.partition(".")
    return _document(request, index, thing_at(index, kind, key), extension)


@router.get("/ns")
async def ontology(request: Request) -> Response:
    """To the page or document about the ontology: where its namespace leads to."""
    return _see_other(request, ontology_at(context_of(request).index))


@router.get("/code/{path:path}")
async def code(request: Request, path: str) -> Response:
    """To the place on the page, or the document, about a code list or a code."""
    return _see_other(request, code_at(context_of(request).index, path))


def _see_other(request: Request, described: Described) -> Response:
    """A redirection to what tells of the thing."""
    offers = (*DOCUMENTS, HTML) if described.page else DOCUMENTS
    offer = _chosen(request, offers)
    then = as_of_then(request, context_of(request))
    if offer is HTML:
        language = preferred(request.headers.get("accept-language"), LANGUAGES)
        address = described.page_in(language, then)
    else:
        address = described.document(offer.name) + then
    headers = {"Vary": f"{VARY}, Accept-Datetime", "Link": described.links()}
    return RedirectResponse(address, 303, headers)


def _document(request: Request, index: Index, described: Described, extension: str) -> Response:
    offer = _by_extension(extension) if extension else _chosen(request, DOCUMENTS)
    headers = {
        "Vary": "Accept-Encoding" if extension else VARY,
        "Link": described.links(),
        "ETag": f'W/"{index.release.number}-{offer.name}-{VERSION}"',
        "Cache-Control": REVALIDATE,
        "Content-Location": described.document(offer.name),
        "Nodverk-Release": str(index.release.number),
    }
    if "release" in request.query_params:
        headers |= memento(index.release, described.iri, headers["Link"])
    if _is_fresh(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(None, 304, headers)
    content = document(statements_about(index, described, by_source=offer.name in BY_SOURCE), offer.name)
    return Response(content, headers=headers, media_type=offer.content_type)


def _chosen(request: Request, offers: Sequence[Offer]) -> Offer:
    offer = choose(request.headers.get("accept"), offers)
    if offer is None:
        offered = ", ".join(each.media_type for each in offers)
        raise HTTPException(406, f"This comes as {offered}.")
    return offer


def _by_extension(extension: str) -> Offer:
    offer = next((each for each in DOCUMENTS if each.name == extension), None)
    if offer is None:
        offered = ", ".join(f".{each.name}" for each in DOCUMENTS)
        raise HTTPException(404, f"Documents end in {offered}.")
    return offer


def _is_fresh(if_none_match: str, etag: str) -> bool:
    """Whether the client has this version already, by weak comparison (RFC 9110, section 13.1.2)."""
    known = {each.strip() for each in if_none_match.split(",")}
    return bool(known & {"*", etag, etag.removeprefix("W/")})
