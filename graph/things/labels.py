"""The labels of things as they are written, remembered: many documents name the same things."""

from collections.abc import Callable, Iterable

from pyoxigraph import NamedNode, Quad

from graph.formats import PREFIXES
from graph.index.index import LABEL, Index

MOST_REMEMBERED = 20_000
"""Of how many things the labels are remembered: some megabytes of them."""

(_PREFIX,) = (prefix for prefix, namespace in PREFIXES.items() if LABEL.value.startswith(namespace))
TERM = f"{_PREFIX}:{LABEL.value.removeprefix(PREFIXES[_PREFIX])}"


def in_turtle(labels: list[Quad]) -> bytes:
    """The labels of one thing as a line, for documents that are written with our prefixes."""
    return f"{labels[0].subject} {TERM} {' , '.join(str(quad.object) for quad in labels)} .\n".encode()


class LabelLines:
    """The labels in one release, each thing's written in one piece."""

    def __init__(self, index: Index, written: Callable[[list[Quad]], bytes] = in_turtle) -> None:
        self._index = index
        self._written = written
        self._lines: dict[NamedNode, bytes] = {}

    def of(self, things: Iterable[NamedNode]) -> bytes:
        """What is written of each of the things that has labels."""
        known = self._lines.get
        return b"".join([self._made(each) if (line := known(each)) is None else line for each in things])

    def _made(self, thing: NamedNode) -> bytes:
        """Write it and remember that, in the place of what was written first."""
        labels = list(self._index.merged_quads(thing, LABEL))
        labels.reverse()
        line = self._written(labels) if labels else b""
        if len(self._lines) >= MOST_REMEMBERED:
            del self._lines[next(iter(self._lines))]
        self._lines[thing] = line
        return line
