"""There is no room on the disk, from the first byte of a commit to its last.

A small file system in memory holds the dataset. What is left of it grows by a
page at a time, so that a commit fails at each of its steps: at each object and
at the catalogue. Such a file system needs the right to mount it.
"""

import os
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from graph.errors import DiskFull
from graph.store import tokens
from graph.store.dataset import CATALOGUE, Dataset, Lines
from graph.store.upkeep import verify
from soak.asking import Answer, Line
from soak.findings import Finding, at_most, none_of
from soak.serving import Served, nodverk, serving, wait_until
from soak.sizes import Size
from soak.statements import BASE, commit, graph, new_dataset, turtle, versioned, versions

ROOM = 6 * 1024 * 1024
PARTS = 3
"""Graphs that one commit changes."""

TOO_LITTLE = 8192
"""Room that no command can do with."""

FAILED = 2
RECOVERS_SECONDS = 5.0


@dataclass
class _Disk:
    """The small file system, with the dataset on it and a file that takes what room is to be taken."""

    folder: Path
    troubles: list[str] = field(default_factory=list)
    steps: Counter[str] = field(default_factory=Counter)
    """At which step of a commit the disk was full, and how often."""

    commands: int = 0
    secret: str = ""
    """The token with which the dataset can be written to over HTTP."""

    @property
    def dataset(self) -> Path:
        """The dataset's folder."""
        return self.folder / "dataset"

    def leave(self, octets: int) -> None:
        """Take all room but so much."""
        self.free()
        with (self.folder / "ballast").open("wb") as ballast:
            os.posix_fallocate(ballast.fileno(), 0, max(1, self.room() - octets))

    def free(self) -> None:
        """Let the room go."""
        (self.folder / "ballast").unlink(missing_ok=True)

    def room(self) -> int:
        """How much room is left."""
        found = os.statvfs(self.folder)
        return found.f_bavail * found.f_frsize


def run(size: Size, place: Path) -> list[Finding]:
    """Commit with more and more room, and look after each failure."""
    with _mounted(place / "disk") as refused:
        if refused:
            seen = f"a file system of our own cannot be mounted here: {refused}"
            return [Finding("a full disk is told, and the old release stays served", seen, None)]
        disk = _Disk(place / "disk")
        disk.secret = tokens.add(new_dataset(disk.dataset, {"part": versioned("part", 1, 500)}), "soak")
        with serving(disk.dataset, place, "--workers", "1") as server:
            return _fill(size, disk, server)


def _fill(size: Size, disk: _Disk, server: Served) -> list[Finding]:
    tries = 0
    for tries, room in enumerate(range(0, ROOM, size.room_step), 1):
        if _commit_fits(disk, tries, room):
            break
        _look(disk, server, room)
    _refuse_commands(disk, server)
    _refuse_what_is_sent(disk, server)
    disk.free()
    begun = time.monotonic()
    while (sent := _sent(disk, server)).status not in {200, 201, 204}:
        if time.monotonic() - begun > 10 * RECOVERS_SECONDS:
            disk.troubles.append(f"what is sent after room was made is answered with {sent.status}")
            break
    recovered = time.monotonic() - begun
    done = nodverk("import", str(_file(disk)), "--dataset", str(disk.dataset))
    release = Dataset.open(disk.dataset).head().number
    taken = wait_until(lambda: server.serves(release), 10 * RECOVERS_SECONDS) or 10 * RECOVERS_SECONDS
    if done.returncode:
        disk.troubles.append(f"the import after room was made ended with {done.returncode}: {done.stderr}")
    steps = ", ".join(f"{count} at {step}" for step, count in disk.steps.items())
    missed = {f"object {number}" for number in range(1, PARTS + 1)} | {"the catalogue"}
    missed -= set(disk.steps)
    return [
        none_of(
            "a full disk is a clear error, and the old release stays whole and served",
            disk.troubles,
            f"{tries - 1} commits ({steps}) and {disk.commands} commands",
        ),
        Finding(
            "the disk was full at every step of a commit", f"missed: {sorted(missed) or 'none'}", not missed
        ),
        at_most(
            "written to over HTTP again after room was made", recovered, RECOVERS_SECONDS * size.slack, "s"
        ),
        at_most("served after room was made and a file imported", taken, RECOVERS_SECONDS * size.slack, "s"),
    ]


