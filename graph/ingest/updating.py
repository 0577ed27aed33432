"""A SPARQL update as candidates for an import: the named graphs as they would be after it.

The text is a stranger's, so it is evaluated by a child process with limits of its own
(`evaluating`), on a copy. What comes of it is judged and committed like any other import.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from graph.errors import QueryMalformed, QueryRefused, QueryTooLong, UpdateEnded
from graph.ingest.evaluating import REFUSED, Task
from graph.ingest.judgement import Content
from graph.ingest.reading import Candidate, Original
from graph.iris import Iris
from graph.settings import Limits
from graph.store.dataset import Lines

SOURCE = "updates"
"""The source, and so the named graph, of what an update says of no graph by name."""

STARTING_SECONDS = 60
"""How much longer than the update itself its process may take, to start and to read the release."""


@dataclass(frozen=True)
class Update:
    """An update, as the SPARQL 1.1 Protocol has it (section 2.2)."""

    text: str
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()
    """The dataset that its patterns are matched against, where the parameters give one."""


def evaluate(
    update: Update, content: Content, iris: Iris, original: Original, limits: Limits
) -> list[Candidate]:
    """What an update would make of each named graph that it changes; one that it empties has no lines.

    Raises `QueryMalformed`, `QueryRefused`, `QueryTooLong` and `UpdateEnded`.
    """
    if len(update.text.encode()) > limits.update_bytes:
        raise QueryTooLong(limits.update_bytes)
    task = Task(
        text=update.text,
        base=f"{iris.base}sparql",
        iris=iris.base,
        default=str(iris.graph(SOURCE)),
        using=update.using,
        using_named=update.using_named,
        seconds=limits.seconds,
        mebibytes=limits.memory_mebibytes,
    )
    head, _, changed = _evaluate_apart(task, content).partition(b"\n")
    found: dict[str, Lines] = dict.fromkeys(json.loads(head), ())
    for line in sorted(set(changed.splitlines(keepends=True))):
        graph = line.rpartition(b" <")[2].partition(b">")[0].decode()
        found[graph] = (*found.get(graph, ()), line)
    return [Candidate(original, iris.source(graph), graph, lines) for graph, lines in sorted(found.items())]


def _evaluate_apart(task: Task, content: Content) -> bytes:
    given = json.dumps(asdict(task)).encode() + b"\n" + b"".join(b"".join(each) for each in content.values())
    command: Sequence[str] = (sys.executable, "-P", "-m", "graph.ingest.evaluating")
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            command, input=given, capture_output=True, timeout=task.seconds + STARTING_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UpdateEnded(f"took more than {task.seconds:g} seconds") from error
    if done.returncode == REFUSED:
        raise _refusal(json.loads(done.stderr.splitlines()[-1]))
    if done.returncode != 0:
        raise UpdateEnded(_limit(done.returncode, task))
    return done.stdout


def _refusal(said: dict[str, str | int | None]) -> QueryRefused:
    if "line" in said:
        return QueryMalformed(**said)  # type: ignore[arg-type]  # the child's own words, in JSON
    return QueryRefused(str(said["reason"]))


def _limit(status: int, task: Task) -> str:
    """Which limit a process met that ended with this status."""
    if -status in {signal.SIGALRM, signal.SIGXCPU}:
        return f"took more than {task.seconds:g} seconds"
    if -status == signal.SIGSEGV:
        return "ended the process that ran it"
    return f"needed more than {task.mebibytes} MiB of memory"
