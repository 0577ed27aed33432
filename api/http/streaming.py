"""An answer that is sent while it is made, and is seen to be cut if it ends too early."""

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.http.departure import Departed, while_connected
from api.http.reply import Headers
from graph.errors import QueryEnded

log = logging.getLogger(__name__)


class StreamedAnswer(Response):
    """The content of a query's answer.

    Where the query is ended after its first bytes went out, the last chunk is never sent
    and the server closes the connection: the client sees an error and no shorter result.
    """

    def __init__(self, content: AsyncGenerator[bytes], headers: Headers) -> None:
        super().__init__()
        self._content = content
        self.raw_headers = headers

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, as long as the client is there."""
        with suppress(Departed):
            await while_connected(receive, self._send(send))

    async def _send(self, send: Send) -> None:
        """Send the content, and its end only if it is whole."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        try:
            async with aclosing(self._content) as pieces:
                async for piece in pieces:
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
        except QueryEnded as ended:
            log.warning("An answer was cut off: %s", ended)
        else:
            await send({"type": "http.response.body", "body": b""})
