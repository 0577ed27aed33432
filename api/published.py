"""What every answer bears, whoever made it: anyone may read it from anywhere (CORS), and as what it says.

A plain ASGI layer around the whole application, so that errors pass it too.
"""

from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.methods import methods_at
from api.http.reply import Headers, Reply

AtOnce = Callable[[Scope], Reply | None]
"""Answers a request, or says by None that it takes more than that."""

A_DAY = b"86400"
EXPOSED = (
    b"Accept-Ranges, Content-Location, Content-Range, ETag, Link, Memento-Datetime, Nodverk-Release, "
    b"Repr-Digest, Retry-After, Server-Timing, Vary, X-Total-Count"
)
"""What a script from elsewhere may read of an answer, beside what all may."""

ALLOWED: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", EXPOSED),
    (b"timing-allow-origin", b"*"),
]
NO_GUESSING = (b"x-content-type-options", b"nosniff")


def never(_scope: Scope) -> None:
    """Answer nothing at once."""


class Published:
    """An application whose answers are public."""

    def __init__(self, app: ASGIApp, at_once: AtOnce = never) -> None:
        self.app = app
        self._at_once = at_once

    def at_once(self, scope: Scope) -> Reply | None:
        """The answer to a request, if it takes no waiting."""
        reply = self._at_once(scope)
        return None if reply is None else Reply(reply.status, _marked(reply.headers), reply.body)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_published(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _marked(message["headers"])}
            await send(message)

        answerer = _options(scope) if scope["method"] == "OPTIONS" else self.app
        await answerer(scope, receive, send_published)


def _marked(headers: Headers) -> Headers:
    """The headers with those that all answers bear, and with one `Vary`."""
    marked = [each for each in headers if each[0] != b"vary"]
    if len(marked) < len(headers):
        named = b",".join(value for name, value in headers if name == b"vary").split(b",")
        marked.append((b"vary", b", ".join(dict.fromkeys(each.strip() for each in named))))
    marked += ALLOWED
    if not any(name == NO_GUESSING[0] for name, _ in headers):
        marked.append(NO_GUESSING)
    return marked


def _options(scope: Scope) -> Reply:
    """What may be done here, as a browser asks that comes from elsewhere."""
    methods = methods_at(scope["path"]).encode()
    wanted = [value for name, value in scope["headers"] if name == b"access-control-request-headers"]
    return Reply(
        204,
        [
            (b"allow", methods),
            (b"access-control-allow-methods", methods),
            (b"access-control-allow-headers", wanted[0] if wanted else b"*"),
            (b"access-control-max-age", A_DAY),
            (b"vary", b"Access-Control-Request-Headers"),
        ],
    )
