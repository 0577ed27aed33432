"""The labels of things as lines of Turtle, remembered: many documents name the same things."""

from collections.abc import Iterable

from pyoxigraph import NamedNode

from graph.export import PREFIXES
from graph.store.index import LABEL, Index

MOST_REMEMBERED = 20_000
"""Of how many things the labels are remembered: some megabytes of them."""

(_PREFIX,) = (prefix for prefix, namespace in PREFIXES.items() if LABEL.value.startswith(namespace))
TERM = f"{_PREFIX}:{LABEL.value.removeprefix(PREFIXES[_PREFIX])}"


class LabelLines:
    """The labels in one release, for documents that are written with our prefixes."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lines: dict[NamedNode, bytes] = {}

    def of(self, things: Iterable[NamedNode]) -> bytes:
        """A line for each of the things that has labels."""
        known = self._lines.get
        return b"".join([self._made(each) if (line := known(each)) is None else line for each in things])

    def _made(self, thing: NamedNode) -> bytes:
        """Make a line and remember it, in the place of the one that was made first."""
        labels = [str(quad.object) for quad in self._index.merged_quads(thing, LABEL)]
        line = f"{thing} {TERM} {' , '.join(reversed(labels))} .\n".encode() if labels else b""
        if len(self._lines) >= MOST_REMEMBERED:
            del self._lines[next(iter(self._lines))]
        self._lines[thing] = line
        return line
