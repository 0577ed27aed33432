"""Ways to change a small dataset and to see what it says."""

from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from graph.index.index import Index, load
from graph.store.dataset import Dataset, sorted_lines
from graph.store.release import Release

BASE = "http://127.0.0.1:8000/"
GRAPH = f"{BASE}graph/test"
OTHER = f"{BASE}graph/other"


def quad(value: str, graph: str = GRAPH) -> Quad:
    return Quad(
        NamedNode(f"{BASE}id/org/x"), NamedNode("http://example.org/says"), Literal(value), NamedNode(graph)
    )


def commit(dataset: Dataset, *values: str, graph: str = GRAPH, note: str = "test") -> Release:
    """Make a release in which a graph says these values and no others."""
    with dataset.writing() as writer:
        version = writer.keep_graph(graph, sorted_lines([quad(value, graph) for value in values]))
        return writer.commit({graph: version}, note)


def values(index: Index) -> set[str]:
    """The values that an index says."""
    return {each.object.value for each in index.named_quads()}


def said(dataset: Dataset, release: Release | None = None) -> set[str]:
    """The values that a release says, by way of its index."""
    return values(load(dataset, release or dataset.head()))


def endless_commits(folder: Path, acknowledged: Path) -> None:
    """Commit 200 statements again and again, and write down each release once it is made."""
    dataset = Dataset.open(folder)
    with acknowledged.open("a", buffering=1) as log:
        while True:
            release = commit(dataset, *[f"{dataset.catalogue.head()}-{i}" for i in range(200)])
            log.write(f"{release.number}\n")
