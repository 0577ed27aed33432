"""Waiting until a new release is served, so that a client which was answered reads what it wrote.

The parent forks processes for the new release and only then tells the old ones to take no
more connections. So the service is asked by connections of its own which release it answers
from, as a client would, until a new connection leads to the new release.
"""

import asyncio
import json
from contextlib import suppress

PAUSE_SECONDS = 0.03
TIMES = 2
"""How often in a row it must be the new release: an old process may be a moment late to be told."""

ASKING = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - to recognise it, not to bind it


async def wait_until_served(address: tuple[str, int], release: int, seconds: float) -> bool:
    """Return as soon as the service answers from this release or a later one; False where that is late."""
    times = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while times < TIMES:
                times = times + 1 if await _answering(address) >= release else 0
                await asyncio.sleep(PAUSE_SECONDS)
    return times >= TIMES


async def _answering(address: tuple[str, int]) -> int:
    """The release that a new connection is answered from; 0 where it was not answered."""
    host, port = address
    try:
        reader, writer = await asyncio.open_connection(EVERYWHERE.get(host, host), port)
    except OSError:
        return 0
    try:
        writer.write(ASKING)
        answer = await reader.read()
        return int(json.loads(answer.partition(b"\r\n\r\n")[2])["release"])
    except (OSError, ValueError):
        return 0
    finally:
        writer.close()
