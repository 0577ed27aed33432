"""Many clients send nothing but queries that never end; everybody else is to notice little.

One process asks for pages and documents all the while, each at an address that
was not asked before, so that none is answered from memory; what it waits is
compared with what it waits when nobody else asks.
"""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path

from bench.load import Loader, Outcome, Plan
from bench.synthetic import Extent, Synthetic
from graph.iris import Iris
from graph.settings import Limits
from soak import fairness
from soak.asking import FAILURES, Line, query_path
from soak.findings import Finding, at_most, none_of
from soak.runaways import BEGIN_TO_ANSWER, CROSS, MAY_BE_ANSWERED, RUNAWAYS
from soak.serving import Served, serving, wait_until
from soak.sizes import Size
from soak.statements import BASE, new_dataset

CLIENTS = 32
WORKERS = 2
QUERY_SECONDS = 2.0
GRACE_SECONDS = 1.0
ALONE_GRACE_SECONDS = 0.5
SAMPLE_SECONDS = 0.5
STATEMENTS = 20_000
TIMES_IDLE = 5.0
PAGE_MILLISECONDS = 50.0
FREE_SECONDS = 10.0
"""How long the last runaways may hold the workers when nobody asks any more."""

FREE_MILLISECONDS = 100.0
ROWS = ("json", "xml", "csv", "tsv")
CUT_SYNTAXES = (*ROWS, "nt", "ttl", "jsonld", "rdf")
MEBIBYTE = 1024 * 1024
HELD_MEBIBYTES = 2
"""What a web process may hold of an answer to one client, and what the connection takes."""


@dataclass
class _Flooded:
    """What became of the queries."""

    answers: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    slowest: float = 0.0
    most_memory: int = 0
    after: int = 0
    """How a query was answered afterwards, and how fast."""

    usable: float = 0.0


def run(size: Size, place: Path) -> list[Finding]:
    """Measure in peace, then in the flood."""
    iris = Iris(BASE)
    graphs = dict(Synthetic(Extent(STATEMENTS), iris).graphs())
    new_dataset(place / "dataset", graphs)
    limits = Limits(seconds=QUERY_SECONDS)
    options = ("--workers", str(WORKERS), "--query-seconds", str(QUERY_SECONDS))
    with serving(place / "dataset", place, *options) as server, Loader() as loader:
        alone = _one_by_one(server, size)
        pages = _Pages(server.port, Extent(STATEMENTS).organisations)
        loader.run(pages.plan(1.0))
        before = server.memory()
        idle = loader.run(pages.plan(max(2.0, size.flood_seconds / 3)))
        flooded = _Flooded()
        stop = threading.Event()
        threads = [
            threading.Thread(target=_client, args=(server, n, stop, flooded), daemon=True)
            for n in range(CLIENTS)
        ]
        threads.append(threading.Thread(target=_sample, args=(server, stop, flooded), daemon=True))
        for each in threads:
            each.start()
        beside = loader.run(pages.plan(size.flood_seconds))
        stop.set()
        for each in threads:
            each.join()
        with Line(server.port) as line:
            wait_until(lambda: line.query("ASK {}").status == 200, FREE_SECONDS)
        begun = time.monotonic()
        with Line(server.port) as line:
            flooded.after = line.query("ASK {{}}").status
        flooded.usable = time.monotonic() - begun
        cuts = _cuts(server)
        fair = fairness.found(server.port, size)
    cap = before + _allowed(limits)
    return [*alone, *_findings(flooded, _Waits(idle, beside, size.slack), cap), *cuts, *fair]


def _one_by_one(server: Served, size: Size) -> list[Finding]:
    """Ask one runaway after the other, and after each of them a small query."""
    troubles = []
    slowest, usable = 0.0, 0.0
    for number, (name, text) in enumerate(RUNAWAYS.items()):
        with Line(server.port, patience=60.0) as line:
            begun = time.monotonic()
            try:
                status = line.query(text).status
            except FAILURES as error:
                status = 400 if name in BEGIN_TO_ANSWER else 0
                troubles += [f"{name}: {error!r}"] * (not status)
            slowest = max(slowest, time.monotonic() - begun)
            if 0 < status < 400 and name not in MAY_BE_ANSWERED:
                troubles.append(f"{name} was answered with {status}")
        with Line(server.port, patience=60.0) as line:
            begun = time.monotonic()
            if line.query(f"SELECT ({number} AS ?n) {{}}").status != 200:
                troubles.append(f"after {name} nothing is answered")
            usable = max(usable, time.monotonic() - begun)
    return [
        none_of(
            "each runaway alone ends: refused, by a limit, or broken off", troubles, f"{len(RUNAWAYS)} kinds"
        ),
        at_most("the slowest of them", slowest, QUERY_SECONDS + ALONE_GRACE_SECONDS * size.slack, "s"),
        at_most("the next query is answered after", 1000 * usable, FREE_MILLISECONDS * size.slack, "ms"),
    ]


