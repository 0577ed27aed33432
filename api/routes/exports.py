"""`/exports/…`: the release in the terms of other models, and which awards those models cannot express.

`/exports` lists the models, `/exports/eurio` is the graph in one of them in the format that is
asked for, `/exports/eurio.jsonld` in a stated one, and `/exports/eurio/left-out` tells of each
award that is no grant there what it lacks for that.
"""

import asyncio
from functools import partial

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.context import context_of
from api.http.negotiation import STATEMENTS, Offer, choose
from api.stored_queries.plain_answers import document
from graph.alignments.views import MODELS, LeftOut, Model, View, view
from graph.description.words import LICENCE
from graph.errors import FormatUnavailable
from graph.stored_queries.plain import Plain

JSON = Offer("json", "application/json")
OFFERS = {each.name: each for each in (*STATEMENTS, JSON)}
LEFT_OUT = "left-out"
LICENSED = f'<{LICENCE}>; rel="license"'
REVALIDATE = "public, no-cache"
READ = ["GET", "HEAD"]

router = APIRouter(include_in_schema=False)


@router.api_route("/exports", methods=READ)
async def models(request: Request) -> Response:
    """The models, each with its formats."""
    base = context_of(request).index.iris.base
    told: list[Plain] = [_listed(f"{base}exports/{each.name}", each) for each in MODELS.values()]
    return _json(request, {"models": told})


def _listed(address: str, model: Model) -> Plain:
    return {
        "model": model.name,
        "address": address,
        "formats": {name: f"{address}.{name}" for name in model.formats},
        "leftOut": f"{address}/{LEFT_OUT}",
    }


@router.api_route(f"/exports/{{name}}/{LEFT_OUT}", methods=READ)
async def left_out(request: Request, name: str) -> Response:
    """How many awards are grants in the model, and of each of the others what it lacks."""
    if name not in MODELS:
        raise _unknown()
    seen = await _seen(request, MODELS[name], MODELS[name].formats[0])
    others: list[Plain] = [_lacking(each) for each in seen.left_out]
    awards = len(seen.grants) + len(others)
    return _json(request, {"model": name, "awards": awards, "grants": len(seen.grants), "leftOut": others})


def _lacking(left_out: LeftOut) -> Plain:
    return {
        "award": left_out.award.iri,
        "title": left_out.award.title,
        "lacks": list(left_out.lacks),
    }


@router.api_route("/exports/{file}", methods=READ)
async def export(request: Request, file: str) -> Response:
    """The release in the terms of a model: `eurio` as is asked for, `eurio.ttl` as Turtle."""
    model, syntax = _called(file)
    offer = OFFERS[syntax] if syntax else _liked(request, model)
    seen = await _seen(request, model, offer.name)
    here = f"/exports/{model.name}"
    alternates = (
        f'<{here}.{each}>; rel="alternate"; type="{OFFERS[each].media_type}"' for each in model.formats
    )
    headers = {
        "Cache-Control": REVALIDATE,
        "Content-Location": f"{here}.{offer.name}",
        "Link": ", ".join([LICENSED, f'<{here}/{LEFT_OUT}>; rel="describedby"', *alternates]),
        "Nodverk-Release": str(context_of(request).index.release.number),
        "Vary": "Accept-Encoding" if syntax else "Accept, Accept-Encoding",
    }
    return Response(seen.content, headers=headers, media_type=offer.content_type)


def _called(file: str) -> tuple[Model, str]:
    """The model and the format that an address names; no format where it leaves that to the client."""
    for name, model in MODELS.items():
        syntax = file.removeprefix(f"{name}.")
        if file == name or syntax in model.formats:
            return model, "" if file == name else syntax
    raise _unknown()


def _liked(request: Request, model: Model) -> Offer:
    """The format that the client likes best. Raises `FormatUnavailable` where it likes none."""
    offer = choose(request.headers.get("accept"), [OFFERS[each] for each in model.formats])
    if offer is None:
        raise FormatUnavailable(f"the graph as {model.name}", model.formats)
    return offer


async def _seen(request: Request, model: Model, syntax: str) -> View:
    """The view, made beside the answers to others."""
    return await asyncio.to_thread(partial(view, context_of(request).index, model, syntax))


def _json(request: Request, told: Plain) -> Response:
    headers = {
        "Cache-Control": REVALIDATE,
        "Nodverk-Release": str(context_of(request).index.release.number),
        "Vary": "Accept-Encoding",
    }
    return Response(document(told), headers=headers, media_type=JSON.media_type)


def _unknown() -> HTTPException:
    names = ", ".join(f"{name} ({', '.join(model.formats)})" for name, model in MODELS.items())
    return HTTPException(404, f"The graph can be had as {names}.")
