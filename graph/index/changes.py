"""From one release to another: exactly the statements that come and go, found without loading either."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Store

from graph.index.merging import forget, put, take
from graph.lines import pieces
from graph.store.dataset import Dataset
from graph.store.release import GraphVersion, Release


@dataclass(frozen=True)
class Change:
    """What becomes of one named graph."""

    graph: str
    removed: tuple[bytes, ...]
    """Statements that it makes no more, as N-Quads lines."""

    added: tuple[bytes, ...]
    emptied: bool
    """Whether it makes none at all any more."""

    @property
    def size(self) -> int:
        """How many statements come or go."""
        return len(self.removed) + len(self.added)


def changes(dataset: Dataset, before: Release, after: Release) -> list[Change]:
    """What leads from one release to another. Raises `DatasetDamaged`.

    Every file that is read is checked, and that those are there which need not be read: a
    release is not to be served that could not be served after a restart.
    """
    for each in after.graphs:
        dataset.objects.check_there(each.sha256)
    old = {each.graph: each for each in before.graphs}
    new = {each.graph: each for each in after.graphs}
    differing = sorted(graph for graph in old | new if _hash(old.get(graph)) != _hash(new.get(graph)))
    return [_change(graph, *(_lines(dataset, each.get(graph)) for each in (old, new))) for graph in differing]


def apply(store: Store, steps: Iterable[Change]) -> int:
    """Change a store of the release before into one of the release after.

    Gives how many statements were removed, those of the merge counted too: an in-memory
    store keeps their place until it is thrown away. Readers must not look meanwhile.
    """
    removed = 0
    for each in steps:
        removed += take(store, b"".join(each.removed))
        for piece in pieces(b"".join(each.added)):
            put(store, piece)
        if each.emptied:
            forget(store, each.graph)
    return removed


def _change(graph: str, old: set[bytes], new: set[bytes]) -> Change:
    return Change(graph, tuple(sorted(old - new)), tuple(sorted(new - old)), emptied=not new)


def _lines(dataset: Dataset, version: GraphVersion | None) -> set[bytes]:
    return set(dataset.lines(version)) if version else set()


def _hash(version: GraphVersion | None) -> str | None:
    return version.sha256 if version else None
