"""Ends and beginnings: a server is told to stop under load, another is started beside it, workers die."""

import os
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from random import Random

from soak.asking import FAILURES, Line
from soak.findings import Finding, at_most, none_of
from soak.runaways import RUNAWAYS
from soak.serving import Served, alive, nodverk, serving, wait_until
from soak.sizes import Size
from soak.statements import commit, new_dataset, versioned, versions

CLIENTS = 4
STATEMENTS = 300
CHILDREN = 5
FAILED = 2
STOP_SECONDS = 10.0
REFUSED_SECONDS = 1.0
REPLACED_SECONDS = 60.0
QUERY_SECONDS = 2.0
LOAD_SECONDS = 1.0
SIGNALS = (signal.SIGKILL, signal.SIGSEGV, signal.SIGBUS)
CRASHES = ("ORDER BY a product", "strings that double", "REPLACE that grows", "50 OPTIONALs")
PATHS = ("/data/org/x.nt", "/data/org/x.ttl", "/sv/about")


@dataclass
class _Asked:
    """What the clients have seen together."""

    statuses: Counter[int] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    refused: int = 0
    """Requests after the server was told to stop that found nobody."""


def run(size: Size, place: Path) -> list[Finding]:
    """Kill workers, start a second server, and stop under load."""
    folder = place / "dataset"
    new_dataset(folder, {"x": versioned("x", 1, STATEMENTS)})
    with serving(folder, place / "one", "--query-seconds", str(QUERY_SECONDS)) as server:
        found = [*_deaths(size, server), *_second(size, server, folder, place / "two")]
        stops = _Stops()
        stops.stop(server, signal.SIGTERM)
    for how in (signal.SIGINT, signal.SIGHUP)[: size.deaths // 40]:
        with serving(folder, place / how.name) as server:
            stops.stop(server, how)
    return [*found, *stops.findings(size)]


def _reader(server: Served, stop: threading.Event, stopping: threading.Event, asked: _Asked) -> None:
    """Ask for documents and pages that are not in memory, one after the other."""
    with Line(server.port) as line:
        for turn in count():
            if stop.is_set():
                return
            path = PATHS[turn % len(PATHS)]
            try:
                answer = line.get(f"{path}?again={turn}-{id(line)}")
            except FAILURES as error:
                if not stopping.is_set():
                    asked.troubles.append(f"{path}: {error!r}")
                elif isinstance(error, ConnectionError):
                    asked.refused += 1
                    return
                else:
                    asked.troubles.append(f"{path}, while it stopped: {error!r}")
                continue
            asked.statuses[answer.status] += 1
            if answer.status != 200:
                asked.troubles.append(f"{path}: {answer.status}")


def _read(server: Served, asked: _Asked) -> tuple[list[threading.Thread], threading.Event, threading.Event]:
    """Set readers to work."""
    stop, stopping = threading.Event(), threading.Event()
    watching = (server, stop, stopping, asked)
    readers = [threading.Thread(target=_reader, args=watching, daemon=True) for _ in range(CLIENTS)]
    for each in readers:
        each.start()
    return readers, stop, stopping


def _deaths(size: Size, server: Served) -> list[Finding]:
    """Kill query workers, idle and busy ones, from outside and by what they are asked."""
    chance = Random(size.deaths)
    asked = _Asked()
    deaths: Counter[str] = Counter()
    wait_until(lambda: len(server.query_workers()) == 2, REPLACED_SECONDS)
    files = _open_files(server.process.pid)
    readers, stop, _ = _read(server, asked)
    for number in range(size.deaths):
        if number % 10 == 9:
            how = CRASHES[number // 10 % len(CRASHES)]
            with Line(server.port) as line:
                line.query(RUNAWAYS[how])
        else:
            how = _kill(server, chance, SIGNALS[number % len(SIGNALS)])
        deaths[how] += 1
        if wait_until(lambda: len(server.query_workers()) == 2, REPLACED_SECONDS) is None:
            asked.troubles.append(f"after {how}: {len(server.query_workers())} workers")
    stop.set()
    for each in readers:
        each.join()
    with Line(server.port) as line:
        after = line.query("ASK {}").status
    wait_until(lambda: not _leaks(server, files), REPLACED_SECONDS)
    told = ", ".join(f"{n} by {how}" for how, n in deaths.items())
    return [
        none_of(
            f"deaths of query workers touch nobody else ({told})",
            asked.troubles,
            f"{sum(asked.statuses.values())} requests",
        ),
        none_of("they leave no descriptor, zombie or file behind", _leaks(server, files), "4 looks"),
        Finding("a query is answered afterwards", f"status {after}", after == 200),
    ]


def _kill(server: Served, chance: Random, how: signal.Signals) -> str:
    """Kill one worker and wait for its end; gives how."""
    workers = server.query_workers()
    while not workers:  # the kernel's list of children may lack some while one of them ends (proc(5))
        time.sleep(0.02)
        workers = server.query_workers()
    pid = chance.choice(workers)
    os.kill(pid, how)
    wait_until(lambda: not alive(pid), REPLACED_SECONDS)
    return how.name


def _open_files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def _leaks(server: Served, files: int) -> list[str]:
    """What is there that was not there before."""
    found = []
    now = _open_files(server.process.pid)
    if now > files:
        found.append(f"{now} descriptors of the parent, {files} before")
    children = server.children()
    if zombies := [pid for pid in children if not alive(pid)]:
        found.append(f"{len(zombies)} zombies")
    if len(children) != CHILDREN:
        found.append(f"{len(children)} children")
    if temporary := [each.name for each in server.temporary.iterdir()]:
        found.append(f"temporary files {temporary}")
    return found


def _second(size: Size, one: Served, folder: Path, place: Path) -> list[Finding]:
    """Start a second server: at the same port it is refused, at another both serve."""
    troubles = []
    begun = time.monotonic()
    same = nodverk("serve", "--dataset", str(folder), "--port", str(one.port))
    seconds = time.monotonic() - begun
    if same.returncode != FAILED or "Cannot serve" not in same.stderr or same.stderr.count("\n") != 1:
        troubles.append(f"the same port: {same.returncode} {same.stderr[-200:]}")
    with serving(folder, place) as two:
        release = commit(folder, {"x": versioned("x", 2, STATEMENTS)}).number
        for server in (one, two):
            if wait_until(partial(server.serves, release), REPLACED_SECONDS) is None:
                troubles.append("a commit does not reach both")
            elif set(versions(server.get("/data/org/x.nt").body)) != {2}:
                troubles.append("one serves what the other does not")
    if one.get("/data/org/x.nt").status != 200:
        troubles.append("the first no longer answers when the second is gone")
    return [
        none_of(
            "a second server is refused at the same port, and serves the same at another", troubles, "5 looks"
        ),
        at_most("it is refused after", seconds, REFUSED_SECONDS * size.slack, "s"),
    ]


@dataclass
class _Stops:
    """Servers that are told to stop while they are asked."""

    asked: _Asked = field(default_factory=_Asked)
    longest: float = 0.0
    count: int = 0

    def stop(self, server: Served, how: signal.Signals) -> None:
        """Stop a server under load, and look what is left of it."""
        family = [server.process.pid, *server.children()]
        readers, stop, stopping = _read(server, self.asked)
        time.sleep(LOAD_SECONDS)
        begun = time.monotonic()
        stopping.set()
        status = server.stop(how)
        self.longest = max(self.longest, time.monotonic() - begun)
        self.count += 1
        stop.set()
        for each in readers:
            each.join()
        if status != 0:
            self.asked.troubles.append(f"{how.name}: status {status}")
        if any(alive(pid) for pid in family) or list(server.temporary.iterdir()):
            self.asked.troubles.append(f"{how.name}: something is left behind")

    def findings(self, size: Size) -> list[Finding]:
        """What became of all of them."""
        return [
            none_of(
                "told to stop, it answers what was asked, breaks off nothing and leaves nothing",
                self.asked.troubles,
                f"{sum(self.asked.statuses.values())} requests at {self.count} stops",
            ),
            at_most("it has ended after", self.longest, STOP_SECONDS * size.slack, "s"),
        ]
