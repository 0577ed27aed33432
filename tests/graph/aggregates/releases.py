"""Releases to aggregate: a synthetic one, and ones of a few statements."""

from collections.abc import Iterable
from datetime import UTC, datetime

from pyoxigraph import Quad, RdfFormat, serialize

from bench.synthetic import Extent, Synthetic
from graph.analysis.derived import derive
from graph.index.index import Index, store_of
from graph.iris import Iris
from graph.store.dataset import sorted_lines
from graph.store.release import Release

IRIS = Iris("http://127.0.0.1:8000/")
RELEASE = Release(1, datetime(2026, 11, 21, tzinfo=UTC), "test", ())


def synthetic_index() -> Index:
    """A small synthetic release, with what follows from its sources."""
    contents = [b"".join(lines) for _, lines in Synthetic(Extent(4_000, per_source=1_000), IRIS).graphs()]
    told = Index(store_of(contents), RELEASE, IRIS)
    return Index(store_of([*contents, b"".join(sorted_lines(derive(told)))]), RELEASE, IRIS)


def index_of(*graphs: Iterable[Quad]) -> Index:
    """A release of these graphs, each of one source."""
    contents = (serialize(sorted(set(quads), key=str), format=RdfFormat.N_QUADS) or b"" for quads in graphs)
    return Index(store_of(contents), RELEASE, IRIS)
