"""What changed from one release to another, in the syntax of RDF Patch or as N-Quads.

RDF Patch has a line for each change: `A` and `D` before a statement for one that is added or
deleted, with a header before them and one transaction around them
(https://afs.github.io/rdf-patch/). Both releases are read in order, so that little of them
lies in memory; graphs that did not change are not read.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

from graph.lines import lines_of
from graph.store.dataset import Dataset
from graph.store.release import GraphVersion, Release


class Change(Enum):
    """What became of a statement; the value is how RDF Patch says it."""

    ADDED = b"A "
    REMOVED = b"D "


@dataclass(frozen=True)
class Difference:
    """Two releases of a dataset, compared."""

    dataset: Dataset
    before: Release
    after: Release

    def graphs(self) -> list[tuple[GraphVersion | None, GraphVersion | None]]:
        """The named graphs that are not the same in both, as they were and as they are."""
        names = sorted({version.graph for version in (*self.before.graphs, *self.after.graphs)})
        pairs = [(self.before.version(name), self.after.version(name)) for name in names]
        return [(old, new) for old, new in pairs if _sha256(old) != _sha256(new)]

    @property
    def fingerprint(self) -> str:
        """Another one for every two contents, whatever number they are known by."""
        hashes = " ".join(f"{_sha256(old)}-{_sha256(new)}" for old, new in self.graphs())
        return sha256(f"{self.dataset.iris.base} {hashes}".encode()).hexdigest()[:20]

    def changes(self) -> Iterator[tuple[Change, bytes]]:
        """Each statement that only one of them has, in order, as N-Quads. Raises `DatasetDamaged`."""
        for old, new in self.graphs():
            yield from _compared(self._lines(old), self._lines(new))

    def of(self, change: Change) -> Iterator[bytes]:
        """The statements that were added, or those that were removed, as N-Quads."""
        return (line for found, line in self.changes() if found is change)

    def patch(self) -> Iterator[bytes]:
        """The patch that makes the one of the other."""
        yield f"H id <{self._iri(self.after)}> .\nH prev <{self._iri(self.before)}> .\nTX .\n".encode()
        for change, line in self.changes():
            yield change.value + line
        yield b"TC .\n"

    def _iri(self, release: Release) -> str:
        return f"{self.dataset.iris.dataset}?release={release.number}"

    def _lines(self, version: GraphVersion | None) -> Iterator[bytes]:
        return lines_of(self.dataset.objects.pieces(version.sha256)) if version else iter(())


WAYS: Mapping[str, Callable[[Difference], Iterator[bytes]]] = {
    "rdfp": Difference.patch,
    "added.nq": lambda compared: compared.of(Change.ADDED),
    "removed.nq": lambda compared: compared.of(Change.REMOVED),
}
"""The ways to tell what changed, by the endings that they have in addresses."""


def _compared(old: Iterator[bytes], new: Iterator[bytes]) -> Iterator[tuple[Change, bytes]]:
    """The lines that only one of two sorted texts has."""
    before, after = next(old, None), next(new, None)
    while before is not None or after is not None:
        if before == after:
            before, after = next(old, None), next(new, None)
        elif after is None or (before is not None and before < after):
            yield Change.REMOVED, before or b""
            before = next(old, None)
        else:
            yield Change.ADDED, after
            after = next(new, None)


def _sha256(version: GraphVersion | None) -> str:
    return version.sha256 if version else ""
