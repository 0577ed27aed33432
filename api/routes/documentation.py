"""`/openapi.json`: the API described for machines; `/sv/api` and `/en/api`: for people."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.context import context_of
from api.http.language import preferred
from api.http.negotiation import HTML, choose
from api.pages.editions.phrases import LANGUAGES
from api.pages.printing.answer import html
from api.pages.printing.press import Press
from api.pages.service.interface import interface_page
from api.stored_queries.asking import JSON, check_names, chosen_by_name, given_in
from api.stored_queries.openapi import describe_api
from api.stored_queries.plain_answers import document

VARY = "Accept, Accept-Language"

router = APIRouter(include_in_schema=False)


@router.get("/openapi.json")
async def openapi(request: Request) -> Response:
    """The OpenAPI document."""
    context, given = context_of(request), given_in(request)
    check_names(given, ())
    chosen_by_name(given, (JSON,))
    headers = {"Cache-Control": "public, no-cache", "Vary": "Accept-Encoding"}
    return Response(document(describe_api(context)), headers=headers, media_type="application/json")


@router.get("/api")
async def documentation(request: Request) -> Response:
    """To the page, in the reader's language; a program that wants JSON, to the document for machines."""
    if choose(request.headers.get("accept"), (HTML, JSON)) is JSON:
        return RedirectResponse("/openapi.json", 303, {"Vary": VARY})
    language = preferred(request.headers.get("accept-language"), LANGUAGES)
    return RedirectResponse(f"/{language}/api", 303, {"Vary": VARY})


@router.get("/sv/api")
@router.get("/en/api")
async def page(request: Request) -> Response:
    """The page about the API."""
    language = request.url.path.split("/")[1]
    press: Press = request.app.state.press
    edition = press.editions[language]
    told = interface_page(edition, context_of(request).questions)
    return html(request, press.html(edition, "api.html", told), language)
