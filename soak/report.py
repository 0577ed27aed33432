"""The findings as a table to read, and as a file that is kept."""

import os
import platform
import sys
from collections.abc import Iterable
from importlib.metadata import version

from soak.findings import Finding


def lines(scenario: str, findings: Iterable[Finding]) -> list[str]:
    """The findings of a scenario, as lines of a terminal."""
    return [
        scenario,
        *(f"  {each.verdict:<9}  {each.promise}\n{'':13}{each.seen}" for each in findings),
    ]


def document(name: str, seconds: float, found: dict[str, list[Finding]]) -> str:
    """All findings, as Markdown."""
    broken = sum(each.kept is False for findings in found.values() for each in findings)
    where = f"Python {platform.python_version()}, pyoxigraph {version('pyoxigraph')}, {os.cpu_count()} cores"
    verdict = "No promise was broken." if not broken else f"Promises broken: {broken}."
    written = f"Written by `make soak` ({name} size, {seconds / 60:.0f} minutes; {where}, {sys.platform})."
    parts = ["# What was promised, and what was seen\n", f"{written} {verdict}\n"]
    for scenario, findings in found.items():
        parts += [f"\n## {scenario}\n", "| promised | seen | |", "|---|---|---|"]
        parts += [f"| {_cell(each.promise)} | {_cell(each.seen)} | {each.verdict} |" for each in findings]
    return "\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
