"""What every answer bears, whoever made it: anyone may read it from anywhere (CORS), and as what it says.

A plain ASGI layer around the whole application, so that errors pass it too.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

EXPOSED = "Content-Location, ETag, Link, Nodverk-Release, Retry-After"
A_DAY = "86400"


class Published:
    """An application whose answers are public, and which answers HEAD wherever it answers GET.

    After `closing` is set, each answer also ends its connection: the process is being
    replaced, and a client that knows so does not send its next request to the old one.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.closing = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        head = scope["method"] == "HEAD"

        async def send_published(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._mark(MutableHeaders(scope=message))
            elif head:
                message["body"] = b""
            await send(message)

        answerer = _options(Headers(scope=scope)) if scope["method"] == "OPTIONS" else self.app
        await answerer({**scope, "method": "GET"} if head else scope, receive, send_published)

    def _mark(self, headers: MutableHeaders) -> None:
        headers["Access-Control-Allow-Origin"] = "*"
        headers["Access-Control-Expose-Headers"] = EXPOSED
        headers.setdefault("X-Content-Type-Options", "nosniff")
        if "Vary" in headers:
            headers["Vary"] = ", ".join(dict.fromkeys(each.strip() for each in headers["Vary"].split(",")))
        etag = headers.get("ETag", "")
        if etag.startswith('"') and "Content-Encoding" in headers:
            headers["ETag"] = f"W/{etag}"  # compressed, it is no longer byte for byte what it names
        if self.closing:
            headers["Connection"] = "close"


def _options(headers: Headers) -> Response:
    """What may be done here; the same everywhere, as a cross-origin browser asks it."""
    methods = "GET, HEAD, POST, OPTIONS"
    return Response(
        None,
        204,
        {
            "Allow": methods,
            "Access-Control-Allow-Methods": methods,
            "Access-Control-Allow-Headers": headers.get("access-control-request-headers", "*"),
            "Access-Control-Max-Age": A_DAY,
            "Vary": "Access-Control-Request-Headers",
        },
    )
