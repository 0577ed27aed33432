"""The findings as a table to read, and as a file that is kept.

Scenarios can be run one by one: what is known of the others stays in the file as it was.
"""

import os
import platform
import re
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from soak.running import Run
from soak.sizes import FULL

RESULTS = Path(__file__).with_name("RESULTS.md")
QUIET = 0.1
"""The share of the processors that others may take while promises on time are judged."""

SECTION = re.compile(r"^## (.+)$", re.MULTILINE)


def lines(run: Run) -> list[str]:
    """What a scenario found, as lines of a terminal."""
    return [
        f"{run.name} ({run.seconds / 60:.1f} minutes, others took {run.others:.0%} of the processors)",
        *(f"  {each.verdict:<9}  {each.promise}\n{'':13}{each.seen}" for each in run.findings),
    ]


def sections(text: str) -> dict[str, str]:
    """What a file of results says of each scenario at its full size."""
    _, *parts = SECTION.split(text)
    told = {name: body.strip("\n") for name, body in zip(parts[::2], parts[1::2], strict=True)}
    return {name: body for name, body in told.items() if f", {FULL.name} size," in body}


def document(runs: Sequence[Run], earlier: Mapping[str, str], order: Sequence[str]) -> str:
    """All findings as Markdown: those of these runs, and of scenarios that were run before."""
    told = {**earlier, **{run.name: _section(run) for run in runs}}
    text = "\n\n".join(f"## {name}\n\n{told[name]}" for name in order if name in told)
    where = f"Python {platform.python_version()}, pyoxigraph {version('pyoxigraph')}, {os.cpu_count()} cores"
    missed = text.count("| MISSED |")
    verdict = "No promise was missed." if not missed else f"Promises missed: {missed}."
    untold = [name for name in order if name not in told]
    verdict += f" Not run: {', '.join(untold)}." * bool(untold)
    head = f"Written by `make soak` ({where}, {sys.platform}). {verdict}"
    return f"# What was promised, and what was seen\n\n{head}\n\n{text}\n"


def _section(run: Run) -> str:
    noted = f"Measured {run.made} at commit {run.commit}, {run.size} size, in {run.seconds / 60:.1f} minutes"
    noted += f"; others took {run.others:.0%} of the processors"
    noted += ", so that what is said of time is not to be relied on" * (run.others > QUIET)
    rows = [f"| {_cell(each.promise)} | {_cell(each.seen)} | {each.verdict} |" for each in run.findings]
    return "\n".join([f"{noted}.", "", "| promised | seen | |", "|---|---|---|", *rows])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
