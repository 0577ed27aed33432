"""An index that is made piece by piece, so that who makes it can look after other things meanwhile."""

import time
from collections.abc import Iterator

from pyoxigraph import Store

from graph.index.index import Index
from graph.index.merging import put
from graph.lines import pieces
from graph.store.dataset import Dataset
from graph.store.release import Release

STEP_SECONDS = 0.05


class Building:
    """The making of an index of one release in memory."""

    def __init__(self, dataset: Dataset, release: Release) -> None:
        self.index = Index(Store(), release, dataset.iris)
        self.whole = False
        self._left = _pieces(dataset, release)

    def step(self) -> bool:
        """Take in as much as a moment allows; says whether that was the last. Raises `DatasetDamaged`."""
        until = time.monotonic() + STEP_SECONDS
        for piece in self._left:
            put(self.index.store, piece)
            if time.monotonic() > until:
                return False
        self.whole = True
        return True


def _pieces(dataset: Dataset, release: Release) -> Iterator[bytes]:
    for version in release.graphs:
        yield from pieces(dataset.content(version))
