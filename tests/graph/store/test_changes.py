"""A store that is changed from release to release says what one that is loaded anew says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from graph.errors import DatasetDamaged
from graph.store.changes import apply, changes
from graph.store.dataset import Dataset, sorted_lines
from graph.store.index import load
from graph.store.release import GraphVersion
from tests.graph.store.small_dataset import BASE, GRAPH, OTHER, commit, quad

GRAPHS = (GRAPH, OTHER, f"{BASE}graph/third")
VALUES = st.sets(st.sampled_from(["a", "b", "c", f'" <{GRAPH}> .', f" <{OTHER}> .\n"]))


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """A dataset that has one release after the other."""
    return Dataset.create(tmp_path_factory.mktemp("long") / "dataset", BASE)


@pytest.fixture(params=["in memory", "on disk"], scope="module")
def followed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, long: Dataset
) -> Store:
    """A store, of either sort that an index can be in, which says nothing, like the first release."""
    with long.writing() as writer:
        writer.commit(dict.fromkeys(GRAPHS), "Empty it")
    return Store() if request.param == "in memory" else Store(str(tmp_path_factory.mktemp("store")))


@settings(max_examples=40)
@given(content=st.dictionaries(st.sampled_from(GRAPHS), VALUES))
def test_what_is_changed_equals_what_is_loaded(
    long: Dataset, followed: Store, content: dict[str, set[str]]
) -> None:
    """Every statement of every graph and of the merge, and the names of the graphs that say something."""
    before = long.head()
    with long.writing() as writer:
        kept: dict[str, GraphVersion | None] = dict.fromkeys(GRAPHS)
        for graph, values in content.items():
            kept[graph] = writer.keep_graph(graph, sorted_lines(quad(value, graph) for value in values))
        after = writer.commit(kept, "test")
    apply(followed, changes(long, before, after))
    loaded = load(long, after).store
    assert set(followed) == set(loaded)
    assert set(followed.named_graphs()) == set(loaded.named_graphs())


def test_only_what_differs_is_changed(dataset: Dataset) -> None:
    before = commit(dataset, "kept", "gone")
    commit(dataset, "kept", graph=OTHER)
    after = commit(dataset, "kept", "new")

    found = changes(dataset, before, after)
    sizes = {each.graph: (len(each.removed), len(each.added)) for each in found}
    assert sizes == {OTHER: (0, 1), GRAPH: (1, 1)}
    store = load(dataset, before).store
    assert apply(store, found) == 2  # in its graph and in the merge


def test_a_damaged_file_is_found_before_anything_is_changed(dataset: Dataset) -> None:
    before = commit(dataset, "old")
    after = commit(dataset, "new")
    dataset.objects.path(after.graphs[0].sha256).unlink()

    with pytest.raises(DatasetDamaged):
        changes(dataset, before, after)


def test_a_file_that_is_in_both_releases_is_not_read(dataset: Dataset) -> None:
    before = commit(dataset, "the same")
    after = commit(dataset, "new", graph=OTHER)
    dataset.objects.path(before.graphs[0].sha256).write_bytes(b"damaged")

    assert [each.graph for each in changes(dataset, before, after)] == [OTHER]


def test_a_file_that_is_in_both_releases_must_be_there(dataset: Dataset) -> None:
    before = commit(dataset, "the same")
    after = commit(dataset, "new", graph=OTHER)
    dataset.objects.path(before.graphs[0].sha256).unlink()

    with pytest.raises(DatasetDamaged, match="missing"):
        changes(dataset, before, after)
