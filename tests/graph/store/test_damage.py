"""Whatever becomes of a dataset's files, it is noticed, named and never served."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from graph.errors import DatasetDamaged, DatasetMissing, DatasetUnwritable, DiskFull
from graph.store import catalogue, objects
from graph.store.dataset import CATALOGUE, Dataset
from graph.store.objects import storing
from graph.store.seal import UNSEALED
from graph.store.upkeep import verify
from tests.graph.small_dataset import BASE, commit, said


def flipped(path: Path, bit: int) -> Callable[[], None]:
    """Flip one bit of a file; gives what flips it back."""
    content = path.read_bytes()
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    path.write_bytes(changed)
    return lambda: path.write_bytes(content) and None


def test_every_bit_at_either_end_of_an_object_counts(dataset: Dataset) -> None:
    """Also times in its header and padding at its end, which a reader of gzip files passes over."""
    version = commit(dataset, "truth").graphs[0]
    path = dataset.objects.path(version.sha256)

    size = path.stat().st_size * 8
    for bit in (*range(160), *range(size - 160, size)):
        flip_back = flipped(path, bit)
        with pytest.raises(DatasetDamaged, match=path.name):
            dataset.content(version)
        flip_back()
    assert said(dataset) == {"truth"}


def test_any_bit_of_the_catalogue_counts(dataset: Dataset) -> None:
    commit(dataset, "truth", note="A note, whose letters SQLite does not watch over")
    path = dataset.folder / CATALOGUE
    size = path.stat().st_size

    for bit in Random(3).sample(range(size * 8), 150):
        flip_back = flipped(path, bit)
        with pytest.raises(DatasetDamaged, match=CATALOGUE):
            Dataset.open(dataset.folder)
        flip_back()
    assert said(dataset) == {"truth"}


@pytest.mark.parametrize("length", [0, 50, 5000])
def test_a_catalogue_that_is_cut_off_is_named(dataset: Dataset, length: int) -> None:
    commit(dataset, "truth")
    os.truncate(dataset.folder / CATALOGUE, length)

    with pytest.raises(DatasetDamaged, match=CATALOGUE):
        Dataset.open(dataset.folder)


@pytest.mark.parametrize("more", [b"\x00", b"\x00" * 4096, b"more"], ids=["zero", "zeros", "more"])
def test_bytes_behind_the_end_are_noticed(dataset: Dataset, more: bytes) -> None:
    path = dataset.objects.path(commit(dataset, "truth").graphs[0].sha256)
    path.write_bytes(path.read_bytes() + more)

    assert [damage.path for damage in verify(dataset).damages] == [str(path)]


def without_seal(path: Path, place: slice) -> None:
    content = bytearray(path.read_bytes())
    content[place] = UNSEALED
    path.write_bytes(content)


def test_files_from_before_there_was_a_checksum_are_read(dataset: Dataset) -> None:
    path = dataset.objects.path(commit(dataset, "truth").graphs[0].sha256)
    without_seal(path, objects.SEAL)
    without_seal(dataset.folder / CATALOGUE, catalogue.SEAL)

    assert said(Dataset.open(dataset.folder)) == {"truth"}
    commit(dataset, "more")
    assert (dataset.folder / CATALOGUE).read_bytes()[catalogue.SEAL] != UNSEALED


def test_objects_without_their_catalogue_are_no_place_for_a_new_dataset(dataset: Dataset) -> None:
    """A new one in their place would be served as if nothing had been lost."""
    commit(dataset, "truth")
    (dataset.folder / CATALOGUE).unlink()

    with pytest.raises(DatasetDamaged, match="missing"):
        Dataset.open(dataset.folder)
    with pytest.raises(DatasetDamaged, match="missing"):
        Dataset.create(dataset.folder, BASE)


def test_a_dataset_whose_making_was_broken_off_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "dataset" / "objects").mkdir(parents=True)

    with pytest.raises(DatasetMissing):
        Dataset.open(tmp_path / "dataset")
    assert Dataset.create(tmp_path / "dataset", BASE).catalogue.head() == 0


def test_what_is_committed_again_is_whole_again(dataset: Dataset) -> None:
    """An import is acknowledged only if what it says is there, whoever wrote it first."""
    path = dataset.objects.path(commit(dataset, "truth").graphs[0].sha256)
    flipped(path, 300)
    commit(dataset, "truth")

    assert said(dataset) == {"truth"}


def test_nobody_goes_back_to_a_release_that_is_damaged(dataset: Dataset) -> None:
    path = dataset.objects.path(commit(dataset, "old").graphs[0].sha256)
    commit(dataset, "new")
    path.unlink()

    with pytest.raises(DatasetDamaged, match=path.name), dataset.writing() as writer:
        writer.rollback(1)
    assert dataset.head().number == 2
    assert said(dataset) == {"new"}


def test_a_file_that_cannot_be_written_is_named(dataset: Dataset) -> None:
    commit(dataset, "truth")
    (dataset.folder / f".new-{CATALOGUE}").mkdir()

    with pytest.raises(DatasetUnwritable, match=r"catalogue.*directory"):
        commit(dataset, "never")
    assert said(dataset) == {"truth"}


def test_a_full_disk_has_an_error_of_its_own(tmp_path: Path) -> None:
    message = r"x could not be written: the disk is full.*nodverk gc"
    with pytest.raises(DiskFull, match=message), storing(tmp_path / "x"):
        raise OSError(errno.ENOSPC, "No space left on device")
