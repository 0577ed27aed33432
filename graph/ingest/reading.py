"""From a file to the statements that it would put into its named graph.

The file is parsed by a child process that has limits of its own (`parsing`);
here it is only weighed, named and handed over.
"""

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from graph.errors import SourceNameInvalid, SourceUnreadable
from graph.ingest.parsing import REFUSED, Task
from graph.iris import KEY, Iris
from graph.settings import Limits
from graph.store.dataset import Lines

EXTENSIONS = {
    "ttl": "ttl",
    "turtle": "ttl",
    "nt": "nt",
    "nq": "nq",
    "trig": "trig",
    "n3": "n3",
    "rdf": "rdf",
    "xml": "rdf",
    "owl": "rdf",
    "jsonld": "jsonld",
    "json": "jsonld",
}
"""The endings of file names that we know, and the RDF syntax that each promises."""

MEMORY_PER_BYTE = 64
"""What a parser may claim for each byte of the file; measured need is about 20."""

FLOOR_OF_MEMORY = 1024**3
POSITION = re.compile(r"^Parser error at line \d+ .*?column(?:s)? .*?\d+: ")


@dataclass(frozen=True)
class Original:
    """A file as it was handed in."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of the content, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Candidate:
    """What an import would make of a named graph."""

    original: Original
    source: str
    graph: str
    lines: Lines


def source_name(file_name: str, asked: str | None = None) -> str:
    """The source that a file belongs to: as asked for, else the file's own name without its ending.

    Raises `SourceNameInvalid`.
    """
    name = asked if asked is not None else Path(file_name).name.partition(".")[0].lower().replace("_", "-")
    if not KEY.fullmatch(name):
        raise SourceNameInvalid(name)
    return name


def original(path: Path, limits: Limits) -> Original:
    """The file at `path`. Raises `SourceUnreadable` when it is missing, no file or too large."""
    try:
        size = path.stat().st_size
        if size > limits.import_bytes:
            raise SourceUnreadable(path.name, f"It is larger than {limits.import_bytes // 1024**2} MiB.")
        return Original(path.name, path.read_bytes())
    except OSError as error:
        raise SourceUnreadable(str(path), str(error.strerror)) from error


@dataclass(frozen=True)
class Target:
    """The named graph that a file is read for."""

    graph: str
    base: str
    """What relative IRIs in the file are resolved against."""

    first: int = 1
    """The number of the first blank node, where the graph has some already."""


def read(file: Original, source: str, iris: Iris, limits: Limits) -> Candidate:
    """Parse a file for the named graph of `source`.

    Raises `SourceUnreadable` with the line, where the parser knows it.
    """
    return read_into(Target(str(iris.graph(source)), iris.base), file, iris, limits)


def read_into(target: Target, file: Original, iris: Iris, limits: Limits) -> Candidate:
    """Parse a file for any named graph. Raises `SourceUnreadable`."""
    ending = Path(file.name).suffix.removeprefix(".").lower()
    if ending not in EXTENSIONS:
        known = ", ".join(f".{each}" for each in EXTENSIONS)
        raise SourceUnreadable(file.name, f"Its ending names no format that is read here ({known}).")
    task = Task(
        extension=EXTENSIONS[ending],
        base=target.base,
        iris=iris.base,
        graph=target.graph,
        seconds=int(limits.import_seconds),
        memory_bytes=FLOOR_OF_MEMORY + MEMORY_PER_BYTE * len(file.content),
        first=target.first,
    )
    lines = sorted(set(_parse_apart(file, task).splitlines(keepends=True)))
    return Candidate(file, iris.source(target.graph), target.graph, tuple(lines))


def _parse_apart(file: Original, task: Task) -> bytes:
    command = [sys.executable, "-P", "-m", "graph.ingest.parsing", json.dumps(task._asdict())]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            command, input=file.content, capture_output=True, timeout=task.seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise SourceUnreadable(file.name, f"Reading it took more than {task.seconds} seconds.") from None
    if done.returncode == REFUSED:
        refusal = json.loads(done.stderr.splitlines()[-1])
        raise SourceUnreadable(file.name, POSITION.sub("", refusal["reason"]), refusal["line"])
    if done.returncode != 0:
        raise SourceUnreadable(file.name, f"It is too deeply nested or too large to read ({_end(done)}).")
    return done.stdout


def _end(done: subprocess.CompletedProcess[bytes]) -> str:
    if done.returncode < 0:
        return f"the reader was ended by signal {-done.returncode}"
    last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return f"the reader failed: {last}"
