"""The releases of a dataset to ask: the one that is served, and the others for whoever asks as of then."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from graph.errors import ReleaseUnknown
from graph.index.index import Index, load
from graph.store.dataset import Dataset
from graph.store.release import Release


@dataclass(frozen=True)
class Archive:
    """The index that is served, and the dataset that it was made from."""

    index: Index
    dataset: Dataset | None = None
    """None where there is only the index: then no other release can be asked."""

    another: Callable[[Dataset, Release], Index] = load
    """Makes the index of another release."""

    def at(self, number: int | None) -> Index:
        """The index of a release, made of its files if it is not the one that is served.

        Raises `ReleaseUnknown`, `ReleaseLetGo`, `DatasetDamaged`.
        """
        if number is None or number == self.index.release.number:
            return self.index
        if self.dataset is None:
            raise ReleaseUnknown(number)
        return self.another(self.dataset, self.dataset.catalogue.release(number))

    def number_at(self, moment: datetime) -> int:
        """The release that was the newest at a moment; the first one for any moment before it."""
        if self.dataset is None:
            return self.index.release.number
        releases = [each for each in self.dataset.catalogue.releases() if each.kept]
        served = [each for each in releases if each.number <= self.index.release.number]
        return next((each for each in served if each.made_at <= moment), served[-1]).number
