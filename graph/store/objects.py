"""Immutable files, named by the SHA-256 of what they hold.

An object is written under a temporary name, synced, renamed and its folder
synced, so that after a crash it is whole or not there. Contents are gzipped on
disk; the name is the hash of the content, not of the compressed bytes, which
may differ between versions of zlib.
"""

import errno
import hashlib
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.errors import DatasetDamaged, DatasetUnwritable, DiskFull
from graph.store.seal import check_seal, seal

GZIP = 31
"""What zlib calls the gzip format with its largest window."""

SEAL = slice(4, 8)
"""Where a gzip file has a time that it need not have (RFC 1952, section 2.3.1)."""

PIECE = 16 * 1024
"""How many octets of a compressed file are unpacked at a time."""

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True)
class Objects:
    """The `objects/` folder of a dataset."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where the object of this name lies, whether or not it is there."""
        return self.folder / sha256[:2] / f"{sha256}.gz"

    def put(self, content: bytes) -> str:
        """Keep `content` durably and return its name; keeping it twice is the same as once.

        A damaged object of this name is replaced. Raises `DiskFull`, `DatasetUnwritable`.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        if self._is_whole(sha256):
            with storing(path):
                sync_folder(path.parent)  # who wrote it may have been killed before it did
            return sha256
        with storing(path):
            if not path.parent.exists():
                path.parent.mkdir(parents=True)
                sync_folder(self.folder)
        packed = bytearray(zlib.compress(content, level=6, wbits=GZIP))
        packed[SEAL] = seal(packed, SEAL)
        write_durably(path, packed)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The content of an object, checked against its name.

        Raises `DatasetDamaged` when the file is missing or not one bit as it was written.
        """
        path = self.path(sha256)
        packed = read(path)
        check_seal(path, packed, SEAL)
        content = _unpacked(path, packed)
        if hashlib.sha256(content).hexdigest() != sha256:
            raise DatasetDamaged(str(path), "the content does not match the file's name")
        return content

    def check_there(self, sha256: str) -> None:
        """See that there is a file for an object, without reading it. Raises `DatasetDamaged`."""
        path = self.path(sha256)
        if not path.is_file():
            raise DatasetDamaged(str(path), "the file is missing")

    def pieces(self, sha256: str) -> Iterator[bytes]:
        """The content of an object piece by piece, which is found out to be whole with the last one.

        Raises `DatasetDamaged`.
        """
        path = self.path(sha256)
        packed = read(path)
        check_seal(path, packed, SEAL)
        unpacking, digest = zlib.decompressobj(GZIP), hashlib.sha256()
        try:
            for start in range(0, len(packed), PIECE):
                piece = unpacking.decompress(packed[start : start + PIECE])
                digest.update(piece)
                yield piece
        except zlib.error as error:
            raise DatasetDamaged(str(path), f"the file cannot be unpacked ({error})") from error
        if not unpacking.eof or digest.hexdigest() != sha256:
            raise DatasetDamaged(str(path), "the content does not match the file's name")

    def _is_whole(self, sha256: str) -> bool:
        try:
            self.get(sha256)
        except DatasetDamaged:
            return False
        return True


def read(path: Path) -> bytes:
    """The bytes of a file of the dataset. Raises `DatasetDamaged`."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DatasetDamaged(str(path), "the file is missing") from None
    except OSError as error:
        raise DatasetDamaged(str(path), f"the file cannot be read ({error.strerror})") from error


def unpacked_size(path: Path) -> int:
    """The size of an object's content as its file says it, modulo 2^32; 0 where the file is not there."""
    try:
        with path.open("rb") as file:
            file.seek(-4, os.SEEK_END)
            return int.from_bytes(file.read(), "little")
    except OSError:
        return 0


def _unpacked(path: Path, packed: bytes) -> bytes:
    unpacking = zlib.decompressobj(GZIP)
    try:
        content = unpacking.decompress(packed)
    except zlib.error as error:
        raise DatasetDamaged(str(path), f"the file cannot be unpacked ({error})") from error
    if not unpacking.eof:
        raise DatasetDamaged(str(path), "the file is cut off")
    return content


def write_durably(path: Path, content: bytes | bytearray) -> None:
    """Write a file so that it is whole or not there, whenever the machine stops.

    Only one process may write it at a time: what a killed one left behind is written over.
    Raises `DiskFull`, `DatasetUnwritable`.
    """
    unfinished = path.with_name(f".new-{path.name}")
    with storing(path):
        try:
            with unfinished.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


@contextmanager
def storing(path: Path) -> Iterator[None]:
    """Name the failure to write a file. Raises `DiskFull`, `DatasetUnwritable`."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFull(str(path)) from error
        raise DatasetUnwritable(str(path), error.strerror or str(error)) from error


def sync_folder(folder: Path) -> None:
    """Make renames and new names in a folder survive a power loss."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
