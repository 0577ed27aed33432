"""Processes are killed at random moments; what was acknowledged is there afterwards, and nothing by halves.

An import is acknowledged when the command has said which release it made; a
commit, a backup and what `gc` let go of likewise; what is written over HTTP, when
it is answered so. Half of the server's deaths are of all its processes at once,
half of its parent alone.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from graph.errors import GraphError
from graph.index.newest import load_newest
from graph.store import tokens
from graph.store.dataset import Dataset
from graph.store.release import Outcome
from graph.store.upkeep import verify
from soak import committing
from soak.asking import FAILURES, Line
from soak.findings import Finding, none_of
from soak.serving import NotServing, Served, alive, begin, kill, nodverk, serve, wait_until
from soak.sizes import Size
from soak.statements import commit, graph, new_dataset, turtle, versioned, versions

MARKED = 25
"""Organisations in an imported file."""

SERVED, SENT = "served", "sent"
TOKEN = "soak"
KEPT_RELEASES = 3
COMMITS_SECONDS = 0.8
"""How long a process that commits without a pause lives at most."""

LATER = 1.1
"""By how much later an action is killed each time."""

FOLLOWS_SECONDS = 60.0


@dataclass
class _Ground:
    """A dataset to which things are done, and what was acknowledged so far."""

    place: Path
    chance: Random
    version: int = 1
    """The version that is written next."""

    acknowledged: dict[str, int] = field(default_factory=dict)
    """By source, the newest version whose making was acknowledged, or that was found whole."""

    takes: defaultdict[str, float] = field(default_factory=lambda: defaultdict(lambda: 2.0))
    """How long each action took when nobody killed it, in seconds, and a little more for each kill since."""

    troubles: list[str] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    survived: Counter[str] = field(default_factory=Counter)
    """Actions that were acknowledged before they could be killed."""

    server: Served | None = None
    starts: int = 0
    secret: str = ""
    """The token with which it can be written to over HTTP."""

    told: int = 0
    """How often something was acknowledged."""

    @property
    def folder(self) -> Path:
        """The dataset."""
        return self.place / "dataset"

    def next_version(self) -> int:
        """A version that nothing has said yet."""
        self.version += 1
        return self.version

    def acknowledge(self, source: str, version: int, times: int = 1) -> None:
        """Remember that a version of a source was acknowledged, after as many before it as there were."""
        self.acknowledged[source] = version
        self.told += times

    def trouble(self, action: str, what: str) -> None:
        """Write down what should not be."""
        self.troubles.append(f"after {action}, kill {sum(self.kills.values())}: {what}")


def run(size: Size, place: Path) -> list[Finding]:
    """Kill, and look, as often as the size says."""
    ground = _Ground(place, Random(size.kills))
    new_dataset(ground.folder, {"filling": versioned("filling", 1, 3000)})
    actions: list[tuple[str, Callable[[_Ground], None]]] = [
        ("import", _import),
        ("commit", _commit),
        ("release switch", _switch),
        ("write over HTTP", _send),
        ("gc", _gc),
        ("commit", _commit),
        ("backup", _back_up),
        ("commit", _commit),
    ]
    ground.secret = tokens.add(Dataset.open(ground.folder), TOKEN)
    _import(ground, harm=False)
    for number in range(size.kills):
        name, act = actions[number % len(actions)]
        act(ground)
        ground.kills[name] += 1
        _look(ground, name)
    if ground.server:
        ground.server.kill()
    verified = nodverk("verify", "--dataset", str(ground.folder))
    if verified.returncode:
        ground.trouble("all", verified.stdout)
    return _findings(ground)


def _findings(ground: _Ground) -> list[Finding]:
    total = sum(ground.kills.values())
    each = ", ".join(f"{count} of {name}" for name, count in ground.kills.items())
    finished = sum(ground.survived.values())
    tried = f"{total} kills ({each}; {finished} had just finished) and {ground.told} acknowledgements"
    starts = [each for each in ground.troubles if "start" in each]
    return [
        none_of(
            "kill -9 at any moment loses nothing that was acknowledged and leaves nothing by halves",
            [each for each in ground.troubles if each not in starts],
            tried,
        ),
        none_of("after a kill, every start is clean", starts, f"{ground.starts} starts of a server"),
    ]


def _aim(ground: _Ground, action: str) -> float:
    """A moment in the course of an action, its beginning left out, where Python only starts."""
    return ground.takes[action] * ground.chance.uniform(0.3, 1.1)


def _delay(ground: _Ground, action: str) -> None:
    """Kill an action later next time, until it comes to its end again: it may take longer than it took.

    Else `gc` would come to no end any more on a machine that has become slow, and all would take the longer.
    """
    ground.takes[action] *= LATER


def _killed(ground: _Ground, action: str, *arguments: str) -> str:
    """Begin a command and kill it at a random moment; gives what it said before."""
    begun = time.monotonic()
    process = begin(*arguments, "--dataset", str(ground.folder))
    try:
        process.wait(_aim(ground, action))
    except subprocess.TimeoutExpired:
        _delay(ground, action)
        return kill(process)
    said, complaint = process.communicate()
    if process.returncode:
        ground.trouble(action, f"status {process.returncode}: {complaint}")
    ground.takes[action] = time.monotonic() - begun
    ground.survived[action] += 1
    return said


def _import(ground: _Ground, *, harm: bool = True) -> None:
    version = ground.next_version()
    file = ground.place / "mark.ttl"
    file.write_text(turtle(version, MARKED), "utf-8")
    if harm:
        said = _killed(ground, "import", "import", str(file))
    else:
        begun = time.monotonic()
        said = nodverk("import", str(file), "--dataset", str(ground.folder)).stdout
        ground.takes["import"] = time.monotonic() - begun
    if "\nRelease " in said:
        ground.acknowledge("mark", version)


def _commit(ground: _Ground) -> None:
    """Kill a process that commits without a pause."""
    process = subprocess.Popen(
        [sys.executable, "-m", committing.__name__, str(ground.folder), str(ground.next_version())],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    first = process.stdout.readline() if process.stdout else ""
    time.sleep(ground.chance.uniform(0, COMMITS_SECONDS))
    said = first + kill(process)
    done = [int(line) for line in said.splitlines()]
    if done:
        ground.acknowledge(committing.SOURCE, done[-1], len(done))
    ground.version = max([ground.version, *done]) + 1


def _gc(ground: _Ground) -> None:
    _killed(ground, "gc", "gc", "--keep", str(KEPT_RELEASES))


def _back_up(ground: _Ground) -> None:
    target = ground.place / "copy"
    said = _killed(ground, "backup", "backup", str(target))
    if target.exists():
        _compare(ground, Dataset.open(target))
        shutil.rmtree(target)
    elif said:
        ground.trouble("backup", "there is no copy where one was acknowledged")


def _compare(ground: _Ground, copy: Dataset) -> None:
    origin = Dataset.open(ground.folder)
    if verify(copy).damages or copy.head().graphs != origin.head().graphs:
        ground.trouble("backup", f"the copy has release {copy.head().number}, not {origin.head().number}")


def _switch(ground: _Ground) -> None:
    """Kill a server while it goes over to a new release, and start it again."""
    server = ground.server or _start(ground)
    if server is None:
        return
    version = ground.next_version()
    release = commit(ground.folder, {SERVED: versioned(SERVED, version, 1000)})
    ground.acknowledge(SERVED, version)
    time.sleep(ground.chance.uniform(0, 0.8))
    _end(ground, server, "release switch")
    ground.server = _start(ground)
    if ground.server and wait_until(lambda: _serves(ground, release.number), FOLLOWS_SECONDS) is None:
        ground.trouble("release switch", f"release {release.number} is not served after the start")


def _send(ground: _Ground) -> None:
    """Kill a server while it writes what was sent to it, and start it again."""
    server = ground.server or _start(ground)
    if server is None:
        return
    version = ground.next_version()
    statuses: list[int] = []

    def send() -> None:
        headers = {"Authorization": f"Bearer {ground.secret}", "Content-Type": "text/turtle"}
        with Line(server.port) as line, suppress(*FAILURES):
            body = turtle(version, MARKED, SENT).encode()
            statuses.append(line.ask("PUT", f"/graph/{SENT}", body, headers).status)

    begun = time.monotonic()
    sending = threading.Thread(target=send, daemon=True)
    sending.start()
    sending.join(_aim(ground, "write over HTTP"))
    if not sending.is_alive():
        ground.takes["write over HTTP"] = time.monotonic() - begun
        ground.survived["write over HTTP"] += 1
    else:
        _delay(ground, "write over HTTP")
    _end(ground, server, "write over HTTP")
    sending.join()
    if statuses and statuses[0] in {200, 201, 204}:
        ground.acknowledge(SENT, version)
    elif statuses:
        ground.trouble("write over HTTP", f"it was answered with {statuses[0]}")
    ground.server = _start(ground)


def _end(ground: _Ground, server: Served, action: str) -> None:
    """Kill a server, all of it or its parent, and see that nothing of it is left."""
    family = [server.process.pid, *server.children()]
    if ground.chance.random() < 0.5:
        server.kill()
    else:
        os.kill(server.process.pid, signal.SIGKILL)
    if wait_until(lambda: not any(alive(pid) for pid in family[1:]), FOLLOWS_SECONDS) is None:
        ground.trouble(action, "children outlive their parent")
    server.kill()
    left = [each.name for each in server.temporary.iterdir()]
    if left:
        ground.trouble(action, f"left among temporary files: {left}")


def _serves(ground: _Ground, release: int) -> bool:
    return ground.server is not None and ground.server.serves(release)


def _start(ground: _Ground) -> Served | None:
    ground.starts += 1
    try:
        return serve(ground.folder, ground.place, "--workers", "1")
    except NotServing as error:
        ground.trouble("release switch", f"no start: {error}")
        return None


def _look(ground: _Ground, action: str) -> None:
    """Whether the dataset is whole, and says what was acknowledged or, whole too, what was on its way."""
    try:
        dataset = Dataset.open(ground.folder)
        damages = verify(dataset).damages
        load_newest(dataset)
    except GraphError as error:
        ground.trouble(action, repr(error))
        return
    for damage in damages:
        ground.trouble(action, str(damage))
    sizes = {"mark": MARKED, committing.SOURCE: committing.SIZE, SERVED: 1000, SENT: MARKED}
    for release in dataset.catalogue.releases()[:KEPT_RELEASES]:
        for source, size in sizes.items():
            found = release.version(graph(source))
            said = Counter(versions(dataset.content(found))) if found else Counter()
            if found and (len(said) != 1 or set(said.values()) != {size}):
                ground.trouble(action, f"release {release.number} has half of {source}: {dict(said)}")
    for source, acknowledged in ground.acknowledged.items():
        found = dataset.head().version(graph(source))
        newest = max(versions(dataset.content(found))) if found else 0
        if newest < acknowledged:
            ground.trouble(action, f"{source} says {newest} where {acknowledged} was acknowledged")
        ground.acknowledged[source] = newest
    _look_at_imports(ground, action, dataset)


def _look_at_imports(ground: _Ground, action: str, dataset: Dataset) -> None:
    """An import is in the log with the release that has what it brought."""
    for source in ("mark", SENT):
        imports = [
            each
            for each in dataset.catalogue.imports()
            if each.outcome is Outcome.COMMITTED and each.graph == graph(source)
        ]
        newest = dataset.head().version(graph(source))
        history = dataset.catalogue.history(graph(source), dataset.head().number)
        if newest and (len(imports) != len(history) or imports[-1].release != history[-1][0]):
            ground.trouble(action, f"the log of imports does not tell the releases that {source} made")
