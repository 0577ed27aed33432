"""`/robots.txt` and `/sitemap.xml`: what there is to read, told to search engines."""

import asyncio

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from api.context import context_of
from api.publication.sitemap import MEDIA_TYPE, overview, robots, sitemap

READ = ["GET", "HEAD"]
REVALIDATE = {"Cache-Control": "public, no-cache"}

router = APIRouter(include_in_schema=False)


@router.api_route("/robots.txt", methods=READ)
async def for_robots(request: Request) -> Response:
    """What robots may read."""
    return PlainTextResponse(robots(context_of(request).index.iris), headers=REVALIDATE)


@router.api_route("/sitemap.xml", methods=READ)
async def sitemaps(request: Request) -> Response:
    """Where the sitemaps are."""
    content = await asyncio.to_thread(overview, context_of(request).index)
    return Response(content, headers=REVALIDATE, media_type=MEDIA_TYPE)


@router.api_route("/sitemap-{number}.xml", methods=READ)
async def one_sitemap(request: Request, number: str) -> Response:
    """One of the sitemaps."""
    known = number.isdecimal() and len(number) < 7 and int(number) > 0
    content = await asyncio.to_thread(sitemap, context_of(request).index, int(number)) if known else None
    if content is None:
        raise HTTPException(404, "There is no such sitemap. /sitemap.xml lists those there are.")
    return Response(content, headers=REVALIDATE, media_type=MEDIA_TYPE)
