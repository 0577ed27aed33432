"""What was measured: kept as JSON, so that a later run can be held against it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

from bench.peers import Loading


@dataclass(frozen=True)
class Reading:
    """One window: one work asked of one server in one round."""

    work: str
    sort: str
    server: str
    connections: int
    turn: int
    """The number of the round."""

    answers: int
    failed: int
    """Answers of another status than they should have, and requests without an answer."""

    seconds: float
    cpu_seconds: float
    octets: int
    slow: float
    """The latency that one answer in a hundred exceeds, in seconds."""

    @property
    def rate(self) -> float:
        """Answers in a second."""
        return self.answers / self.seconds

    @property
    def cpu(self) -> float:
        """Processor time of an answer, in microseconds."""
        return self.cpu_seconds / self.answers * 1e6


@dataclass(frozen=True)
class Commit:
    """What it took to bring a named graph into a release, and the release into service."""

    statements: int
    kept_seconds: float
    """Until it was safe on disk."""

    served_seconds: float
    """Until the first answer from the new release."""

    failed: int
    """Requests in between that got no proper answer."""


@dataclass
class Size:
    """All that was measured at one size."""

    statements: int
    distinct: int
    wanted: int
    """The size that was asked for."""

    loadings: dict[str, Loading] = field(default_factory=dict)
    readings: list[Reading] = field(default_factory=list)
    commits: list[Commit] = field(default_factory=list)
    restart: Loading | None = None
    """What it took Nodverk to start once more on what it had left."""

    memory_after: dict[str, int] = field(default_factory=dict)
    """Memory of each server after all the work, in bytes."""

    memory_rested: dict[str, int] = field(default_factory=dict)
    """The same after a rest."""

    largest: dict[str, float] = field(default_factory=dict)
    """Processor time in seconds of the largest funder's documents and pages, by their address."""

    alike: int = 0
    """How many queries all servers answered alike."""

    unlike: list[str] = field(default_factory=list)
    """Which queries they did not."""

    def of(self, work: str, server: str, connections: int) -> list[Reading]:
        """The good readings of a work, by round."""
        return [
            each
            for each in self.readings
            if (each.work, each.server, each.connections) == (work, server, connections) and each.answers
        ]

    def cpu(self, work: str, server: str, connections: int) -> float | None:
        """Processor time of an answer in microseconds: the median of the rounds."""
        return _median(each.cpu for each in self.of(work, server, connections))

    def rate(self, work: str, server: str, connections: int) -> float | None:
        """Answers in a second: the median of the rounds."""
        return _median(each.rate for each in self.of(work, server, connections))

    def share(self, work: str, ours: str, theirs: str, connections: int) -> float | None:
        """Our throughput as a share of theirs: the median of the rounds, each within itself."""
        other = {each.turn: each.rate for each in self.of(work, theirs, connections)}
        own = [each for each in self.of(work, ours, connections) if each.turn in other]
        return _median(each.rate / other[each.turn] for each in own)

    def cpu_share(self, work: str, ours: str, theirs: str, connections: int) -> float | None:
        """What they spend on an answer as a share of what we spend: above 1 we are cheaper."""
        other = {each.turn: each.cpu for each in self.of(work, theirs, connections)}
        own = [each for each in self.of(work, ours, connections) if each.turn in other]
        return _median(other[each.turn] / each.cpu for each in own)


@dataclass
class Run:
    """A whole run."""

    made: str
    commit: str
    machine: str
    versions: dict[str, str]
    load_average: list[float]
    """How busy the machine was over the last minute, at the beginning and at the end."""

    sizes: list[Size] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """When and at which commit other runs were made whose sizes were taken in."""

    def take_in(self, other: "Run") -> None:
        """Have the sizes of another run that this one has not."""
        known = {each.wanted for each in self.sizes}
        new = [each for each in other.sizes if each.wanted not in known]
        self.sizes = sorted([*self.sizes, *new], key=lambda each: each.wanted)
        told = " and ".join(f"{each.wanted:,}".replace(",", " ") for each in new)
        self.others.append(f"{told} statements: measured {other.made} at commit {other.commit}")

    def save(self, path: Path) -> None:
        """Keep it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=1), "utf-8")

    @classmethod
    def read(cls, path: Path) -> "Run":
        """One that was kept."""
        told = json.loads(path.read_text("utf-8"))
        sizes = [_size(each) for each in told.pop("sizes")]
        return cls(**told, sizes=sizes)


def _size(told: dict[str, object]) -> Size:
    made = Size(**told)  # type: ignore[arg-type]
    made.loadings = {name: Loading(**each) for name, each in made.loadings.items()}  # type: ignore[arg-type]
    made.restart = Loading(**told["restart"]) if told.get("restart") else None  # type: ignore[arg-type]
    made.readings = [Reading(**each) for each in made.readings]  # type: ignore[arg-type]
    made.commits = [Commit(**each) for each in made.commits]  # type: ignore[arg-type]
    return made


def _median(values: Iterable[float]) -> float | None:
    found = list(values)
    return median(found) if found else None
