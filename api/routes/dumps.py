"""`/dumps/…`: releases as files, whole or from a byte on, and what changed between two of them."""

import asyncio
import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import format_datetime
from itertools import chain, islice

from fastapi import APIRouter, Request
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from api.context import Context, context_of
from api.dumps import Dumps
from graph.dumps.difference import Change, Difference
from graph.dumps.naming import DumpName, parsed, parsed_newest
from graph.dumps.shelf import CHECKSUM, Dump
from graph.errors import DumpUnknown

LICENCE = '<http://creativecommons.org/licenses/by/4.0/>; rel="license"'
REVALIDATE = "public, no-cache"
PIECE_LINES = 500
READ = ["GET", "HEAD"]

RANGES = re.compile(r"bytes=\s*(\d+-\d*|-\d+)(\s*,\s*(\d+-\d*|-\d+))*\s*", re.IGNORECASE)
COMPARED = re.compile(r"([1-9]\d{0,8})\.\.([1-9]\d{0,8})(?:\.(rdfp|added\.nq|removed\.nq))?")


@dataclass(frozen=True)
class _Told:
    """A way to tell what changed."""

    media_type: str
    lines: Callable[[Difference], Iterator[bytes]]


WAYS = {
    "rdfp": _Told("application/rdf-patch", Difference.patch),
    "added.nq": _Told("application/n-quads", lambda compared: compared.of(Change.ADDED)),
    "removed.nq": _Told("application/n-quads", lambda compared: compared.of(Change.REMOVED)),
}

router = APIRouter(include_in_schema=False)


@router.api_route("/dumps/diff/{releases}", methods=READ)
async def difference(request: Request, releases: str) -> Response:
    """What changed from one release to another: `1..2`, or only what was added, `1..2.added.nq`."""
    found = COMPARED.fullmatch(releases)
    if found is None:
        raise HTTPException(404, "A difference is called 1..2, 1..2.rdfp, 1..2.added.nq or 1..2.removed.nq.")
    before, after, way = int(found[1]), int(found[2]), found[3] or "rdfp"
    pieces = await asyncio.to_thread(_begun, context_of(request), before, after, way)
    headers = {
        "ETag": f'W/"{before}..{after}.{way}"',
        "Cache-Control": REVALIDATE,
        "Content-Location": f"/dumps/diff/{before}..{after}.{way}",
        "Link": LICENCE,
        "Vary": "Accept-Encoding",
    }
    return StreamingResponse(pieces, headers=headers, media_type=WAYS[way].media_type)


def _begun(context: Context, before: int, after: int, way: str) -> Iterator[bytes]:
    """The difference in pieces, of which the first is made already, so that what fails at once is told.

    Raises `ReleaseUnknown`, `ReleaseLetGo`, `DatasetDamaged`.
    """
    dataset = context.archive.dataset
    if dataset is None:
        raise HTTPException(404, "There are no releases to compare here.")
    releases = (dataset.catalogue.release(each) for each in (before, after))
    pieces = _in_pieces(WAYS[way].lines(Difference(dataset, *releases)))
    return chain([next(pieces, b"")], pieces)


def _in_pieces(lines: Iterator[bytes]) -> Iterator[bytes]:
    while piece := b"".join(islice(lines, PIECE_LINES)):
        yield piece


@router.api_route("/dumps/{file}", methods=READ)
async def dump(request: Request, file: str) -> Response:
    """A dump; without the number of a release in its name, to that of the release that is served."""
    plain = file.removesuffix(CHECKSUM)
    index = context_of(request).index
    newest = parsed_newest(plain, index.release.number)
    if newest and newest.graphs(index.release, index.iris):
        return RedirectResponse(f"/dumps/{newest.file}{CHECKSUM * (plain != file)}", 302, {"Link": LICENCE})
    name = parsed(plain)
    dumps: Dumps | None = request.app.state.dumps
    if name is None or dumps is None:
        raise DumpUnknown(file)
    found = await dumps.get(name)
    if plain != file:
        return PlainTextResponse(f"{found.sha256}  {name.file}\n", headers={"Cache-Control": REVALIDATE})
    return await asyncio.to_thread(_file, request, name, found)


def _file(request: Request, name: DumpName, found: Dump) -> Response:
    """The file, or a range of it (RFC 9110, section 14), or 304."""
    context = context_of(request)
    headers = {
        "ETag": f'"{found.sha256}"',
        "Cache-Control": REVALIDATE,
        "Link": f'{LICENCE}, </dumps/{name.file}{CHECKSUM}>; rel="describedby"',
        "Repr-Digest": f"sha-256=:{base64.b64encode(bytes.fromhex(found.sha256)).decode()}:",
        "Nodverk-Release": str(name.release),
    }
    if context.archive.dataset:
        made_at = context.archive.dataset.catalogue.release(name.release).made_at
        headers["Last-Modified"] = format_datetime(made_at, usegmt=True)
    known = {each.strip() for each in request.headers.get("if-none-match", "").split(",")}
    if known & {"*", headers["ETag"]}:
        return Response(None, 304, headers)
    _check_ranges(request.headers.get("range", ""), found.octets)
    return _File(
        found.path,
        headers=headers,
        media_type="application/gzip",
        filename=name.file,
        stat_result=found.path.stat(),
    )


def _check_ranges(ranges: str, octets: int) -> None:
    """Raise `HTTPException` where ranges are asked for and none of them begins within the file."""
    if not RANGES.fullmatch(ranges):
        return
    begins = [each.strip().partition("-") for each in ranges.partition("=")[2].split(",")]
    if not any(int(start) < octets if start else int(end) > 0 for start, _, end in begins):
        raise HTTPException(416, f"It has {octets} bytes.", {"Content-Range": f"bytes */{octets}"})


class _File(FileResponse):
    """A file, for which a range that cannot be read is as good as none."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, or what is asked of it."""
        ranges = Headers(scope=scope).get("range", "")
        if not RANGES.fullmatch(ranges):
            headers = [each for each in scope["headers"] if each[0] != b"range"]
            scope = {**scope, "headers": headers}
        await super().__call__(scope, receive, send)
