"""An answer that is sent while it is made, and is seen to be cut if it ends too early."""

import logging

from starlette.responses import StreamingResponse
from starlette.types import Send

from graph.errors import QueryEnded

log = logging.getLogger(__name__)


class StreamedAnswer(StreamingResponse):
    """The content of a query's answer.

    Where the query is ended after its first bytes went out, the last chunk is never sent
    and the server closes the connection: the client sees an error and no shorter result.
    """

    async def stream_response(self, send: Send) -> None:
        """Send the content, and its end only if it is whole."""
        try:
            await super().stream_response(send)
        except QueryEnded as ended:
            log.warning("An answer was cut off: %s", ended)
