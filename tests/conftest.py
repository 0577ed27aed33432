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
