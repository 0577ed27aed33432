"""One client wants everything that there is, then two; four others ask small questions, and how it is.

On the loopback interface a client can come from any address in 127.0.0.0/8.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from soak.asking import FAILURES, Answer, Line
from soak.findings import Finding, at_most, none_of
from soak.sizes import Size

CONNECTIONS = 32
"""Of each greedy client."""

GREEDY = (("127.0.0.2",), ("127.0.0.3", "127.0.0.4"))
"""Who is greedy at once."""

SHARE = 0.5
"""For what part of the time of the flood. At first they may take what there is, and others wait once."""

FAIR = 4
PAUSE_SECONDS = 0.2
LOST = 0.01
"""The share of questions that a fair client may lose."""

P99_SECONDS = 1.0
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SMALL = "SELECT ?s {{ ?s a ?type }} LIMIT {} OFFSET {}"


@dataclass
class _Asked:
    """What became of questions."""

    statuses: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)


def found(port: int, size: Size) -> list[Finding]:
    """Let them ask for a while, and tell how the fair ones fared."""
    return [
        each
        for addresses in GREEDY
        for each in _beside(port, addresses, SHARE * size.flood_seconds, size.slack)
    ]


def _beside(port: int, addresses: Sequence[str], seconds: float, slack: float) -> list[Finding]:
    stop = threading.Event()
    greedy, fair = _Asked(), _Asked()
    threads = [
        threading.Thread(target=_take_all, args=(port, address, stop, greedy), daemon=True)
        for address in addresses
        for _ in range(CONNECTIONS)
    ]
    threads += [
        threading.Thread(target=_ask_little, args=(port, number, len(addresses), stop, fair), daemon=True)
        for number in range(FAIR)
    ]
    for each in threads:
        each.start()
    time.sleep(seconds)
    stop.set()
    for each in threads:
        each.join()
    lost = {status: n for status, n in fair.statuses.items() if status != "200"}
    asked = sum(fair.statuses.values())
    told = ", ".join(f"{n} × {status}" for status, n in sorted(greedy.statuses.items()))
    slowest = sorted(fair.waits)[int(0.99 * (len(fair.waits) - 1))]
    beside = f"beside {len(addresses)} with {CONNECTIONS} endless each"
    return [
        none_of(
            f"{FAIR} clients lose at most 1 % of small queries {beside} ({told})",
            [f"lost {lost}"] * (sum(lost.values()) > LOST * asked),
            f"{asked} small queries and looks at /readyz, of which {sum(lost.values())} were not answered",
        ),
        at_most(
            f"p99 of both together {beside} (longest {max(fair.waits):.2f} s)",
            slowest,
            P99_SECONDS * slack,
            "s",
        ),
    ]


def _take_all(port: int, address: str, stop: threading.Event, asked: _Asked) -> None:
    """Ask what never ends, again and again, and heed no request to wait but for a moment."""
    with Line(port, patience=60.0, source=address) as line:
        while not stop.wait(0.05):
            _ask(partial(line.query, ENDLESS), asked)


def _ask_little(port: int, number: int, limit: int, stop: threading.Event, asked: _Asked) -> None:
    """Ask what was not asked before, so that a worker has to answer."""
    with Line(port, patience=60.0, source=f"127.0.0.{10 + number}") as line:
        for turn in count():
            if stop.wait(PAUSE_SECONDS):
                return
            begun = time.monotonic()
            _ask(partial(line.query, SMALL.format(limit, turn * FAIR + number)), asked)
            _ask(partial(line.get, "/readyz"), asked)
            asked.waits.append(time.monotonic() - begun)


def _ask(request: Callable[[], Answer], asked: _Asked) -> None:
    try:
        asked.statuses[str(request().status)] += 1
    except FAILURES as error:
        asked.statuses[type(error).__name__] += 1
