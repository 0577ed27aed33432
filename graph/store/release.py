"""What a release is: a number, a time, a note, and the file of each named graph."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True)
class GraphVersion:
    """One named graph as it stands in a release."""

    graph: str
    """The graph's IRI."""

    sha256: str
    """The object with its sorted N-Quads."""

    statements: int


@dataclass(frozen=True)
class Release:
    """An immutable state of the whole dataset; every answer comes from exactly one."""

    number: int
    made_at: datetime
    note: str
    graphs: tuple[GraphVersion, ...]
    kept: bool = True
    """Whether its content is still there, or was let go by `gc`."""

    @property
    def statements(self) -> int:
        """How many statements all its graphs hold."""
        return sum(each.statements for each in self.graphs)

    @property
    def mark(self) -> str:
        """Another one for every release, also of a dataset that was made anew at the same address."""
        return f"{self.number}-{int(self.made_at.timestamp()):x}"

    def version(self, graph: str) -> GraphVersion | None:
        """The version of a named graph, or None where the release has no such graph."""
        return next((each for each in self.graphs if each.graph == graph), None)


class Outcome(StrEnum):
    """What became of an import."""

    COMMITTED = "committed"
    REJECTED = "rejected"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class ImportRecord:
    """What the catalogue keeps of one import, accepted or not."""

    graph: str
    file_name: str
    file_sha256: str
    outcome: Outcome
    started_at: datetime
    report: str
    """The object with the validation report as JSON; empty where none was made."""

    release: int | None = None
    """The release that it made; None where it made none."""

    number: int = 0
    """Its number in the catalogue, from one; 0 before it is kept."""
