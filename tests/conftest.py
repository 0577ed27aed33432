"""The shipped graph as a dataset of its own, made once for all tests that read it."""

from collections.abc import Callable

import pytest
from hypothesis import settings

from graph.ingest.shipped import create
from graph.settings import DEFAULT_HOST, DEFAULT_PORT, Limits, base_of_address
from graph.store.index import Index, load

# Machines that run the tests are shared and slow at times; a law is not about time.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


CLOCKED = {"serve", "server", "workers", "renamed"}
"""Fixtures with query workers, which step back behind all other processes and have deadlines of their own."""

CLOCKED_FILES = {"test_harness.py", "test_workers.py", "test_packaging.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that want the machine to themselves, so that `make test` runs them one by one."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if names & CLOCKED or item.path.name in CLOCKED_FILES or "soak" in item.path.parts:
            item.add_marker("clocked")


@pytest.fixture(scope="session")
def shipped_at(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Index]:
    """Make the index of the first release of a new dataset with this base."""

    def made(base: str) -> Index:
        dataset = create(tmp_path_factory.mktemp("shipped") / "dataset", base, Limits())
        return load(dataset, dataset.head())

    return made


@pytest.fixture(scope="session")
def shipped(shipped_at: Callable[[str], Index]) -> Index:
    """The index of all that is shipped, at the address that `nodverk serve` takes; not to be changed."""
    return shipped_at(base_of_address(DEFAULT_HOST, DEFAULT_PORT))
