"""What was promised, what was seen, and whether that is the same."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One promise after it was put to the test."""

    promise: str
    seen: str
    kept: bool | None
    """None where it could not be tried here; `seen` says why."""

    @property
    def verdict(self) -> str:
        """One word."""
        return {True: "met", False: "MISSED", None: "not tried"}[self.kept]


def none_of(promise: str, troubles: Iterable[str], tried: str) -> Finding:
    """A promise that is kept if there were no troubles; `tried` says out of how many chances."""
    found = list(troubles)
    seen = f"{len(found)} of {tried}" + "".join(f"; {each}" for each in found[:3])
    return Finding(promise, seen, not found)


def at_most(promise: str, value: float, limit: float, unit: str) -> Finding:
    """A promise that a figure stays below a limit."""
    return Finding(promise, f"{value:.4g} {unit} of {limit:.4g}", value <= limit)
