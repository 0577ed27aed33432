"""What a dump is called: `{name}-{release}.{syntax}.gz`; the name is a source's or that of the whole."""

import re
from dataclasses import dataclass

from graph.iris import DATASET, KEY, Iris
from graph.store.release import GraphVersion, Release

SYNTAXES = ("nq", "ttl")
"""N-Quads name the graph of each statement; Turtle has the merge of the graphs."""

FILE_NAME = re.compile(rf"({KEY.pattern})-([1-9]\d{{0,8}})\.({'|'.join(SYNTAXES)})\.gz")
LATEST = "latest"
NEWEST = re.compile(rf"({KEY.pattern})\.({'|'.join(SYNTAXES)})\.gz")


@dataclass(frozen=True)
class DumpName:
    """A dump of a release: of all of it, or of what one source says."""

    name: str
    """`nodverk` for all of it, else the name of a source."""

    release: int
    syntax: str

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.name}-{self.release}.{self.syntax}.gz"

    def graphs(self, release: Release, iris: Iris) -> tuple[GraphVersion, ...]:
        """What it holds of its release; nothing where the release has no such source."""
        if self.name == DATASET:
            return release.graphs
        version = release.version(str(iris.graph(self.name)))
        return (version,) if version else ()


def parsed(file: str) -> DumpName | None:
    """The dump that a file name stands for; None where it stands for none."""
    found = FILE_NAME.fullmatch(file)
    return DumpName(found[1], int(found[2]), found[3]) if found else None


def parsed_newest(file: str, release: int) -> DumpName | None:
    """The dump that a file name without a release stands for while this one is the newest.

    `plan.nq.gz` and `plan-latest.nq.gz` are the same; `latest.nq.gz` is all of it.
    """
    found = NEWEST.fullmatch(file)
    if found is None:
        return None
    name = DATASET if found[1] == LATEST else found[1].removesuffix(f"-{LATEST}")
    return DumpName(name, release, found[2])


def dumps_of(release: Release, iris: Iris) -> list[DumpName]:
    """All dumps of a release: the whole first, then each source in each syntax."""
    sources = [iris.source(version.graph) for version in release.graphs]
    names = [DATASET, *(source for source in sources if KEY.fullmatch(source) and source != DATASET)]
    return [DumpName(name, release.number, syntax) for name in names for syntax in SYNTAXES]
