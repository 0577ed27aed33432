"""The history of the dataset: its releases, and which sources each of them changed."""

from dataclasses import dataclass
from datetime import datetime

from graph.analysis.derived import SOURCE as DERIVED
from graph.analysis.entailed import SOURCE as ENTAILED
from graph.analysis.publication import SOURCE as CENTRALITY
from graph.description.void import SOURCE as VOID
from graph.index.index import Index
from graph.ingest.provenance import SOURCE as PROVENANCE
from graph.iris import Iris
from graph.store.dataset import Dataset
from graph.store.release import Release

MOST_RELEASES = 50
"""How many releases are told of, the newest ones."""

OF_OURS = {CENTRALITY, DERIVED, ENTAILED, PROVENANCE, VOID}
"""Graphs that follow from the others, and so change with every import."""


@dataclass(frozen=True)
class Made:
    """A release in the history."""

    number: int
    made_at: datetime
    note: str
    statements: int
    touched: tuple[str, ...]
    """The graphs that it brought in, changed or took out; all of them for the first one."""

    kept: bool
    """Whether its content is still there."""

    before: int | None
    """The release before it, if that is still there to be compared with."""

    @property
    def changed(self) -> tuple[str, ...]:
        """Those of the graphs that do not just follow from others."""
        return tuple(name for name in self.touched if name not in OF_OURS)

    @property
    def difference(self) -> str:
        """The address of what changed since the release before; empty where that cannot be told."""
        return f"/dumps/diff/{self.before}..{self.number}" if self.before and self.kept else ""


def history(index: Index, dataset: Dataset | None) -> list[Made]:
    """The releases up to that of an index, newest first; without a dataset just that one."""
    if dataset is None:
        return [_made(index.release, None, index.iris)]
    served = [each for each in dataset.catalogue.releases() if each.number <= index.release.number]
    pairs = zip(served, [*served[1:], None], strict=True)
    return [_made(each, before, index.iris) for each, before in list(pairs)[:MOST_RELEASES]]


def _made(release: Release, before: Release | None, iris: Iris) -> Made:
    old = {each.graph: each.sha256 for each in before.graphs} if before else {}
    new = {each.graph: each.sha256 for each in release.graphs}
    touched = (iris.source(graph) for graph in sorted(old | new) if old.get(graph) != new.get(graph))
    return Made(
        number=release.number,
        made_at=release.made_at,
        note=release.note,
        statements=release.statements,
        touched=tuple(touched),
        kept=release.kept,
        before=before.number if before and before.kept else None,
    )
