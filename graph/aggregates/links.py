"""The statements of one property, whole: by what they are about, and by what they lead to."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Triple

from graph.analysis.entailed import SOURCE as ENTAILED
from graph.index.index import Index
from graph.iris import named

Values = Mapping[str, tuple[str, ...]]


def values(index: Index, predicate: str) -> Values:
    """What each thing has by a property, IRIs and texts alike, each once and in order."""
    return ordered(pairs(index, predicate))


def subjects(index: Index, *predicates: str) -> Values:
    """Which things lead to each value by any of the properties, each once and in order."""
    return ordered((value, subject) for each in predicates for subject, value in pairs(index, each))


def pairs(index: Index, predicate: str) -> Iterator[tuple[str, str]]:
    """Subject and value of each statement of a property; what is named again and again is in memory once.

    What follows by the ontology is left out: it would be told beside the statement that it follows from.
    """
    prop, entailed = named(predicate), named(index.iris.graph(ENTAILED))
    follows = {(quad.subject, quad.object) for quad in index.named_quads(None, prop, graph=entailed)}
    for quad in index.merged_quads(predicate=prop):
        subject, value = quad.subject, quad.object
        if follows and (subject, value) in follows:
            continue
        if not isinstance(subject, Triple) and not isinstance(value, Triple):
            yield sys.intern(subject.value), sys.intern(value.value)


def ordered(found: Iterable[tuple[str, str]]) -> Values:
    """The second of each pair by the first, each once and in order."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for key, value in found:
        by_key[key].append(value)
    return {key: (each[0],) if len(each) == 1 else tuple(sorted(set(each))) for key, each in by_key.items()}


def alone(things: Iterable[str]) -> Values:
    """A table of things of which nothing is told but that they belong in it."""
    return dict.fromkeys(sorted(things), ())
