"""The walls that the kernel keeps around a process, each tested alone in a child."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from pyoxigraph import Store

from graph.processes.confinement import (
    MEBIBYTE,
    limit_memory,
    limit_processor,
    network_can_be_refused,
    refuse_network,
    ring_at,
)
from graph.processes.forking import run_apart

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")


def refused(attempt: Callable[[], object]) -> bool:
    """Whether something is refused for want of permission behind the network's wall."""

    def work() -> None:
        refuse_network()
        try:
            attempt()
        except PermissionError:
            sys.exit(0)
        except OSError as error:
            sys.exit(0 if "not permitted" in str(error) else 3)
        sys.exit(4)

    return run_apart(work) == 0


@linux_only
@pytest.mark.parametrize(
    "attempt",
    [
        lambda: socket.socket(socket.AF_INET),
        lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
        lambda: socket.socket(socket.AF_UNIX),
        lambda: os.execv("/bin/true", ["true"]),
        lambda: subprocess.run(["/bin/true"], check=False),
    ],
    ids=["TCP", "UDP", "Unix", "exec", "subprocess"],
)
def test_neither_sockets_nor_programs_can_be_opened(attempt: Callable[[], object]) -> None:
    assert refused(attempt)


@linux_only
def test_the_engine_sends_no_request_even_where_the_scan_is_left_out() -> None:
    """The second wall alone: a trap is there and is not visited."""
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.3)
        address = f"http://127.0.0.1:{trap.getsockname()[1]}/"
        assert refused(lambda: list(Store().query(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")))
        with pytest.raises(TimeoutError):
            trap.accept()


@linux_only
def test_the_system_can_be_asked_whether_the_wall_stands() -> None:
    assert network_can_be_refused()
    socket.socket().close()  # and we ourselves are still outside it


@linux_only
def test_a_process_cannot_take_more_memory_than_it_may() -> None:
    def work() -> None:
        limit_memory(64)
        try:
            bytearray(128 * MEBIBYTE)
        except MemoryError:
            sys.exit(0)

    assert run_apart(work) == 0
    assert run_apart(lambda: bytearray(128 * MEBIBYTE) and None) == 0, "it could without the limit"


def test_the_clock_ends_a_process_whatever_it_does() -> None:
    def work() -> None:
        ring_at(0.2)
        while True:
            pass

    begun = time.monotonic()
    assert run_apart(work) != 0
    assert time.monotonic() - begun < 30


def test_a_process_cannot_use_more_processor_time_than_it_may() -> None:
    def work() -> None:
        limit_processor(0.1)
        while True:
            pass

    begun = time.monotonic()
    assert run_apart(work) != 0
    assert time.monotonic() - begun < 60


def test_who_reads_a_file_behind_the_walls_brings_in_little() -> None:
    """The process is started for every file, so what it reads before the file counts each time."""
    written = subprocess.run(
        [sys.executable, "-P", "-c", "import sys, graph.ingest.parsing; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert not {"rdflib", "multiprocessing", "subprocess", "dataclasses", "pathlib"} & set(written.split())
