"""`python -m soak.scenario NAME SIZE FOLDER FILE`: carry out one scenario, and write what it finds.

It is a process of its own, so that one scenario that fails or hangs is the end of itself alone.
"""

import json
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from soak import backups, damage, endings, flood, full_disk, intake, kills, memory, network, power, switches
from soak.findings import Finding
from soak.sizes import SIZES, Size

Scenario = Callable[[Size, Path], list[Finding]]
RUNS: dict[str, Scenario] = {
    "network": network.run,
    "bad-files": intake.run,
    "damage": damage.run,
    "full-disk": full_disk.run,
    "power": power.run,
    "endings": endings.run,
    "flood": flood.run,
    "switches": switches.run,
    "backups": backups.run,
    "kills": kills.run,
    "memory": memory.run,
}


class TookTooLong(Exception):
    """The time of the scenario is up."""


def _stop(_signal: int, _frame: object) -> None:
    raise TookTooLong("the time of the scenario was up")


def main(name: str, size: str, place: str, found: str) -> None:
    """Run it; told that its time is up, it is broken off and lets go of what it has."""
    # Not by an alarm: those that a scenario forks have an alarm of their own, which must end them.
    signal.signal(signal.SIGTERM, _stop)
    findings = RUNS[name](SIZES[size], Path(place))
    Path(found).write_text(json.dumps([asdict(each) for each in findings]), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
