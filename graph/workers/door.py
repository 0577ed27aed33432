"""The door to the query workers: how the rest of the system asks a stranger's question.

It is the asker's side of `conversation`. What becomes of a query is known from
how the conversation ends: an end frame is the whole answer, a failure frame has
the reason, and a connection that just breaks is a worker that was killed, by
the clock if its time was up.
"""

import json
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from graph.errors import (
    AskerCrowdedOut,
    FormatUnavailable,
    GraphError,
    QueryCrashed,
    QueryCrowdedOut,
    QueryMalformed,
    QueryOutOfMemory,
    QueryRefused,
    QueryTimedOut,
    ResultTooLarge,
)
from graph.formats import ROWS, STATEMENTS
from graph.settings import Limits
from graph.workers.conversation import ABORTED, CLOCK, GAVE_WAY, Fault, Form, Frame, Question, packed
from graph.workers.line import Line, LineBroken
from graph.workers.sparql_scan import scan
from graph.workers.turns import IMPATIENT_SECONDS, OURSELVES, Turns

HELD_BYTES = 1024 * 1024
"""How much of an answer is held back: what goes wrong before is an error and no broken answer."""

SECONDS_OF_GRACE = 1.0


@dataclass
class _Call:
    """One conversation."""

    line: Line
    limits: Limits
    since: float
    """When the worker's clock started, which may be some time before we hear its greeting."""

    def __post_init__(self) -> None:
        self.line.allow(self.limits.seconds + SECONDS_OF_GRACE)

    async def hear(self, expected: Frame) -> bytes:
        """The content of the next frame, which must be of this sort. Raises what a failure frame says."""
        sort, content = await self.next()
        if sort is not expected:
            raise QueryCrashed
        return content

    async def next(self) -> tuple[Frame, bytes]:
        """The next frame. Raises what a failure frame says, or what the silence means."""
        try:
            sort, content = await self.line.frame()
        except TimeoutError:
            raise QueryTimedOut(self.limits.seconds) from None
        except LineBroken as broken:
            raise self._broken_off(broken.last) from None
        if sort is Frame.FAILURE:
            raise failure(json.loads(content), self.limits)
        return sort, content

    def _broken_off(self, last: bytes) -> GraphError:
        """Why a worker fell silent."""
        if last == ABORTED:
            return QueryOutOfMemory(self.limits.memory_mebibytes)
        if last == GAVE_WAY:
            return AskerCrowdedOut()
        if time.monotonic() - self.since > self.limits.seconds * 0.95:
            return QueryTimedOut(self.limits.seconds)
        return QueryCrashed()

    def hang_up(self) -> None:
        """Close the connection; a worker that is still busy with it ends itself."""
        self.line.close()


@dataclass
class Answer:
    """An answer, once it is known to be one. Take its content, or close it: that ends its query."""

    form: Form
    _call: _Call
    ended: bool = False
    """Whether all of the content is there already."""

    _held: list[bytes] = field(default_factory=list)

    async def hold(self) -> "Answer":
        """Wait for the end, or for as much as is held back before an answer counts as begun."""
        size = 0
        while size < HELD_BYTES and not self.ended:
            size += await self._next()
        return self

    async def content(self) -> AsyncGenerator[bytes]:
        """The content, in pieces.

        Raises `QueryEnded` where the query is ended after all; what came before is then
        not a whole answer.
        """
        try:
            while self._held or not self.ended:
                if not self._held:
                    await self._next()
                for piece in self._taken():
                    yield piece
        finally:
            self.close()

    async def whole(self) -> bytes:
        """All of the content. Raises `QueryEnded`."""
        return b"".join([piece async for piece in self.content()])

    def close(self) -> None:
        """End the query, if it has not ended by itself."""
        self._call.hang_up()

    async def _next(self) -> int:
        """Take in one frame; says how much content it had."""
        sort, content = await self._call.next()
        if sort is Frame.END:
            self.ended = True
            self._call.hang_up()
            return 0
        self._held.append(content)
        return len(content)

    def _taken(self) -> list[bytes]:
        taken, self._held = self._held, []
        return taken


