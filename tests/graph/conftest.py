"""The commands as a person at a terminal meets them, and a dataset of one's own to use them on."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.cli import app, run
from graph.store.dataset import Dataset
from tests.graph.terminal import Nodverk, Told

BASE = "http://127.0.0.1:8000/"


@pytest.fixture
def dataset(shipped_folder: Callable[[str], Path], tmp_path: Path) -> Dataset:
    """A dataset of one's own: a plain copy is as good as the original."""
    return Dataset.open(Path(shutil.copytree(shipped_folder(BASE), tmp_path / "dataset")))


@pytest.fixture
def nodverk(
    dataset: Dataset, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Nodverk:
    """Give a command to `nodverk`, in the test's own folder and on its own dataset."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NODVERK_DATASET", str(dataset.folder))
    monkeypatch.setenv("COLUMNS", "200")

    def ask(*arguments: str) -> Told:
        capfd.readouterr()
        status = run(app, list(arguments))
        said = capfd.readouterr()
        return Told(status, said.out, said.err)

    return ask
