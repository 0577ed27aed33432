"""A web process: uvicorn, which answers from one release until it is told to make way.

SIGTERM ends it when its requests are answered. SIGUSR1 is gentler: another
process has taken over the listening socket, so this one accepts no further
connection, says on each answer that its connection ends, and leaves when it has
none left. An idle connection is let go only after the time that every idle one
has, so that none is closed under a request which is already on its way.
"""

import asyncio
import math
import signal
import socket
import time

import uvicorn
import uvloop  # noqa: F401 - for uvicorn: once here, and not in every process that is forked

from api.app import create_app
from api.cache.remembered import Remembered
from api.connection import Connection
from api.context import Context

KEEP_ALIVE_SECONDS = 5
SETTLE_SECONDS = 0.5
"""How long a connection may take from being accepted to being known."""

FINISH_SECONDS = 8
"""How long a request may take to end after the process was told to."""


def run_web_process(context: Context, listener: socket.socket) -> None:
    """Answer requests from `listener` until a signal ends it."""
    app = create_app(context)
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http=Connection,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=FINISH_SECONDS,
    )
    _Server(config, app).run([listener])


class _Server(uvicorn.Server):
    """A server that can make way for another on the same listening socket."""

    def __init__(self, config: uvicorn.Config, app: Remembered) -> None:
        super().__init__(config)
        self._app = app
        self._may_leave_at = math.inf

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept connections, and listen for the signal to make way."""
        await super().startup(sockets)
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, self._make_way)

    async def on_tick(self, counter: int) -> bool:
        """Say, ten times a second, whether it is time to end."""
        left = time.monotonic() > self._may_leave_at and not self.server_state.connections
        return await super().on_tick(counter) or left

    def _make_way(self) -> None:
        self._app.make_way()
        self._may_leave_at = time.monotonic() + SETTLE_SECONDS
        for server in self.servers:
            server.close()
