"""An index on disk: what a service has where a release is too large for memory.

The engine's store on disk starts threads, so the process that forks all others
never opens it: another makes the store of each release, and those that serve
open it for themselves, to read only. They share it by way of the system's cache.
"""

import logging
import shutil
import sys
import weakref
from dataclasses import dataclass

from pyoxigraph import Store

from graph.errors import GraphError, IndexUnmade
from graph.index.index import Index
from graph.index.newest import of_newest
from graph.index.shelf import STORE, Shelf, Shelved
from graph.iris import Iris
from graph.processes.forking import Errand
from graph.store.dataset import Dataset
from graph.store.release import Release

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Volume:
    """A store on disk, as the index of a release."""

    release: Release
    iris: Iris
    shelf: Shelf
    shelved: Shelved

    def opened(self) -> Index:
        """The index, opened by this process for itself, to read only."""
        return Index(Store.read_only(str(self.shelved.path)), self.release, self.iris)

    def another(self, _dataset: Dataset, release: Release) -> Index:
        """The index of another release, on disk as long as it is used. Raises `DatasetDamaged`."""
        folder = self.shelf.aside(self.shelved, release)
        index = Index(Store.read_only(str(folder / STORE)), release, self.iris)
        weakref.finalize(index, shutil.rmtree, folder, ignore_errors=True)
        return index

    def close(self) -> None:
        """Remove it: it follows from the objects, and a later one is there."""
        self.shelf.remove(self.shelved)


class OnDisk:
    """Indexes on disk, one for each release that is served."""

    def __init__(self, shelf: Shelf, volume: Volume) -> None:
        self._shelf = shelf
        self._volume = volume
        self._aim = volume.release
        self._coming = volume.release
        """The release whose index is being made, or was made last."""

        self._making: Errand | None = None

    @property
    def holding(self) -> Volume:
        """The index that was taken last."""
        return self._volume

    @property
    def busy(self) -> bool:
        """Nothing is done here: what there is to do, another process does."""
        return False

    def aim(self, release: Release) -> None:
        """Say which release is to be served next."""
        self._aim = release

    def ready(self) -> bool:
        """See whether the next index is made, or have it made. Raises `IndexUnmade`."""
        if self._making is None and self._aim.number != self._volume.release.number:
            self._making, self._coming = _making(self._shelf, self._volume.shelved, self._aim), self._aim
        if self._making is None or not self._making.done():
            return False
        failed, self._making = self._making.failed(), None
        if failed:
            self._aim = self._volume.release
            raise IndexUnmade(str(self._shelf.folder))
        return True

    def take(self) -> Volume:
        """The index that was made."""
        self._volume = _volume(self._shelf, self._coming)
        return self._volume


def follow_on_disk(dataset: Dataset) -> OnDisk:
    """Have the newest release's index on disk: the one that is there, changed, or a new one.

    Raises `IndexBusy`, `IndexUnmade`, `ReleaseDamaged`, `ReleaseUnknown`.
    """
    shelf = Shelf(dataset)
    origin = shelf.newest()

    def make(release: Release) -> Volume:
        if origin is not None and origin.holds(release):
            return Volume(release, dataset.iris, shelf, origin)
        if _making(shelf, origin, release).wait():
            for each in release.graphs:
                dataset.content(each)  # where it is damaged, this says which file
            raise IndexUnmade(str(shelf.folder))
        return _volume(shelf, release)

    return OnDisk(shelf, of_newest(dataset, make))


def _volume(shelf: Shelf, release: Release) -> Volume:
    shelved = shelf.shelved(release)
    if shelved is None:
        raise IndexUnmade(str(shelf.folder))
    return Volume(release, shelf.dataset.iris, shelf, shelved)


def _making(shelf: Shelf, origin: Shelved | None, release: Release) -> Errand:
    def work() -> None:
        try:
            shelf.make(origin, release)
        except (
            GraphError,
            OSError,
            RuntimeError,
        ) as error:  # the engine says with the last that a file is corrupt
            log.warning("The index of release %d was not made: %s", release.number, error)
            sys.exit(1)

    return Errand(work)
