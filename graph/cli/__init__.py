"""The commands that read and change a dataset: `nodverk import`, `log`, `query` and the others.

Every command takes `--dataset` (or `NODVERK_DATASET`) and exits with 0 when done,
1 when the shapes refused an import, 2 when it failed. What a machine may read
comes with `--json`. `nodverk serve` is in `api.serving`, one floor up.
"""

from graph.cli import asking, differing, importing, querying, reasons, releases, tokens
from graph.command_line import DONE, FAILED, REFUSED, app, run

__all__ = [
    "DONE",
    "FAILED",
    "REFUSED",
    "app",
    "asking",
    "differing",
    "importing",
    "querying",
    "reasons",
    "releases",
    "run",
    "tokens",
]
