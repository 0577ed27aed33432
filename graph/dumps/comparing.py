"""The process that compares two releases, so that whoever answers requests does not wait.

Run as `python -m graph.dumps.comparing FOLDER BEFORE AFTER WAY`, with the numbers of two releases
and one of `difference.WAYS`. It writes the difference to standard output, behind all other work.
Exit status 2 with a line on standard error where that failed.
"""

import sys
from pathlib import Path

from graph.dumps.difference import WAYS, Difference
from graph.dumps.making import done_behind
from graph.store.dataset import Dataset


def main(arguments: list[str]) -> int:
    """Compare the releases that are named."""
    folder, before, after, way = arguments

    def work() -> None:
        dataset = Dataset.open(Path(folder))
        old, new = (dataset.catalogue.release(int(number)) for number in (before, after))
        sys.stdout.buffer.writelines(WAYS[way](Difference(dataset, old, new)))

    return done_behind(work)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
