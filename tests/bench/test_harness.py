"""The harness measures what it says: on a tiny graph, with Nodverk alone."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from bench.__main__ import Course, carry_out
from bench.accounting import cpu_seconds, disk_bytes, memory_bytes, tree
from bench.load import AnswerBroken, Plan
from bench.load import carry_out as ask
from bench.peers import NODVERK
from bench.profiling import read_stacks, summary
from bench.report import report
from bench.results import Reading, Run, Size
from bench.rounds import Pace
from bench.targets import Target, targets
from bench.work import LEVELS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's accounts are read from /proc")

REQUEST = b"GET / HTTP/1.1\r\n\r\n"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A whole run of the smallest sort."""
    home = tmp_path_factory.mktemp("bench")
    pace = Pace(1, 0.01, warm_turns=1, reserved=4)
    return carry_out(Course([2_000], pace, peers=(), commits=1, rest_seconds=0), home, None)


def test_a_run_measures_all_work_without_a_failure(run: Run) -> None:
    size = run.sizes[0]
    works = {each.work for each in size.readings}

    assert len(works) == 4 * 2 + 1 + 12 * 2
    assert {each.connections for each in size.readings} == set(LEVELS)
    assert not [each for each in size.readings if each.failed or not each.answers]
    assert all(each.cpu > 0 for each in size.readings)
    assert size.alike == 12
    assert [each.failed for each in size.commits] == [0]
    assert size.restart
    assert size.restart.seconds > 0
    assert size.loadings[NODVERK].disk_bytes > size.statements


def test_a_report_shows_every_work_and_target(run: Run) -> None:
    shown = report(run, run)

    for work in {each.work for each in run.sizes[0].readings}:
        assert f"| {work} |" in shown
    for target in targets(run.sizes[0]):
        assert f"| {target.what} |" in shown


def test_a_run_is_kept_whole(run: Run, tmp_path: Path) -> None:
    run.save(tmp_path / "run.json")

    assert Run.read(tmp_path / "run.json") == run


def test_sizes_of_another_run_are_told_beside_and_named(run: Run) -> None:
    smaller = replace(run, sizes=[replace(run.sizes[0], wanted=1_000), run.sizes[0]], commit="abcdef")
    both = replace(run, others=[])
    both.take_in(smaller)

    assert [each.wanted for each in both.sizes] == [1_000, 2_000]
    assert "1 000 statements: " in report(both)
    assert "at commit abcdef" in report(both)


def test_a_file_with_two_names_takes_disk_once(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"x" * 100_000)
    alone = disk_bytes(tmp_path)
    (tmp_path / "other").hardlink_to(tmp_path / "one")

    assert disk_bytes(tmp_path) == alone >= 100_000


def test_a_share_is_taken_within_each_round() -> None:
    size = Size(1, 1, 1)
    for turn, (ours, theirs) in enumerate([(10, 5), (100, 50), (30, 60)]):
        size.readings += [reading("nodverk", turn, ours), reading("peer", turn, theirs)]

    assert size.share("work", "nodverk", "peer", 8) == 2.0
    assert size.rate("work", "nodverk", 8) == 30


def reading(server: str, turn: int, answers: int) -> Reading:
    return Reading("work", "document", server, 8, turn, answers, 0, 1.0, 0.5, 100, 0.1)


@pytest.mark.parametrize(
    ("target", "verdict"),
    [
        (Target("speed", 1.0, 2.0, "", at_least=True), "met"),
        (Target("speed", 1.0, 0.5, "", at_least=True), "missed 2.0 times"),
        (Target("cost", 40, 30, "µs", at_least=False), "met"),
        (Target("cost", 40, 60, "µs", at_least=False), "missed 1.5 times"),
        (Target("cost", 40, None, "µs", at_least=False), "not measured"),
    ],
)
def test_a_target_says_by_how_much_it_was_missed(target: Target, verdict: str) -> None:
    assert target.verdict == verdict


def test_the_time_of_children_counts_even_when_they_have_ended() -> None:
    burn = "import time\nwhile time.process_time() < 0.3: pass"
    program = (
        "import subprocess, sys, time\n"
        f"subprocess.run([sys.executable, '-c', {burn!r}])\n"
        "print(flush=True)\n"
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        parent.stdout.readline()
        used = cpu_seconds(parent.pid)
        parent.kill()

    assert 0.3 <= used < 3


def test_shared_memory_counts_once() -> None:
    program = (
        "import os, sys, time\n"
        "block = bytearray(os.urandom(1 << 20)) * 200\n"
        "for _ in range(3):\n"
        "    if os.fork() == 0:\n"
        "        time.sleep(60)\n"
        "print(flush=True)\n"
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        parent.stdout.readline()
        processes = tree(parent.pid)
        used = memory_bytes(parent.pid)
        for pid in reversed(processes):
            os.kill(pid, 9)

    assert len(processes) == 4
    assert 200 < used / 1024**2 < 300


@pytest.fixture
def canned(request: pytest.FixtureRequest) -> Iterator[int]:
    """The port of a server that sends these pieces, a moment apart, to each request."""
    pieces: list[bytes] = request.param
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))

        def serve() -> None:
            line, _ = listener.accept()
            with line:
                while line.recv(1000):
                    for piece in pieces:
                        line.sendall(piece)
                        time.sleep(0.01)
                    if not pieces[-1]:
                        return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("canned", "octets"),
    [
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", b"lo"], 43),
        ([b"HTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n"], 37),
        ([CHUNKED, b"5\r\nhello\r\n", b"0\r\n\r\n"], len(CHUNKED) + 15),
        ([CHUNKED, b"a\r\nxxx0\r\n\r\n", b"yy\r\n0\r\n\r\n"], len(CHUNKED) + 20),
        ([b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n", b"\r\n"], 38),
    ],
    indirect=["canned"],
)
def test_an_answer_ends_where_http_says(canned: int, octets: int) -> None:
    outcome = ask(Plan(canned, 1, [REQUEST, REQUEST], 5.0, repeat=False))

    assert outcome.answers == 2
    assert outcome.octets == 2 * octets


@pytest.mark.parametrize("canned", [[b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", b""]], indirect=True)
def test_an_answer_that_is_cut_off_is_an_error(canned: int) -> None:
    with pytest.raises(AnswerBroken):
        ask(Plan(canned, 1, [REQUEST], 5.0, repeat=False))


@pytest.mark.parametrize("canned", [[b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"]], indirect=True)
def test_statuses_are_counted(canned: int) -> None:
    outcome = ask(Plan(canned, 1, [REQUEST] * 3, 5.0, repeat=False))

    assert outcome.statuses == {503: 3}


@pytest.mark.parametrize("canned", [[b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"]], indirect=True)
def test_an_answer_that_does_not_come_is_given_up(canned: int) -> None:
    outcome = ask(Plan(canned, 1, [REQUEST], 0.1, repeat=False, patience=0.5))

    assert (outcome.answers, outcome.unanswered) == (0, 1)


def test_samples_are_summed_by_function() -> None:
    stacks = read_stacks(
        [
            "process 1:x;main (x:1);_live (forking.py:95);serve (a.py:1);work (a.py:2) 30",
            "process 1:x;main (x:1);_live (forking.py:95);serve (a.py:1) 10",
            "process 1:x;main (x:1);_live (forking.py:95);serve (a.py:1);socket.accept (s.py:9) 99",
        ]
    )

    assert stacks == {("serve (a.py:1)", "work (a.py:2)"): 30, ("serve (a.py:1)",): 10}
    assert "75.0%  work (a.py:2)" in summary(stacks)
    assert "100.0%  serve (a.py:1)" in summary(stacks)
