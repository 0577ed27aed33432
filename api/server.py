"""The processes of a running service: one parent that holds the release and forks all others.

The parent has one thread and answers nothing itself. It binds the listening
socket, loads the newest release, forks web processes and query workers, replaces
those that die, and watches the catalogue: when there is a new release it changes
the index to it and forks new processes on the same socket, while the old ones finish.
"""

import gc
import logging
import math
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from api.beforehand import Beforehand
from api.context import Context
from api.linked_data.preparing import Preparing
from api.web_process import run_web_process
from api.write_access import WriteAccess
from graph.errors import GraphError
from graph.index.archive import Archive
from graph.index.following import Follower, Holding
from graph.ingest.scribe import Scribe
from graph.processes.forking import Crew, give_back_memory, wait_for_a_death
from graph.settings import Limits, publisher
from graph.store.dataset import Dataset
from graph.store.release import Release
from graph.store.tokens import Token
from graph.stored_queries.questions import Questions, questions
from graph.workers.workers import Workers

WATCH_SECONDS = 0.1
BUSY_SECONDS = 0.03
"""How long others have the processor before the next piece of an index is made."""

STOP_SECONDS = 9.0
MOST_RETIRED = 4
"""Generations that may wait for their last clients; each holds a release in memory."""

AGAIN_SECONDS = 30.0
"""When a release that could not be served is tried again, if nothing is changed before."""

BREATH_SECONDS = 0.05
"""A pause after each death, so that a process which dies at once does not keep us busy with forking."""

log = logging.getLogger(__name__)


class Generation:
    """The processes that serve one release."""

    def __init__(self, holding: Holding, web: Crew, workers: Workers, beforehand: Beforehand) -> None:
        self.holding = holding
        self.web = web
        self.workers = workers
        self.beforehand = beforehand

    @property
    def release(self) -> int:
        """The number of the release."""
        return self.holding.release.number

    @property
    def crews(self) -> tuple[Crew, Crew]:
        """All its processes."""
        return self.web, self.workers.crew

    def tend(self) -> int:
        """Replace those that died; says how many did."""
        return self.web.tend() + self.workers.tend()

    def compute(self) -> None:
        """Have computed what pages show of the whole release, beside the web processes."""
        self.beforehand.tend()

    def settle(self) -> None:
        """Replace none of them any more: the index that the parent has is about to change."""
        self.web.settle()
        self.workers.settle()
        self.beforehand.settle()

    def retire(self) -> None:
        """Let the web processes make way for those of a later release."""
        self.web.dismiss(signal.SIGUSR1)

    def hurry(self) -> None:
        """Let them end as soon as their requests are answered."""
        self.web.dismiss(signal.SIGTERM)

    def gone(self) -> bool:
        """Whether nobody is left to ask its workers."""
        return self.web.gone()

    def end(self) -> None:
        """End all that is left of it."""
        self.web.stop(signal.SIGTERM, STOP_SECONDS)
        self.workers.stop()
        self.beforehand.end()


