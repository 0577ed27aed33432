"""Where the index of a service is kept: in memory, or on disk where the release is too large for that."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from graph.errors import SettingInvalid
from graph.index.following import Follower, InMemory
from graph.index.newest import load_newest
from graph.index.on_disk import follow_on_disk
from graph.index.room import room
from graph.store.dataset import Dataset
from graph.store.objects import unpacked_size
from graph.store.release import Release

STATEMENT_BYTES = 450
"""What a statement takes in memory beside its text: its places in its named graph and in the merge."""

MEMORY_SHARE = 0.25
"""Little, since a process that reads all of it comes to have a copy, and a new one is made beside the old."""

CONTROL_GROUP_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


class Wanted(StrEnum):
    """Where an operator wants the index."""

    AUTO = "auto"
    MEMORY = "memory"
    DISK = "disk"


@dataclass(frozen=True)
class Wish:
    """What an operator wants."""

    where: Wanted = Wanted.AUTO
    memory_share: float = MEMORY_SHARE
    """An index that would take more than this share of memory is too large for it."""


@dataclass(frozen=True)
class Placement:
    """Where the index is to be, and why."""

    on_disk: bool
    needed_bytes: int
    """What the newest release would take in memory, at the most."""

    memory_bytes: int
    """What memory there is for everything."""

    def follower(self, dataset: Dataset) -> Follower:
        """Have the index of the newest release there.

        Raises `ReleaseDamaged`, `ReleaseUnknown`; on disk also `IndexBusy`, `IndexUnmade`.
        """
        if self.on_disk:
            return follow_on_disk(dataset)
        with room(min(self.needed_bytes, self.memory_bytes // 2)):
            return InMemory(dataset, load_newest(dataset))


def wish(environment: Mapping[str, str]) -> Wish:
    """The wish by `NODVERK_INDEX` and `NODVERK_INDEX_SHARE`, where they are set. Raises `SettingInvalid`."""
    where, share = environment.get("NODVERK_INDEX", Wanted.AUTO), environment.get("NODVERK_INDEX_SHARE")
    if where not in set(Wanted):
        raise SettingInvalid("NODVERK_INDEX", where, "one of " + ", ".join(Wanted))
    try:
        return Wish(Wanted(where), MEMORY_SHARE if share is None else float(share))
    except ValueError:
        raise SettingInvalid("NODVERK_INDEX_SHARE", share or "", "a number such as 0.25") from None


def placement(dataset: Dataset, wanted: Wish) -> Placement:
    """Decide where the index is to be. Raises `ReleaseUnknown` where there is no release yet."""
    needed, memory = needed_bytes(dataset, dataset.head()), machine_bytes()
    too_large = needed > wanted.memory_share * memory
    return Placement(
        wanted.where is Wanted.DISK or (wanted.where is Wanted.AUTO and too_large), needed, memory
    )


def needed_bytes(dataset: Dataset, release: Release) -> int:
    """What the index of a release takes in memory at the most, told from the sizes of its objects alone."""
    sizes = (unpacked_size(dataset.objects.path(each.sha256)) for each in release.graphs)
    return release.statements * STATEMENT_BYTES + sum(sizes)


def machine_bytes() -> int:
    """The memory that this process and those below it may have."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min([physical, *(limit for path in CONTROL_GROUP_LIMITS if (limit := _limit(path)))])


def _limit(path: Path) -> int | None:
    """What a control group may have; None where there is no limit."""
    try:
        said = path.read_text("ascii").strip()
    except OSError:
        return None
    return int(said) if said.isdigit() else None
