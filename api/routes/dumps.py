"""`/dumps/…`: releases as files, whole or from a byte on, and what changed between two of them."""

import asyncio
import base64
import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse

from api.context import Context, context_of
from api.http.files import Version, file_answer, is_known
from api.publication.differences import Differences
from api.publication.dumps import Dumps
from graph.description.words import LICENCE
from graph.dumps.difference import Difference
from graph.dumps.naming import parsed, parsed_newest
from graph.dumps.shelf import CHECKSUM
from graph.errors import DumpUnknown

LICENSED = f'<{LICENCE}>; rel="license"'
REVALIDATE = "public, no-cache"
READ = ["GET", "HEAD"]

COMPARED = re.compile(r"([1-9]\d{0,8})\.\.([1-9]\d{0,8})(?:\.(rdfp|added\.nq|removed\.nq))?")


MEDIA_TYPES = {
    "rdfp": "application/rdf-patch",
    "added.nq": "application/n-quads",
    "removed.nq": "application/n-quads",
}
"""What each of `difference.WAYS` is written in."""

router = APIRouter(include_in_schema=False)


@router.api_route("/dumps", methods=READ)
@router.api_route("/dumps/", methods=READ)
async def listed() -> Response:
    """To the page or the catalogue entry, which list them."""
    return RedirectResponse("/datasets/nodverk", 303)


@router.api_route("/dumps/diff/{releases}", methods=READ)
async def difference(request: Request, releases: str) -> Response:
    """What changed from one release to another: `1..2`, or only what was added, `1..2.added.nq`."""
    found = COMPARED.fullmatch(releases)
    if found is None:
        raise HTTPException(404, "A difference is called 1..2, 1..2.rdfp, 1..2.added.nq or 1..2.removed.nq.")
    before, after, way = int(found[1]), int(found[2]), found[3] or "rdfp"
    compared = await asyncio.to_thread(_compared, context_of(request), before, after)
    headers = {
        "ETag": f'W/"{before}..{after}.{way}-{compared.fingerprint}"',
        "Cache-Control": REVALIDATE,
        "Content-Location": f"/dumps/diff/{before}..{after}.{way}",
        "Link": LICENSED,
        "Vary": "Accept-Encoding",
    }
    if is_known(request.headers, headers["ETag"]):
        return Response(None, 304, headers)
    media_type = MEDIA_TYPES[way]
    if request.method == "HEAD":
        return Response(None, headers=headers, media_type=media_type)
    differences: Differences = request.app.state.differences
    pieces = differences.pieces(compared, way)
    first = await anext(pieces, b"")  # what fails is told, and not begun
    return StreamingResponse(_all(first, pieces), headers=headers, media_type=media_type)


async def _all(first: bytes, rest: AsyncGenerator[bytes]) -> AsyncIterator[bytes]:
    """The pieces of which one was taken already; the rest is let go of when the client leaves."""
    async with aclosing(rest):
        yield first
        async for piece in rest:
            yield piece


def _compared(context: Context, before: int, after: int) -> Difference:
    """Both releases. Raises `ReleaseUnknown`, `ReleaseLetGo`."""
    dataset = context.archive.dataset
    if dataset is None:
        raise HTTPException(404, "There are no releases to compare here.")
    return Difference(dataset, dataset.catalogue.release(before), dataset.catalogue.release(after))


@router.api_route("/dumps/{file}", methods=READ)
async def dump(request: Request, file: str) -> Response:
    """A dump; without the number of a release in its name, to that of the release that is served."""
    plain = file.removesuffix(CHECKSUM)
    index = context_of(request).index
    newest = parsed_newest(plain, index.release.number)
    if newest and newest.graphs(index.release, index.iris):
        return RedirectResponse(f"/dumps/{newest.file}{CHECKSUM * (plain != file)}", 302, {"Link": LICENSED})
    name = parsed(plain)
    dumps: Dumps | None = request.app.state.dumps
    if name is None or dumps is None:
        raise DumpUnknown(file)
    found, made_at = await dumps.get(name)
    headers = {"Cache-Control": REVALIDATE, "Link": LICENSED, "Nodverk-Release": str(name.release)}
    if plain != file:
        told = {**headers, "ETag": f'"{found.sha256[:20]}-sum"'}
        if is_known(request.headers, told["ETag"]):
            return Response(None, 304, told)
        return PlainTextResponse(f"{found.sha256}  {name.file}\n", headers=told)
    headers["Link"] += f', </dumps/{name.file}{CHECKSUM}>; rel="describedby"'
    headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(found.sha256)).decode()}:"
    return file_answer(request, found.path, Version.of(found, made_at), headers)
