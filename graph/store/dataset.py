"""A dataset: the folder with the catalogue and the objects, and the only way to change it.

A commit writes objects first and then one catalogue transaction, under a lock
that one process at a time can hold. Killed anywhere, the dataset is in the old
release or in the new one; objects that no release names do no harm.
"""

import fcntl
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, serialize

from graph.errors import BaseMismatch, DatasetDamaged, DatasetExists, DatasetMissing, WriterBusy
from graph.iris import Iris
from graph.store.catalogue import Catalogue
from graph.store.objects import Objects, storing, sync_folder
from graph.store.release import GraphVersion, ImportRecord, Release

CATALOGUE = "catalogue.sqlite"
Lines = tuple[bytes, ...]
"""Statements as sorted N-Quads lines, each once."""


@dataclass(frozen=True)
class Dataset:
    """An open dataset. Reading needs no lock; change it inside `writing()`."""

    folder: Path
    iris: Iris
    catalogue: Catalogue
    objects: Objects

    @classmethod
    def create(cls, folder: Path, base: str) -> "Dataset":
        """Make an empty dataset whose IRIs begin with `base`.

        The catalogue comes last: a folder without one is no dataset. Raises `DatasetExists`,
        `WriterBusy`, and `DatasetDamaged` where there are objects of a dataset without its catalogue.
        """
        with storing(folder):
            (folder / "objects").mkdir(parents=True, exist_ok=True)
            sync_folder(folder.parent)
        with _locked(folder):
            path = folder / CATALOGUE
            if path.exists():
                raise DatasetExists(str(folder))
            _check_for_a_lost_catalogue(folder)
            Catalogue(path).create(base)
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path, base: str | None = None) -> "Dataset":
        """Open the dataset in `folder`.

        Raises `DatasetMissing`, `DatasetDamaged`, and `BaseMismatch` where a `base` is
        asked for that is not the one the dataset was made with.
        """
        path = folder / CATALOGUE
        if not path.is_file():
            _check_for_a_lost_catalogue(folder)
            raise DatasetMissing(str(folder))
        catalogue = Catalogue(path)
        made_for = catalogue.base
        if base is not None and base != made_for:
            raise BaseMismatch(made_for, base)
        return cls(folder, Iris(made_for), catalogue, Objects(folder / "objects"))

    def head(self) -> Release:
        """The newest release. Raises `ReleaseUnknown` where none was made yet."""
        return self.catalogue.newest()

    def content(self, version: GraphVersion) -> bytes:
        """The sorted N-Quads of a named graph in a release."""
        return self.objects.get(version.sha256)

    def lines(self, version: GraphVersion) -> Lines:
        """The statements of a named graph in a release, a line each."""
        return tuple(self.content(version).splitlines(keepends=True))

    @contextmanager
    def writing(self) -> Iterator["Writer"]:
        """Hold the writer's lock.

        Raises `WriterBusy` at once where another process has it. What is written may raise
        `DiskFull` and `DatasetUnwritable`; the newest release then stays the newest.
        """
        with _locked(self.folder):
            yield Writer(self)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    path = folder / "lock"
    with storing(path):
        lock = path.open("wb")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WriterBusy(str(folder)) from None
        yield


def _check_for_a_lost_catalogue(folder: Path) -> None:
    """A catalogue is there before any object is, so objects without one have lost it."""
    if any((folder / "objects").rglob("*.gz")):
        raise DatasetDamaged(str(folder / CATALOGUE), "the file is missing")


@dataclass(frozen=True)
class Writer:
    """The one that may change the dataset, while it holds the lock."""

    dataset: Dataset

    def keep(self, content: bytes) -> str:
        """Keep a file, such as the original of an import; returns its SHA-256."""
        return self.dataset.objects.put(content)

    def keep_graph(self, graph: str, lines: Lines) -> GraphVersion:
        """Keep the statements of a named graph; equal graphs are one object."""
        return GraphVersion(graph, self.dataset.objects.put(b"".join(lines)), len(lines))

    def commit(
        self, changes: Mapping[str, GraphVersion | None], note: str, imports: Iterable[ImportRecord] = ()
    ) -> Release:
        """Make a new release in which the named graphs are as in `changes`; None takes a graph out."""
        before = self.dataset.catalogue.head()
        graphs = {each.graph: each for each in self.dataset.head().graphs} if before else {}
        for graph, version in changes.items():
            if version is None:
                graphs.pop(graph, None)
            else:
                graphs[graph] = version
        versions = tuple(graphs[name] for name in sorted(graphs))
        release = Release(before + 1, now(), note, versions)
        self.dataset.catalogue.add(release, [replace(each, release=release.number) for each in imports])
        return release

    def note(self, imports: Iterable[ImportRecord]) -> None:
        """Keep the record of imports that made no release."""
        self.dataset.catalogue.add_imports(imports)

    def rollback(self, number: int) -> Release:
        """Make a new release with the content of an old one.

        Raises `ReleaseUnknown`, and `DatasetDamaged` where the old one is no longer whole.
        """
        old = self.dataset.catalogue.release(number)
        for version in old.graphs:
            self.dataset.content(version)
        release = replace(
            old,
            number=self.dataset.catalogue.head() + 1,
            made_at=now(),
            note=f"Roll back to release {number}",
        )
        self.dataset.catalogue.add(release, [])
        return release


def sorted_lines(quads: Iterable[Quad]) -> Lines:
    """Statements as sorted N-Quads lines without repetition: one form for one set."""
    written = BytesIO()
    serialize(quads, written, format=RdfFormat.N_QUADS)
    return tuple(sorted(set(written.getvalue().splitlines(keepends=True))))


def now() -> datetime:
    """The present moment in UTC, to the second: what a release is dated with."""
    return datetime.now(UTC).replace(microsecond=0)
