"""A real service on a port that was free: what a client meets."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.settings import DEFAULT_HOST, base_of_address
from graph.store.dataset import Dataset
from tests.api.own_queries import FILES
from tests.api.running import Server, start, unused_port


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Start a service of the dataset in a folder, as it is told to."""
    started: list[Server] = []

    def begin(folder: Path, *options: str, **environment: str) -> Server:
        server = start(folder, tmp_path_factory.mktemp("elsewhere"), *options, **environment)
        started.append(server)
        return server

    yield begin
    for each in started:
        each.stop()


@pytest.fixture(scope="session")
def server(
    serve: Callable[..., Server],
    shipped_moved: Callable[[Path, str], Dataset],
    tmp_path_factory: pytest.TempPathFactory,
) -> Server:
    """A service of the shipped graph, shared by all tests that change nothing."""
    port, folder = unused_port(), tmp_path_factory.mktemp("shipped") / "dataset"
    shipped_moved(folder, base_of_address(DEFAULT_HOST, port))
    return serve(folder, "--port", str(port))


@pytest.fixture(scope="session")
def patient(serve: Callable[..., Server], server: Server, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Another service of the same dataset, with its operator's own queries.

    Its queries have time enough on a busy machine. Addresses in its answers lead to the first service.
    """
    folder = tmp_path_factory.mktemp("own")
    for name, text in FILES.items():
        (folder / f"{name}.rq").write_text(text, "utf-8")
    return serve(server.folder, "--queries", str(folder), "--query-seconds", "60")
