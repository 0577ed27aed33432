"""How one process hands tables over to all that were forked from the same parent: in a file without a name.

The first octet says whether they are there. The file is mapped by whoever needs it, so that
its memory is there once for all, and gone when the last of them has ended.
"""

import asyncio
import json
import logging
import os
import tempfile
import time
from collections.abc import Mapping
from enum import IntEnum
from mmap import ACCESS_READ, mmap
from struct import Struct

from graph.aggregates.links import Values
from graph.aggregates.packed import Packed, packed

Name = tuple[str, ...]
"""What a table is called."""

PATIENCE_SECONDS = 60.0
"""How long a process waits for tables by default, once, before it makes those that it needs itself."""

LOOK_AGAIN_SECONDS = 0.02
HEAD = Struct("=BxxxxxxxQ")
"""What has become of it, and where the list of the tables begins, which is the end of the file."""

ALIGNED = 8

log = logging.getLogger(__name__)


class Fate(IntEnum):
    """What has become of the tables."""

    COMING = 0
    THERE = 1
    NEVER = 2


class Handover:
    """Tables that are on their way. Make it before the processes are forked that leave and find them."""

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        self.patience = patience
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed by `close`
        self._file.write(HEAD.pack(Fate.COMING, 0))
        self._fate = Fate.COMING
        self._tables: dict[Name, Packed] = {}
        self._late = False

    def leave(self, tables: Mapping[Name, Values]) -> None:
        """Put the tables there. Raises `ValueError` where one cannot be packed, `OSError` without room."""
        places: list[tuple[Name, int]] = []
        for name, table in tables.items():
            places.append((name, self._file.seek(0, os.SEEK_END)))
            octets = packed(table)
            self._write(octets + bytes(-len(octets) % ALIGNED))
        listed = self._file.seek(0, os.SEEK_END)
        self._write(json.dumps(places).encode())
        os.pwrite(self._file.fileno(), HEAD.pack(Fate.COMING, listed), 0)
        self._say(Fate.THERE)

    def give_up(self) -> None:
        """Say that they will never be there, unless they are."""
        if not self.settled:
            self._say(Fate.NEVER)

    @property
    def settled(self) -> bool:
        """Whether the tables are there or never will be."""
        if self._fate is Fate.COMING:
            self._fate = Fate(os.pread(self._file.fileno(), 1, 0)[0])
        return self._fate is not Fate.COMING

    def find(self, name: Name) -> Values | None:
        """A table, if it is there by now."""
        if not self._tables and self.settled and self._fate is Fate.THERE:
            self._tables = self._mapped()
        return self._tables.get(name)

    async def comes(self) -> None:
        """Wait until the tables are there, for which this process has patience once."""
        until = time.monotonic() + self.patience
        while not self.settled and not self._late:
            if time.monotonic() > until:
                self._late = True
                log.warning("What pages need is not there after %g s; it is made here.", self.patience)
            await asyncio.sleep(LOOK_AGAIN_SECONDS)

    def close(self) -> None:
        """Let go of the file; what was found in it stays."""
        self._file.close()

    def _say(self, fate: Fate) -> None:
        os.pwrite(self._file.fileno(), bytes([fate]), 0)

    def _write(self, octets: bytes) -> None:
        rest = memoryview(octets)
        while rest:
            rest = rest[self._file.write(rest) :]

    def _mapped(self) -> dict[Name, Packed]:
        octets = mmap(self._file.fileno(), 0, access=ACCESS_READ)
        _, listed = HEAD.unpack_from(octets)
        return {tuple(name): Packed(octets, place) for name, place in json.loads(octets[listed:])}
