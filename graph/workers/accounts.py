"""What clients have had of the workers' time of late: half of it is forgotten every half minute.

The processes of a release share it. A worker writes at its own place only, so that none needs a lock.
"""

import mmap
import time

ASKERS = 1024
"""How many clients are told apart."""

HALF_LIFE_SECONDS = 30.0
NUMBER_BYTES = 8


class Accounts:
    """The account of each client, in seconds of a worker. Make it before the workers are forked."""

    def __init__(self, size: int) -> None:
        self._size = size
        numbers = memoryview(mmap.mmap(-1, 2 * size * ASKERS * NUMBER_BYTES)).cast("d")
        self._seconds, self._counted = numbers[: size * ASKERS], numbers[size * ASKERS :]
        """By worker and client: the time that it gave, and when that was last counted."""

    def charge(self, place: int, asker: int, seconds: float) -> None:
        """Count time that a client had of the worker at a place, which is the one to say so."""
        at = place * ASKERS + asker
        self._seconds[at] = self._left(at) + seconds
        self._counted[at] = time.monotonic()

    def used(self, asker: int) -> float:
        """What a client has had of all workers."""
        return sum(self._left(place * ASKERS + asker) for place in range(self._size))

    def close(self) -> None:
        """Let go of the memory."""
        self._seconds.release()
        self._counted.release()

    def _left(self, at: int) -> float:
        """What is not forgotten of a time."""
        seconds = self._seconds[at]
        return seconds and seconds * 0.5 ** ((time.monotonic() - self._counted[at]) / HALF_LIFE_SECONDS)
