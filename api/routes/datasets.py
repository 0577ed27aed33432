"""`/datasets…`, `/.well-known/void` and `/releases.atom`: what there is, told to people and to catalogues."""

import asyncio
import io
from collections.abc import Iterable

from fastapi import APIRouter, Request
from pyoxigraph import Triple, serialize
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from api.context import context_of
from api.http.language import preferred
from api.http.negotiation import HTML, STATEMENTS, Offer, choose
from api.pages.editions.phrases import LANGUAGES
from api.pages.printing.answer import html
from api.pages.printing.press import Press
from api.pages.service.datasets import datasets_page
from api.pages.service.releases import history
from api.publication.dumps import Dumps
from api.publication.feed import MEDIA_TYPE as ATOM
from api.publication.feed import Feed
from api.routes.pages import Told
from graph.description.dcat import CATALOGUE_LICENCE, PREFIXES, Entry, describe_catalogue
from graph.description.holdings import holdings
from graph.description.void import SOURCE, Statement
from graph.description.words import quad
from graph.dumps.naming import dumps_of
from graph.formats import STATEMENTS as SYNTAXES
from graph.formats import compact
from graph.iris import named

VARY = "Accept, Accept-Language, Accept-Encoding"
REVALIDATE = "public, no-cache"
NOT_YET_WHOLE = "no-store"
READ = ["GET", "HEAD"]
READERS_PATIENCE = 2.0
HARVESTERS_PATIENCE = 10.0
"""How many seconds a page and a catalogue entry wait for the dumps that they list, to tell their sizes."""

CATALOGUE = tuple(
    next(each for each in STATEMENTS if each.name == name) for name in ("rdf", "ttl", "jsonld", "nt")
)
"""The formats of the catalogue entry: first the one that the Swedish data portal reads."""

router = APIRouter(include_in_schema=False)


async def _entry(request: Request, patience: float) -> tuple[Entry, bool]:
    """What the catalogue is made from, and whether all dumps were made within so many seconds."""
    context, dumps = context_of(request), _dumps(request)
    names = dumps_of(context.index.release, context.index.iris)
    if dumps:
        await dumps.make_ahead(names, patience)
    listed = await asyncio.to_thread(holdings, context.index, context.archive.dataset)
    made = dumps.there(names) if dumps else {}
    entry = Entry(context.index.iris, context.publisher, tuple(listed), made)
    return entry, dumps is None or len(made) == len(names)


def _dumps(request: Request) -> Dumps | None:
    dumps: Dumps | None = request.app.state.dumps
    return dumps


@router.api_route("/datasets", methods=READ)
async def datasets(request: Request) -> Response:
    """To the page in the reader's language."""
    return _to_page(request)


@router.api_route("/datasets/nodverk", methods=READ)
async def dataset(request: Request) -> Response:
    """The address of the dataset itself: to the page or the catalogue entry."""
    offer = _chosen(request)
    if offer is HTML:
        return _to_page(request)
    return RedirectResponse(_as_asked(request, f"/datasets/dcat.{offer.name}"), 303, {"Vary": VARY})


@router.api_route("/datasets/dcat", methods=READ)
async def catalogue(request: Request) -> Response:
    """The catalogue entry, in the best format that is accepted."""
    offer = _chosen(request)
    return _to_page(request) if offer is HTML else await _catalogue(request, offer, VARY)


@router.api_route("/datasets/dcat.{extension}", methods=READ)
async def catalogue_in(request: Request, extension: str) -> Response:
    """The catalogue entry in the format of the extension."""
    offer = next((each for each in CATALOGUE if each.name == extension), None)
    if offer is None:
        offered = ", ".join(f".{each.name}" for each in CATALOGUE)
        raise HTTPException(404, f"The catalogue ends in {offered}.")
    return await _catalogue(request, offer, "Accept-Encoding")


