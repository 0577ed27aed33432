"""A store that is changed from release to release says what one that is loaded anew says."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from graph.errors import DatasetDamaged
from graph.index.changes import apply, changes
from graph.index.index import load
from graph.processes.forking import run_apart
from graph.store.dataset import Dataset, sorted_lines
from graph.store.release import GraphVersion
from tests.graph.small_dataset import BASE, GRAPH, OTHER, commit, quad

GRAPHS = (GRAPH, OTHER, f"{BASE}graph/third")
VALUES = st.sets(st.sampled_from(["a", "b", "c", f'" <{GRAPH}> .', f" <{OTHER}> .\n"]))


def follow(tmp_path: Path, followed: Store) -> None:
    """Lead a store that says nothing from release to release, and compare it with one that is loaded.

    Every statement of every graph and of the merge, and the names of the graphs that say something.
    """
    long = Dataset.create(tmp_path / "long", BASE)
    with long.writing() as writer:
        writer.commit({}, "Nothing")

    @settings(max_examples=40)
    @given(content=st.dictionaries(st.sampled_from(GRAPHS), VALUES))
    def what_is_changed_equals_what_is_loaded(content: dict[str, set[str]]) -> None:
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

    what_is_changed_equals_what_is_loaded()


def test_what_is_changed_in_memory_equals_what_is_loaded(tmp_path: Path) -> None:
    follow(tmp_path, Store())


def test_what_is_changed_on_disk_equals_what_is_loaded(tmp_path: Path) -> None:
    """In a process of its own: what is forked where the engine has threads lacks them, and waits for them."""
    assert run_apart(lambda: follow(tmp_path, Store(str(tmp_path / "store")))) == 0


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
