"""`/sparql`: the endpoint for queries, by the SPARQL 1.1 Protocol."""

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from api.context import Context, context_of
from api.endpoint_description import describe_endpoint
from api.language import preferred
from api.negotiation import HTML, ROWS, STATEMENTS, Offer, choose
from api.pages.phrases import LANGUAGES
from api.protocol import Asked, read
from api.streaming import StreamedAnswer
from graph.formats import document
from graph.store.conversation import Question
from graph.store.door import Answer

T = TypeVar("T")

VARY = "Accept, Accept-Language, Accept-Encoding"
MEANT = {"json": "jsonld", "xml": "rdf"}
"""Which syntax of statements a client means that asks for one of rows, not knowing what it gets."""

CLIENT_GONE = 499
"""The status of an answer that nobody receives."""

router = APIRouter(include_in_schema=False)


@router.api_route("/sparql", methods=["GET", "POST"])
async def sparql(request: Request) -> Response:
    """Answer a query; without one, say what the endpoint can do."""
    context = context_of(request)
    asked = await read(request, context.limits.query_bytes)
    if request.method == "GET" and _page_is_wanted(request, asked):
        return _to_page(request)
    rows, statements = _formats(request, asked)
    if asked.query is None:
        return _description(context, statements)
    question = Question(
        text=asked.query,
        base=f"{context.index.iris.base}sparql",
        rows=rows.name if rows else None,
        statements=statements.name if statements else None,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
    )
    answer = await _while_connected(request, context.door.ask(question))
    return await _response(answer) if answer else Response(status_code=CLIENT_GONE)


def _page_is_wanted(request: Request, asked: Asked) -> bool:
    """Whether the client is a person's browser, rather than a program."""
    accept = request.headers.get("accept")
    return not asked.format and choose(accept, (*ROWS, *STATEMENTS, HTML)) is HTML


def _to_page(request: Request) -> Response:
    """To the form, with the query in it; it shows the result."""
    language = preferred(request.headers.get("accept-language"), LANGUAGES)
    query = request.url.query
    address = f"/{language}/sparql" + (f"?{query}" if query else "")
    return RedirectResponse(address, 303, {"Vary": VARY})


def _formats(request: Request, asked: Asked) -> tuple[Offer | None, Offer | None]:
    """The formats for rows and for statements, by the `format` parameter or else by `Accept`.

    The parameter may be one of our short names or a media type; what it is else is passed over.
    """
    rows, statements = _named(ROWS, asked.format), _named(STATEMENTS, MEANT.get(asked.format, asked.format))
    if rows is None and statements is None:
        accept = asked.format if "/" in asked.format else request.headers.get("accept")
        rows, statements = choose(accept, ROWS), choose(accept, STATEMENTS)
    if rows is None and statements is None:
        offered = dict.fromkeys(each.media_type for each in (*ROWS, *STATEMENTS))
        raise HTTPException(406, f"Answers come as {', '.join(offered)}.")
    return rows, statements


def _named(offers: tuple[Offer, ...], name: str) -> Offer | None:
    return next((each for each in offers if each.name == name), None)


def _description(context: Context, offer: Offer | None) -> Response:
    if offer is None:
        raise HTTPException(
            406, f"The description comes as {', '.join(each.media_type for each in STATEMENTS)}."
        )
    content = document(describe_endpoint(context.index), offer.name)
    return Response(content, media_type=offer.content_type, headers={"Vary": VARY})


async def _while_connected(request: Request, work: Coroutine[None, None, T]) -> T | None:
    """The result of some work; None where the client went away, and then the work is given up."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_disconnected(request))
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        working.cancel()
        leaving.cancel()


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _response(answer: Answer) -> Response:
    offer = _named(STATEMENTS if answer.form.result == "statements" else ROWS, answer.form.format)
    media_type = offer.content_type if offer else None
    headers = {"Vary": VARY, "Nodverk-Release": str(answer.form.release)}
    if answer.ended:
        return Response(await answer.whole(), headers=headers, media_type=media_type)
    return StreamedAnswer(answer.content(), headers=headers, media_type=media_type)
