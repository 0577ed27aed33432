"""`index/` of a dataset: stores on disk for releases that are too large for memory.

Each release that is served has a folder of its own, which is never changed once
it is whole: so any number of processes may open it at a time. The next release's
is made of links to the same files, and then changed. Beside each folder lies a
file that says what the store says, and the hash of every file of it; it is
written last. An earlier release that is asked for gets a folder aside, of which
only the process knows that made it. All of it follows from the objects, and can
be removed at any time.
"""

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from graph.errors import DatasetDamaged, IndexBusy
from graph.index.changes import Change, apply, changes
from graph.index.merging import without_graph
from graph.store.dataset import Dataset
from graph.store.objects import storing, write_durably
from graph.store.release import GraphVersion, Release

ENGINE = f"pyoxigraph {version('pyoxigraph')}"
BATCH_BYTES = 32 * 1024 * 1024
"""How much is loaded in bulk at a time: the engine takes several times as much memory meanwhile."""

MOST_CHANGED = 0.5
"""A release that differs in a larger share of its statements is loaded anew."""

SHARED = ".sst"
"""Files of the engine that are never changed once they are written."""

ASIDE = "aside"
STORE = "store"
"""What the store is called in a folder aside."""


@dataclass(frozen=True)
class Shelved:
    """A store on disk that is whole."""

    path: Path
    graphs: tuple[GraphVersion, ...]
    """What it says."""

    hashes: dict[str, str]
    """SHA-256 of each file, by its name."""

    def holds(self, release: Release) -> bool:
        """Whether it says what this release says."""
        return self.graphs == release.graphs


class Shelf:
    """The stores on disk of a dataset. Raises `IndexBusy` where another process has them."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.folder = dataset.folder / "index"
        with storing(self.folder):
            self.folder.mkdir(exist_ok=True)
            self._lock = (self.folder / "lock").open("wb")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.close()
            raise IndexBusy(str(self.folder)) from None

    def close(self) -> None:
        """Let another process have the stores."""
        self._lock.close()

    def newest(self) -> Shelved | None:
        """The store of the latest release that is as it was written; all others are removed."""
        said = sorted(
            self.folder.glob("release-*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True
        )
        found = next((each for path in said if (each := _read(path)) and _is_whole(each)), None)
        for path in self.folder.glob("release-*"):
            if found is None or path.stem != found.path.name:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        self._clear("*")
        return found

    def shelved(self, release: Release) -> Shelved | None:
        """The store that was made for a release."""
        return _read(self._said(release))

    def make(self, origin: Shelved | None, release: Release) -> None:
        """Make the store of a release, of another one's where little differs.

        Call it in a process of its own, since the engine starts threads. Raises `DatasetDamaged`,
        and `OSError` where the disk is full or the engine cannot read what it wrote.
        """
        target = self.folder / self._said(release).stem
        shutil.rmtree(target, ignore_errors=True)
        known = self._fill(target, origin, release)
        hashes = {path.name: known.get(path.name) or _hash(path) for path in target.iterdir()}
        graphs = [[each.graph, each.sha256, each.statements] for each in release.graphs]
        said = json.dumps({"engine": ENGINE, "graphs": graphs, "files": hashes})
        write_durably(self._said(release), said.encode())

    def aside(self, origin: Shelved, release: Release) -> Path:
        """Make a folder with the store of another release, which whoever calls this is to remove.

        Call it in a process that may have threads. Raises `DatasetDamaged`, and what `storing` does.
        """
        with storing(self.folder):
            folder = Path(tempfile.mkdtemp(prefix=f"{ASIDE}-{origin.path.name}-", dir=self.folder))
            self._fill(folder / STORE, origin, release)
        return folder

    def remove(self, shelved: Shelved) -> None:
        """Let a store go that nobody has open, and what was made of it aside by processes that died."""
        self._clear(shelved.path.name)
        shelved.path.with_suffix(".json").unlink(missing_ok=True)
        shutil.rmtree(shelved.path, ignore_errors=True)

    def _fill(self, target: Path, origin: Shelved | None, release: Release) -> dict[str, str]:
        """Make a store; gives the hashes of those of its files that are known already."""
        steps = _steps(self.dataset, origin, release)
        if origin is None or steps is None:
            _build(self.dataset, release, target)
            return {}
        derive(origin, steps, target)
        return {name: each for name, each in origin.hashes.items() if name.endswith(SHARED)}

    def _clear(self, origin: str) -> None:
        for path in self.folder.glob(f"{ASIDE}-{origin}-*"):
            shutil.rmtree(path, ignore_errors=True)

    def _said(self, release: Release) -> Path:
        return self.folder / f"release-{release.number}.json"


def derive(origin: Shelved, steps: list[Change], target: Path) -> None:
    """Make a store at `target` of another one and what differs."""
    target.mkdir()
    for path in origin.path.iterdir():
        if path.suffix == SHARED:
            os.link(path, target / path.name)
        elif path.name != "LOCK":
            shutil.copyfile(path, target / path.name)
    store = Store(str(target))
    apply(store, steps)
    store.flush()


def _build(dataset: Dataset, release: Release, target: Path) -> None:
    store = Store(str(target))
    for batch in _batches(dataset, release):
        store.bulk_load(b"".join(batch), format=RdfFormat.N_QUADS, lenient=True)
        merged = b"".join(without_graph(content) for content in batch)
        store.bulk_load(merged, format=RdfFormat.N_TRIPLES, lenient=True)
    store.optimize()
    store.flush()


def _batches(dataset: Dataset, release: Release) -> Iterator[list[bytes]]:
    """The content of the named graphs, several together."""
    batch: list[bytes] = []
    for each in release.graphs:
        if content := dataset.content(each):
            batch.append(content)
        if sum(map(len, batch)) > BATCH_BYTES:
            yield batch
            batch = []
    yield batch


def _steps(dataset: Dataset, origin: Shelved | None, release: Release) -> list[Change] | None:
    """What leads from a store to a release; None where that is too much, or no longer known."""
    if origin is None:
        return None
    was = Release(0, release.made_at, "", origin.graphs)
    try:
        steps = changes(dataset, was, release)
    except DatasetDamaged:
        return None  # what the store says may have been let go; a file that the release needs is missed later
    return steps if sum(each.size for each in steps) <= MOST_CHANGED * release.statements else None


def _read(said: Path) -> Shelved | None:
    """What is said of a store; None where it was written by another engine, or is damaged."""
    try:
        told = json.loads(said.read_text("utf-8"))
        graphs = tuple(GraphVersion(*each) for each in told["graphs"])
        return Shelved(said.with_suffix(""), graphs, told["files"]) if told["engine"] == ENGINE else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _is_whole(shelved: Shelved) -> bool:
    """Whether each file is there and as it was written."""
    try:
        return all(_hash(shelved.path / name) == told for name, told in shelved.hashes.items())
    except OSError:
        return False


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
