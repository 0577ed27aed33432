"""Work that a process of its own does, so that whoever answers requests does not wait."""

import asyncio
import logging
import sys
from typing import IO

log = logging.getLogger(__name__)


async def run(module: str, *arguments: str, seconds: float, output: IO[bytes] | None = None) -> bool:
    """Run a module of ours, and end it after so many seconds; what it writes goes into the output.

    Gives whether it did what it was to do; where it did not, the log has what it said.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", module, *arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=output,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(seconds):
            _, said = await process.communicate()
    except TimeoutError:
        said = f"it took longer than {seconds:g} seconds".encode()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        log.warning("%s failed: %s", module, said.decode("utf-8", "replace").strip())
    return process.returncode == 0
