"""A service whose dataset comes to harm says what is wrong, and never serves it as truth."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.cli import app, run
from graph.store.dataset import CATALOGUE, Dataset
from tests.api.nursery import Nursery
from tests.api.running import Server, put, refused, wait_until
from tests.graph.terminal import Nodverk, Told

BASE = "http://127.0.0.1:8000/"
GRAPH = f"{BASE}graph/test"


def content(value: str) -> dict[str, str]:
    return {GRAPH: f'<{BASE}id/org/x> <http://x/says> "{value}" .\n'}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dataset of two releases."""
    Dataset.create(tmp_path / "dataset", BASE)
    put(tmp_path / "dataset", content("one"))
    put(tmp_path / "dataset", content("two"))
    return tmp_path / "dataset"


@pytest.fixture
def served(serve: Callable[..., Server], folder: Path) -> Iterator[Server]:
    server = serve(folder, "--workers", "1")
    yield server
    server.stop()


def newest_object(folder: Path) -> Path:
    dataset = Dataset.open(folder)
    return dataset.objects.path(dataset.head().graphs[0].sha256)


def catalogue(folder: Path) -> Path:
    return folder / CATALOGUE


@pytest.fixture
def nodverk(folder: Path, capfd: pytest.CaptureFixture[str]) -> Nodverk:
    """Give a command to `nodverk` about the dataset."""

    def ask(*arguments: str) -> Told:
        capfd.readouterr()
        status = run(app, [*arguments, "--dataset", str(folder)])
        said = capfd.readouterr()
        return Told(status, said.out, said.err)

    return ask


def flip(path: Path) -> None:
    octets = bytearray(path.read_bytes())
    octets[len(octets) // 2] ^= 16
    path.write_bytes(octets)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 7)


@pytest.mark.parametrize("harm", [flip, cut, Path.unlink], ids=["a bit", "its end", "all of it"])
@pytest.mark.parametrize(
    "file", [newest_object, lambda folder: folder / CATALOGUE], ids=["object", "catalogue"]
)
def test_it_does_not_start_on_a_file_that_lost(
    folder: Path,
    file: Callable[[Path], Path],
    harm: Callable[[Path], None],
    nodverk: Nodverk,
    nursery: Nursery,
) -> None:
    path = file(folder)
    harm(path)

    assert str(path) in refused(nursery, folder)
    verified = nodverk("verify")
    assert verified.status == 2
    assert str(path) in verified.output + verified.error


def test_it_says_how_to_go_back_to_a_release_that_is_whole(
    folder: Path, nodverk: Nodverk, nursery: Nursery
) -> None:
    newest_object(folder).unlink()

    assert "nodverk rollback 1" in refused(nursery, folder)
    assert nodverk("rollback", "1").status == 0
    assert '"one"' in nodverk("export", "--format", "nt").output


def moments(seconds: float) -> Iterator[None]:
    """Turns of a loop, until so much time is over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        yield
        time.sleep(0.05)


def values(server: Server) -> str:
    return server.client.get("data/org/x.nt").text


def test_it_serves_on_when_its_catalogue_is_lost_and_follows_one_that_is_restored(
    served: Server, tmp_path: Path
) -> None:
    path = catalogue(served.folder)
    kept = shutil.copyfile(path, tmp_path / "kept")
    flip(path)
    for _ in moments(0.5):
        assert '"two"' in values(served)
    path.unlink()
    for _ in moments(1.0):
        assert '"two"' in values(served)
        assert served.client.get("readyz").status_code == 200
    shutil.copyfile(kept, path)
    put(served.folder, content("three"))
    wait_until(lambda: '"three"' in values(served))


def test_a_release_is_not_followed_whose_files_are_not_there(served: Server) -> None:
    lost = newest_object(served.folder)
    away = shutil.move(lost, served.folder / "away")
    with Dataset.open(served.folder).writing() as writer:
        kept = writer.keep_graph(
            f"{BASE}graph/other", (b"<http://a/> <http://b/> <http://c/> <http://d/> .\n",)
        )
        writer.commit({f"{BASE}graph/other": kept}, "Beside a graph that is lost")
    for _ in moments(1.0):
        assert served.client.get("data/org/x.nt").headers["Nodverk-Release"] == "2"
    shutil.move(away, lost)
    put(served.folder, content("four"))
    wait_until(lambda: '"four"' in values(served))
