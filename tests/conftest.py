"""The shipped graph as a dataset of its own, made once for all tests that read it."""

import fcntl
import gc
import os
from collections.abc import Callable, Generator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import settings

from graph.index.index import Index, load
from graph.ingest.shipped import create
from graph.settings import DEFAULT_HOST, DEFAULT_PORT, Limits, base_of_address
from graph.store.dataset import Dataset
from tests.moved import moved

# Machines that run the tests are shared and slow at times; a law is not about time.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


LONGEST_FIRST = (
    "browser",
    "soak",
    "test_cli.py",
    "test_shapes.py",
    "test_writing_over_http.py",
    "test_service.py",
    "test_w3c_protocols.py",
    "test_validation.py",
    "test_openapi.py",
    "test_site.py",
    "test_packaging.py",
    "test_runaways.py",
    "test_cli_sources.py",
    "test_closure.py",
    "test_questions.py",
    "test_harness.py",
)
"""Files and folders that take longest, so that no core is left with one of them at the end."""


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors: many tests wait for something."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, pytest.CollectReport]:
    """Let each process begin a folder at a file of its own: what one has compiled the others only read."""
    report = yield
    if isinstance(collector, pytest.Directory) and report.result:
        begin = len(report.result) * _number_of_process() // pytest_xdist_auto_num_workers()
        report.result = [*report.result[begin:], *report.result[:begin]]
    return report


def _number_of_process() -> int:
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; what is in one file stays together, in one order in all processes."""
    items.sort(key=lambda item: (_turn(item), item.path))


def _turn(item: pytest.Item) -> int:
    places = [n for n, name in enumerate(LONGEST_FIRST) if name in item.path.parts]
    return places[0] if places else len(LONGEST_FIRST)


@pytest.fixture(scope="session")
def shipped_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str], Path]:
    """The folder of a dataset of the shipped graph with this base, not to be changed.

    To judge the graph takes seconds, so the first process that wants one makes it for all.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent

    def made(base: str) -> Path:
        folder = shared / f"shipped-{quote(base, safe='')}"
        with folder.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                unready = folder.with_suffix(".unready")
                create(unready, base, Limits())
                unready.rename(folder)
        return folder

    return made


@pytest.fixture(scope="session")
def shipped_at(shipped_folder: Callable[[str], Path]) -> Callable[[str], Index]:
    """Make the index of the first release of a dataset of the shipped graph with this base."""

    def made(base: str) -> Index:
        dataset = Dataset.open(shipped_folder(base))
        return load(dataset, dataset.head())

    return made


@pytest.fixture(scope="session")
def shipped_moved(shipped_folder: Callable[[str], Path]) -> Callable[[Path, str], Dataset]:
    """Make a dataset of the shipped graph of one's own, with any base, in no time."""

    def made(folder: Path, base: str) -> Dataset:
        return moved(Dataset.open(shipped_folder(base_of_address(DEFAULT_HOST, DEFAULT_PORT))), folder, base)

    return made


@pytest.fixture(scope="session")
def shipped(shipped_at: Callable[[str], Index]) -> Index:
    """The index of all that is shipped, at the address that `nodverk serve` takes; not to be changed."""
    return shipped_at(base_of_address(DEFAULT_HOST, DEFAULT_PORT))


def pytest_collection_finish() -> None:
    """Leave what was collected out of every search for garbage: it stays to the end."""
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
