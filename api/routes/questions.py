"""`/api/queries` and the lists `/api/organisations`, `/api/awards`, …: what can be asked without SPARQL."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.context import Context, asking, context_of
from api.http.negotiation import Offer
from api.http.streaming import StreamedAnswer
from api.stored_queries.asking import (
    LANGUAGE,
    LIST_FORMATS,
    PAGE,
    WORKER_FORMATS,
    Given,
    ask,
    check_names,
    chosen,
    given_in,
    offers_of,
    solutions,
)
from api.stored_queries.plain_answers import Paging, answer_document, document, list_document, table
from api.stored_queries.query_list import query_list
from graph.errors import EntityUnknown
from graph.iris import KEY
from graph.stored_queries.library import StoredQuery
from graph.stored_queries.lists import Listing
from graph.stored_queries.plain import Plain, Teller
from graph.stored_queries.questions import check_that_known

VARY = "Accept, Accept-Encoding"
DESCRIBED_BY = '</openapi.json>; rel="service-desc"; type="application/json"'
TOTAL = "X-Total-Count"
"""The header by which many clients of lists learn how long the whole list is, CSV or not."""

router = APIRouter(include_in_schema=False)


@router.get("/api/queries")
async def queries(request: Request) -> Response:
    """The stored queries, with what each asks and takes."""
    context, given = context_of(request), given_in(request)
    check_names(given, ())
    told = query_list(context.questions.stored.values(), context.index.iris.base)
    return _response(context, chosen(request, given, LIST_FORMATS[:1]), document(told))


async def _stored(request: Request, name: str) -> StoredQuery:
    query = context_of(request).questions.stored.get(name)
    if query is None:
        raise HTTPException(404, f"There is no query {name}. /api/queries lists those there are.")
    return query


@router.get("/api/queries/{name}")
async def stored_query(request: Request, query: Annotated[StoredQuery, Depends(_stored)]) -> Response:
    """The answer to a stored query."""
    context, given = asking(request), given_in(request)
    offer = chosen(request, given, offers_of(query))
    check_names(given, query.parameters)
    text = query.asked(given.values)
    check_that_known(query, given.values, context.index)
    if query.form in {"construct", "describe"}:
        answer = await ask(context, text, statements=offer.name)
    else:
        answer = await ask(context, text, rows=WORKER_FORMATS[offer.name])
    if offer.name == "json":
        release = context.index.release.number
        told = answer_document(query, query.effective(given.values), await solutions(answer), release)
        return _response(context, offer, document(told))
    if answer.ended:
        return _response(context, offer, await answer.whole())
    headers = {**_headers(context), "Content-Type": offer.content_type}
    return StreamedAnswer(answer.content(), MutableHeaders(headers).raw)


async def _listing(request: Request, name: str) -> Listing:
    listing = context_of(request).questions.lists.get(name)
    if listing is None:
        known = ", ".join(context_of(request).questions.lists)
        raise HTTPException(404, f"There is no list {name}. There are: {known}.")
    return listing


Listed = Annotated[Listing, Depends(_listing)]


@router.get("/api/{name}")
async def things(request: Request, listing: Listed) -> Response:
    """A part of a list of things, filtered and sorted."""
    context, given = asking(request), given_in(request)
    offer = chosen(request, given, LIST_FORMATS)
    check_names(given, (*listing.which.parameters, *PAGE))
    part = {each.name: given.values.pop(each.name, each.default or "") for each in PAGE}
    for each in PAGE:
        each.term(part[each.name])
    order = await _members(context, listing, given)
    limit, offset = int(part["limit"]), int(part["offset"])
    address = f"{context.index.iris.base}api/{listing.name}"
    repeated = {"format": given.format, "release": given.release}
    paging = Paging(
        len(order),
        limit,
        offset,
        address,
        given.values | {name: value for name, value in repeated.items() if value},
    )
    language = given.values.get("language", "sv")
    items = await _told(context, listing, order[offset : offset + limit], language)
    if offer.name == "csv":
        content = table(listing, items)
    else:
        content = document(list_document(listing, paging, items, context.index.release.number))
    return _response(context, offer, content, paging)


@router.get("/api/{name}/{key}")
async def thing(request: Request, listing: Listed, key: str) -> Response:
    """One thing of a list."""
    context, given = asking(request), given_in(request)
    offer = chosen(request, given, LIST_FORMATS)
    check_names(given, (LANGUAGE,))
    LANGUAGE.term(given.values.get("language", "sv"))
    candidates = listing.candidates(context.index.iris, key) if KEY.fullmatch(key) else []
    items = await _told(context, listing, candidates, given.values.get("language", "sv"))
    if not items:
        raise EntityUnknown(f"{context.index.iris.base}id/{listing.kinds[0]}/{key}")
    content = table(listing, items) if offer.name == "csv" else document(items[0])
    return _response(context, offer, content)


async def _members(context: Context, listing: Listing, given: Given) -> list[str]:
    """The IRIs of all that is in a list with these filters, in order."""
    text = listing.which.asked(given.values)
    check_that_known(listing.which, given.values, context.index)
    answer = await ask(context, text, rows="tsv")
    lines = (await answer.whole()).decode().splitlines()[1:]
    return list(dict.fromkeys(line[1:-1] for line in lines if line.startswith("<")))


async def _told(context: Context, listing: Listing, iris: list[str], language: str) -> list[dict[str, Plain]]:
    """What is told of some things, in this order; nothing of those that are not of the list's sort."""
    if not iris:
        return []
    rows = await solutions(await ask(context, listing.of(iris), rows="json"))
    return Teller(context.index, language).things(listing, iris, rows if isinstance(rows, list) else [])


def _headers(context: Context, paging: Paging | None = None) -> dict[str, str]:
    links = paging.links if paging else {}
    headers = {
        "Vary": VARY,
        "Link": ", ".join(
            [DESCRIBED_BY, *(f'<{address}>; rel="{relation}"' for relation, address in links.items())]
        ),
        "Cache-Control": "public, no-cache",
        "Nodverk-Release": str(context.index.release.number),
    }
    return headers | ({TOTAL: str(paging.total)} if paging else {})


def _response(context: Context, offer: Offer, content: bytes, paging: Paging | None = None) -> Response:
    return Response(content, headers=_headers(context, paging), media_type=offer.content_type)
