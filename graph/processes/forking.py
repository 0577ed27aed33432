"""Forked processes: a crew of them does the same work, and those that die are replaced.

A child shares its parent's memory copy-on-write, so forking costs milliseconds
however large the index is. The parent must have one thread only, or a lock
that another thread held at the fork would stay locked for ever in the child.
"""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess

PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15

_fork = multiprocessing.get_context("fork")


class Crew:
    """Processes that all do `work`; it should not return before it is told to by a signal."""

    def __init__(self, name: str, size: int, work: Callable[[], None]) -> None:
        self.name = name
        self.size = size
        self._work = work
        self._members: list[ForkProcess] = []

    def tend(self) -> int:
        """Reap the dead and fork as many as are missing; says how many were forked."""
        self._members = [each for each in self._members if each.is_alive()]
        missing = max(0, self.size - len(self._members))
        for _ in range(missing):
            member = _fork.Process(target=self._live, args=(os.getpid(),), name=self.name, daemon=True)
            member.start()
            self._members.append(member)
        return missing

    def _live(self, parent: int) -> None:
        call_oneself(self.name)
        _live(self._work, parent)

    def settle(self) -> None:
        """Fork no member any more; those that are there stay."""
        self.size = 0

    def dismiss(self, how: signal.Signals) -> None:
        """Send a signal to every member and replace none of them from now on."""
        self.settle()
        for member in self._members:
            if member.pid is not None and member.is_alive():
                os.kill(member.pid, how)

    def gone(self) -> bool:
        """Whether every member has ended; reaps those that have."""
        self._members = [each for each in self._members if each.is_alive()]
        return not self._members

    def stop(self, how: signal.Signals = signal.SIGTERM, grace: float = 0.0) -> None:
        """Dismiss the members, wait `grace` seconds for them, and kill those that are left."""
        self.dismiss(how)
        deadline = time.monotonic() + grace
        while not self.gone() and time.monotonic() < deadline:
            wait(self.sentinels(), timeout=0.1)
        self.dismiss(signal.SIGKILL)
        for member in self._members:
            member.join()
        self._members = []

    def sentinels(self) -> list[int]:
        """What becomes ready to read as soon as a member dies."""
        return [each.sentinel for each in self._members]

    def pids(self) -> list[int]:
        """The process ids of the members that are alive."""
        return [each.pid for each in self._members if each.pid is not None and each.is_alive()]


def wait_for_a_death(crews: Iterable[Crew], timeout: float) -> None:
    """Sleep until a member of one of the crews dies, or for `timeout` seconds."""
    sentinels = [each for crew in crews for each in crew.sentinels()]
    if sentinels:
        wait(sentinels, timeout)
    else:
        time.sleep(timeout)


def give_back_memory() -> None:
    """Return to the system what was freed, where the allocator keeps it for later (glibc).

    What a large index leaves is then neither ours nor, shared, that of every process forked from us.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


class Errand:
    """Work that a child does while this process goes on; it ends with this process.

    What the work imports or starts, such as threads of a library, does not stay with us.
    """

    def __init__(self, work: Callable[[], None], *, name: str | None = None, may_fork: bool = False) -> None:
        daemon = not may_fork
        self._child = _fork.Process(target=_live, args=(work, os.getpid()), name=name, daemon=daemon)
        self._child.start()

    def done(self) -> bool:
        """Whether it has ended."""
        return not self._child.is_alive()

    def wait(self) -> int:
        """Wait for its end; gives its exit status, 0 when it went well."""
        self._child.join()
        return self._child.exitcode or 0

    def stop(self) -> None:
        """End it, whether it is done or not."""
        self._child.kill()
        self._child.join()

    def failed(self) -> bool:
        """Whether it has ended and did not go well."""
        return self.done() and self.wait() != 0


def run_apart(work: Callable[[], None]) -> int:
    """Run `work` in a child and wait for it; its exit status, 0 when it went well."""
    return Errand(work, may_fork=True).wait()


def call_oneself(name: str) -> None:
    """Give this process a name for `ps` and `top`, where the kernel keeps one (Linux: 15 octets)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_NAME, name.encode())


def _live(work: Callable[[], None], parent: int) -> None:
    """Be a child: forget the parent's ways with signals, and do not outlive it."""
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
        signal.signal(each, signal.SIG_DFL)
    _die_with(parent)
    with suppress(KeyboardInterrupt):
        work()


def _die_with(parent: int) -> None:
    """Have the kernel end this process when its parent dies, where the kernel can (Linux)."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we asked
        os.kill(os.getpid(), signal.SIGKILL)
