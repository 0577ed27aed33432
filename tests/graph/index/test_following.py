"""The index of a service goes with the releases, and is made anew when it has kept too much of old ones."""

import pytest

from graph.errors import DatasetDamaged
from graph.index.following import InMemory
from graph.index.index import Index
from graph.index.newest import load_newest
from graph.store.dataset import Dataset
from graph.store.release import Release
from tests.graph.small_dataset import OTHER, commit, values

MANY = [str(number) for number in range(30)]


@pytest.fixture
def follower(dataset: Dataset) -> InMemory:
    """A follower of a dataset with one release of many statements."""
    commit(dataset, *MANY)
    return InMemory(dataset, load_newest(dataset))


def reached(follower: InMemory, release: Release) -> Index:
    """What is to be served once a release is aimed at."""
    follower.aim(release)
    while not follower.ready():
        assert follower.busy
    return follower.take()


def test_there_is_nothing_to_do_where_nothing_was_committed(follower: InMemory) -> None:
    assert not follower.ready()
    assert not follower.busy
    assert values(follower.holding) == set(MANY)


def test_a_small_commit_changes_the_index_that_is_there(dataset: Dataset, follower: InMemory) -> None:
    before = follower.holding
    index = reached(follower, commit(dataset, *MANY[1:], "new"))

    assert values(index) == {*MANY[1:], "new"}
    assert index.release.number == 2
    assert index.store is before.store
    assert not follower.ready()


def test_a_release_that_says_something_else_is_loaded_beside(dataset: Dataset, follower: InMemory) -> None:
    before = follower.holding
    index = reached(follower, commit(dataset, *[f"other {value}" for value in MANY]))

    assert index.store is not before.store
    assert values(before) == set(MANY)
    assert values(index) == {f"other {value}" for value in MANY}


def test_an_index_that_keeps_too_much_is_made_anew_and_says_the_same(
    dataset: Dataset, follower: InMemory
) -> None:
    stores = {id(follower.holding.store): follower.holding.store}
    for turn in range(12):
        index = reached(follower, commit(dataset, *MANY[:-6], *[f"{turn} {number}" for number in range(6)]))
        while follower.ready():
            index = follower.take()
        stores[id(index.store)] = index.store
        assert values(index) == {*MANY[:-6], *[f"{turn} {number}" for number in range(6)]}
        assert index.release.number == turn + 2
    assert 2 <= len(stores) <= 5


def test_commits_go_on_while_the_index_is_made_anew(dataset: Dataset) -> None:
    commit(dataset, *MANY)
    follower = InMemory(dataset, load_newest(dataset), most_garbage=0.01)
    old = reached(follower, commit(dataset, *MANY[1:]))
    release = commit(dataset, *MANY[2:])
    follower.aim(release)  # before the first piece of the new index is made
    assert follower.ready()
    assert follower.take().store is old.store
    commit(dataset, "beside", graph=OTHER)
    follower.aim(dataset.head())
    index = reached(follower, dataset.head())
    while follower.ready():
        index = follower.take()

    assert values(index) == {*MANY[2:], "beside"}
    assert index.store is not old.store


def test_where_a_file_is_damaged_the_old_release_stays(dataset: Dataset, follower: InMemory) -> None:
    damaged = commit(dataset, *MANY, "lost")
    dataset.objects.path(damaged.graphs[0].sha256).unlink()
    follower.aim(damaged)
    with pytest.raises(DatasetDamaged):
        follower.ready()

    assert not follower.ready()
    assert values(follower.holding) == set(MANY)
    assert values(reached(follower, commit(dataset, *MANY, "found"))) == {*MANY, "found"}
