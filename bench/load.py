"""The load generator: HTTP/1.1 requests over connections that are kept alive, from one thread.

It is as small as it can be, so that on two cores it takes little from the server
that it measures: requests are bytes that were made before, and of an answer only
the status and the end are looked for. It runs in a process of its own, for which
`Loader` stands.
"""

import multiprocessing
import select
import socket
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from types import TracebackType

HOST = "127.0.0.1"
MOST_AT_ONCE = 1 << 18
BODILESS = {204, 304}


class AnswerBroken(Exception):
    """A server closed a connection before its answer was whole, or sent what is no HTTP/1.1."""


@dataclass(frozen=True)
class Plan:
    """What to ask a server, and for how long."""

    port: int
    connections: int
    requests: Sequence[bytes]
    seconds: float
    """After so long no request is sent any more; those under way are waited for."""

    repeat: bool
    """Whether to begin anew when the requests are used up, or to stop."""

    patience: float = 600.0
    """How long to wait for an answer in all; then the connections are given up."""


@dataclass(frozen=True)
class Outcome:
    """What became of a plan."""

    seconds: float
    """From the first request to the last answer."""

    statuses: dict[int, int]
    """How many answers there were of each status."""

    unanswered: int
    """Requests that were given up."""

    octets: int
    """The size of all answers together."""

    latencies: list[float] = field(repr=False)
    """How long each answer took, in seconds, in order of size."""

    @property
    def answers(self) -> int:
        """How many answers there were."""
        return len(self.latencies)


class Loader:
    """The process that asks. Use it as a context."""

    def __init__(self) -> None:
        self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))

    def run(self, plan: Plan) -> Outcome:
        """Carry out a plan over there. Raises `AnswerBroken`, `ConnectionError`."""
        return self._pool.submit(carry_out, plan).result()

    def __enter__(self) -> "Loader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown()


def carry_out(plan: Plan) -> Outcome:
    """Ask what the plan says, in this process."""
    lines = [_Line(plan.port) for _ in range(plan.connections)]
    try:
        return _ask(plan, lines)
    finally:
        for line in lines:
            line.socket.close()


def _ask(plan: Plan, lines: list["_Line"]) -> Outcome:
    waiting = select.epoll()
    requests: Iterator[bytes] = cycle(plan.requests) if plan.repeat else iter(plan.requests)
    begun = time.perf_counter()
    last, give_up = begun + plan.seconds, begun + plan.patience
    busy: dict[int, _Line] = {}
    for line, request in zip(lines, requests, strict=False):
        line.send(request)
        busy[line.socket.fileno()] = line
        waiting.register(line.socket, select.EPOLLIN)
    statuses: Counter[int] = Counter()
    latencies: list[float] = []
    octets = 0
    while busy and time.perf_counter() < give_up:
        for number, _ in waiting.poll(1.0):
            line = busy[number]
            if not line.receive():
                continue
            now = time.perf_counter()
            statuses[line.status] += 1
            latencies.append(now - line.sent)
            octets += line.octets
            following = next(requests, None) if now < last else None
            if following is None:
                waiting.unregister(number)
                del busy[number]
                continue
            if line.closing:
                waiting.unregister(number)
                del busy[number]
                line.reopen()
                waiting.register(line.socket, select.EPOLLIN)
                busy[line.socket.fileno()] = line
            line.send(following)
    seconds = time.perf_counter() - begun
    waiting.close()
    return Outcome(seconds, dict(statuses), len(busy), octets, sorted(latencies))


class _Line:
    """A connection with at most one request under way."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = self._opened()
        self.sent = 0.0
        self.status = 0
        self.octets = 0
        self.closing = False
        self._received = bytearray()
        self._body = 0
        """Where the body begins; 0 before the head is whole."""

        self._end = 0
        """Where the answer ends; 0 where it is sent in chunks."""

    def _opened(self) -> socket.socket:
        line = socket.create_connection((HOST, self.port), timeout=10)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line

    def reopen(self) -> None:
        """Connect anew."""
        self.socket.close()
        self.socket = self._opened()

    def send(self, request: bytes) -> None:
        """Send a request and begin to wait for its answer."""
        self._received.clear()
        self._body = 0
        self.sent = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Take what has come; says whether the answer is whole."""
        came = self.socket.recv(MOST_AT_ONCE)
        if not came:
            raise AnswerBroken(f"closed after {len(self._received)} bytes: {bytes(self._received[:200])!r}")
        self._received += came
        if not self._body and not self._read_head():
            return False
        self.octets = len(self._received)
        if self._end:
            return self.octets >= self._end
        return self._received.endswith(b"0\r\n\r\n") and self._chunks_are_whole()

    def _read_head(self) -> bool:
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(self._received[:end]).lower()
        if not head.startswith(b"http/1.1 "):
            raise AnswerBroken(f"not HTTP/1.1: {head[:100]!r}")
        self.status = int(head[9:12])
        self.closing = b"\r\nconnection: close" in head
        self._body = end + 4
        self._end = self._body
        if self.status in BODILESS:
            return True
        if b"\r\ntransfer-encoding: chunked" in head:
            self._end = 0
            return True
        _, found, rest = head.partition(b"\r\ncontent-length:")
        if not found:
            raise AnswerBroken(f"of no known length: {head[:300]!r}")
        self._end += int(rest.partition(b"\r\n")[0])
        return True

    def _chunks_are_whole(self) -> bool:
        """Walk the chunks: what looks like the last may be a part of another."""
        at = self._body
        while True:
            end = self._received.find(b"\r\n", at)
            if end < 0:
                return False
            size = int(self._received[at:end].partition(b";")[0], 16)
            if not size:
                return True
            at = end + 2 + size + 2
            if at >= len(self._received):
                return False
