"""A graph is replaced hundreds of times while the dataset is served: memory stays where it was.

The in-memory store gives nothing back when a graph is replaced in it, so it is
looked whether the server's processes together grow. What counts is what they
take between two replacements, when the processes of the release before are gone.
"""

import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from soak.findings import Finding, at_most, none_of
from soak.serving import Served, serving, wait_until
from soak.sizes import Size
from soak.statements import commit, new_dataset, scattered, versions

MEBIBYTE = 1024 * 1024
START_SECONDS = 2.0
SEEN_SECONDS = 1.0
FOLLOWS_SECONDS = 120.0
SETTLE_SECONDS = 60.0
"""How long processes of earlier releases may take to go."""

LOOKED_AT_EVERY = 3
CHILDREN = 5
GROWTH = 1.10
"""By how much the last quarter may exceed the second one; the first is for warming up."""

FEW, GROWTH_OF_FEW = 100, 2.0
"""An index keeps more and more until it is made anew: few replacements show one slope of that."""


@dataclass
class _Watched:
    """What the server took after each replacement, and what went wrong."""

    settled: list[int] = field(default_factory=list)
    peak: int = 0
    waits: list[float] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    start: float = 0.0
    """How long it took until it was ready."""


def run(size: Size, place: Path) -> list[Finding]:
    """Replace a graph, wait until it is served, and note what memory that takes."""
    folder = place / "dataset"
    sources = [f"source-{number}" for number in range(size.graphs)]
    new_dataset(folder, {source: scattered(source, 1, size.graph_statements) for source in sources})
    watched = _Watched()
    until = time.monotonic() + size.replacing_seconds
    begun = time.monotonic()
    with serving(folder, place) as server:
        watched.start = time.monotonic() - begun
        for number in range(size.replacements):
            if time.monotonic() > until:
                break
            release = commit(folder, {sources[0]: scattered(sources[0], number + 2, size.graph_statements)})
            _follow(server, release.number, number + 2, watched)
            if number % LOOKED_AT_EVERY == LOOKED_AT_EVERY - 1:
                _settle(server, watched)
    return _findings(size, watched)


def _follow(server: Served, release: int, version: int, watched: _Watched) -> None:
    waited = wait_until(lambda: server.serves(release), FOLLOWS_SECONDS)
    watched.peak = max(watched.peak, server.memory())
    answer = server.get("/data/org/source-0-7.nt")
    if waited is None or answer.status != 200 or set(versions(answer.body)) != {version}:
        watched.troubles.append(f"release {release}: {answer.status}, {set(versions(answer.body))}")
    watched.waits.append(FOLLOWS_SECONDS if waited is None else waited)


def _settle(server: Served, watched: _Watched) -> None:
    """Wait until the processes of earlier releases are gone, and note what the others take."""
    if wait_until(lambda: len(server.children()) <= CHILDREN, SETTLE_SECONDS) is None:
        watched.troubles.append(f"{len(server.children())} children are left")
    watched.settled.append(server.memory())


def _findings(size: Size, watched: _Watched) -> list[Finding]:
    done = len(watched.waits)
    quarter = max(1, len(watched.settled) // 4)
    early = median(watched.settled[quarter : 2 * quarter] or watched.settled) / MEBIBYTE
    late = median(watched.settled[-quarter:]) / MEBIBYTE
    growth = GROWTH if done >= FEW else GROWTH_OF_FEW
    what = (
        f"{done} replacements of {size.graph_statements} of {size.graphs * size.graph_statements} statements"
    )
    return [
        at_most(
            f"a server of {size.graphs * size.graph_statements} statements is ready after",
            watched.start,
            START_SECONDS * size.slack,
            "s",
        ),
        none_of("each replacement is served, and nothing of what it replaces", watched.troubles, what),
        Finding(
            "as many as were to be done in the time",
            f"{done} of {size.replacements}",
            done == size.replacements,
        ),
        at_most(
            f"memory at the end, of {growth:g} × {early:.0f} MiB early on "
            f"(first {watched.settled[0] / MEBIBYTE:.0f}, peak {watched.peak / MEBIBYTE:.0f} MiB)",
            late,
            growth * early,
            "MiB",
        ),
        at_most(
            f"a commit is served after (median; longest {max(watched.waits):.2f} s)",
            median(watched.waits),
            SEEN_SECONDS * size.slack,
            "s",
        ),
    ]
