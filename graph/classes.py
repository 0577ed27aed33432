"""Which classes stand above which, as the ontology of a release and what sources add to it have them."""

from collections.abc import Collection, Iterable, Mapping

from pyoxigraph import NamedNode
from rdflib.namespace import RDFS

from graph.index.index import Index
from graph.iris import named

Above = Mapping[str, frozenset[str]]
"""By class, all the classes above it, at any height."""


def classes_above(index: Index) -> Above:
    """The classes above each that has any; in a circle, each is above the others."""
    next_above: dict[str, set[str]] = {}
    for quad in index.merged_quads(predicate=named(RDFS.subClassOf)):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            next_above.setdefault(quad.subject.value, set()).add(quad.object.value)
    return {each: frozenset(reached(each, next_above) - {each}) for each in next_above}


def reached(start: str, steps: Mapping[str, Iterable[str]]) -> set[str]:
    """What can be reached from a start, step by step; itself where a way leads back."""
    found: set[str] = set()
    walk = [start]
    for each in walk:  # which grows on the way
        new = set(steps.get(each, ())) - found
        found |= new
        walk += new
    return found


def nearest(classes: Collection[str], above: Above) -> tuple[str, ...]:
    """Of the classes of one thing those that are above no other of them, in order.

    Of classes in a circle, which say the same, all are kept.
    """
    if len(classes) == 1:
        return tuple(classes)
    further = {each for lower in classes for each in above.get(lower, ()) if lower not in above.get(each, ())}
    return tuple(sorted(set(classes) - further))
