"""A checksum over all of a file, kept in the file, where its format leaves four bytes to its writer.

What a file holds can be checked without it, but not each of its bytes: gzip has
padding, SQLite has free space and texts that it does not watch over.
"""

import zlib
from pathlib import Path

from graph.errors import DatasetDamaged

UNSEALED = bytes(4)
"""What stands in the place of a file that was written without a checksum."""


def seal(content: bytes | bytearray, place: slice) -> bytes:
    """The CRC-32 of a file around the place that it stands in; never `UNSEALED`."""
    view = memoryview(content)
    before = zlib.crc32(UNSEALED, zlib.crc32(view[: place.start]))
    return (zlib.crc32(view[place.stop :], before) or 1).to_bytes(4, "big")


def check_seal(path: Path, content: bytes, place: slice) -> None:
    """Compare a file with the checksum in it. Raises `DatasetDamaged`."""
    if len(content) < place.stop:
        raise DatasetDamaged(str(path), "the file is cut off")
    if content[place] not in {UNSEALED, seal(content, place)}:
        raise DatasetDamaged(str(path), "the content does not match the file's checksum")
