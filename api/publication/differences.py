"""Differences between releases for whoever asks: a process compares them, and then they are sent.

To compare large releases takes a minute of a processor, which no web process has to spare. What was
found is put down in a file without a name until it is sent, so that a client which reads
slowly keeps nobody else waiting.
"""

import asyncio
import tempfile
from collections.abc import AsyncGenerator
from typing import IO

from api.publication.apart import run
from graph.dumps.difference import Difference
from graph.errors import DumpsCrowdedOut, DumpUnmade

SECONDS = 300.0
"""After which the process that compares is ended."""

MOST_AT_HAND = 16
"""Differences that are being made or sent at once."""

PIECE_OCTETS = 64 * 1024


class Differences:
    """The differences between the releases of a dataset, compared one after another."""

    def __init__(self, seconds: float = SECONDS, most_at_hand: int = MOST_AT_HAND) -> None:
        self._seconds = seconds
        self._most_at_hand = most_at_hand
        self._turn = asyncio.Lock()
        self._at_hand = 0

    async def pieces(self, compared: Difference, way: str) -> AsyncGenerator[bytes]:
        """A difference told in one of `difference.WAYS`; it is all there before the first piece.

        Raises `DumpsCrowdedOut` and `DumpUnmade`.
        """
        if self._at_hand >= self._most_at_hand:
            raise DumpsCrowdedOut
        self._at_hand += 1
        try:
            with tempfile.TemporaryFile() as found:
                async with self._turn:
                    await self._compare(compared, way, found)
                found.seek(0)
                while piece := await asyncio.to_thread(found.read, PIECE_OCTETS):
                    yield piece
        finally:
            self._at_hand -= 1

    async def _compare(self, compared: Difference, way: str, found: IO[bytes]) -> None:
        numbers = (str(compared.before.number), str(compared.after.number))
        arguments = (str(compared.dataset.folder), *numbers, way)
        if not await run("graph.dumps.comparing", *arguments, seconds=self._seconds, output=found):
            raise DumpUnmade(f"{'..'.join(numbers)}.{way}")
