"""How HTTP/1.1 is read: uvicorn's fast protocol, with a limit on what comes before the body, and a short way.

The parser below it keeps a header that never ends in memory for as long as it grows.

The short way is for what can be answered without waiting: most requests are for what
is known already, and to make a task for each costs more than to answer it.
"""

import asyncio
import json
from http import HTTPStatus
from time import perf_counter
from typing import Any, cast
from urllib.parse import quote, unquote

import httptools
from starlette.types import Scope
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from api.cache.kept import Form
from api.cache.remembered import READS, Remembered, timing

MOST_HEAD_BYTES = 128 * 1024
"""Request line and headers together."""

HEAD_ENDS = b"\r\n\r\n"
MOST_ADDRESS_BYTES = 65_535
"""What the parser's 16-bit offsets can tell apart."""


ASCII = bytes(range(128))
"""What stays as it is in an address that comes with letters like å not percent-encoded, as curl sends it."""

LOOK_AGAIN_SECONDS = 0.1
"""How long what came in may take to be read: a loop that was held up rings its alarms first."""

LONG_WAY = {b"content-length", b"transfer-encoding", b"expect", b"upgrade"}
"""Headers of requests that have more to come."""


class Connection(HttpToolsProtocol):
    """A connection to a client: closed when the address or the whole head of a request is too long."""

    _head_bytes = 0
    _last_bytes = b""
    """The end of what was counted, in which the end of the head may have begun."""

    _in_head = True
    _answered = False
    """Whether the request that is being read was answered already."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._remembered = config.app if isinstance(config.app, Remembered) else None

    def data_received(self, data: bytes) -> None:
        """Take in what came, unless it is too much of a head."""
        if self._in_head:
            if not self._head_bytes and not data.isascii():
                data = _with_uri(data)
            self._count(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                self._refuse(431, f"Request line and headers are longer than {MOST_HEAD_BYTES} bytes.")
                return
        super().data_received(data)

    def _count(self, data: bytes) -> None:
        """Count what came of a head, and nothing of a body that came with it."""
        seen = self._last_bytes + data
        end = seen.find(HEAD_ENDS)
        self._head_bytes += len(data) if end < 0 else max(end - len(self._last_bytes), 0)
        self._last_bytes = seen[1 - len(HEAD_ENDS) :]

    def on_headers_complete(self) -> None:
        """Begin with the body, unless the address is longer than can be read."""
        self._in_head = False
        if len(self.url) > MOST_ADDRESS_BYTES:
            self._refuse(
                414, f"The address is longer than {MOST_ADDRESS_BYTES} bytes. Send a long query by POST."
            )
            return
        if self._may_be_short():
            begun = perf_counter()
            form = self._at_once()
            if form is not None:
                self._answer(form, begun)
                return
        super().on_headers_complete()

    def _may_be_short(self) -> bool:
        """Whether a request is whole with its head, and those before it are answered."""
        return (
            (self.cycle is None or self.cycle.response_complete)
            and not self.flow.write_paused
            and self.parser.get_http_version() == "1.1"
            and LONG_WAY.isdisjoint(name for name, _ in self.headers)
        )

    def _at_once(self) -> Form | None:
        """What there is to answer without waiting."""
        method = self.parser.get_method().decode("ascii")
        if self._remembered is None or method not in READS:
            return None
        url = httptools.parse_url(self.url)
        path = url.path.decode("ascii")
        self.scope["method"] = method
        self.scope["path"] = unquote(path) if "%" in path else path
        self.scope["query_string"] = url.query or b""
        return self._remembered.at_once(cast("Scope", self.scope))

    def _answer(self, form: Form, begun: float) -> None:
        """Write an answer, and make ready for the next request."""
        self._answered = True
        stays = self.parser.should_keep_alive()
        self.transport.write(
            b"".join(
                [
                    STATUS_LINE[form.status],
                    *(b"%s: %s\r\n" % each for each in self.server_state.default_headers),
                    form.head,
                    b"%s: %s\r\n" % timing(begun),
                    b"\r\n" if stays else b"connection: close\r\n\r\n",
                    b"" if self.scope["method"] == "HEAD" else form.body,
                ]
            )
        )
        if not stays:
            self.transport.close()
        self.on_response_complete()

    def timeout_keep_alive_handler(self) -> None:
        """Close an idle connection, unless its next request came while this process was busy."""
        close = super().timeout_keep_alive_handler
        self.timeout_keep_alive_task = self.loop.call_later(LOOK_AGAIN_SECONDS, close)

    def _refuse(self, status: int, detail: str) -> None:
        """Answer with a problem document (RFC 9457) and close the connection."""
        title = HTTPStatus(status).phrase
        problem = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        content = json.dumps(problem).encode()
        head = (
            f"HTTP/1.1 {status} {title}\r\nContent-Type: application/problem+json\r\n"
            f"Content-Length: {len(content)}\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + content)
        self.transport.close()

    def on_message_complete(self) -> None:
        """Make ready for the next request."""
        if self.transport.is_closing():
            return
        self._in_head, self._head_bytes, self._last_bytes = True, 0, b""
        if self._answered:
            self._answered = False
        else:
            super().on_message_complete()


def _with_uri(data: bytes) -> bytes:
    """The beginning of a request with the address as a URI, which the parser wants it to be."""
    line, end, rest = data.partition(b"\r\n")
    return quote(line, safe=ASCII).encode() + end + rest
