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
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from rdflib import Graph

from graph.errors import GraphError, WriteCrowdedOut, WriteLost
from graph.ingest.writing import Wanted, Written, write
from graph.processes.entrance import Entrance
from graph.processes.forking import Crew
from graph.settings import Limits
from graph.store.dataset import Dataset
from graph.store.release import Outcome

GREETING = "ready"
AGAIN_SECONDS = 0.05
"""A pause before another scribe is asked for."""

NICENESS = 10
"""Answers go before changes, and changes before strangers' queries."""


class Scribe:
    """The scribe, as the process that forks it holds it. Call `tend` often, to replace one that died."""

    def __init__(self, dataset: Dataset, limits: Limits, shapes: Graph | None = None) -> None:
        self._entrance = entrance = Entrance()
        self._work = lambda: _serve(dataset, entrance.listener, limits, shapes)
        self._leaving: list[Crew] = []
        self.door = ScribeDoor(entrance.address, limits)
        self.crew = self._crew()

    def tend(self) -> int:
        """Replace one that died; says how many were forked."""
        self._leaving = [each for each in self._leaving if not each.gone()]
        return self.crew.tend()

    def renew(self) -> None:
        """Have a new one, and let the one that is there end when it has made the change that it is making.

        It shares the memory of the process that it was forked from as that was then, so it
        would keep a whole release that nobody serves any more.
        """
        self.crew.dismiss(signal.SIGTERM)
        self._leaving.append(self.crew)
        self.crew = self._crew()
        self.tend()

    def stop(self) -> None:
        """End it, whatever it is doing: a change is made whole or not at all."""
        for each in (self.crew, *self._leaving):
            each.stop(signal.SIGKILL)
        self._entrance.close()

    def _crew(self) -> Crew:
        return Crew("scribe", 1, self._work)


@dataclass(frozen=True)
class ScribeDoor:
    """Where a change is asked for."""

    address: Path
    limits: Limits

    def ask(self, wanted: Wanted) -> Written:
        """Have a change made and wait for it, on a thread that may be kept waiting.

        Raises what `write` raises, and `WriteLost`.
        """
        with self._line() as line:
            try:
                line.send(wanted)
                told = line.recv()
            except (EOFError, OSError) as error:
                raise WriteLost from error
        if isinstance(told, GraphError):
            raise told
        if not isinstance(told, Written):
            raise WriteLost
        return told

    def _line(self) -> Connection:
        """A line to a scribe that is free; one that hangs up before it says so has just left for another."""
        until = time.monotonic() + self.limits.wait_seconds
        while (left := until - time.monotonic()) > 0:
            with socket.socket(socket.AF_UNIX) as caller:
                caller.connect(str(self.address))
                line = Connection(caller.detach())
            try:
                if line.poll(left):
                    line.recv()
                    return line
            except (EOFError, OSError):
                time.sleep(AGAIN_SECONDS)
            line.close()
        raise WriteCrowdedOut(self.limits.wait_seconds)


def _serve(dataset: Dataset, listener: socket.socket, limits: Limits, shapes: Graph | None) -> None:
    """Be the scribe until a release was made: the next one is forked from who holds that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends us
    os.nice(NICENESS)
    shift = _Shift()
    signal.signal(signal.SIGTERM, shift.ends)
    made = None
    while made is not Outcome.COMMITTED and not shift.over:
        caller, _ = listener.accept()
        shift.busy = True
        with Connection(caller.detach()) as line:
            made = _attend(line, lambda wanted: write(dataset, wanted, limits, shapes))
        shift.busy = False


class _Shift:
    """How long a scribe works: until it is told to leave and has made the change that it is making."""

    def __init__(self) -> None:
        self.busy = False
        self.over = False

    def ends(self, _signal: int, _frame: object) -> None:
        """Handle the signal that tells it to leave."""
        self.over = True
        if not self.busy:
            sys.exit()


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
