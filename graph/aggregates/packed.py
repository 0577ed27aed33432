"""A table as octets, to be read where they lie: what processes share without a copy for each.

First stand two counts, of rows and of buckets; then for each bucket where its rows begin, for each
row where it ends, and the texts of the rows, each text ended by `END`: the key and what it has.
A key is in the bucket that its CRC-32 names. Numbers are as this machine has them.
"""

import sys
from array import array
from collections.abc import Iterator, Mapping
from itertools import accumulate
from mmap import mmap
from struct import Struct
from typing import Final
from zlib import crc32

from graph.aggregates.links import Values

END = "\0"
COUNTS = Struct("=QQ")
ROW: Final = "I"
PLACE: Final = "Q"
ROW_OCTETS, PLACE_OCTETS = array(ROW).itemsize, array(PLACE).itemsize


def packed(table: Values) -> bytes:
    """The octets of a table. Raises `ValueError` where a text of it holds `END`."""
    buckets = 1 << max(1, (len(table) - 1).bit_length())  # two at least, so that places are at even octets
    rows = sorted((crc32(key.encode()) % buckets, key, values) for key, values in table.items())
    texts = [_row(key, values) for _, key, values in rows]
    in_bucket = array(ROW, bytes(ROW_OCTETS * buckets))
    for bucket, _, _ in rows:
        in_bucket[bucket] += 1
    begins = array(ROW, accumulate(in_bucket[:-1], initial=0))
    ends = array(PLACE, accumulate(map(len, texts)))
    return b"".join((COUNTS.pack(len(rows), buckets), begins.tobytes(), ends.tobytes(), *texts))


def _row(key: str, values: tuple[str, ...]) -> bytes:
    text = END.join((key, *values, ""))
    if text.count(END) != len(values) + 1:
        raise ValueError(f"what {key!r} has cannot be packed: a text holds U+0000")
    return text.encode()


class Packed(Mapping[str, tuple[str, ...]]):
    """A packed table, which begins at a place of a mapped file that is a multiple of eight."""

    def __init__(self, octets: mmap, at: int) -> None:
        self._octets = octets
        self._rows: int
        self._buckets: int
        self._rows, self._buckets = COUNTS.unpack_from(octets, at)
        begins = at + COUNTS.size
        ends = begins + ROW_OCTETS * self._buckets
        self._texts = ends + PLACE_OCTETS * self._rows
        whole = memoryview(octets)
        self._begins = whole[begins:ends].cast(ROW)
        self._ends = whole[ends : self._texts].cast(PLACE)

    def __getitem__(self, key: str) -> tuple[str, ...]:
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        begin, end = found
        return tuple(map(sys.intern, str(self._octets[begin:end], "utf-8").split(END)[:-1]))

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._find(key) is not None

    def __len__(self) -> int:
        return self._rows

    def __iter__(self) -> Iterator[str]:
        begin = self._texts
        for size in self._ends:
            end = self._texts + size
            yield sys.intern(self._octets[begin:end].partition(b"\0")[0].decode())
            begin = end

    def _find(self, key: str) -> tuple[int, int] | None:
        """Where the texts stand that a key has; None where it has no row."""
        wanted = f"{key}{END}".encode()
        bucket = crc32(wanted[:-1]) % self._buckets
        last = self._begins[bucket + 1] if bucket + 1 < self._buckets else self._rows
        for row in range(self._begins[bucket], last):
            begin = self._texts + (self._ends[row - 1] if row else 0)
            if self._octets[begin : begin + len(wanted)] == wanted:
                return begin + len(wanted), self._texts + self._ends[row]
        return None
