"""A web process: uvicorn, which answers from one release until it is told to make way.

SIGTERM ends it when its requests are answered. SIGUSR1 is gentler: another
process has taken over the listening socket, so this one accepts no further
connection, tells the clients of those it has that they end, and leaves when
even an idle one has had time to notice. A connection is thus never closed
under a request that is already on its way.
"""

import asyncio
import signal
import socket

import uvicorn

from api.app import create_app
from api.context import Context
from api.published import Published

KEEP_ALIVE_SECONDS = 5
DRAIN_SECONDS = KEEP_ALIVE_SECONDS + 1
FINISH_SECONDS = 8
"""How long a request may take to end after the process was told to."""

MOST_HEAD_BYTES = 256 * 1024
"""Request line and headers: a query of 64 KiB has three times as many bytes when percent-encoded."""


def run_web_process(context: Context, listener: socket.socket) -> None:
    """Answer requests from `listener` until a signal ends it."""
    published = create_app(context)
    config = uvicorn.Config(
        published,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=FINISH_SECONDS,
        h11_max_incomplete_event_size=MOST_HEAD_BYTES,
    )
    _Server(config, published).run([listener])


class _Server(uvicorn.Server):
    """A server that can make way for another on the same listening socket."""

    def __init__(self, config: uvicorn.Config, published: Published) -> None:
        super().__init__(config)
        self._published = published

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept connections, and listen for the signal to make way."""
        await super().startup(sockets)
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, self._make_way)

    def _make_way(self) -> None:
        self._published.closing = True
        for server in self.servers:
            server.close()
        asyncio.get_running_loop().call_later(DRAIN_SECONDS, self._leave)

    def _leave(self) -> None:
        self.should_exit = True