@dataclass
class Service:
    """The parent: what it serves, and the processes that do."""

    dataset: Dataset
    follower: Follower
    listener: socket.socket
    size: int
    """How many web processes there are, and as many query workers."""

    limits: Limits
    scribe: Scribe
    more_tokens: tuple[Token, ...] = ()
    """Who may write, beside those who have a token of the dataset."""

    questions: Questions = field(default_factory=questions)
    """What can be asked by name."""

    _current: Generation | None = None
    _retired: list[Generation] = field(default_factory=list)
    _next: Holding | None = None
    """What is to be served next, and could not be yet."""

    _seen: tuple[int, ...] = ()
    """The catalogue's mark when it was last read."""

    _again_at: float = math.inf
    """When to try again what failed, unless the catalogue is changed before."""

    _preparing: Preparing = field(init=False)
    _stopping: bool = False

    def __post_init__(self) -> None:
        """Prepare for the dataset."""
        self._preparing = Preparing(self.dataset, self.limits.prepared_statements)

    def start(self) -> Release:
        """Fork the processes for the newest release."""
        gc.freeze()  # what is here now is never garbage, so no process need go over it again
        self._seen = self.dataset.catalogue.mark()
        self.scribe.tend()
        self._current = self._generation(self.follower.holding)
        return self._current.holding.release

    def run(self) -> None:
        """Serve until a signal says to stop; running requests are then finished."""
        with self._until_told():
            while not self._stopping:
                pause = BUSY_SECONDS if self.follower.busy else WATCH_SECONDS
                wait_for_a_death(self._crews(), pause)
                if self.scribe.tend() + sum(each.tend() for each in self._generations()):
                    time.sleep(BREATH_SECONDS)
                for each in self._generations():
                    each.compute()
                self._follow()
                self._prepare()
                self._let_go()
        for each in self._generations():
            each.hurry()
        for each in self._generations():
            each.end()
        self.scribe.stop()
        self._preparing.stop()

    def _crews(self) -> list[Crew]:
        return [self.scribe.crew, *(crew for each in self._generations() for crew in each.crews)]

    def _generations(self) -> list[Generation]:
        return [*self._retired, *([self._current] if self._current else [])]

    def _generation(self, holding: Holding) -> Generation:
        workers = Workers(holding, self.size, self.limits, self.dataset)
        prepared = self._preparing.edition(holding.release)
        beforehand = Beforehand(holding, self.limits.prepared_statements)
        coming = beforehand.coming
        address = self.listener.getsockname()[:2]
        access = WriteAccess(self.dataset, self.scribe.door, address, self.more_tokens)

        def serve() -> None:
            archive = Archive(holding.opened(), self.dataset, holding.another)
            context = Context(
                archive.index,
                workers.door,
                self.limits,
                archive,
                publisher(os.environ),
                self.questions,
                prepared,
                access,
                coming,
            )
            run_web_process(context, self.listener)

        generation = Generation(holding, Crew("web process", self.size, serve), workers, beforehand)
        try:
            generation.tend()
        except OSError:
            generation.end()
            raise
        return generation

    def _prepare(self) -> None:
        """Have documents made beforehand, as long as processes may be forked for what is served.

        What pages need comes first: two processes that read all would have two copies of it.
        """
        if self._current and self._next is None and not self._current.beforehand.busy:
            self._preparing.tend(self._current.holding)

    def _follow(self) -> None:
        """Go over to a newer release, if any. Whatever is wrong with it, the old one is served on."""
        try:
            self._look()
            if self._next is None and self.follower.ready():
                self._take()
            if self._next is not None and self._again_at == math.inf:
                self._serve(self._next)
        except (GraphError, OSError) as error:
            log.warning("Release %d is served on: %s", self._generations()[-1].release, error)
            self._again_at = time.monotonic() + AGAIN_SECONDS

    def _look(self) -> None:
        """Say which release is the newest, where it may be another than before."""
        mark = self.dataset.catalogue.mark()
        if mark != self._seen or time.monotonic() > self._again_at:
            self._seen, self._again_at = mark, math.inf
            self.follower.aim(self.dataset.head())

    def _take(self) -> None:
        """Have the index that is ready. No process is forked any more for the one that it was."""
        for each in self._generations():
            each.settle()
        self._next = self.follower.take()
        self.scribe.renew()

    def _serve(self, holding: Holding) -> None:
        """Let new processes take over. Raises `OSError` where they cannot be forked."""
        new = self._generation(holding)
        if self._current:
            self._current.retire()
            self._retired.append(self._current)
        self._current, self._next = new, None

    def _let_go(self) -> None:
        """End what is left of generations whose web processes have left; hurry the oldest of many."""
        for each in self._retired[:-MOST_RETIRED]:
            each.hurry()
        if self._end_those_gone():
            give_back_memory()

    def _end_those_gone(self) -> bool:
        """End what is left of them; says whether there were any. Nothing refers to their releases then."""
        gone = [each for each in self._retired if each.gone()]
        for each in gone:
            each.end()
            each.holding.close()
            self._retired.remove(each)
        return bool(gone)

    @contextmanager
    def _until_told(self) -> Iterator[None]:
        """Take the signals that end a service as a wish, which the loop fulfils."""
        wishes = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        before = [signal.signal(each, self._stop) for each in wishes]
        try:
            yield
        finally:
            for each, handler in zip(wishes, before, strict=True):
                signal.signal(each, handler)

    def _stop(self, _signal: int, _frame: object) -> None:
        self._stopping = True
