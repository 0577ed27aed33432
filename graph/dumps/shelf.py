"""The folder of the dumps that were made: `dumps/` in the dataset's folder, beside what they are made from.

A dump is there when its checksum is: a file beside it, as `sha256sum --check` reads it.
The folder is kept below a size; what was made longest ago goes first.
"""

import fcntl
import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from graph.dumps.naming import DumpName, parsed
from graph.store.objects import storing, sync_folder

CHECKSUM = ".sha256"
UNFINISHED = ".new-"
LOCK = ".lock-"
ABANDONED_SECONDS = 3600.0
"""After which a file that is not finished is no longer being written."""

SHA256 = re.compile(r"([0-9a-f]{64}) ")


@dataclass(frozen=True)
class Dump:
    """A dump that is there."""

    path: Path
    octets: int
    sha256: str


@dataclass(frozen=True)
class Shelf:
    """The dumps of a dataset."""

    folder: Path
    most_octets: int

    def find(self, name: DumpName) -> Dump | None:
        """A dump, if it was made."""
        path = self.folder / name.file
        try:
            found = SHA256.match(path.with_name(path.name + CHECKSUM).read_text("ascii"))
            return Dump(path, path.stat().st_size, found[1]) if found else None
        except OSError:
            return None

    def put(self, name: DumpName, write: Callable[[IO[bytes]], None]) -> Dump:
        """Keep a dump that is written now, unless another process did meanwhile.

        Raises `DiskFull`, `DatasetUnwritable`.
        """
        path = self.folder / name.file
        with storing(path), self._alone(path):
            if made := self.find(name):
                return made
            with self._unfinished(path) as file:
                write(file)
                octets = file.tell()
            sha256 = _sha256(path)
            checksum = path.with_name(path.name + CHECKSUM)
            with self._unfinished(checksum) as file:
                file.write(f"{sha256}  {path.name}\n".encode())
            sync_folder(self.folder)
            self._make_room(path)
        return Dump(path, octets, sha256)

    def let_go(self, releases: set[int]) -> int:
        """Remove the dumps of all but these releases; says how many octets that freed."""
        freed = 0
        with storing(self.folder):
            for path in self._dumps():
                name = parsed(path.name)
                if name and name.release not in releases:
                    freed += _remove(path)
        return freed

    @contextmanager
    def _alone(self, path: Path) -> Iterator[None]:
        """One process at a time, so that no two do the same work.

        Taking the lock away with it may let two at it at once, which does no harm.
        """
        self.folder.mkdir(exist_ok=True)
        lock = path.with_name(f"{LOCK}{path.name}")
        with lock.open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                lock.unlink(missing_ok=True)

    @contextmanager
    def _unfinished(self, path: Path) -> Iterator[IO[bytes]]:
        """A file to write, which gets its name when it is whole; several processes may write the same."""
        unfinished = path.with_name(f"{UNFINISHED}{os.getpid()}-{path.name}")
        try:
            with unfinished.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(path)
        finally:
            unfinished.unlink(missing_ok=True)

    def _make_room(self, newest: Path) -> None:
        """Remove what killed processes left, and the oldest dumps until the rest is small enough."""
        for left in self.folder.glob(f"{UNFINISHED}*"):
            if time.time() - left.stat().st_mtime > ABANDONED_SECONDS:
                left.unlink(missing_ok=True)
        dumps = sorted(self._dumps(), key=lambda path: path.stat().st_mtime)
        octets = sum(path.stat().st_size for path in dumps)
        for path in dumps:
            if octets <= self.most_octets:
                break
            if path != newest:
                octets -= _remove(path)

    def _dumps(self) -> Iterator[Path]:
        return (path for path in self.folder.glob("*.gz") if parsed(path.name))


def _remove(path: Path) -> int:
    """Remove a dump, its checksum first."""
    octets = path.stat().st_size
    path.with_name(path.name + CHECKSUM).unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    return octets


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
