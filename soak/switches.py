"""Releases change while many clients read: no request fails, and no answer is of two releases.

Every statement of the graph says which release it came with. The clients ask for
documents, pages and query results, over connections that are kept alive, with
the validator of what they had before.
"""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from soak.asking import FAILURES, Answer, Line, query_path
from soak.findings import Finding, at_most, none_of
from soak.serving import Served, serving, wait_until
from soak.sizes import Size
from soak.statements import commit, new_dataset, versioned, versions

CLIENTS = 8
STATEMENTS = 300
PAUSE_SECONDS = 0.4
FOLLOWS_SECONDS = 60.0
SEEN_SECONDS = 1.0

PATHS = (
    "/data/org/x.nt",
    "/data/org/x.ttl",
    query_path("CONSTRUCT { ?s ?p ?v } WHERE { ?s ?p ?v }", "nt"),
    query_path("SELECT ?p ?v { ?s ?p ?v }", "tsv"),
)


@dataclass
class _Read:
    """What the clients have seen together."""

    troubles: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    releases: set[int] = field(default_factory=set)
    waits: list[float] = field(default_factory=list)
    """How long after each commit its release was served."""


def run(size: Size, place: Path) -> list[Finding]:
    """Commit again and again, and read all the while."""
    folder = place / "dataset"
    new_dataset(folder, {"x": versioned("x", 1, STATEMENTS)})
    read = _Read()
    stop = threading.Event()
    with serving(folder, place) as server:
        readers = [
            threading.Thread(target=_reader, args=(server, n, stop, read), daemon=True)
            for n in range(CLIENTS)
        ]
        for each in readers:
            each.start()
        for _ in range(size.switches):
            _switch(server, folder, read)
        stop.set()
        for each in readers:
            each.join()
    told = ", ".join(f"{n} × {status}" for status, n in sorted(read.statuses.items()))
    slowest = max(read.waits, default=FOLLOWS_SECONDS)
    return [
        none_of(
            f"no request fails or mixes releases in {size.switches} switches under {CLIENTS} clients",
            read.troubles,
            f"{sum(read.statuses.values())} requests ({told}), {len(read.releases)} releases seen",
        ),
        at_most("a commit is served after", slowest, SEEN_SECONDS * size.slack, "s at the slowest"),
    ]


def _switch(server: Served, folder: Path, read: _Read) -> None:
    """Commit a release of which every statement says its number, and wait until it is served."""
    number = len(read.waits) + 2
    commit(folder, {"x": versioned("x", number, STATEMENTS)})
    waited = wait_until(lambda: server.get("/data/org/x.nt").release == number, FOLLOWS_SECONDS)
    if waited is None:
        read.troubles.append(f"release {number} is not served")
    read.waits.append(FOLLOWS_SECONDS if waited is None else waited)
    time.sleep(PAUSE_SECONDS)


def _reader(server: Served, number: int, stop: threading.Event, read: _Read) -> None:
    """Ask for one path after the other, and remember what was had under which validator."""
    had: dict[tuple[str, str], set[int]] = {}
    newest: dict[str, str] = {}
    with Line(server.port) as line:
        for turn in count(number):
            if stop.is_set():
                return
            path = PATHS[turn % len(PATHS)]
            try:
                answer = line.get(path, If_None_Match=newest.get(path, '"none"'))
            except FAILURES as error:
                read.troubles.append(f"{path}: {error!r}")
                continue
            read.statuses[answer.status] += 1
            etag = answer.headers.get("ETag", "")
            if answer.status == 200:
                said = _said(path, answer, read)
                if not etag:
                    continue  # from a process that makes way: a last answer, which is not to be kept
                if had.setdefault((path, etag), said) != said:
                    read.troubles.append(f"{path}: {etag} stands for {had[path, etag]} and for {said}")
                newest[path] = etag
            elif answer.status != 304 or had.get((path, etag)) != {answer.release}:
                read.troubles.append(
                    f"{path}: {answer.status}, {answer.release}, had {had.get((path, etag))}"
                )


def _said(path: str, answer: Answer, read: _Read) -> set[int]:
    """The releases that the statements of an answer are of, which should be one, and all of it."""
    said = Counter(versions(answer.body))
    if set(said) != {answer.release} or sum(said.values()) != STATEMENTS:
        read.troubles.append(f"{path}: of release {answer.release}, but says {dict(said)}")
    read.releases.update(said)
    return set(said)
