"""Immutable files, named by the SHA-256 of what they hold.

An object is written under a temporary name, synced, renamed and its folder
synced, so that after a crash it is whole or not there. Contents are gzipped on
disk; the name is the hash of the content, not of the compressed bytes, which
may differ between versions of zlib.
"""

import gzip
import hashlib
import os
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from graph.errors import DatasetDamaged


@dataclass(frozen=True)
class Objects:
    """The `objects/` folder of a dataset."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where the object of this name lies, whether or not it is there."""
        return self.folder / sha256[:2] / f"{sha256}.gz"

    def put(self, content: bytes) -> str:
        """Keep `content` durably and return its name; keeping it twice is the same as once."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        if path.exists():
            return sha256
        if not path.parent.exists():
            path.parent.mkdir(parents=True)
            sync_folder(self.folder)
        write_durably(path, gzip.compress(content, compresslevel=6, mtime=0))
        return sha256

    def get(self, sha256: str) -> bytes:
        """The content of an object, checked against its name.

        Raises `DatasetDamaged` when the file is missing or holds something else.
        """
        path = self.path(sha256)
        try:
            content = gzip.decompress(path.read_bytes())
        except FileNotFoundError:
            raise DatasetDamaged(str(path), "the file is missing") from None
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise DatasetDamaged(str(path), f"the file cannot be unpacked ({error})") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise DatasetDamaged(str(path), "the content does not match the file's name")
        return content


def write_durably(path: Path, content: bytes) -> None:
    """Write a file so that it is whole or not there, whenever the machine stops."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).rename(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames and new names in a folder survive a power loss."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
