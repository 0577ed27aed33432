"""Query workers: processes that run strangers' queries and can be killed at any moment.

They are forked from the process that holds the index, so they share its memory,
and all listen on one Unix socket of their own: whichever is free takes
the next question. A worker runs one query at a time and confines itself before
the first: no network, little priority, limits of the kernel's on time and
memory, and an end by the kernel's signal if the asker hangs up. Queries run on a
second thread, which has a large stack; the main thread sleeps.
"""

import os
import signal
import socket
import threading
import time
from contextlib import suppress

from graph.index.archive import Archive
from graph.index.following import Holding
from graph.processes.confinement import (
    MEBIBYTE,
    address_space,
    end_with,
    limit_memory,
    limit_processor,
    outlive,
    own_memory,
    refuse_network,
    ring_at,
    step_back,
)
from graph.processes.entrance import Entrance
from graph.processes.forking import Crew
from graph.settings import Limits
from graph.store.dataset import Dataset
from graph.workers.answering import answer
from graph.workers.conversation import CLOCK, GAVE_WAY, HEAD, AskerGone, Frame, Question, question, send
from graph.workers.door import QueryDoor
from graph.workers.turns import Place, Turns

STACK_MEBIBYTES = 256
"""The engine recurses into expressions; 8 MiB are used up by less than 5 kB of query text."""

LOOK_SECONDS = 0.1
"""How often a worker looks whether what it works on is to give way."""

GATHERED_BYTES = 32 * 1024
"""How much of an answer is gathered before it is sent."""


class Workers:
    """The workers of one release, as the process that forks them holds them.

    Call `tend` often: it replaces the workers that were killed.
    """

    def __init__(self, holding: Holding, size: int, limits: Limits, dataset: Dataset | None = None) -> None:
        entrance = Entrance()
        self._entrance = entrance
        self._turns = turns = Turns(size, limits.seconds)
        self.door = QueryDoor(entrance.address, limits, turns)
        # Not by way of self: a circle would keep a whole release until someone collects garbage.
        self.crew = Crew(
            "query worker", size, lambda: _serve(holding, dataset, entrance.listener, limits, turns)
        )

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
        self._turns.close()

    def __enter__(self) -> "Workers":
        """Fork the workers."""
        self.tend()
        return self

    def __exit__(self, *_: object) -> None:
        """End them."""
        self.stop()


def _serve(
    holding: Holding, dataset: Dataset | None, listener: socket.socket, limits: Limits, turns: Turns
) -> None:
    """Be a worker: answer one question after the other, until something ends the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends us
    signal.signal(signal.SIGABRT, _pass_over)
    os.environ["RUST_BACKTRACE"] = "0"  # an abort for want of memory is one line in the log
    step_back()
    refuse_network()
    last_words = _LastWords()
    ready = threading.Event()
    threading.stack_size(STACK_MEBIBYTES * MEBIBYTE)
    place = turns.place()
    desk = _Desk(Archive(holding.opened(), dataset, holding.another), listener, limits, last_words, place)
    working = threading.Thread(target=desk.work, args=(ready,), daemon=True)
    working.start()
    limit_memory(limits.memory_mebibytes)
    ready.set()
    while working.is_alive():
        working.join(LOOK_SECONDS)
        if place.gives_way():
            last_words.say(GAVE_WAY)
            os.kill(os.getpid(), signal.SIGKILL)


def _pass_over(_signal: int, _frame: object) -> None:
    """Handle SIGABRT in name only: with a handler, its number is written to the wakeup descriptor."""


class _LastWords:
    """Where the number of a signal goes that aborts this process: to whoever waits for its answer.

    The interpreter's own handler writes it and does no more. It knows one descriptor, which
    is made to stand for one connection after the other.
    """

    def __init__(self) -> None:
        self._nobody = os.open(os.devnull, os.O_WRONLY)
        self._listener = os.open(os.devnull, os.O_WRONLY | os.O_NONBLOCK)
        signal.set_wakeup_fd(self._listener, warn_on_full_buffer=False)

    def to(self, connection: socket.socket) -> None:
        """Let them be heard over a connection."""
        os.dup2(connection.fileno(), self._listener)

    def say(self, word: bytes) -> None:
        """Say something oneself."""
        with suppress(OSError):
            os.write(self._listener, word)

    def to_nobody(self) -> None:
        """Let them be heard by nobody; a connection that is closed then is closed for good."""
        os.dup2(self._nobody, self._listener)


class _Desk:
    """Where queries are answered: on a thread with a large stack, while the main thread looks on."""

    def __init__(
        self, archive: Archive, listener: socket.socket, limits: Limits, last_words: _LastWords, place: Place
    ) -> None:
        self._archive = archive
        self._listener = listener
        self._limits = limits
        self._last_words = last_words
        self._place = place

    def work(self, ready: threading.Event) -> None:
        """Answer questions until the memory that they leave behind is too much.

        To look at a page of the index is to copy it, since the engine counts references in it. So
        that memory is kept only as long as someone asks: a new worker shares the index again.
        """
        ready.wait()
        at_first = address_space()
        self._listener.settimeout(self._limits.idle_seconds)
        while address_space() - at_first < self._limits.memory_mebibytes * MEBIBYTE / 4:
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                if own_memory() > self._limits.idle_mebibytes * MEBIBYTE:
                    break
                continue
            with connection:
                self._attend(connection)

    def _attend(self, connection: socket.socket) -> None:
        """Answer the question of one asker, who closes the connection when the answer is there."""
        begun = CLOCK.pack(time.monotonic())
        ring_at(self._limits.seconds)
        limit_processor(self._limits.seconds)
        self._last_words.to(connection)
        with suppress(AskerGone):  # or it waited too long for a free worker: the next one, please
            asked = _hear(connection)
            if asked is not None and self._place.begin(asked.asker):
                send(connection, Frame.GREETING, begun)
                answers = _Outgoing(connection)
                answer(self._archive, asked, self._limits, answers)
                answers.flush()
        self._place.end()
        self._last_words.to_nobody()
        ring_at(0)


class _Outgoing:
    """The frames of an answer, a small one sent at once.

    Until the first of them is sent the process ends if the asker hangs up, since nothing
    else stops a running query. From then on that shows when more is sent.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._gathered: list[bytes] = []
        self._size = 0
        end_with(connection)
        if _has_hung_up(connection):
            outlive(connection)
            raise AskerGone

    def sendall(self, data: bytes, /) -> None:
        """Take a frame."""
        self._gathered.append(data)
        self._size += len(data)
        if self._size >= GATHERED_BYTES:
            self.flush()

    def flush(self) -> None:
        """Send what was gathered. Raises `AskerGone`."""
        outlive(self._connection)
        gathered, self._gathered, self._size = b"".join(self._gathered), [], 0
        try:
            self._connection.sendall(gathered)
        except OSError as error:
            raise AskerGone from error


def _has_hung_up(connection: socket.socket) -> bool:
    try:
        return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


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
    received = b""
    while len(received) < length:
        try:
            more = connection.recv(length - len(received))
        except OSError:
            break
        if not more:
            break
        received += more
    return received
