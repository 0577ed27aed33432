"""What is to be reached, and whether it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from bench.peers import DISK, MEMORY, NODVERK
from bench.results import Size
from bench.work import Class

CONNECTIONS = 8
"""With how many connections small work is held to its target."""

MILLION = 1_000_000


@dataclass(frozen=True)
class Target:
    """One figure that is to be reached."""

    what: str
    wanted: float
    measured: float | None
    unit: str
    at_least: bool
    """Whether more is better."""

    by_cpu: float | None = None
    """Of a share of a peer's throughput: the same by processor time, which a busy machine moves less."""

    @property
    def met(self) -> bool | None:
        """Whether it was reached; None where it was not measured."""
        if self.measured is None:
            return None
        return self.measured >= self.wanted if self.at_least else self.measured <= self.wanted

    @property
    def verdict(self) -> str:
        """Whether it was reached, and else how far away it is."""
        if self.measured is None:
            return "not measured"
        if self.met:
            return "met"
        missed = self.wanted / self.measured if self.at_least else self.measured / self.wanted
        return f"missed {missed:.1f} times"


def targets(size: Size) -> list[Target]:
    """All targets, as measured at one size."""
    found = [
        _share(
            "repeated Turtle document, share of DESCRIBE", 1.0, size, ["Turtle document, repeated"], MEMORY
        ),
        _cpu("repeated Turtle document", 40, size, "Turtle document, repeated"),
        _cpu("uncached Turtle document", 120, size, "Turtle document, uncached"),
        _cpu("uncached HTML page", 1_500, size, "HTML page, uncached"),
        _cpu("304 for a document", 30, size, "304 for a document, repeated"),
        _share("uncached small queries", 0.4, size, _names(size, Class.SMALL, "uncached"), DISK),
        _share("repeated small queries", 1.0, size, _names(size, Class.SMALL, "repeated"), DISK),
        _share("uncached heavy queries", 0.85, size, _names(size, Class.HEAVY, "uncached"), MEMORY, 1),
    ]
    if size.wanted == MILLION:
        loading = size.loadings[NODVERK]
        found.append(
            Target("load of 1 M statements, files to first answer", 4, loading.seconds, "s", at_least=False)
        )
        memory = loading.memory_bytes / 1024**2
        found.append(Target("memory with 1 M statements", 700, memory, "MiB", at_least=False))
        served = median(each.served_seconds for each in size.commits) if size.commits else None
        found.append(
            Target("commit of 10 k statements into 1 M, until served", 1, served, "s", at_least=False)
        )
    return found


def _names(size: Size, sort: Class, way: str) -> list[str]:
    named = (each.work for each in size.readings if each.sort == sort and each.work.endswith(way))
    return list(dict.fromkeys(named))


def _cpu(what: str, wanted: float, size: Size, work: str) -> Target:
    return Target(f"{what}, CPU", wanted, size.cpu(work, NODVERK, CONNECTIONS), "µs", at_least=False)


def _share(
    what: str, wanted: float, size: Size, works: Iterable[str], peer: str, connections: int = CONNECTIONS
) -> Target:
    """The throughput of some works as a share of a peer's: the median of the works."""
    named = list(works)
    return Target(
        f"{what}, share of {peer}",
        wanted,
        _median(size.share(each, NODVERK, peer, connections) for each in named),
        "",
        at_least=True,
        by_cpu=_median(size.cpu_share(each, NODVERK, peer, connections) for each in named),
    )


def _median(values: Iterable[float | None]) -> float | None:
    known = [each for each in values if each is not None]
    return median(known) if known else None
