"""The addresses of the HTML pages, in Swedish below `/sv/` and in English below `/en/`.

Those of single things are in `api.linked_data.things`. What the others need lies in `app.state`:
`context`, and `press`, a `Press` made for its release.
"""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.context import asking, context_of
from api.http.language import preferred
from api.pages.description.head import LISTED
from api.pages.editions.edition import Edition
from api.pages.editions.moment import Moment, moment
from api.pages.editions.paging import Asked
from api.pages.editions.phrases import LANGUAGES
from api.pages.printing.answer import FOR_EVER, SAFETY, html
from api.pages.printing.press import Page, Press
from api.pages.registers.home import home_page
from api.pages.registers.lists import Wanted, list_page
from api.pages.registers.ranking import ranking_page
from api.pages.registers.searching import search_page
from api.pages.service.about import about_page
from api.pages.service.querying import outcome_of, query_page
from api.pages.service.vocabulary import vocabulary_page
from api.pages.things.statements import statements_page
from graph.aggregates.tables import PAGES, SEARCH
from graph.iris import KEY, KINDS, EntityKey


async def _edition(request: Request) -> Edition:
    press: Press = request.app.state.press
    release = request.query_params.get("release", "")
    return press.editions[request.url.path.split("/")[1]].at(Moment(release=release))


async def _edition_then(request: Request) -> Edition:
    press: Press = request.app.state.press
    return press.editions[request.url.path.split("/")[1]].at(moment(request.query_params))


Told = Annotated[Edition, Depends(_edition)]
ToldOfThen = Annotated[Edition, Depends(_edition_then)]
"""For the pages that tell of a day, if one is asked for."""

pages = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


async def _come(edition: Edition, what: str) -> None:
    """Wait for what another process computes over the whole release."""
    await edition.reading.aggregates.tables.come(what)


def _shown(request: Request, edition: Edition, template: str, page: Page) -> Response:
    press: Press = request.app.state.press
    return html(request, press.html(edition, template, page), edition.language)


@pages.get("/")
async def home(request: Request, edition: Told) -> Response:
    """The first page."""
    await _come(edition, PAGES)
    return _shown(request, edition, "home.html", home_page(edition))


@pages.get("/about")
async def about(request: Request, edition: Told) -> Response:
    """About the data."""
    return _shown(request, edition, "about.html", about_page(edition))


@pages.get("/ranking")
async def ranking(request: Request, edition: Told, by: str = "") -> Response:
    """Organisations by how central they are."""
    return _shown(request, edition, "ranking.html", ranking_page(edition, by))


@pages.get("/ns")
async def ontology(request: Request, edition: Told) -> Response:
    """Every term and code list."""
    return _shown(request, edition, "ns.html", vocabulary_page(edition))


@pages.get("/sparql")
async def sparql(request: Request, edition: Told, query: str = "") -> Response:
    """The query form, with the answer if a query is given."""
    context = asking(request)
    outcome = await outcome_of(edition, query, context.door)
    page = query_page(edition, query, outcome, context.questions.stored)
    return _shown(request, edition, "sparql.html", page)


@pages.get("/search")
async def search(request: Request, edition: Told) -> Response:
    """What a search by name finds."""
    await _come(edition, SEARCH)
    return _shown(request, edition, "search.html", search_page(edition, Asked(request.query_params)))


@pages.get("/{kind}")
async def things(request: Request, edition: ToldOfThen, kind: str, sort: str = "", by: str = "") -> Response:
    """The list of all things of a kind."""
    if kind not in LISTED:
        raise HTTPException(404)
    await _come(edition, PAGES)
    page = list_page(edition, kind, Wanted(sort, by), Asked(request.query_params))
    return _shown(request, edition, "list.html", page)


@pages.get("/{kind}/{key}/statements")
async def statements(request: Request, edition: Told, kind: str, key: str) -> Response:
    """Where each statement about a thing comes from."""
    if kind not in KINDS or not KEY.fullmatch(key):
        raise HTTPException(404)
    dataset, asked = context_of(request).archive.dataset, Asked(request.query_params)
    page = await asyncio.to_thread(statements_page, edition, EntityKey(kind, key), dataset, asked)
    return _shown(request, edition, "statements.html", page)


router = APIRouter(include_in_schema=False)
for _language in LANGUAGES:
    router.include_router(pages, prefix=f"/{_language}")


@router.get("/")
async def front_door(request: Request) -> Response:
    """To the first page in the reader's language."""
    language = preferred(request.headers.get("accept-language"), LANGUAGES)
    return RedirectResponse(f"/{language}/", 302, {"Vary": "Accept-Language", **SAFETY})


@router.get("/static/{name}")
async def static(request: Request, name: str) -> Response:
    """A style sheet, script or picture, whose name holds the hash of its content."""
    press: Press = request.app.state.press
    found = press.static.get(name)
    if found is None:
        raise HTTPException(404)
    return Response(found.content, 200, {"Cache-Control": FOR_EVER, **SAFETY}, found.media_type)
