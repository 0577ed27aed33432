"""`?release=N`: any address, answered from another release that is kept.

Each release has an application of its own; that of an old one is made when it
is first asked for and kept while it is among the last that were. Its queries run
in the same workers, which load the release for the one answer.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from api.context import Context
from api.http.reply import Reply
from api.one_release import OneRelease
from graph.errors import GraphError

MOST_OLD = 2
"""Old releases that a web process keeps in memory."""


class AsOf:
    """The application of the newest release, and those of others for whoever asks as of then."""

    def __init__(self, context: Context, make: Callable[[Context], OneRelease]) -> None:
        self.app = make(context)
        self._context = context
        self._make = make
        self._old: OrderedDict[int, OneRelease] = OrderedDict()
        self._making = asyncio.Lock()

    def at_once(self, scope: Scope) -> Reply | None:
        """The answer of the newest release, if that is asked and needs no waiting."""
        return None if _asked(scope["query_string"]) is not None else self.app.at_once(scope)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the release that the address names, or else from the newest."""
        asked = _asked(scope["query_string"]) if scope["type"] == "http" else None
        if asked is None:
            await self.app(scope, receive, send)
            return
        answerer: ASGIApp
        try:
            answerer = await self._application(_number(asked))
        except (GraphError, HTTPException) as error:
            answerer = self.app.problem(scope, error)
        await answerer(scope, receive, send)

    async def _application(self, number: int) -> OneRelease:
        if number == self._context.index.release.number:
            return self.app
        async with self._making:
            if number not in self._old:
                # Loading takes long, and the engine lets other threads run meanwhile.
                index = await asyncio.to_thread(self._context.archive.at, number)
                door = self._context.door.at(number)
                found = replace(self._context, index=index, door=door, prepared=None, coming={})
                self._old[number] = self._make(found)
            self._old.move_to_end(number)
            while len(self._old) > MOST_OLD:
                self._old.popitem(last=False)
            return self._old[number]


def _asked(query_string: bytes) -> str | None:
    """Which release an address names, as it is written there; None where it names none."""
    if b"release" not in query_string and b"%" not in query_string:
        return None
    return parse_qs(query_string.decode("latin-1"), keep_blank_values=True).get("release", [None])[-1]


def _number(given: str) -> int:
    if not given.isascii() or not given.isdigit() or len(given) > 12:
        raise HTTPException(400, "The parameter release is the number of a release, such as ?release=1.")
    return int(given)
