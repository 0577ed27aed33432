"""A dump holds exactly its release, is the same whenever it is made, and is whole or not there."""

import gzip
import hashlib
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from graph.dumps.making import FAILED, make, shelf_of
from graph.dumps.naming import DumpName, dumps_of, parsed
from graph.dumps.shelf import Shelf
from graph.errors import DatasetDamaged, DumpUnknown, ReleaseLetGo, ReleaseUnknown
from graph.lines import lines_of
from graph.store.dataset import Dataset, Lines
from graph.store.upkeep import let_go

BASE = "http://127.0.0.1:8000/"
ROOM = 1024**3


def lines(source: str, *values: str) -> Lines:
    said = (f'<urn:s> <urn:p> "{value}" <{BASE}graph/{source}> .\n'.encode() for value in values)
    return tuple(sorted(said))


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    """One release in which two sources say the same and each something of its own."""
    made = Dataset.create(tmp_path / "dataset", BASE)
    commit(made, plan=("both", "of the plan"), news=("both", "of the news"))
    return made


def commit(dataset: Dataset, **sources: tuple[str, ...]) -> None:
    with dataset.writing() as writer:
        writer.commit(
            {
                f"{BASE}graph/{source}": writer.keep_graph(f"{BASE}graph/{source}", lines(source, *values))
                for source, values in sources.items()
            },
            "test",
        )


@pytest.fixture
def shelf(dataset: Dataset) -> Shelf:
    return shelf_of(dataset, ROOM)


def made(dataset: Dataset, shelf: Shelf, file: str) -> Path:
    name = parsed(file)
    assert name
    make(dataset, shelf, name)
    found = shelf.find(name)
    assert found
    assert found.sha256 == hashlib.sha256(found.path.read_bytes()).hexdigest()
    assert found.octets == found.path.stat().st_size
    return found.path


def test_all_of_a_release_in_n_quads_names_the_graph_of_each_statement(
    dataset: Dataset, shelf: Shelf
) -> None:
    content = gzip.decompress(made(dataset, shelf, "nodverk-1.nq.gz").read_bytes())

    assert content.splitlines(keepends=True) == [
        *lines("news", "both", "of the news"),
        *lines("plan", "both", "of the plan"),
    ]


def test_all_of_a_release_in_turtle_is_the_merge(dataset: Dataset, shelf: Shelf) -> None:
    content = gzip.decompress(made(dataset, shelf, "nodverk-1.ttl.gz").read_bytes())

    said = [str(quad.object) for quad in parse(content, format=RdfFormat.TURTLE)]

    assert said == ['"both"', '"of the news"', '"of the plan"']


@pytest.mark.parametrize(("syntax", "rdf_format"), [("nq", RdfFormat.N_QUADS), ("ttl", RdfFormat.TURTLE)])
def test_a_source_has_dumps_of_its_own(
    syntax: str, rdf_format: RdfFormat, dataset: Dataset, shelf: Shelf
) -> None:
    content = gzip.decompress(made(dataset, shelf, f"plan-1.{syntax}.gz").read_bytes())

    said = [str(quad.object) for quad in parse(content, format=rdf_format)]

    assert said == ['"both"', '"of the plan"']


def test_a_dump_is_the_same_whenever_it_is_made(dataset: Dataset, tmp_path: Path) -> None:
    for name in dumps_of(dataset.head(), dataset.iris):
        one = made(dataset, Shelf(tmp_path / "one", ROOM), name.file).read_bytes()
        other = made(dataset, Shelf(tmp_path / "other", ROOM), name.file).read_bytes()

        assert one == other
        assert one[4:8] == bytes(4), "a time of the making"


def test_the_checksum_beside_a_dump_is_one_that_tools_check(dataset: Dataset, shelf: Shelf) -> None:
    path = made(dataset, shelf, "plan-1.nq.gz")

    checked = subprocess.run(
        ["sha256sum", "--check", f"{path.name}.sha256"], cwd=path.parent, check=True, capture_output=True
    )

    assert checked.stdout == b"plan-1.nq.gz: OK\n"


