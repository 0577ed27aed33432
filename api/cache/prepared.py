"""Documents made beforehand: a file that one process fills and every other one reads.

A process that asks the index for a thing it never met comes to have its own copy of each
page of memory that it looks at. Reading a file costs nothing of the kind, so what is asked
of many things, once each, is made once for all processes. Until the file is whole it has
nothing, and whoever asks does without it; the file has no name, and ends with who has it open.

    head   where the table begins and how many documents there are; zeros until it is whole
    ...    the documents, each after its key and a line feed
    table  hashes of the keys, in order; where each document begins; how long each is
"""

import os
import struct
import weakref
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from tempfile import mkstemp

HEAD = struct.Struct("<QQ")
HASH = struct.Struct("<Q")
WIDTHS = "Q", "Q", "I"
"""How wide the numbers of each column of the table are: 8, 8 and 4 octets."""

BUFFER_BYTES = 1024 * 1024


@dataclass(frozen=True)
class _Table:
    hashes: "array[int]"
    places: "array[int]"
    lengths: "array[int]"

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Where each document begins, its key included, and its length; in the order of the file."""
        return iter(sorted(zip(self.places, self.lengths, strict=True)))


class Prepared:
    """The documents of one release, by a key that each has. Make it before forking. Raises `OSError`."""

    def __init__(self) -> None:
        self._file, path = mkstemp(prefix="nodverk-prepared-")
        Path(path).unlink()
        weakref.finalize(self, os.close, self._file)
        os.pwrite(self._file, HEAD.pack(0, 0), 0)
        self._table: _Table | None = None

    @property
    def whole(self) -> bool:
        """Whether it was filled; what is not in it then is nowhere."""
        return self._known() is not None

    def get(self, key: str) -> bytes | None:
        """The document of a key; None where there is none, or not yet."""
        table = self._known()
        if table is None:
            return None
        name = b"%s\n" % key.encode()
        hashed = _hash(name)
        at = bisect_left(table.hashes, hashed)
        while at < len(table.hashes) and table.hashes[at] == hashed:
            found = os.pread(self._file, table.lengths[at], table.places[at])
            if found.startswith(name):
                return found[len(name) :]
            at += 1
        return None

    def all(self) -> Iterator[tuple[str, bytes]]:
        """Every document with its key."""
        for place, length in self._known() or ():
            key, _, content = os.pread(self._file, length, place).partition(b"\n")
            yield key.decode(), content

    def fill(self, documents: Iterable[tuple[str, bytes]]) -> None:
        """Write all documents, each with its key, once. Raises `OSError` where the disk is full."""
        entries: list[tuple[int, int, int]] = []
        place = HEAD.size
        with open(self._file, "r+b", buffering=BUFFER_BYTES, closefd=False) as file:
            file.seek(place)
            for key, content in documents:
                name = b"%s\n" % key.encode()
                file.write(name + content)
                length = len(name) + len(content)
                entries.append((_hash(name), place, length))
                place += length
            file.write(_columns(entries))
        os.pwrite(self._file, HEAD.pack(place, len(entries)), 0)

    def _known(self) -> _Table | None:
        """The table, read when it is there."""
        if self._table is None:
            place, count = HEAD.unpack(os.pread(self._file, HEAD.size, 0))
            if place:
                self._table = self._read(place, count)
        return self._table

    def _read(self, place: int, count: int) -> _Table:
        columns = []
        for width in WIDTHS:
            column: array[int] = array(width)
            size = column.itemsize * count
            column.frombytes(os.pread(self._file, size, place))
            columns.append(column)
            place += size
        return _Table(*columns)


def _columns(entries: list[tuple[int, int, int]]) -> bytes:
    columns = zip(*sorted(entries), strict=True)
    return b"".join(array(*each).tobytes() for each in zip(WIDTHS, columns, strict=False))


def _hash(name: bytes) -> int:
    (hashed,) = HASH.unpack(blake2b(name, digest_size=HASH.size).digest())
    return int(hashed)
