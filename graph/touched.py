"""The things of which something else is said after a change, be it the name of what they lead to."""

from collections.abc import Iterable

from pyoxigraph import NamedNode, RdfFormat, parse

from graph.index.changes import Change
from graph.index.index import LABEL, Index


def touched(index: Index, steps: Iterable[Change]) -> set[str]:
    """The IRIs of things, and of what else has a description, that is another than before the changes.

    A description has the links in both directions and the names of what is at their other ends,
    so a new name is told wherever a link leads to or from it. The index is that of the release after.
    """
    ends: set[str] = set()
    renamed: set[NamedNode] = set()
    for each in steps:
        for quad in parse(b"".join(each.removed + each.added), format=RdfFormat.N_QUADS, lenient=True):
            ends.update(end.value for end in (quad.subject, quad.object) if isinstance(end, NamedNode))
            if quad.predicate == LABEL and isinstance(quad.subject, NamedNode):
                renamed.add(quad.subject)
    for thing in renamed:
        ends.update(_linked(index, thing))
    return {end.partition("#")[0] for end in ends}


def _linked(index: Index, node: NamedNode) -> Iterable[str]:
    """What statements lead to from something, and what they come from that lead to it."""
    away = (quad.object for quad in index.merged_quads(node))
    here = (quad.subject for quad in index.merged_quads(value=node))
    return (end.value for ends in (away, here) for end in ends if isinstance(end, NamedNode))
