"""Room for an index: what is filled within it is as it would be elsewhere, and nothing of it is left over."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.index.index import store_of
from graph.index.room import LEAST, room
from graph.processes.forking import run_apart

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is found as ever")

MUCH = 4 * LEAST
LITTLE = LEAST // 4
LINES = [f'<http://x/{number}> <http://x/p> "{number}" <http://x/graph> .\n' for number in range(20_000)]
CONTENT = "".join(LINES).encode()


def apart(work: Callable[[], bool]) -> bool:
    """Whether something holds in a process of its own, whose memory it may arrange."""
    return run_apart(lambda: sys.exit(0 if work() else 1)) == 0


def memory() -> int:
    """The memory that this process has, in octets."""
    told = Path("/proc/self/smaps_rollup").read_text("ascii")
    return int(told.partition("Rss:")[2].split()[0]) * 1024


@pytest.mark.parametrize("octets", [LEAST - 1, LEAST, MUCH])
def test_an_index_that_is_filled_in_a_room_says_the_same(octets: int) -> None:
    def holds() -> bool:
        with room(octets):
            store = store_of([CONTENT])
        return set(store) == set(store_of([CONTENT])) and len(store) == 2 * len(LINES)

    assert apart(holds)


def test_no_thread_is_left_that_a_fork_would_lose() -> None:
    def holds() -> bool:
        with room(MUCH):
            pass
        return threading.active_count() == 1

    assert apart(holds)


def test_what_was_not_needed_is_given_back_also_after_an_error() -> None:
    def holds() -> bool:
        before = memory()
        try:
            with room(MUCH):
                store = store_of([CONTENT])
                raise InterruptedError
        except InterruptedError:
            return memory() - before < LITTLE + len(store) * 1024

    assert apart(holds)


def test_room_is_found_before_it_is_needed() -> None:
    def holds() -> bool:
        before = memory()
        with room(MUCH):
            for _ in range(600):
                if memory() - before > LEAST:
                    return True
                threading.Event().wait(0.05)
        return False

    assert apart(holds)
