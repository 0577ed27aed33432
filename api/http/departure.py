"""Work that is given up when the client for whom it is done goes away."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from starlette.types import Receive

T = TypeVar("T")

UNWATCHED_SECONDS = 0.02
"""How long work may take before the client is watched: most is done by then, and watching costs as much."""


class Departed(Exception):
    """The client went away."""


async def while_connected(receive: Receive, work: Awaitable[T]) -> T:
    """The result of some work, which is given up where the client goes away. Raises `Departed` then."""
    watch = _Watch(receive)
    beginning = asyncio.get_running_loop().call_later(UNWATCHED_SECONDS, watch.begin)
    try:
        return await work
    except asyncio.CancelledError:
        if watch.saw_departure():
            raise Departed from None
        raise
    finally:
        beginning.cancel()
        watch.end()


class _Watch:
    """Watches a client on behalf of the task that makes it, and cancels that task when the client goes."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._working = asyncio.current_task()
        self._watching: asyncio.Task[None] | None = None
        self._departed = False

    def begin(self) -> None:
        """Watch from now on."""
        self._watching = asyncio.get_running_loop().create_task(self._watch())

    def end(self) -> None:
        """Watch no more."""
        if self._watching is not None:
            self._watching.cancel()

    def saw_departure(self) -> bool:
        """Whether a cancellation is ours, which is thereby done with."""
        return self._departed and self._working is not None and self._working.uncancel() == 0

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._departed = True
        if self._working is not None:
            self._working.cancel()
