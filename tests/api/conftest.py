"""A real service on a port that was free: what a client meets."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.api.running import Server, start


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Start a service on a folder, a new one of the shipped graph if none is given, with more options."""
    started: list[Server] = []

    def begin(folder: Path | None = None, *options: str) -> Server:
        elsewhere = tmp_path_factory.mktemp("elsewhere")
        server = start(folder or elsewhere / "dataset", elsewhere, *options)
        started.append(server)
        return server

    yield begin
    for each in started:
        each.stop()


@pytest.fixture(scope="session")
def server(serve: Callable[..., Server]) -> Server:
    """A service of the shipped graph, shared by all tests that change nothing."""
    return serve()
