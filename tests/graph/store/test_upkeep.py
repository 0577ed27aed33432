"""A dataset can be proved whole, copied while it is used, and relieved of old content."""

import gzip
import multiprocessing
import resource
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph.errors import DatasetDamaged, DatasetExists, ReleaseLetGo
from graph.index.placement import STATEMENT_BYTES
from graph.processes.forking import run_apart
from graph.store.dataset import CATALOGUE, Dataset
from graph.store.upkeep import back_up, let_go, verify
from tests.graph.small_dataset import GRAPH, OTHER, commit, endless_commits, said

MANY, LARGE = 20, 3_000


def test_a_whole_dataset_is_found_whole(dataset: Dataset) -> None:
    commit(dataset, "a", "b")
    commit(dataset, "c", graph=OTHER)
    found = verify(dataset)

    assert (found.releases, found.objects, found.statements, found.damages) == (2, 2, 3, ())


def test_a_dataset_larger_than_memory_can_be_proved_whole(dataset: Dataset) -> None:
    """One named graph is looked at after the other, so what it takes is what the largest takes."""
    with dataset.writing() as writer:
        kept = {}
        for source in range(MANY):
            graph = f"{GRAPH}-{source}"
            ends = b" <%s> .\n" % graph.encode()
            lines = (b'<http://x/%d> <http://x/says> "%d"' % (number, number) for number in range(LARGE))
            kept[graph] = writer.keep_graph(graph, tuple(sorted(line + ends for line in lines)))
        writer.commit(kept, "many")
    grown: Any = multiprocessing.get_context("fork").Value("q")

    def work() -> None:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        assert verify(dataset).statements == MANY * LARGE
        grown.value = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

    assert run_apart(work) == 0
    assert grown.value < MANY * LARGE * STATEMENT_BYTES / 1024 / 4


def test_statements_of_another_graph_are_found(dataset: Dataset) -> None:
    version = commit(dataset, "a", "b").graphs[0]
    with dataset.writing() as writer:
        writer.commit({OTHER: replace(version, graph=OTHER)}, "the same object under another name")
    damages = verify(dataset).damages

    assert [damage.path for damage in damages] == [str(dataset.catalogue.path)]


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)


HARMS: dict[str, Callable[[Path], None]] = {
    "a bit is flipped": flip_a_bit,
    "it is cut off": lambda path: path.write_bytes(path.read_bytes()[:-9]),
    "it is missing": lambda path: path.unlink(),
    "it holds something else": lambda path: path.write_bytes(gzip.compress(b"x")),
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_file_is_named(dataset: Dataset, harm: str) -> None:
    version = commit(dataset, "a", "b").graphs[0]
    commit(dataset, "c", graph=OTHER)
    path = dataset.objects.path(version.sha256)
    HARMS[harm](path)

    assert [damage.path for damage in verify(dataset).damages] == [str(path)]


def test_damage_in_an_old_release_is_found_too(dataset: Dataset) -> None:
    old = commit(dataset, "old").graphs[0]
    commit(dataset, "new")
    dataset.objects.path(old.sha256).unlink()

    assert len(verify(dataset).damages) == 1


def test_a_copy_says_what_the_original_said(dataset: Dataset, tmp_path: Path) -> None:
    first = commit(dataset, "a")
    commit(dataset, "b")
    head = back_up(dataset, tmp_path / "copy")
    commit(dataset, "later")
    copy = Dataset.open(tmp_path / "copy")

    assert head.number == copy.head().number == 2
    assert said(copy) == {"b"}
    assert said(copy, copy.catalogue.release(first.number)) == {"a"}
    assert verify(copy).damages == ()


def test_a_copy_is_not_made_over_something(dataset: Dataset, tmp_path: Path) -> None:
    commit(dataset, "a")
    (tmp_path / "copy").mkdir()

    with pytest.raises(DatasetExists):
        back_up(dataset, tmp_path / "copy")


def test_a_damaged_dataset_is_not_copied_as_if_it_were_whole(dataset: Dataset, tmp_path: Path) -> None:
    flip_a_bit(dataset.objects.path(commit(dataset, "a").graphs[0].sha256))

    with pytest.raises(DatasetDamaged):
        back_up(dataset, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_letting_go_keeps_the_newest_releases_and_the_log(dataset: Dataset) -> None:
    commit(dataset, "kept throughout", graph=OTHER)
    for value in "abcd":
        commit(dataset, value)
    gone = let_go(dataset, keep=2)

    assert (gone.releases, gone.objects) == (3, 2)
    assert said(dataset) == {"d", "kept throughout"}
    assert said(dataset, dataset.catalogue.release(4)) == {"c", "kept throughout"}
    with pytest.raises(ReleaseLetGo):
        dataset.catalogue.release(2)
    assert [each.number for each in dataset.catalogue.releases()] == [5, 4, 3, 2, 1]
    assert verify(dataset).damages == ()


def test_letting_go_removes_what_a_killed_writer_left(dataset: Dataset) -> None:
    commit(dataset, "a")
    left = dataset.objects.folder / "ab" / ".new-xyz"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"half")
    let_go(dataset, keep=10)

    assert not left.exists()
    assert said(dataset) == {"a"}


def test_letting_go_twice_is_the_same_as_once(dataset: Dataset) -> None:
    for value in "abc":
        commit(dataset, value)
    let_go(dataset, keep=1)

    assert let_go(dataset, keep=1).objects == 0


def test_a_taken_out_graph_stays_out_in_later_releases(dataset: Dataset) -> None:
    commit(dataset, "a")
    with dataset.writing() as writer:
        writer.commit({GRAPH: None}, "Take out")
    commit(dataset, "b", graph=OTHER)

    assert said(dataset) == {"b"}
    assert said(dataset, dataset.catalogue.release(1)) == {"a"}


@pytest.fixture
def committing(dataset: Dataset, tmp_path: Path) -> Iterator[Path]:
    """A process that commits without pause; gives the file in which it writes down what it did."""
    acknowledged = tmp_path / "acknowledged"
    spawn = multiprocessing.get_context("spawn")
    process = spawn.Process(target=endless_commits, args=(dataset.folder, acknowledged))
    process.start()
    while not (acknowledged.exists() and acknowledged.stat().st_size):
        assert process.is_alive()
    yield acknowledged
    process.kill()
    process.join()


def test_a_plain_copy_of_the_catalogue_is_good_at_any_moment(
    dataset: Dataset, committing: Path, tmp_path: Path
) -> None:
    for turn in range(400):
        if turn >= 20 and len(committing.read_text().split()) >= 10:
            break
        folder = tmp_path / f"copy-{turn}"
        folder.mkdir()
        shutil.copyfile(dataset.catalogue.path, folder / CATALOGUE)
        shutil.copytree(dataset.objects.folder, folder / "objects", ignore=shutil.ignore_patterns(".new-*"))
        copy = Dataset.open(folder)

        assert len(said(copy)) == 200
    else:
        pytest.fail("too few commits were made beside the copying")


def test_a_copy_by_command_is_whole_while_others_write(
    dataset: Dataset, committing: Path, tmp_path: Path
) -> None:
    before = len(committing.read_text().split())
    for turn in range(10):
        back_up(dataset, tmp_path / f"copy-{turn}")

        assert verify(Dataset.open(tmp_path / f"copy-{turn}")).damages == ()
    assert len(committing.read_text().split()) > before