@dataclass(frozen=True)
class QueryDoor:
    """Where questions are asked; safe to share between tasks."""

    address: Path
    """The Unix socket that the workers listen on."""

    limits: Limits
    turns: Turns
    release: int | None = None
    """The release that is asked, if it is another than the one that is served."""

    asker: int = OURSELVES
    """Who asks here, by number."""

    def of(self, asker: int) -> "QueryDoor":
        """The same door for a client."""
        return replace(self, asker=asker)

    def at(self, release: int) -> "QueryDoor":
        """The door to another release of the same dataset."""
        return replace(self, release=release)

    async def ask(self, question: Question) -> Answer:
        """Have a worker answer a question.

        Returns when the answer is whole or its first `HELD_BYTES` are there. Raises
        `QueryRefused`, `FormatUnavailable`, `QueryCrowdedOut`, `AskerCrowdedOut` and
        `QueryEnded`. A task that is cancelled ends its query.
        """
        scan(question.text, self.limits)
        call = await self._taken(packed(replace(question, release=self.release, asker=self.asker)))
        try:
            content = await call.hear(Frame.ANSWER)
            return await Answer(Form(**json.loads(content)), call).hold()
        except BaseException:
            call.hang_up()
            raise

    async def _taken(self, question: bytes) -> _Call:
        """Have a question taken by a worker. Raises `QueryCrowdedOut`, `AskerCrowdedOut`."""
        until = time.monotonic() + self.limits.wait_seconds
        try:
            await self.turns.get_in_line(self.asker, until)
            try:
                return await self._call(question, until)
            finally:
                self.turns.leave(self.asker)
        except TimeoutError as error:
            if self.turns.must_wait(self.asker):
                raise AskerCrowdedOut from error
            raise QueryCrowdedOut(self.limits.wait_seconds) from error

    async def _call(self, question: bytes, until: float) -> _Call:
        """Put a question before the workers, until one takes it.

        A worker that dies before it greets, or finds that its asker must wait for others,
        has not begun with the question, so another may be asked. Raises
        `QueryCrowdedOut`, and `TimeoutError` where none takes it in time.
        """
        while True:
            await self.turns.comes(self.asker, until)
            try:
                line = Line(self.address)
            except OSError as error:
                self.turns.make_room(self.asker)
                raise QueryCrowdedOut(self.limits.wait_seconds) from error
            try:
                await line.say(Frame.QUESTION, question)
                return _Call(line, self.limits, await self._greeting(line, until))
            except LineBroken:
                line.close()
            except BaseException:
                line.close()
                raise

    async def _greeting(self, line: Line, until: float) -> float:
        """When a worker took the question. Raises `LineBroken`, and `TimeoutError` where none does."""
        while True:
            left = until - time.monotonic()
            line.allow(max(0.0, min(left, IMPATIENT_SECONDS)))
            try:
                _, begun = await line.frame()
            except TimeoutError:
                if left <= IMPATIENT_SECONDS:
                    raise
                self.turns.make_room(self.asker)
            else:
                (since,) = CLOCK.unpack(begun)
                return float(since)


def failure(said: dict[str, Any], limits: Limits) -> GraphError:
    """A worker's failure as the error that it is."""
    match Fault(said["fault"]):
        case Fault.MALFORMED:
            return QueryMalformed(said["reason"], said["line"], said["column"])
        case Fault.REFUSED:
            return QueryRefused(said["reason"])
        case Fault.FORMAT:
            formats = STATEMENTS if said["result"] == "statements" else ROWS
            return FormatUnavailable(said["result"], formats)
        case Fault.MEMORY:
            return QueryOutOfMemory(limits.memory_mebibytes)
        case Fault.SIZE:
            return ResultTooLarge(limits.result_bytes)