def _commit_fits(disk: _Disk, version: int, room: int) -> bool:
    """Commit graphs that nothing can compress, with so much room."""
    graphs = {f"part-{number}": _noise(f"part-{number}", version) for number in range(1, PARTS + 1)}
    disk.leave(room)
    try:
        commit(disk.dataset, graphs)
    except DiskFull as full:
        disk.steps[_step(disk, full, graphs)] += 1
        return False
    except OSError as error:
        disk.troubles.append(f"with {room} bytes: {error!r} instead of a named error")
        return False
    finally:
        disk.free()
    return True


def _step(disk: _Disk, full: DiskFull, graphs: dict[str, Lines]) -> str:
    """Which step it was that the disk was too full for."""
    if full.path.endswith(CATALOGUE):
        return "the catalogue"
    objects = Dataset.open(disk.dataset).objects
    for number, lines in enumerate(graphs.values(), 1):
        if full.path == str(objects.path(sha256(b"".join(lines)).hexdigest())):
            return f"object {number}"
    return full.path


def _noise(source: str, version: int) -> Lines:
    """About 30 kB of statements that stay as long when they are compressed."""
    seed = f"{source} {version}".encode()
    lines = []
    for number in range(400):
        seed = sha256(seed).digest()
        lines.append(
            f'<{BASE}id/org/{source}> <{BASE}x/{number}> "{seed.hex()}" <{graph(source)}> .\n'.encode()
        )
    return tuple(sorted(lines))


def _look(disk: _Disk, server: Served, room: int) -> None:
    """Whether all is as it was."""
    dataset = Dataset.open(disk.dataset)
    if dataset.head().number != 1 or verify(dataset).damages:
        disk.troubles.append(f"with {room} bytes: the dataset is not as it was")
    answer = server.get("/data/org/part.nt")
    if answer.status != 200 or answer.release != 1 or set(versions(answer.body)) != {1}:
        disk.troubles.append(f"with {room} bytes: the server answers {answer.status}")


def _refuse_commands(disk: _Disk, server: Served) -> None:
    """The commands fail in one line each, and `gc` makes room of what failed commits left."""
    file = _file(disk)
    before = Dataset.open(disk.dataset).head().number
    target = disk.folder / "copy"
    for command in (["import", str(file)], ["rollback", "1"], ["backup", str(target)]):
        disk.leave(TOO_LITTLE)
        done = nodverk(*command, "--dataset", str(disk.dataset))
        disk.commands += 1
        if done.returncode != FAILED or "disk is full" not in done.stderr or done.stderr.count("\n") > 1:
            disk.troubles.append(f"{command[0]} on a full disk: {done.returncode}, {done.stderr[-300:]}")
    if Dataset.open(disk.dataset).head().number != before or target.exists():
        disk.troubles.append("a command that failed has changed something")
    disk.leave(0)
    left = disk.room()
    done = nodverk("gc", "--dataset", str(disk.dataset))
    disk.commands += 1
    if done.returncode or disk.room() <= left:
        disk.troubles.append(f"gc on a full disk: {done.returncode}, {done.stderr}")
    if server.get("/data/org/part.nt").status != 200:
        disk.troubles.append("the server no longer answers")


def _refuse_what_is_sent(disk: _Disk, server: Served) -> None:
    """What is sent over HTTP is answered with 507, and changes nothing."""
    before = Dataset.open(disk.dataset).head().number
    disk.leave(TOO_LITTLE)
    answer = _sent(disk, server)
    disk.commands += 1
    if answer.status != 507 or b"disk is full" not in answer.body:
        disk.troubles.append(f"what is sent to a full disk: {answer.status}, {answer.body[-300:]!r}")
    if Dataset.open(disk.dataset).head().number != before:
        disk.troubles.append("what was refused has changed something")


def _sent(disk: _Disk, server: Served) -> Answer:
    headers = {"Authorization": f"Bearer {disk.secret}", "Content-Type": "text/turtle"}
    with Line(server.port) as line:
        return line.ask("PUT", "/graph/sent", turtle(1, 400, "sent").encode(), headers)


def _file(disk: _Disk) -> Path:
    file = disk.folder.parent / "mark.ttl"
    file.write_text(turtle(1, 100), "utf-8")
    return file


@contextmanager
def _mounted(folder: Path) -> Iterator[str]:
    """A small file system in a folder; gives why not, where there can be none."""
    folder.mkdir(parents=True)
    options = ["-t", "tmpfs", "-o", f"size={ROOM},mode=700", "nodverk-soak", str(folder)]
    try:
        subprocess.run(["mount", *options], check=True, capture_output=True, text=True)
    except FileNotFoundError:
        yield "there is no mount command"
        return
    except subprocess.CalledProcessError as error:
        yield error.stderr.strip()
        return
    try:
        yield ""
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
