"""Where processes that are forked to do work for others are asked for it."""

import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path

MOST_WAITING = 32
"""Askers that may wait for a process to be free; further ones are crowded out at once."""


class Entrance:
    """The Unix socket that processes listen on, for this process and those that it forks.

    It is bound in a private folder. Linux can reach it without its name, by a descriptor of
    where it was, so the folder goes at once and a process that is killed leaves nothing behind.
    """

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="nodverk-"))
        self._place: int | None = None
        self.address = self._folder / "entrance"
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.address))
        self.listener.listen(MOST_WAITING)
        if sys.platform == "linux":
            self._place = os.open(self.address, os.O_PATH)
            self.address = Path(f"/proc/self/fd/{self._place}")
            shutil.rmtree(self._folder)

    def close(self) -> None:
        """Let nobody in any more."""
        self.listener.close()
        if self._place is not None:
            os.close(self._place)
            self._place = None
        shutil.rmtree(self._folder, ignore_errors=True)
