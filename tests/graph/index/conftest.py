"""A small dataset for the tests to change."""

from pathlib import Path

import pytest

from graph.store.dataset import Dataset
from tests.graph.small_dataset import BASE


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return Dataset.create(tmp_path / "dataset", BASE)
