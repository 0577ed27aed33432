"""The process that makes dumps, so that whoever answers requests does not wait.

Run as `python -m graph.dumps.making FOLDER MOST_OCTETS FILE…`. It makes those of the files
that are not there yet, behind all other work. Exit status 2 with a line on standard error
where that failed.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from graph.dumps.naming import DumpName, parsed
from graph.dumps.shelf import Shelf
from graph.dumps.writing import write
from graph.errors import DumpUnknown, GraphError
from graph.store.dataset import Dataset

FOLDER = "dumps"
FAILED = 2
BEHIND_ALL_OTHERS = 19


def shelf_of(dataset: Dataset, most_octets: int) -> Shelf:
    """Where the dumps of a dataset are kept."""
    return Shelf(dataset.folder / FOLDER, most_octets)


def make(dataset: Dataset, shelf: Shelf, name: DumpName) -> None:
    """Make a dump if it is not there.

    Raises `DumpUnknown` where the release has nothing of that name, `ReleaseUnknown`,
    `ReleaseLetGo`, `DatasetDamaged`, `DiskFull`, `DatasetUnwritable`.
    """
    graphs = name.graphs(dataset.catalogue.release(name.release), dataset.iris)
    if not graphs:
        raise DumpUnknown(name.file)
    if shelf.find(name) is None:
        shelf.put(name, lambda target: write(dataset, graphs, name.syntax, target))


def done_behind(work: Callable[[], None]) -> int:
    """Do the work of a process behind all others; its exit status."""
    os.nice(BEHIND_ALL_OTHERS)
    try:
        work()
    except GraphError as error:
        sys.stderr.write(f"{error}\n")
        return FAILED
    return 0


def main(arguments: list[str]) -> int:
    """Make the dumps that are named."""
    folder, most_octets, *files = arguments

    def work() -> None:
        dataset = Dataset.open(Path(folder))
        shelf = shelf_of(dataset, int(most_octets))
        for name in filter(None, map(parsed, files)):
            make(dataset, shelf, name)

    return done_behind(work)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
