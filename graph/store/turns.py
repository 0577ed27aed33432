"""Who may ask next: one client's queries must not take all workers while another client waits.

As long as nobody has to wait, a client may have all workers, and all of them are
used. Once a client has waited, each other one may have all workers but one for a
while, and what it has beyond that gives way. Which worker answers whom, and who had
to wait, stands in memory that the processes of a release share; a client is known
in it by a number only, and several may be one.
"""

import asyncio
import fcntl
import ipaddress
import mmap
import tempfile
import time
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

ASKERS = 1024
"""How many clients are told apart."""

OURSELVES = 0
"""The number of whoever has none, such as the service itself."""

CLAIM_SECONDS = 60.0
"""For how long the others leave a worker free when a client had to wait."""

IMPATIENT_SECONDS = 0.3
"""How long a client waits before others make room for it."""

TURN_SECONDS = 1.0
"""How long a query runs at least before it gives way."""

MOST_AT_THE_DOOR = 24
"""Questions of one client that may wait at the workers' door, which is fewer than have room there."""

MOST_IN_LINE = 32
"""Further questions of one client that may wait in each process that asks."""

MOST_ADDRESSES = 1024
"""How many addresses are remembered with their numbers."""

LOOK_AGAIN_SECONDS = 0.02
NUMBER_BYTES = 8


@lru_cache(MOST_ADDRESSES)
def asker_of(address: str) -> int:
    """The number of a client by its IP address; one network of IPv6 is one client."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return OURSELVES
    octets = found.packed if found.version == 4 else found.packed[:8]
    return 1 + zlib.crc32(octets) % (ASKERS - 1)


class Turns:
    """What the askers and the workers of one release know of each other. Make it before they are forked."""

    def __init__(self, size: int, seconds: float) -> None:
        self._size = size
        self._seconds = seconds
        memory = mmap.mmap(-1, (1 + ASKERS + 3 * size) * NUMBER_BYTES)
        numbers = memoryview(memory).cast("d")
        self._latest, self._waited = numbers[:1], numbers[1 : 1 + ASKERS]
        """When any client last had to wait, and when each had."""

        self._askers, self._since, self._unwanted = (
            numbers[1 + ASKERS + n * size : 1 + ASKERS + (n + 1) * size] for n in range(3)
        )
        """By worker: whom it answers and since when, and the beginning of an answer that is to give way."""

        self._owned = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        """Locked by each worker at its place, which the kernel takes back when the worker dies."""

        self._room: dict[int, asyncio.Semaphore] = {}
        self._in_line: Counter[int] = Counter()

    @property
    def share(self) -> int:
        """How many workers one client may have while another wants one."""
        return max(1, self._size - 1)

    def place(self) -> "Place":
        """A place that no living worker has, for this worker to have as long as it lives."""
        for number in range(self._size):
            try:
                fcntl.lockf(self._owned, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
            except OSError:
                continue
            found = Place(self, number)
            found.end()
            return found
        raise BlockingIOError("there are more workers than places")

    def begin(self, place: int, asker: int) -> bool:
        """Begin to answer a client at a place, unless it has its share."""
        if self.has_its_share(asker):
            return False
        self._askers[place], self._since[place] = asker, time.monotonic()
        return True

    def end(self, place: int) -> None:
        """Have nobody to answer at a place."""
        self._since[place] = 0.0

    def gives_way(self, place: int) -> bool:
        """Whether the answer that is worked on at a place is to be given up."""
        return self._since[place] != 0.0 and self._unwanted[place] == self._since[place]

    def has_its_share(self, asker: int) -> bool:
        """Whether a client has as many workers as it may while others want one."""
        return len(self._places_of(asker)) >= self.share and self._is_another_waiting(asker)

    def make_room(self, asker: int) -> None:
        """Note that a client had to wait, and have the newest answer give way of one who has too much."""
        now = time.monotonic()
        self._waited[asker] = self._latest[0] = now
        for other in {int(each) for each in self._askers} - {asker}:
            places = self._places_of(other)
            if len(places) > self.share:
                newest = max(places, key=lambda place: self._since[place])
                if now - self._since[newest] > TURN_SECONDS:
                    self._unwanted[newest] = self._since[newest]

    async def get_in_line(self, asker: int, until: float) -> None:
        """Go to the door when few of the same client's questions wait there; `leave` it then.

        Raises `TimeoutError` where that is not so in time, or too many wait for it.
        """
        room = self._room.get(asker)
        if room is None:
            room = self._room[asker] = asyncio.Semaphore(max(1, MOST_AT_THE_DOOR // self._size))
        if not room.locked():
            await room.acquire()
            return
        if self._in_line[asker] >= MOST_IN_LINE:
            raise TimeoutError
        self._in_line[asker] += 1
        try:
            async with asyncio.timeout(until - time.monotonic()):
                await room.acquire()
        finally:
            self._in_line[asker] -= 1

    def leave(self, asker: int) -> None:
        """Make room for the client's next question."""
        self._room[asker].release()

    async def comes(self, asker: int, until: float) -> None:
        """Wait while a client has its share. Raises `TimeoutError` where it has it for too long."""
        while self.has_its_share(asker):
            if time.monotonic() > until:
                raise TimeoutError
            await asyncio.sleep(LOOK_AGAIN_SECONDS)

    def close(self) -> None:
        """Let go of the memory and the file."""
        for each in (self._latest, self._waited, self._askers, self._since, self._unwanted):
            each.release()
        self._owned.close()

    def _places_of(self, asker: int) -> list[int]:
        """Where a client is answered; the place of a killed worker counts no longer than a query may."""
        oldest = time.monotonic() - self._seconds - 1.0
        return [n for n, each in enumerate(self._askers) if each == asker and self._since[n] > oldest]

    def _is_another_waiting(self, asker: int) -> bool:
        latest = time.monotonic() - CLAIM_SECONDS
        return self._latest[0] > latest and any(
            each > latest for n, each in enumerate(self._waited) if n != asker
        )


@dataclass(frozen=True)
class Place:
    """A worker's place."""

    turns: Turns
    number: int

    def begin(self, asker: int) -> bool:
        """Begin to answer a client, unless it has its share."""
        return self.turns.begin(self.number, asker)

    def end(self) -> None:
        """Have nobody to answer."""
        self.turns.end(self.number)

    def gives_way(self) -> bool:
        """Whether the answer that is worked on is to be given up."""
        return self.turns.gives_way(self.number)
