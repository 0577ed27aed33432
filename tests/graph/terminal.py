"""What a command of `nodverk` answers."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """What a command answered."""

    status: int
    output: str
    error: str


Nodverk = Callable[..., Told]
