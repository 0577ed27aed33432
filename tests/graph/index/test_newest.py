"""The newest release is loaded whole, or it is said what it lacks and which release is whole."""

import shutil
from pathlib import Path

import pytest

from graph.errors import ReleaseDamaged, ReleaseUnknown
from graph.index.newest import load_newest
from graph.store.dataset import CATALOGUE, Dataset
from tests.graph.small_dataset import OTHER, commit, said, values


def test_the_newest_release_is_loaded(dataset: Dataset) -> None:
    commit(dataset, "old")
    commit(dataset, "new")

    assert values(load_newest(dataset)) == {"new"}


def test_a_dataset_without_a_release_has_none(dataset: Dataset) -> None:
    with pytest.raises(ReleaseUnknown):
        load_newest(dataset)


def test_a_damaged_release_is_refused_with_the_way_back_to_one_that_is_whole(dataset: Dataset) -> None:
    commit(dataset, "kept", graph=OTHER)
    commit(dataset, "whole")
    for value in ("lost", "lost too"):
        dataset.objects.path(commit(dataset, value).graphs[-1].sha256).unlink()

    with pytest.raises(ReleaseDamaged, match=r"Release 4 needs it.*rollback 2") as refused:
        load_newest(dataset)
    assert (refused.value.newest, refused.value.whole) == (4, 2)

    with dataset.writing() as writer:
        writer.rollback(2)
    assert values(load_newest(dataset)) == {"kept", "whole"}


def test_where_no_release_is_whole_none_is_named(dataset: Dataset) -> None:
    dataset.objects.path(commit(dataset, "lost").graphs[0].sha256).unlink()

    with pytest.raises(ReleaseDamaged) as refused:
        load_newest(dataset)
    assert refused.value.whole is None
    assert "rollback" not in str(refused.value)


def test_a_copy_of_the_objects_before_the_catalogue_names_what_it_lacks(
    dataset: Dataset, tmp_path: Path
) -> None:
    """A commit is made between the two halves of the copying."""
    commit(dataset, "before")
    shutil.copytree(dataset.objects.folder, tmp_path / "copy" / "objects")
    late = commit(dataset, "meanwhile").graphs[0]
    shutil.copyfile(dataset.catalogue.path, tmp_path / "copy" / CATALOGUE)
    copy = Dataset.open(tmp_path / "copy")

    with pytest.raises(ReleaseDamaged, match=late.sha256) as refused:
        load_newest(copy)
    assert refused.value.whole == 1
    with copy.writing() as writer:
        writer.rollback(1)
    assert said(copy) == {"before"}
