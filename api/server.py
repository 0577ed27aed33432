"""The processes of a running service: one parent that holds the release and forks all others.

The parent has one thread and answers nothing itself. It binds the listening
socket, loads the newest release, forks web processes and query workers, replaces
those that die, and watches the catalogue: when there is a new release it loads it
and forks new processes for it on the same socket, while the old ones finish.
"""

import logging
import math
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from api.context import Context
from api.web_process import run_web_process
from graph.errors import GraphError
from graph.processes import Crew, give_back_memory, wait_for_a_death
from graph.settings import Limits
from graph.store.archive import Archive
from graph.store.dataset import Dataset
from graph.store.index import Index, load
from graph.store.newest import load_newest
from graph.store.release import Release
from graph.store.workers import Workers

WATCH_SECONDS = 0.25
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

    def __init__(self, archive: Archive, listener: socket.socket, size: int, limits: Limits) -> None:
        self.release = archive.index.release.number
        self.workers = Workers(archive.index, size, limits, archive.dataset)
        context = Context(archive.index, self.workers.door, limits, archive)
        self.web = Crew("web process", size, lambda: run_web_process(context, listener))

    @property
    def crews(self) -> tuple[Crew, Crew]:
        """All its processes."""
        return self.web, self.workers.crew

    def tend(self) -> int:
        """Replace those that died; says how many did."""
        return self.web.tend() + self.workers.tend()

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


@dataclass
class Service:
    """The parent: what it serves, and the processes that do."""

    dataset: Dataset
    listener: socket.socket
    size: int
    """How many web processes there are, and as many query workers."""

    limits: Limits
    _current: Generation | None = None
    _retired: list[Generation] = field(default_factory=list)
    _seen: tuple[int, ...] = ()
    """The catalogue's mark when it was last read."""

    _again_at: float = math.inf
    """When it is to be read even if it did not change, since what it says could not be served."""

    _stopping: bool = False

    def start(self) -> Release:
        """Load the newest release and fork the processes for it. Raises `ReleaseDamaged`."""
        index = load_newest(self.dataset)
        self._current = self._generation(index)
        return index.release

    def run(self) -> None:
        """Serve until a signal says to stop; running requests are then finished."""
        with self._until_told():
            while not self._stopping:
                wait_for_a_death((crew for each in self._generations() for crew in each.crews), WATCH_SECONDS)
                if sum(each.tend() for each in self._generations()):
                    time.sleep(BREATH_SECONDS)
                self._follow()
                self._let_go()
        for each in self._generations():
            each.hurry()
        for each in self._generations():
            each.end()

    def _generations(self) -> list[Generation]:
        return [*self._retired, *([self._current] if self._current else [])]

    def _generation(self, index: Index) -> Generation:
        archive = Archive(index, self.dataset)
        generation = Generation(archive, self.listener, self.size, self.limits)
        generation.tend()
        return generation

    def _follow(self) -> None:
        """Go over to a newer release, if any. Whatever is wrong with it, the old one is served on."""
        mark = self.dataset.catalogue.mark()
        if self._current is None or (mark == self._seen and time.monotonic() < self._again_at):
            return
        self._seen, self._again_at = mark, math.inf
        try:
            newest = self.dataset.head()
            if newest.number == self._current.release:
                return
            new = self._generation(load(self.dataset, newest))
        except (GraphError, OSError) as error:
            log.warning("Release %d is served on: %s", self._current.release, error)
            self._again_at = time.monotonic() + AGAIN_SECONDS
            return
        self._current.retire()
        self._retired.append(self._current)
        self._current = new

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
