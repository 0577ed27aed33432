"""An index on disk follows the releases as one in memory does, and is made of nothing but their files."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.errors import IndexBusy, IndexUnmade, SettingInvalid
from graph.index.following import InMemory
from graph.index.index import Index
from graph.index.on_disk import OnDisk, Volume, follow_on_disk
from graph.index.placement import Wanted, Wish, needed_bytes, placement, wish
from graph.processes.forking import run_apart
from graph.store.dataset import Dataset
from graph.store.release import Release
from tests.api.running import wait_until
from tests.graph.small_dataset import OTHER, commit, values

MANY = [str(number) for number in range(30)]
SECONDS = 60

ASKING = """
import json, sys
from pyoxigraph import Store
store = Store.read_only(sys.argv[1])
of = lambda pattern: [row["o"].value for row in store.query("SELECT ?o WHERE {" + pattern + "}")]
print(json.dumps([of("?s ?p ?o"), of("GRAPH ?g {?s ?p ?o}")]))
"""


def said(volume: Volume) -> tuple[list[str], list[str]]:
    """What a store says, merged and in named graphs; asked by another process, as the engine has threads."""
    asking = [sys.executable, "-c", ASKING, str(volume.shelved.path)]
    done = subprocess.run(asking, check=True, capture_output=True, timeout=SECONDS)
    merged, named = json.loads(done.stdout)
    return sorted(merged), sorted(named)


def reached(follower: OnDisk, release: Release) -> Volume:
    """What is to be served once a release is aimed at."""
    follower.aim(release)
    wait_until(follower.ready, SECONDS)
    return follower.take()


Follow = Callable[[], OnDisk]


@pytest.fixture
def follow(many: Dataset) -> Iterator[Follow]:
    """Have the index of a dataset on disk, as a service has that starts; again as one that starts anew."""
    begun: list[OnDisk] = []

    def end() -> None:
        for each in begun:
            each.holding.shelf.close()
        begun.clear()

    def begin() -> OnDisk:
        end()
        begun.append(follow_on_disk(many))
        return begun[0]

    yield begin
    end()


@pytest.fixture
def many(dataset: Dataset) -> Dataset:
    """A dataset with one release of many statements."""
    commit(dataset, *MANY)
    return dataset


def test_the_newest_release_is_there(many: Dataset, follow: Follow) -> None:
    commit(many, MANY[0], "beside", graph=OTHER)
    follower = follow()

    assert said(follower.holding) == (sorted([*MANY, "beside"]), sorted([*MANY, MANY[0], "beside"]))
    assert not follower.ready()
    assert not follower.busy


def test_a_small_commit_makes_a_store_of_the_one_that_is_there(many: Dataset, follow: Follow) -> None:
    follower = follow()
    before = follower.holding
    after = reached(follower, commit(many, *MANY[1:], "new"))

    assert said(after)[0] == sorted([*MANY[1:], "new"])
    assert said(before)[0] == sorted(MANY)
    assert after.release.number == 2
    shared = {path.stat().st_ino for path in before.shelved.path.glob("*.sst")}
    assert shared & {path.stat().st_ino for path in after.shelved.path.glob("*.sst")}


def test_a_release_that_says_something_else_is_loaded_beside(many: Dataset, follow: Follow) -> None:
    follower = follow()
    after = reached(follower, commit(many, *[f"other {value}" for value in MANY]))

    assert said(after)[0] == sorted(f"other {value}" for value in MANY)


def test_where_a_file_is_damaged_the_old_release_stays(many: Dataset, follow: Follow) -> None:
    follower = follow()
    damaged = commit(many, *MANY, "lost")
    many.objects.path(damaged.graphs[0].sha256).unlink()
    follower.aim(damaged)
    with pytest.raises(IndexUnmade):
        wait_until(follower.ready, SECONDS)

    assert said(follower.holding)[0] == sorted(MANY)
    assert said(reached(follower, commit(many, *MANY, "found")))[0] == sorted([*MANY, "found"])


def test_a_store_that_is_not_used_any_more_is_removed(many: Dataset, follow: Follow) -> None:
    follower = follow()
    before = follower.holding
    after = reached(follower, commit(many, *MANY[1:]))
    before.close()

    assert not before.shelved.path.exists()
    assert said(after)[0] == sorted(MANY[1:])


def test_what_is_there_is_taken_again_and_not_made_anew(many: Dataset, follow: Follow) -> None:
    written = told_of(follow().holding).stat().st_mtime_ns

    assert told_of(follow().holding).stat().st_mtime_ns == written


@pytest.mark.parametrize("harm", ["flipped", "cut", "missing", "of-another-engine"])
def test_what_is_damaged_is_made_anew(many: Dataset, follow: Follow, harm: str) -> None:
    before = follow().holding
    file = max(before.shelved.path.glob("*.sst"), key=lambda each: each.stat().st_size)
    content = file.read_bytes()
    match harm:
        case "flipped":
            middle = len(content) // 2
            file.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
        case "cut":
            file.write_bytes(content[:-1])
        case "missing":
            file.unlink()
        case _:
            told = json.loads(told_of(before).read_text()) | {"engine": "pyoxigraph 0.0"}
            told_of(before).write_text(json.dumps(told))
    written = told_of(before).stat().st_mtime_ns
    again = follow().holding

    assert told_of(again).stat().st_mtime_ns > written
    assert said(again)[0] == sorted(MANY)


def told_of(volume: Volume) -> Path:
    """The file that says what a store says; it is written last."""
    return volume.shelved.path.with_suffix(".json")


def test_only_one_service_has_the_stores_of_a_dataset(many: Dataset, follow: Follow) -> None:
    follower = follow()
    with pytest.raises(IndexBusy):
        follow_on_disk(many)

    assert said(follower.holding)[0] == sorted(MANY)


def test_an_earlier_release_is_made_aside_and_removed_after_use(many: Dataset, follow: Follow) -> None:
    commit(many, *MANY[1:], "new")
    volume = follow().holding

    def ask() -> None:
        index = volume.another(many, many.catalogue.release(1))
        assert values(index) == set(MANY)
        assert list(volume.shelf.folder.glob("aside-*"))

    assert run_apart(ask) == 0
    assert not list(volume.shelf.folder.glob("aside-*"))
    assert said(volume)[0] == sorted([*MANY[1:], "new"])


def test_what_a_killed_process_left_aside_is_cleared_away(many: Dataset, follow: Follow) -> None:
    commit(many, *MANY[1:])
    volume = follow().holding

    def be_killed() -> None:
        index = volume.another(many, many.catalogue.release(1))
        assert values(index)
        os.kill(os.getpid(), signal.SIGKILL)

    assert run_apart(be_killed) == -signal.SIGKILL
    assert list(volume.shelf.folder.glob("aside-*"))
    volume.close()

    assert not list(volume.shelf.folder.glob("aside-*"))


def test_a_release_too_large_for_its_share_of_memory_is_kept_on_disk(many: Dataset) -> None:
    needed = needed_bytes(many, many.head())
    memory = placement(many, Wish()).memory_bytes

    assert not placement(many, Wish(memory_share=2 * needed / memory)).on_disk
    assert placement(many, Wish(memory_share=needed / memory / 2)).on_disk
    assert isinstance(placement(many, Wish()).follower(many).holding, Index)


def test_an_operator_may_want_it_elsewhere(many: Dataset) -> None:
    assert not placement(many, Wish(Wanted.MEMORY, memory_share=0)).on_disk
    assert isinstance(placement(many, Wish(Wanted.MEMORY)).follower(many), InMemory)
    follower = placement(many, Wish(Wanted.DISK)).follower(many)
    assert isinstance(follower, OnDisk)
    follower.holding.shelf.close()


def test_more_statements_need_more_memory(many: Dataset) -> None:
    before = needed_bytes(many, many.head())

    assert needed_bytes(many, commit(many, *MANY, graph=OTHER)) > 1.5 * before


@pytest.mark.parametrize(
    ("setting", "value"),
    [("NODVERK_INDEX", "floppy"), ("NODVERK_INDEX", ""), ("NODVERK_INDEX_SHARE", "much")],
)
def test_a_wish_that_is_none_is_refused_by_name(setting: str, value: str) -> None:
    with pytest.raises(SettingInvalid, match=setting):
        wish({setting: value})


def test_a_wish_is_read_from_the_environment() -> None:
    assert wish({}) == Wish()
    assert wish({"NODVERK_INDEX": "disk", "NODVERK_INDEX_SHARE": "0.5"}) == Wish(Wanted.DISK, 0.5)
