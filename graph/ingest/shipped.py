"""The dataset that comes with the code: the curated graphs, the ontology, its code lists and alignments."""

from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path

from graph.assets import curated, ontology
from graph.errors import ValidatorUndecided
from graph.ingest.ingest import Committed, ingest
from graph.ingest.reading import Candidate, Original, read
from graph.settings import Limits
from graph.store.dataset import Dataset

VOCABULARY = {"ontology": "nodverk.ttl", "codes": "codes.ttl", "alignments": "alignments.ttl"}
NOTE = "Load the shipped graph"


def sources() -> Iterator[tuple[str, Traversable]]:
    """Name and file of each shipped source."""
    for name, file in VOCABULARY.items():
        yield name, ontology(file)
    for found in curated():
        yield found.name.removesuffix(".ttl"), found


def candidates(dataset: Dataset, limits: Limits) -> list[Candidate]:
    """The shipped sources, read for this dataset's base."""
    return [
        read(Original(file.name, file.read_bytes()), source, dataset.iris, limits)
        for source, file in sources()
    ]


def create(folder: Path, base: str, limits: Limits) -> Dataset:
    """Make a dataset in `folder` whose first release is the shipped graph.

    The shapes judge it like any import. Raises `DatasetExists`, and `ValidatorUndecided`
    where the shipped files do not meet the shapes, which the tests of this version exclude.
    """
    dataset = Dataset.create(folder, base)
    fill(dataset, limits)
    return dataset


def fill(dataset: Dataset, limits: Limits) -> None:
    """Make the shipped graph the first release of a dataset that has none. Raises `ValidatorUndecided`."""
    outcome = ingest(dataset, candidates(dataset, limits), NOTE)
    if not isinstance(outcome, Committed):
        raise ValidatorUndecided("the shipped graph does not meet the shapes")
