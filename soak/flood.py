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
from soak.asking import FAILURES, Line
from soak.findings import Finding, at_most, none_of
from soak.serving import Served, serving
from soak.sizes import Size
from soak.statements import BASE, new_dataset

CLIENTS = 32
WORKERS = 2
QUERY_SECONDS = 2.0
GRACE_SECONDS = 1.0
SAMPLE_SECONDS = 0.5
STATEMENTS = 20_000
TIMES_IDLE = 5.0
MEBIBYTE = 1024 * 1024
HELD_MEBIBYTES = 2
"""What a web process may hold of an answer to one client, and what the connection takes."""

CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l ."
ANY = "(<http://x/p>|!<http://x/q>)*"
RUNAWAYS = {
    "COUNT of a product": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "ORDER BY a product": f"SELECT * {{ {CROSS} }} ORDER BY ?c ?f ?i LIMIT 1",
    "GROUP BY a product": f"SELECT ?a ?d (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a ?d ?g",
    "DISTINCT of a product": f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {CROSS} }}",
    "(p|q)*": f"SELECT (COUNT(*) AS ?n) {{ ?s {ANY} ?o . ?x {ANY} ?y . ?v {ANY} ?w }}",
    "STR( 5000 times": f"ASK {{ FILTER({'STR(' * 5000}1{')' * 5000}) }}",
    "( 5000 times": f"ASK {{ FILTER({'(' * 5000}1{')' * 5000}) }}",
    "OPTIONAL{ 5000 times": f"ASK {{ {'OPTIONAL {' * 5000}",
    "strings that double": "SELECT (STRLEN(?v30) AS ?n) { BIND('0123456789abcdef' AS ?v0) "
    + " ".join(f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(30))
    + " }",
    "300 OPTIONALs": "SELECT * { " + "".join(f"OPTIONAL {{ ?s{n} ?p ?o{n} }} " for n in range(300)) + "}",
    "50 OPTIONALs": "SELECT * { " + "".join(f"OPTIONAL {{ ?s{n} ?p ?o{n} }} " for n in range(50)) + "}",
    "an evil regex": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} FILTER REGEX(STR(?f), '(.|..)+$') }}",
    "a regex in itself": "SELECT * { ?s ?p ?o FILTER REGEX(?o, '((a{1,100}){1,100}){1,100}') }",
    "REPLACE that grows": "SELECT (STRLEN(?v7) AS ?n) { BIND('aaaaaaaaaa' AS ?v0) "
    + " ".join(f"BIND(REPLACE(?v{n}, 'a', ?v0) AS ?v{n + 1})" for n in range(8))
    + " }",
}


@dataclass
class _Flooded:
    """What became of the queries."""

    answers: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    slowest: float = 0.0
    most_memory: int = 0


def run(size: Size, place: Path) -> list[Finding]:
    """Measure in peace, then in the flood."""
    iris = Iris(BASE)
    graphs = dict(Synthetic(Extent(STATEMENTS), iris).graphs())
    new_dataset(place / "dataset", graphs)
    limits = Limits(seconds=QUERY_SECONDS)
    options = ("--workers", str(WORKERS), "--query-seconds", str(QUERY_SECONDS))
    with serving(place / "dataset", place, *options) as server, Loader() as loader:
        pages = _Pages(server.port, Extent(STATEMENTS).organisations)
        loader.run(pages.plan(1.0))
        before = server.memory()
        idle = loader.run(pages.plan(max(2.0, size.flood_seconds / 3)))
        flooded = _Flooded()
        stop = threading.Event()
        threads = [threading.Thread(target=_client, args=(server, n, stop, flooded)) for n in range(CLIENTS)]
        threads.append(threading.Thread(target=_sample, args=(server, stop, flooded)))
        for each in threads:
            each.start()
        beside = loader.run(pages.plan(size.flood_seconds))
        stop.set()
        for each in threads:
            each.join()
        with Line(server.port) as line:
            after = line.query("ASK {}").status
    cap = before + _allowed(limits)
    return _findings(flooded, _Waits(idle, beside, TIMES_IDLE * size.slack), cap, after)


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
                if answer.status < 400:
                    flooded.troubles.append(f"{name} was answered with {answer.status}")
            except FAILURES as error:
                told = "cut"
                if name != "50 OPTIONALs":  # its answer has begun when its time is up
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
    times: float
    """How much longer it may wait in the flood than in peace."""

    def finding(self) -> Finding:
        """The promise on how long pages take."""
        peace, flood = (f"{1000 * _quantile(each, 0.5):.1f}" for each in (self.idle, self.beside))
        limit = self.times * 1000 * _quantile(self.idle, 0.99)
        promise = (
            f"p99 of pages is at most {self.times:g} times that in peace (p50 {flood}, in peace {peace} ms)"
        )
        return at_most(promise, 1000 * _quantile(self.beside, 0.99), limit, "ms")


def _findings(flooded: _Flooded, waits: _Waits, cap: int, after: int) -> list[Finding]:
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
        waits.finding(),
        Finding("a query is answered afterwards", f"status {after}", after == 200),
    ]


def _quantile(outcome: Outcome, share: float) -> float:
    return outcome.latencies[int(share * (outcome.answers - 1))]
