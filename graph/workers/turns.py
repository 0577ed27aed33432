"""Who may ask next: those who ask much must not take all workers while one waits who asks little.

As long as nobody has to wait, a client may have all workers, and all of them are
used. Once a client has waited, it comes before each that has had clearly more of
the workers' time of late: all those together may have all workers but one for a
while, and so may any other one, whatever it has had; what they have beyond that
gives way. While it waits, none of those that it comes before begins at all. Which
worker answers whom, and who had to wait, stands in memory that the processes of a
release share; a client is known in it by a number only, and several may be one.
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

from graph.workers.accounts import ASKERS, NUMBER_BYTES, Accounts

OURSELVES = 0
"""The number of whoever has none, such as the service itself."""

CLAIM_SECONDS = 60.0
"""For how long the others leave a worker free when a client had to wait."""

IMPATIENT_SECONDS = 0.3
"""How long a client waits before others make room for it."""

WAITING_SECONDS = 2 * IMPATIENT_SECONDS
"""For how long a client counts as waiting when it was last seen to wait."""

TURN_SECONDS = 0.5
"""How long a query runs at least before it gives way."""

TIMES_AS_MUCH, MORE_SECONDS = 2.0, 3.0
"""By how much a client's account must exceed another's for the other to come first.

So a query of a few seconds by one who asks seldom is safe, and yet who waits for a worker gets one in time.
"""

MOST_AT_THE_DOOR = 8
"""Questions of one client that may wait at the workers' door, a quarter of those that have room there."""

MOST_IN_LINE = 32
"""Further questions of one client that may wait in each process that asks."""

MOST_ADDRESSES = 1024
"""How many addresses are remembered with their numbers."""

LOOK_AGAIN_SECONDS = 0.02


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
        self._accounts = Accounts(size)
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
        """Begin to answer a client at a place, unless it must wait."""
        if self.must_wait(asker):
            return False
        self._askers[place], self._since[place] = asker, time.monotonic()
        return True

    def end(self, place: int) -> None:
        """Have nobody to answer at a place, and count what the last one had of its worker's time."""
        since = self._since[place]
        if since != 0.0:
            taken = min(time.monotonic() - since, self._seconds)
            self._accounts.charge(place, int(self._askers[place]), taken)
        self._since[place] = 0.0

    def gives_way(self, place: int) -> bool:
        """Whether the answer that is worked on at a place is to be given up."""
        return self._since[place] != 0.0 and self._unwanted[place] == self._since[place]

    def must_wait(self, asker: int) -> bool:
        """Whether a client has what it may have while others want a worker."""
        now = time.monotonic()
        if self._latest[0] <= now - CLAIM_SECONDS:
            return False
        held = list(self._held().values())
        if held.count(asker) < self.share and self._used(asker) <= MORE_SECONDS:
            return False
        claims = [n for n, each in enumerate(self._waited) if each > now - CLAIM_SECONDS and n != asker]
        before = [each for each in claims if self._comes_before(each, asker)]
        if not before:
            return bool(claims) and held.count(asker) >= self.share
        if any(self._waited[each] > now - WAITING_SECONDS for each in before):
            return True
        least = min(before, key=self._used)
        return sum(each == asker or self._comes_before(least, each) for each in held) >= self.share

    def make_room(self, asker: int) -> None:
        """Note that a client had to wait, and have the newest answer give way of who has too much."""
        now = time.monotonic()
        self._waited[asker] = self._latest[0] = now
        held = self._held()
        others = set(held.values()) - {asker}
        after = {each for each in others if self._comes_before(asker, each)}
        kept_out = asker not in held.values() and self.must_wait(asker)
        for crowd in (after, *({each} for each in others)):
            places = [place for place, each in held.items() if each in crowd]
            if len(places) > self.share or (places and crowd is after and kept_out):
                newest = max(places, key=lambda place: (self._used(held[place]), self._since[place]))
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
        """Wait while a client must. Raises `TimeoutError` where it must for too long."""
        impatient = time.monotonic() + IMPATIENT_SECONDS
        while self.must_wait(asker):
            now = time.monotonic()
            if now > until:
                raise TimeoutError
            if now > impatient and asker not in self._held().values():
                self.make_room(asker)
                impatient = now + IMPATIENT_SECONDS
            await asyncio.sleep(LOOK_AGAIN_SECONDS)

    def close(self) -> None:
        """Let go of the memory and the file."""
        for each in (self._latest, self._waited, self._askers, self._since, self._unwanted):
            each.release()
        self._accounts.close()
        self._owned.close()

    def _held(self) -> dict[int, int]:
        """Who is answered where; the place of a killed worker counts no longer than a query may."""
        oldest = max(0.0, time.monotonic() - self._seconds - 1.0)
        return {n: int(each) for n, each in enumerate(self._askers) if self._since[n] > oldest}

    def _comes_before(self, asker: int, other: int) -> bool:
        """Whether a client has had clearly less of the workers' time than another."""
        return TIMES_AS_MUCH * self._used(asker) + MORE_SECONDS < self._used(other)

    def _used(self, asker: int) -> float:
        """What a client has had of the workers' time, that of its running queries with it."""
        now = time.monotonic()
        running = sum(now - self._since[place] for place, each in self._held().items() if each == asker)
        return self._accounts.used(asker) + running


@dataclass(frozen=True)
class Place:
    """A worker's place."""

    turns: Turns
    number: int

    def begin(self, asker: int) -> bool:
        """Begin to answer a client, unless it must wait."""
        return self.turns.begin(self.number, asker)

    def end(self) -> None:
        """Have nobody to answer."""
        self.turns.end(self.number)

    def gives_way(self) -> bool:
        """Whether the answer that is worked on is to be given up."""
        return self.turns.gives_way(self.number)
