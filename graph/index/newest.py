"""The newest release as an index: how it is come by while others commit, let go or damage files.

A release is loaded whole or not at all. Where a file of the newest one is damaged
or missing, as in a plain copy of the folder that was made while a commit ran, no
older one is taken in its stead without being asked for: the error says which one
is whole.
"""

from collections.abc import Callable
from typing import TypeVar

from graph.errors import DatasetDamaged, ReleaseDamaged
from graph.index.index import Index, load
from graph.store.dataset import Dataset
from graph.store.release import Release

Made = TypeVar("Made")


def load_newest(dataset: Dataset) -> Index:
    """The index of the newest release, in memory. Raises `ReleaseDamaged`, `ReleaseUnknown`."""
    return of_newest(dataset, lambda release: load(dataset, release, ahead=True))


def of_newest(dataset: Dataset, make: Callable[[Release], Made]) -> Made:
    """What is made of the newest release.

    One that is let go while it is read has a successor, which is then taken.
    Raises `ReleaseDamaged`, and `ReleaseUnknown` where no release was made yet.
    """
    while True:
        release = dataset.head()
        try:
            return make(release)
        except DatasetDamaged as damage:
            if dataset.catalogue.head() == release.number:
                raise ReleaseDamaged(damage, release.number, _newest_whole(dataset)) from damage


def _newest_whole(dataset: Dataset) -> int | None:
    """The newest kept release of which every graph is there; None where there is none."""
    damaged: set[str] = set()
    for release in dataset.catalogue.releases():
        if release.kept and _is_whole(dataset, release, damaged):
            return release.number
    return None


def _is_whole(dataset: Dataset, release: Release, damaged: set[str]) -> bool:
    """Whether every object of a release is there; adds to those that are known to be damaged."""
    for version in release.graphs:
        try:
            if version.sha256 not in damaged:
                dataset.content(version)
        except DatasetDamaged:
            damaged.add(version.sha256)
    return not any(version.sha256 in damaged for version in release.graphs)