async def _catalogue(request: Request, offer: Offer, vary: str) -> Response:
    entry, whole = await _entry(request, HARVESTERS_PATIENCE)
    content = await asyncio.to_thread(_written, describe_catalogue(entry), offer.name)
    alternates = [
        f'</datasets/dcat.{each.name}>; rel="alternate"; type="{each.media_type}"' for each in CATALOGUE
    ]
    headers = {
        "Vary": vary,
        "Link": ", ".join([f'<{CATALOGUE_LICENCE}>; rel="license"', *alternates]),
        "Content-Location": f"/datasets/dcat.{offer.name}",
        "Cache-Control": REVALIDATE if whole else NOT_YET_WHOLE,
        "Nodverk-Release": str(context_of(request).index.release.number),
    }
    return Response(content, headers=headers, media_type=offer.content_type)


def _written(statements: Iterable[Statement], syntax: str) -> bytes:
    here = named("urn:catalogue")
    triples: dict[Triple, None] = dict.fromkeys(quad(each, here).triple for each in statements)
    written = io.BytesIO()
    grouped = sorted(triples, key=lambda each: str(each.subject))
    serialize(grouped, written, format=SYNTAXES[syntax], prefixes=PREFIXES)
    return compact(written.getvalue()) if syntax == "jsonld" else written.getvalue()


def _chosen(request: Request) -> Offer:
    offer = choose(request.headers.get("accept"), (*CATALOGUE, HTML))
    if offer is None:
        offered = ", ".join(each.media_type for each in (*CATALOGUE, HTML))
        raise HTTPException(406, f"This comes as {offered}.")
    return offer


def _to_page(request: Request) -> Response:
    language = preferred(request.headers.get("accept-language"), LANGUAGES)
    return RedirectResponse(_as_asked(request, f"/{language}/datasets"), 303, {"Vary": VARY})


def _as_asked(request: Request, address: str) -> str:
    """An address with the query string that was sent, which may name a release."""
    return f"{address}?{request.url.query}" if request.url.query else address


@router.api_route("/void", methods=READ)
@router.api_route("/.well-known/void", methods=READ)
async def void(request: Request) -> Response:
    """To the description of the dataset (VoID, section 7.2); whoever reads pages, to the page."""
    if choose(request.headers.get("accept"), (*STATEMENTS, HTML)) is HTML:
        return _to_page(request)
    return RedirectResponse(_as_asked(request, f"/data/graph/{SOURCE}"), 302, {"Vary": VARY})


@router.api_route("/releases.atom", methods=READ)
async def releases(request: Request) -> Response:
    """The feed of releases, in the reader's language."""
    press: Press = request.app.state.press
    language = preferred(request.headers.get("accept-language"), LANGUAGES)
    return await _feed(request, press.editions[language])


async def _page(request: Request, edition: Told) -> Response:
    """The page about the datasets."""
    context, press = context_of(request), request.app.state.press
    entry, whole = await _entry(request, READERS_PATIENCE)
    made = await asyncio.to_thread(history, context.index, context.archive.dataset)
    page = datasets_page(edition, entry, made, files=_dumps(request) is not None)
    response = html(request, press.html(edition, "datasets.html", page), edition.language)
    if not whole:
        response.headers["Cache-Control"] = NOT_YET_WHOLE
    return response


async def _feed(request: Request, edition: Told) -> Response:
    """The feed of releases."""
    context = context_of(request)
    made = await asyncio.to_thread(history, context.index, context.archive.dataset)
    headers = {
        "Content-Location": f"/{edition.language}/releases.atom",
        "Content-Language": edition.language,
        "Vary": "Accept-Language, Accept-Encoding",
        "Cache-Control": REVALIDATE,
    }
    content = Feed(edition, context.publisher, made).document()
    return Response(content, headers=headers, media_type=f"{ATOM}; charset=utf-8")


for _language in LANGUAGES:
    router.add_api_route(f"/{_language}/datasets", _page, methods=READ, response_model=None)
    router.add_api_route(f"/{_language}/releases.atom", _feed, methods=READ, response_model=None)
