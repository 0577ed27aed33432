"""The measurement: every server does a piece of work in turn, round by round.

A window lasts a fraction of a second, and the servers' windows lie side by side,
in another order each round. So what else the machine does at the time hits all
of them alike, and ratios within a round are worth more than the figures.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.accounting import cpu_seconds
from bench.load import Loader, Plan
from bench.peers import RDFLIB, Server
from bench.results import Reading
from bench.work import LEVELS, Class, Work

MOST_REQUESTS = 4_000
"""How many different requests one window may send."""

MOST_HEAVY = 40
WARM_SECONDS = 10.0
SLOW_SERVERS = {RDFLIB}
"""Servers that take part in the first round only, and in heavy work once: hundreds of times slower."""


@dataclass(frozen=True)
class Pace:
    """How long is measured."""

    rounds: int
    seconds: float
    """The length of a window."""

    warm_turns: int = 10
    """So often each repeated request is sent beforehand that hardly a process of a server misses one."""

    reserved: int = 40
    """How many requests are kept for warming where none is to be sent twice."""


def measure(work: Work, servers: Sequence[Server], pace: Pace, loader: Loader) -> Iterator[Reading]:
    """All windows of a piece of work. A server that cannot do it is passed over."""
    able = [each for each in servers if work.make(each, 0) is not None]
    for server in able:
        _warm(work, server, pace, loader)
    count = _per_window(work, pace)
    first = 0
    for turn in range(pace.rounds):
        for connections in work.levels:
            for server in _in_turn(able, turn):
                plan = _plan(work, server, (first, count), (connections, pace.seconds))
                yield _window(work, server, turn, plan, loader)
            first += count if work.fresh else 0


def _per_window(work: Work, pace: Pace) -> int:
    """How many requests a window has, so that no uncached one is ever sent twice."""
    if not work.fresh:
        return work.supply
    most = MOST_HEAVY if work.sort is Class.HEAVY else MOST_REQUESTS
    return max(1, min(most, (work.supply - pace.reserved) // (pace.rounds * len(work.levels))))


def _in_turn(servers: Sequence[Server], turn: int) -> list[Server]:
    shift = turn % max(1, len(servers))
    rotated = [*servers[shift:], *servers[:shift]]
    return [each for each in rotated if turn == 0 or each.name not in SLOW_SERVERS]


def _plan(work: Work, server: Server, slot: tuple[int, int], load: tuple[int, float]) -> Plan:
    first, count = slot
    connections, seconds = load
    if work.sort is Class.HEAVY and server.name in SLOW_SERVERS:
        count, seconds = 1, 0.0
    return Plan(server.port, connections, work.requests(server, first, count), seconds, repeat=not work.fresh)


def _window(work: Work, server: Server, turn: int, plan: Plan, loader: Loader) -> Reading:
    before = cpu_seconds(server.process.pid)
    outcome = loader.run(plan)
    used = cpu_seconds(server.process.pid) - before
    good = outcome.statuses.get(work.status, 0)
    slow = outcome.latencies[int(0.99 * len(outcome.latencies))] if outcome.latencies else 0.0
    return Reading(
        work=work.label,
        sort=work.sort.value,
        server=server.name,
        connections=plan.connections,
        turn=turn,
        answers=good,
        failed=outcome.answers - good + outcome.unanswered,
        seconds=outcome.seconds,
        cpu_seconds=used,
        octets=outcome.octets,
        slow=slow,
    )


def _warm(work: Work, server: Server, pace: Pace, loader: Loader) -> None:
    """Have every process of a server do the work before it is measured.

    Where it is repeated, each is to see every request; else what is sent is not sent again.
    """
    if work.sort is Class.HEAVY:
        turns, connections = (0 if work.fresh else 2), 2
    else:
        turns, connections = (1 if work.fresh else pace.warm_turns), LEVELS[-1]
    first = work.supply - pace.reserved if work.fresh else 0
    requests = work.requests(server, first, pace.reserved if work.fresh else work.supply) * turns
    if requests and server.name not in SLOW_SERVERS:
        loader.run(Plan(server.port, connections, requests, WARM_SECONDS, repeat=False))
