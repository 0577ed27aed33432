"""`/graph-store` and addresses below it and below `/graph`: reading one named graph."""

from importlib.metadata import version

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.changes.graph_store import read
from api.context import context_of
from api.http.reply import in_header

VERSION = version("nodverk")

router = APIRouter(include_in_schema=False)


@router.get("/graph-store")
@router.get("/graph-store/{path:path}")
@router.get("/graph/{first}/{path:path}")
def named_graph(request: Request) -> Response:
    """Give the content of a graph; on a thread, since it may be a large one."""
    index = context_of(request).index
    found = read(request.scope, index)
    headers = {
        "Vary": "Accept, Accept-Encoding",
        "ETag": f'W/"{index.release.mark}-{found.format}-{VERSION}"',
        "Cache-Control": "public, no-cache",
        "Nodverk-Release": str(index.release.number),
        "Link": f'<{in_header(found.graph)}>; rel="canonical"',
    }
    return Response(found.content, headers=headers, media_type=found.content_type)
