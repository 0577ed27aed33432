"""A service in processes of its own, and ways to change what it serves."""

import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import SystemRandom

import httpx
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph.cli import FAILED
from graph.settings import DEFAULT_HOST
from graph.store.dataset import Dataset, sorted_lines
from graph.store.release import Release
from tests.api.nursery import Command, Nursery

QUERY_SECONDS = 1.5
START_SECONDS = 60
STOP_SECONDS = 30
PATIENCE = 60.0
"""How long something may take that takes moments where nobody else wants the processor."""


@dataclass
class Server:
    """A running service."""

    process: Command
    folder: Path
    said: str
    """What it printed when it started."""

    url: str
    """Where it is, with a slash at the end."""

    client: httpx.Client = field(repr=False)
    """Asks it, and follows no redirect by itself."""

    def children(self) -> list[int]:
        """The processes that the parent forked."""
        parent = self.process.pid
        listed = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii")
        return [int(pid) for pid in listed.split()]

    def query_workers(self) -> list[int]:
        """Those that run queries."""
        return [pid for pid in self.children() if called(pid) == "query worker"]

    def web_processes(self) -> list[int]:
        """Those that answer requests."""
        return [pid for pid in self.children() if called(pid) == "web process"]

    def stop(self) -> None:
        """End it, if it has not ended yet, and let go of all that belongs to it."""
        self.client.close()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        finally:
            self.process.kill()
            self.process.close()


def called(pid: int) -> str:
    """What a process calls itself; nothing where it is gone."""
    try:
        return Path(f"/proc/{pid}/comm").read_text("utf-8").strip()
    except OSError:
        return ""


def start(nursery: Nursery, folder: Path, elsewhere: Path, *options: str, **environment: str) -> Server:
    """Start a service, with options and settings, and wait until it can answer.

    It is at a port that is free, unless the options name another.
    """
    process = nursery.begin(
        ["serve", "--dataset", str(folder), "--port", "0", *options],
        elsewhere,
        {"NODVERK_QUERY_SECONDS": str(QUERY_SECONDS), **environment},
    )
    said = _greeting(process)
    url = said.partition(" at ")[2].partition("\n")[0]
    server = Server(process, folder, said, url, httpx.Client(base_url=url, timeout=PATIENCE))
    wait_until(lambda: server.client.get("readyz").status_code == 200, START_SECONDS)
    return server


def refused(nursery: Nursery, folder: Path, *options: str) -> str:
    """What is said on standard error when a service does not start, which is all that is said."""
    arguments = ["serve", "--dataset", str(folder), "--port", "0", *options]
    ended = nursery.begin(arguments, folder, {}, silent=True)
    try:
        assert ended.wait(PATIENCE) == FAILED
        assert ended.stdout.read() == ""
        return ended.stderr.read() if ended.stderr else ""
    finally:
        ended.kill()
        ended.close()


def unused_port() -> int:
    """A port that nobody listens at, and that the kernel gives to no connection by itself."""
    given = Path("/proc/sys/net/ipv4/ip_local_port_range")
    least = int(given.read_text("ascii").split()[0]) if given.exists() else 32768
    while True:
        port = SystemRandom().randrange(least // 2, least)
        try:
            socket.create_server((DEFAULT_HOST, port)).close()
        except OSError:
            continue
        return port


def _greeting(process: Command) -> str:
    """What a service prints before it serves."""
    said = ""
    while not said.endswith("stops it.\n"):
        line = process.stdout.readline()
        if not line:
            pytest.fail(f"it ended before it served, with status {process.wait()}")
        said += line
    return said


def wait_until(condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait until something holds."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < seconds, f"not within {seconds} s"
        time.sleep(0.02)


def put(folder: Path, graphs: dict[str, str], note: str = "test") -> Release:
    """Commit a release in which these named graphs hold these N-Triples; one without any goes."""
    dataset = Dataset.open(folder)
    with dataset.writing() as writer:
        versions = {
            name: writer.keep_graph(name, sorted_lines(quads(name, text))) if text else None
            for name, text in graphs.items()
        }
        return writer.commit(versions, note)


def quads(graph: str, text: str) -> list[Quad]:
    """What N-Triples say, in a named graph."""
    found = parse(text, format=RdfFormat.N_TRIPLES)
    return [Quad(each.subject, each.predicate, each.object, NamedNode(graph)) for each in found]
