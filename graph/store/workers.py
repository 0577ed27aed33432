"""Query workers: processes that run strangers' queries and can be killed at any moment.

They are forked from the process that holds the index, so they share its memory,
and all listen on one Unix socket of their own: whichever is free takes
the next question. A worker runs one query at a time and confines itself before
the first: no network, little priority, limits of the kernel's on time and
memory. Queries run on a second thread with a large stack; the main thread
watches for the asker to hang up, and ends the process if it does.
"""

import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue

from graph.processes import Crew
from graph.settings import Limits
from graph.store.answering import answer
from graph.store.archive import Archive
from graph.store.confinement import (
    MEBIBYTE,
    address_space,
    limit_memory,
    limit_processor,
    refuse_network,
    ring_at,
    step_back,
)
from graph.store.conversation import HEAD, AskerGone, Frame, Question, question, send
from graph.store.dataset import Dataset
from graph.store.door import QueryDoor
from graph.store.following import Holding

STACK_MEBIBYTES = 256
"""The engine recurses into expressions; 8 MiB are used up by less than 5 kB of query text."""

MOST_WAITING = 32
"""Questions that may wait for a worker; further ones are crowded out at once."""

FAREWELL_SECONDS = 0.2
"""How long after the asker hung up the answer may still count as out, before the process is ended."""


class Workers:
    """The workers of one release, as the process that forks them holds them.

    Call `tend` often: it replaces the workers that were killed.
    """

    def __init__(self, holding: Holding, size: int, limits: Limits, dataset: Dataset | None = None) -> None:
        entrance = _Entrance()
        self._entrance = entrance
        self.door = QueryDoor(entrance.address, limits)
        # Not by way of self: a circle would keep a whole release until someone collects garbage.
        self.crew = Crew("query worker", size, lambda: _serve(holding, dataset, entrance.listener, limits))

    def tend(self) -> int:
        """Replace the dead; says how many were forked."""
        return self.crew.tend()

    def settle(self) -> None:
        """Replace no worker any more: the release that they have may be gone from this process."""
        self.crew.settle()

    def stop(self) -> None:
        """End all workers and whatever they are doing, and close the door."""
        self.crew.stop(signal.SIGKILL)
        self._entrance.close()

    def __enter__(self) -> "Workers":
        """Fork the workers."""
        self.tend()
        return self

    def __exit__(self, *_: object) -> None:
        """End them."""
        self.stop()


class _Entrance:
    """The Unix socket that workers listen on, for this process and those that it forks.

    It is bound in a private folder. Linux can reach it without its name, by a descriptor of
    where it was, so the folder goes at once and a process that is killed leaves nothing behind.
    """

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="nodverk-"))
        self._place: int | None = None
        self.address = self._folder / "queries"
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.address))
        self.listener.listen(MOST_WAITING)
        if sys.platform == "linux":
            self._place = os.open(self.address, os.O_PATH)
            self.address = Path(f"/proc/self/fd/{self._place}")
            shutil.rmtree(self._folder)

    def close(self) -> None:
        """Let nobody in any more."""
        self.listener.close()
        if self._place is not None:
            os.close(self._place)
            self._place = None
        shutil.rmtree(self._folder, ignore_errors=True)


class _Desk:
    """The thread that queries run on, and what it is busy with."""

    def __init__(self, archive: Archive, limits: Limits) -> None:
        self._archive, self._limits = archive, limits
        self._given: SimpleQueue[tuple[Question, socket.socket]] = SimpleQueue()
        self._done: SimpleQueue[None] = SimpleQueue()
        threading.stack_size(STACK_MEBIBYTES * MEBIBYTE)
        threading.Thread(target=self._work, daemon=True).start()

    def give(self, asked: Question, connection: socket.socket) -> None:
        """Have a question answered over a connection."""
        self._given.put((asked, connection))

    def done(self) -> bool:
        """Whether the answer is out, or will be in a moment."""
        try:
            self._done.get(timeout=FAREWELL_SECONDS)
        except Empty:
            return False
        return True

    def _work(self) -> None:
        while True:
            asked, connection = self._given.get()
            with suppress(AskerGone):
                answer(self._archive, asked, self._limits, connection)
            self._done.put(None)


def _serve(holding: Holding, dataset: Dataset | None, listener: socket.socket, limits: Limits) -> None:
    """Be a worker: answer one question after the other, until something ends the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends us
    signal.signal(signal.SIGABRT, _pass_over)
    os.environ["RUST_BACKTRACE"] = "0"  # an abort for want of memory is one line in the log
    step_back()
    refuse_network()
    desk = _Desk(Archive(holding.opened(), dataset), limits)
    limit_memory(limits.memory_mebibytes)
    at_first = address_space()
    while address_space() - at_first < limits.memory_mebibytes * MEBIBYTE / 4:
        connection, _ = listener.accept()
        with connection:
            _attend(connection, desk, limits)


def _pass_over(_signal: int, _frame: object) -> None:
    """Handle SIGABRT in name only: with a handler, its number is written to the wakeup descriptor."""


def _attend(connection: socket.socket, desk: _Desk, limits: Limits) -> None:
    """Answer the question of one asker, who closes the connection when the answer is there.

    The clock is the kernel's and its alarm has the default action, so that nothing which
    the engine does can put it off. An abort is reported by the interpreter's own signal
    handler, which writes the signal's number to the connection and does no more.
    """
    ring_at(limits.seconds)
    limit_processor(limits.seconds)
    connection.settimeout(limits.seconds)
    signal.set_wakeup_fd(connection.fileno(), warn_on_full_buffer=False)
    with suppress(AskerGone):  # it waited too long for a free worker: the next one, please
        send(connection, Frame.GREETING)
        asked = _hear(connection)
        if asked is not None:
            desk.give(asked, connection)
            _wait_for_hang_up(connection)
            if not desk.done():
                os._exit(0)  # nobody waits for the answer, and nothing else stops a running query
    signal.set_wakeup_fd(-1)
    ring_at(0)


def _hear(connection: socket.socket) -> Question | None:
    """The question; None where the asker hung up before it asked."""
    head = _receive(connection, HEAD.size)
    if len(head) < HEAD.size:
        return None
    _, length = HEAD.unpack(head)
    content = _receive(connection, length)
    return question(content) if len(content) == length else None


def _receive(connection: socket.socket, length: int) -> bytes:
    """So many bytes, or fewer where the asker hung up."""
    received = bytearray()
    while len(received) < length:
        try:
            more = connection.recv(length - len(received))
        except OSError:
            break
        if not more:
            break
        received += more
    return bytes(received)


def _wait_for_hang_up(connection: socket.socket) -> None:
    """Return when the other end is closed; the clock ends the process if it never is."""
    while _receive(connection, 1):
        pass
