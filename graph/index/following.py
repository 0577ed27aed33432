"""The index that a service has, and how it comes from one release to the next.

A commit changes little, so the index is changed and not made anew: statements
that are made no more are taken out, new ones put in. Processes that were forked
before do not see it, since memory is copied where it comes to differ; but none
may be forked any more to serve the release before.

The in-memory store keeps the place of what was taken out. When that is a large
share, the index is made anew from the files, piece by piece, while the old one
is served and follows further commits.
"""

from dataclasses import replace
from typing import Protocol

from graph.errors import DatasetDamaged
from graph.index.building import Building
from graph.index.changes import Change, apply, changes
from graph.index.index import Index
from graph.store.dataset import Dataset
from graph.store.release import Release

MOST_GARBAGE = 0.5
"""What an index may keep of statements that were taken out, as a share of those that are in it."""

MOST_CHANGED = 0.5
"""A release that differs in a larger share of its statements is loaded beside the one that is served."""

COPIES = 2
"""A statement stands in its named graph and in the merge."""


class Holding(Protocol):
    """An index of one release, for processes to be forked that have it."""

    @property
    def release(self) -> Release:
        """The release that it is of."""

    def opened(self) -> Index:
        """The index, in the process that was forked and calls this."""

    def another(self, dataset: Dataset, release: Release) -> Index:
        """The index of another release, kept where this one is, for the process that calls this.

        Raises `DatasetDamaged`.
        """

    def close(self) -> None:
        """Let it go: no process has it any more."""


class Follower(Protocol):
    """What a service has its indexes from."""

    @property
    def holding(self) -> Holding:
        """The index that was taken last, at first that of the newest release."""

    def aim(self, release: Release) -> None:
        """Say which release is to be served next."""

    def ready(self) -> bool:
        """Do a piece of what there is to do; says whether there is another index to `take`.

        Raises `DatasetDamaged`; the aim is then given up.
        """

    def take(self) -> Holding:
        """The index that is ready. From now on nobody may be forked for the one before."""

    @property
    def busy(self) -> bool:
        """Whether there is more to do."""


class InMemory:
    """An index in the memory of this process, which all that are forked from it share."""

    def __init__(self, dataset: Dataset, index: Index, most_garbage: float = MOST_GARBAGE) -> None:
        self._dataset = dataset
        self._index = index
        self._most_garbage = most_garbage
        self._garbage = 0
        self._aim = index.release
        self._anew: Building | None = None
        self._far: int | None = None
        """A release that is too far from the index, and is waited for until the new one is whole."""

        self._steps: list[Change] = []
        """What is to be done to the index, or to the new one where that is whole."""

    @property
    def holding(self) -> Index:
        """The index as it is."""
        return self._index

    @property
    def busy(self) -> bool:
        """Whether an index is being made anew."""
        return self._anew is not None

    def aim(self, release: Release) -> None:
        """Say which release is to be served next; where little differs it is ready at once."""
        self._aim = release

    def ready(self) -> bool:
        """Read what differs, or make a piece of a new index. Raises `DatasetDamaged`."""
        try:
            return self._follows() or self._is_made_anew()
        except DatasetDamaged:
            self._aim, self._anew, self._far = self._index.release, None, None
            raise

    def take(self) -> Index:
        """The index of the release that was aimed at."""
        if self._anew is not None and self._anew.whole:
            self._index, self._garbage = self._anew.index, 0
            self._anew = self._far = None
        self._garbage += apply(self._index.store, self._steps)
        self._index, self._steps = replace(self._index, release=self._aim), []
        return self._index

    def _follows(self) -> bool:
        """Whether the index can be changed into that of the release that is aimed at."""
        if self._aim.number in {self._index.release.number, self._far}:
            return False
        steps = changes(self._dataset, self._index.release, self._aim)
        if sum(each.size for each in steps) > MOST_CHANGED * self._aim.statements:
            self._anew, self._far = self._anew or Building(self._dataset, self._aim), self._aim.number
            return False
        self._steps = steps
        return True

    def _is_made_anew(self) -> bool:
        """Whether a new index is whole; begins one where the old one keeps too much."""
        if (
            self._anew is None
            and self._garbage > self._most_garbage * COPIES * self._index.release.statements
        ):
            self._anew = Building(self._dataset, self._index.release)
        if self._anew is None or not self._anew.step():
            return False
        self._steps = changes(self._dataset, self._anew.index.release, self._aim)
        return True
