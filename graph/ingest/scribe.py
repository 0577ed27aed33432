"""The scribe: the process that makes the changes which are asked for over HTTP, one after the other.

It is forked from the process that holds the release, so that it need not start anew, and
listens on a Unix socket of its own. It takes the writer's lock for each change, as every
command does, so that there may be others beside it.

    asker                     scribe
      |  <----------- GREETING  |   it is free
      |  Wanted --------------> |
      |  <------------- Written |   or the error
"""

import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from rdflib import Graph

from graph.errors import GraphError, WriteCrowdedOut, WriteLost
from graph.ingest.writing import Wanted, Written, write
from graph.processes import Crew
from graph.settings import Limits
from graph.store.dataset import Dataset
from graph.store.entrance import Entrance
from graph.store.release import Outcome

GREETING = "ready"
NICENESS = 10
"""Answers go before changes, and changes before strangers' queries."""


class Scribe:
    """The scribe, as the process that forks it holds it. Call `crew.tend` often, to replace one that died."""

    def __init__(self, dataset: Dataset, limits: Limits, shapes: Graph | None = None) -> None:
        self._entrance = entrance = Entrance()
        self.door = ScribeDoor(entrance.address, limits)
        self.crew = Crew("scribe", 1, lambda: _serve(dataset, entrance.listener, limits, shapes))

    def stop(self) -> None:
        """End it, whatever it is doing: a change is made whole or not at all."""
        self.crew.stop(signal.SIGKILL)
        self._entrance.close()


@dataclass(frozen=True)
class ScribeDoor:
    """Where a change is asked for."""

    address: Path
    limits: Limits

    def ask(self, wanted: Wanted) -> Written:
        """Have a change made and wait for it, on a thread that may be kept waiting.

        Raises what `write` raises, and `WriteLost`.
        """
        with socket.socket(socket.AF_UNIX) as caller:
            caller.connect(str(self.address))
            with Connection(caller.detach()) as line:
                if not line.poll(self.limits.wait_seconds):
                    raise WriteCrowdedOut(self.limits.wait_seconds)
                try:
                    line.recv()
                    line.send(wanted)
                    told = line.recv()
                except (EOFError, OSError) as error:
                    raise WriteLost from error
        if isinstance(told, GraphError):
            raise told
        if not isinstance(told, Written):
            raise WriteLost
        return told


def _serve(dataset: Dataset, listener: socket.socket, limits: Limits, shapes: Graph | None) -> None:
    """Be the scribe until a release was made: the next one is forked from who holds that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends us
    os.nice(NICENESS)
    made = None
    while made is not Outcome.COMMITTED:
        caller, _ = listener.accept()
        with Connection(caller.detach()) as line:
            made = _attend(line, lambda wanted: write(dataset, wanted, limits, shapes))


def _attend(line: Connection, make: Callable[[Wanted], Written]) -> Outcome | None:
    """Make the change of one asker, who may hang up before it is made or after; None where none was made."""
    try:
        line.send(GREETING)
        wanted = line.recv()
    except (EOFError, OSError):
        return None
    told = _made(wanted, make)
    with suppress(OSError):
        line.send(told)
    return told.outcome if isinstance(told, Written) else None


def _made(wanted: Wanted, make: Callable[[Wanted], Written]) -> Written | GraphError:
    try:
        return make(wanted)
    except GraphError as error:
        return error
