"""How much of everything: enough to be sure, enough for a coffee, enough for a test."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How long each scenario goes on."""

    name: str
    kills: int
    """Rounds in which something is killed."""

    flips: int
    """Bytes that are changed, one at a time."""

    room_step: int
    """By how many bytes the room on a full disk grows from try to try."""

    flood_seconds: float
    switches: int
    replacements: int
    graph_statements: int
    """Statements of the graph that is replaced."""

    graphs: int
    """How many such graphs there are."""

    replacing_seconds: float
    """After so long no further graph is replaced."""

    deaths: int
    """Query workers that are killed."""

    cuts: int
    """Moments in each command at which the power goes."""

    backups: int
    """Copies that are made while others write."""

    file_step: int
    """Of how many bad files one is sent."""

    slack: float = 1.0
    """By how much a promise on time may be exceeded, where other tests run beside."""


SMOKE = Size("smoke", 4, 30, 24576, 5, 3, 9, 1_000, 5, 240, 4, 3, 3, 60, slack=10)
QUICK = Size("quick", 60, 300, 8192, 20, 30, 25, 20_000, 25, 180, 80, 30, 20, 5)
FULL = Size("full", 300, 2000, 4096, 60, 100, 500, 20_000, 25, 1000, 1000, 100, 100, 1)

SIZES = {each.name: each for each in (SMOKE, QUICK, FULL)}
