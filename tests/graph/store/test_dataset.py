"""A dataset keeps releases: whole, in order, and never rewritten."""

import fcntl
import gzip
import multiprocessing
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import (
    BaseMismatch,
    DatasetDamaged,
    DatasetExists,
    DatasetMissing,
    ReleaseUnknown,
    WriterBusy,
)
from graph.index.index import load
from graph.store.dataset import CATALOGUE, Dataset
from tests.graph.small_dataset import BASE, GRAPH, OTHER, commit, endless_commits, said


def test_a_folder_without_a_catalogue_is_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(DatasetMissing, match="nodverk serve"):
        Dataset.open(tmp_path)


def test_a_dataset_is_not_made_over_another(dataset: Dataset) -> None:
    with pytest.raises(DatasetExists):
        Dataset.create(dataset.folder, BASE)


def test_a_dataset_keeps_the_base_it_was_made_with(dataset: Dataset) -> None:
    assert Dataset.open(dataset.folder, BASE).iris.base == BASE
    with pytest.raises(BaseMismatch, match=r"fixed since it was made") as refused:
        Dataset.open(dataset.folder, "https://example.org/")
    assert refused.value.made_for == BASE


def test_a_release_says_what_was_committed(dataset: Dataset) -> None:
    release = commit(dataset, "one", "two", note="First")

    assert (release.number, release.note, release.statements) == (1, "First", 2)
    assert dataset.head() == release
    assert said(dataset) == {"one", "two"}


def test_all_releases_together_are_what_each_is_alone(dataset: Dataset) -> None:
    commit(dataset, "one")
    commit(dataset, "kept", graph=OTHER)
    with dataset.writing() as writer:
        writer.commit({GRAPH: None}, "taken out")
    commit(dataset, "back")
    dataset.catalogue.let_go([2])

    alone = [dataset.catalogue.release(number) for number in (4, 3, 1)]

    assert [each for each in dataset.catalogue.releases() if each.kept] == alone
    assert [len(each.graphs) for each in dataset.catalogue.releases()] == [2, 1, 2, 1]


def test_thousands_of_releases_are_listed_at_once(dataset: Dataset) -> None:
    numbers = range(1, 3001)
    with dataset.catalogue.changing() as connection:
        made = [(number, "2026-01-01T00:00:00+00:00", "test", 1) for number in numbers]
        connection.executemany("INSERT INTO release VALUES (?, ?, ?, ?)", made)
        changes = [(f"{GRAPH}-{number % 20}", number, "0" * 64, number) for number in numbers]
        connection.executemany("INSERT INTO change VALUES (?, ?, ?, ?)", changes)
    begun = time.process_time()

    found = dataset.catalogue.releases()

    assert time.process_time() - begun < 1.0
    assert [len(each.graphs) for each in found[-20:]] == list(range(20, 0, -1))


def test_a_commit_changes_only_the_graphs_it_names(dataset: Dataset) -> None:
    commit(dataset, "kept", graph=OTHER)
    commit(dataset, "old")
    commit(dataset, "new")

    assert said(dataset) == {"kept", "new"}


def test_a_graph_can_be_taken_out(dataset: Dataset) -> None:
    commit(dataset, "kept", graph=OTHER)
    commit(dataset, "gone")
    with dataset.writing() as writer:
        writer.commit({GRAPH: None}, "Take out")

    assert said(dataset) == {"kept"}


def test_an_old_release_stays_as_it_was(dataset: Dataset) -> None:
    first = commit(dataset, "old")
    commit(dataset, "new")

    assert said(dataset, dataset.catalogue.release(first.number)) == {"old"}


def test_a_roll_back_is_a_new_release_with_old_content(dataset: Dataset) -> None:
    first = commit(dataset, "old")
    commit(dataset, "new")
    with dataset.writing() as writer:
        made = writer.rollback(first.number)

    assert made.number == 3
    assert made.graphs == first.graphs
    assert [each.number for each in dataset.catalogue.releases()] == [3, 2, 1]
    assert said(dataset) == {"old"}


def test_an_unknown_release_is_named(dataset: Dataset) -> None:
    commit(dataset, "one")
    with pytest.raises(ReleaseUnknown, match="release 7"), dataset.writing() as writer:
        writer.rollback(7)
    assert dataset.head().number == 1


def test_a_second_writer_is_refused_at_once(dataset: Dataset) -> None:
    with (dataset.folder / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(WriterBusy):
            commit(dataset, "never")
    commit(dataset, "later")

    assert said(dataset) == {"later"}


@pytest.mark.parametrize("harm", ["missing", "cut", "changed", "not gzip"])
def test_a_damaged_object_is_named_and_never_served(dataset: Dataset, harm: str) -> None:
    version = commit(dataset, "truth").graphs[0]
    path = dataset.objects.path(version.sha256)
    content = path.read_bytes()
    match harm:
        case "missing":
            path.unlink()
        case "cut":
            path.write_bytes(content[:-5])
        case "changed":
            path.write_bytes(gzip.compress(b"<http://a/> <http://b/> <http://c/> .\n"))
        case _:
            path.write_bytes(b"lies")

    with pytest.raises(DatasetDamaged, match=version.sha256):
        load(dataset, dataset.head())


def test_a_damaged_catalogue_is_named(dataset: Dataset) -> None:
    (dataset.folder / CATALOGUE).write_bytes(b"this is no database, " * 400)

    with pytest.raises(DatasetDamaged, match="catalogue"):
        Dataset.open(dataset.folder)


def test_a_catalogue_of_a_later_format_is_refused(dataset: Dataset) -> None:
    connection = sqlite3.connect(dataset.folder / CATALOGUE)
    with connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'format'")
        connection.execute("PRAGMA user_version = 0")
    connection.close()

    with pytest.raises(DatasetDamaged, match="format 99"):
        Dataset.open(dataset.folder)


def test_equal_graphs_are_one_object(dataset: Dataset) -> None:
    first = commit(dataset, "b", "a")
    second = commit(dataset, "a", "b")

    assert first.graphs == second.graphs
    assert len(list(dataset.objects.folder.rglob("*.gz"))) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=8))
def test_what_is_kept_is_what_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, values: list[str]
) -> None:
    dataset = Dataset.create(tmp_path_factory.mktemp("law") / "dataset", BASE)
    commit(dataset, *values)

    assert said(dataset) == set(values)


@pytest.fixture
def writer(dataset: Dataset, tmp_path: Path) -> Iterator[multiprocessing.Process]:
    spawn = multiprocessing.get_context("spawn")
    process = spawn.Process(target=endless_commits, args=(dataset.folder, tmp_path / "acknowledged"))
    process.start()
    yield process
    process.kill()
    process.join()


def test_a_killed_writer_loses_nothing_it_acknowledged(
    dataset: Dataset, writer: multiprocessing.Process, tmp_path: Path
) -> None:
    acknowledged = tmp_path / "acknowledged"
    while not (acknowledged.exists() and len(acknowledged.read_text().split()) >= 5):
        assert writer.is_alive()
    writer.kill()
    writer.join()
    last = int(acknowledged.read_text().split()[-1])

    assert writer.exitcode == -signal.SIGKILL
    assert dataset.head().number in {last, last + 1}
    for release in dataset.catalogue.releases():
        assert len(said(dataset, release)) == 200
    commit(dataset, "the lock is free")
