"""The asker's end of a conversation with a query worker: a connected socket, read in frames.

Every query has a connection of its own, so this is as bare as can be: a stream of the
event loop's own costs more to open than a small query to answer.
"""

import asyncio
import socket
from pathlib import Path

from graph.workers.conversation import HEAD, Frame

MOST_AT_ONCE = 64 * 1024


class LineBroken(Exception):
    """The other end closed the connection in the middle of a frame, or before one."""

    def __init__(self, last: bytes) -> None:
        super().__init__("the connection was closed")
        self.last = last
        """What came of the frame."""


class Line:
    """A connection to whoever listens at an address. Raises `OSError` where nobody does, or too many wait."""

    def __init__(self, address: Path) -> None:
        self._loop = asyncio.get_running_loop()
        self._socket = socket.socket(socket.AF_UNIX)
        self._received = bytearray()
        self._waiting: asyncio.Future[None] | None = None
        self._reading = self._ended = self._late = False
        self._alarm: asyncio.TimerHandle | None = None
        try:
            self._socket.settimeout(0)
            self._socket.connect(str(address))
        except BaseException:
            self._socket.close()
            raise

    async def say(self, frame: Frame, content: bytes) -> None:
        """Send a frame; that the other end is gone shows when its answer does not come."""
        data = HEAD.pack(frame.value, len(content)) + content
        try:
            sent = self._socket.send(data)
            if sent < len(data):
                await self._loop.sock_sendall(self._socket, data[sent:])
        except ConnectionError:
            self._ended = True

    def allow(self, seconds: float) -> None:
        """From now on, wait so long; then `frame` raises `TimeoutError`."""
        if self._alarm is not None:
            self._alarm.cancel()
        self._late = False
        self._alarm = self._loop.call_later(seconds, self._ring)

    async def frame(self) -> tuple[Frame, bytes]:
        """The next frame. Raises `LineBroken` and `TimeoutError`."""
        while True:
            received = self._received
            if len(received) >= HEAD.size:
                sort, length = HEAD.unpack_from(received)
                end = HEAD.size + length
                if len(received) >= end:
                    content = bytes(received[HEAD.size : end])
                    del received[:end]
                    return Frame(sort), content
            if self._ended:
                raise LineBroken(bytes(received))
            if self._late:
                raise TimeoutError
            await self._more()

    def close(self) -> None:
        """Hang up; a worker that is still busy with our question ends itself."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        self._pause()
        self._socket.close()

    async def _more(self) -> None:
        """Wait for more to come."""
        if not self._reading:
            self._loop.add_reader(self._socket, self._read)
            self._reading = True
        self._waiting = self._loop.create_future()
        try:
            await self._waiting
        finally:
            self._waiting = None

    def _read(self) -> None:
        """Take what is there; if nobody waits for it, it may stay there."""
        if self._waiting is None or self._waiting.done():
            self._pause()
            return
        try:
            data = self._socket.recv(MOST_AT_ONCE)
        except (BlockingIOError, InterruptedError):
            return
        except ConnectionError:
            data = b""
        self._received += data
        self._ended = not data
        self._waiting.set_result(None)

    def _pause(self) -> None:
        if self._reading:
            self._loop.remove_reader(self._socket)
            self._reading = False

    def _ring(self) -> None:
        self._late = True
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)