def _cuts(server: Served) -> list[Finding]:
    """Ask for more than may be sent, in each format: a part of an answer must not look whole."""
    whole = []
    for syntax in CUT_SYNTAXES:
        query = f"SELECT * {{ {CROSS} }}" if syntax in ROWS else f"CONSTRUCT {{ ?a ?b ?f }} {{ {CROSS} }}"
        with Line(server.port, patience=60.0) as line:
            try:
                answer = line.get(query_path(query, syntax))
            except FAILURES:
                continue  # broken off, as it should be
        if answer.status < 400:
            whole.append(f"{syntax}: {answer.status} with {len(answer.body)} bytes")
    return [
        none_of(
            f"an answer that reaches a limit is broken off or refused ({', '.join(CUT_SYNTAXES)})",
            whole,
            f"{len(CUT_SYNTAXES)} answers",
        )
    ]


class _Pages:
    """Requests for pages and documents, none of which was made before."""

    def __init__(self, port: int, organisations: int) -> None:
        self._port = port
        self._number = count()
        paths = (
            "/sv/org/actor-{}",
            "/en/org/actor-{}",
            "/data/org/actor-{}.ttl",
            "/data/org/actor-{}.jsonld",
        )
        self._paths = [path.format(number) for number in range(organisations) for path in paths]

    def plan(self, seconds: float) -> Plan:
        """Ask for one after the other, for so long."""
        requests = []
        for path, _ in zip(cycle(self._paths), range(int(1000 * seconds)), strict=False):
            head = f"GET {path}?again={next(self._number)} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n\r\n"
            requests.append(head.encode())
        return Plan(self._port, 1, requests, seconds, repeat=False)


def _client(server: Served, number: int, stop: threading.Event, flooded: _Flooded) -> None:
    """Send one runaway after the other, each client beginning with another."""
    names = list(RUNAWAYS)
    order = [names[(number + n) % len(names)] for n in range(len(names))]
    bound = Limits.wait_seconds + QUERY_SECONDS + GRACE_SECONDS
    with Line(server.port, patience=4 * bound) as line:
        for name in cycle(order):
            if stop.is_set():
                return
            begun = time.monotonic()
            try:
                answer = line.query(RUNAWAYS[name])
                told = str(answer.status)
                if answer.status < 400 and name not in MAY_BE_ANSWERED:
                    flooded.troubles.append(f"{name} was answered with {answer.status}")
            except FAILURES as error:
                told = "cut"
                if name not in BEGIN_TO_ANSWER:
                    flooded.troubles.append(f"{name}: {error!r}")
            seconds = time.monotonic() - begun
            flooded.answers[told] += 1
            flooded.slowest = max(flooded.slowest, seconds)
            if seconds > bound:
                flooded.troubles.append(f"{name} took {seconds:.1f} s")


def _sample(server: Served, stop: threading.Event, flooded: _Flooded) -> None:
    while not stop.wait(SAMPLE_SECONDS):
        flooded.most_memory = max(flooded.most_memory, server.memory())


def _allowed(limits: Limits) -> int:
    """The memory that the limits allow in all, beside what is taken in peace."""
    added = limits.memory_mebibytes + limits.remembered_bytes // MEBIBYTE
    return (WORKERS * added + CLIENTS * HELD_MEBIBYTES) * MEBIBYTE


@dataclass(frozen=True)
class _Waits:
    """What the one who asks for pages has waited."""

    idle: Outcome
    beside: Outcome
    slack: float

    def findings(self) -> list[Finding]:
        """The promises on how long pages take."""
        peace, flood = (f"{1000 * _quantile(each, 0.5):.1f}" for each in (self.idle, self.beside))
        slow, limit = 1000 * _quantile(self.beside, 0.99), 1000 * _quantile(self.idle, 0.99)
        times = TIMES_IDLE * self.slack
        promise = f"p99 of pages is at most {times:g} times that in peace (p50 {flood}, in peace {peace} ms)"
        return [
            at_most(promise, slow, times * limit, "ms"),
            at_most("and by the clock", slow, PAGE_MILLISECONDS * self.slack, "ms"),
        ]


def _findings(flooded: _Flooded, waits: _Waits, cap: int) -> list[Finding]:
    beside = waits.beside
    told = ", ".join(f"{count} × {status}" for status, count in sorted(flooded.answers.items()))
    bad = {status: n for status, n in beside.statuses.items() if status != 200}
    failed = sum(bad.values()) + beside.unanswered
    bound = Limits.wait_seconds + QUERY_SECONDS + GRACE_SECONDS
    return [
        none_of(
            f"each runaway of {CLIENTS} clients ends with 4xx or 5xx within its deadline "
            f"({Limits.wait_seconds:g} s for a worker, {QUERY_SECONDS:g} s for itself) + 1 s",
            flooded.troubles,
            f"{sum(flooded.answers.values())} queries of {len(RUNAWAYS)} kinds ({told})",
        ),
        at_most("the slowest of them", flooded.slowest, bound, "s"),
        at_most("memory of all processes, of its cap", flooded.most_memory / MEBIBYTE, cap / MEBIBYTE, "MiB"),
        none_of(
            "no page fails in the flood",
            [f"{bad}, {failed} in all"] * bool(failed),
            f"{beside.answers} pages",
        ),
        *waits.findings(),
        Finding("a query is answered afterwards", f"status {flooded.after}", flooded.after == 200),
        at_most("a small query takes then", 1000 * flooded.usable, FREE_MILLISECONDS * waits.slack, "ms"),
    ]


def _quantile(outcome: Outcome, share: float) -> float:
    return outcome.latencies[int(share * (outcome.answers - 1))]
