"""What happens beside reading: a commit until it is served, and the documents of what everybody links to."""

import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from bench.accounting import cpu_seconds
from bench.material import BASE, Material
from bench.peers import PeerFailed, Server, get
from bench.results import Commit
from graph.store.dataset import Dataset

COMMITTED = 10_000
SERVED_SECONDS = 600.0
LARGEST = "org/actor-0"
"""The organisation that most others are linked with."""

LARGEST_ADDRESSES = (f"/data/{LARGEST}.nt", f"/data/{LARGEST}.trig", f"/sv/{LARGEST}", f"/en/{LARGEST}")


def commits(server: Server, dataset: Path, material: Material, times: int) -> Iterator[Commit]:
    """Bring new named graphs of 10 000 statements into the served dataset, one after the other.

    They are committed as an import does after validation, which is not measured here.
    """
    for number in range(times):
        source, lines = material.spare(number, COMMITTED)
        opened = Dataset.open(dataset)
        graph = str(opened.iris.graph(source))
        begun = time.perf_counter()
        with opened.writing() as writer:
            release = writer.commit({graph: writer.keep_graph(graph, lines)}, f"Add {source}")
        kept = time.perf_counter() - begun
        failed = _until_served(server, source, release.number)
        yield Commit(len(lines), kept, time.perf_counter() - begun, failed)


def _until_served(server: Server, source: str, release: int) -> int:
    """Ask for the new document until it is there; says how many requests failed before."""
    request = server.request(f"/data/document/{source}.ttl", Connection="close")
    failed = 0
    deadline = time.monotonic() + SERVED_SECONDS
    while time.monotonic() < deadline:
        status, headers, _ = get(server.port, request)
        if status == HTTPStatus.OK and headers.get("nodverk-release") == str(release):
            return failed
        failed += status != HTTPStatus.NOT_FOUND
        time.sleep(0.002)
    raise PeerFailed(f"release {release} was not served within {SERVED_SECONDS:g} s")


def largest(server: Server) -> dict[str, float]:
    """Processor time in seconds for documents and pages of the largest funder, each asked for once."""
    found = {}
    for address in LARGEST_ADDRESSES:
        before = cpu_seconds(server.process.pid)
        status, _, _ = get(server.port, server.request(address, Connection="close"))
        if status != HTTPStatus.OK:
            raise PeerFailed(f"{BASE}id/{LARGEST} at {address}: {status}")
        found[address] = cpu_seconds(server.process.pid) - before
    return found