@pytest.mark.parametrize(
    ("file", "error"),
    [
        ("plan-7.nq.gz", ReleaseUnknown),
        ("other-1.nq.gz", DumpUnknown),
    ],
)
def test_what_there_is_no_dump_of_is_said(
    file: str, error: type[Exception], dataset: Dataset, shelf: Shelf
) -> None:
    with pytest.raises(error):
        made(dataset, shelf, file)


@pytest.mark.parametrize(
    "file", ["plan-0.nq.gz", "plan.nq.gz", "../plan-1.nq.gz", "plan-1.csv.gz", "Plan-1.nq.gz"]
)
def test_other_names_stand_for_no_dump(file: str) -> None:
    assert parsed(file) is None


def test_a_number_may_end_the_name_of_a_source() -> None:
    assert parsed("plan-2025-3.nq.gz") == DumpName("plan-2025", 3, "nq")


def test_of_a_damaged_dataset_no_dump_is_made(dataset: Dataset, shelf: Shelf) -> None:
    version = dataset.head().graphs[0]
    path = dataset.objects.path(version.sha256)
    path.write_bytes(path.read_bytes()[:-9])

    with pytest.raises(DatasetDamaged):
        made(dataset, shelf, "nodverk-1.nq.gz")
    assert not list(shelf.folder.iterdir())


def test_a_dump_that_could_not_be_finished_leaves_nothing(shelf: Shelf) -> None:
    def write(target: IO[bytes]) -> None:
        target.write(b"half")
        raise DatasetDamaged("an object", "it is gone")

    with pytest.raises(DatasetDamaged):
        shelf.put(DumpName("plan", 1, "nq"), write)
    assert shelf.find(DumpName("plan", 1, "nq")) is None
    assert not list(shelf.folder.iterdir())


def test_the_oldest_dumps_make_room_for_new_ones(dataset: Dataset, tmp_path: Path) -> None:
    names = dumps_of(dataset.head(), dataset.iris)
    small = Shelf(tmp_path / "small", most_octets=1)

    for name in names:
        made(dataset, small, name.file)

    assert [name for name in names if small.find(name)] == names[-1:]


def test_dumps_go_with_the_releases_that_are_let_go(dataset: Dataset, shelf: Shelf) -> None:
    made(dataset, shelf, "plan-1.nq.gz")
    commit(dataset, plan=("anew",))
    made(dataset, shelf, "plan-2.nq.gz")
    let_go(dataset, keep=1)

    freed = shelf.let_go({2})

    assert freed > 0
    assert sorted(path.name for path in shelf.folder.iterdir()) == ["plan-2.nq.gz", "plan-2.nq.gz.sha256"]
    with pytest.raises(ReleaseLetGo):
        made(dataset, shelf, "plan-1.nq.gz")


def test_a_process_of_its_own_makes_what_is_named(dataset: Dataset, shelf: Shelf) -> None:
    command = [sys.executable, "-m", "graph.dumps.making", str(dataset.folder), str(ROOM)]

    subprocess.run([*command, "plan-1.nq.gz", "news-1.ttl.gz"], check=True)
    failed = subprocess.run([*command, "plan-7.nq.gz"], capture_output=True, check=False)

    assert all(shelf.find(each) for each in (DumpName("plan", 1, "nq"), DumpName("news", 1, "ttl")))
    assert (failed.returncode, b"7" in failed.stderr) == (FAILED, True)


@given(st.lists(st.binary(max_size=9)))
def test_lines_are_the_same_however_a_text_is_cut(pieces: list[bytes]) -> None:
    text = b"".join(pieces).replace(b"\r", b"")

    assert list(lines_of(piece.replace(b"\r", b"") for piece in pieces)) == text.splitlines(keepends=True)
