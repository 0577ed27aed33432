"""A real service on a port that was free: what a client meets."""

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from graph.settings import DEFAULT_HOST, base_of_address
from graph.store.dataset import Dataset
from tests.api.nursery import Nursery
from tests.api.own_queries import FILES
from tests.api.running import Server, start, unused_port


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """What commands are forked from."""
    made = Nursery()
    yield made
    made.close()


@pytest.fixture(scope="module")
def serve(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Start a service of the dataset in a folder, as it is told to, for as long as the module's tests run."""
    started: list[Server] = []

    def begin(folder: Path, *options: str, **environment: str) -> Server:
        server = start(nursery, folder, tmp_path_factory.mktemp("elsewhere"), *options, **environment)
        started.append(server)
        return server

    yield begin
    for each in started:
        each.stop()


@pytest.fixture(scope="session")
def server(
    nursery: Nursery,
    shipped_moved: Callable[[Path, str], Dataset],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """A service of the shipped graph with its operator's own queries, for all tests that change nothing.

    Queries have time enough on a busy machine.
    """
    elsewhere, own = tmp_path_factory.mktemp("elsewhere"), tmp_path_factory.mktemp("own")
    port = unused_port()
    shipped_moved(elsewhere / "dataset", base_of_address(DEFAULT_HOST, port))
    for name, text in FILES.items():
        (own / f"{name}.rq").write_text(text, "utf-8")
    options = ("--port", str(port), "--queries", str(own), "--query-seconds", "60")
    started = start(nursery, elsewhere / "dataset", elsewhere, *options)
    yield started
    started.stop()


@pytest.fixture(scope="session")
def pandas() -> ModuleType:
    """It takes more than half a second to read in, and every process of a run reads all files of tests."""
    return importlib.import_module("pandas")
