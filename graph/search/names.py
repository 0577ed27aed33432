"""The names of the things of a release, in every language and as sources write them, to search in."""

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode
from rdflib.namespace import RDFS, SKOS

from graph.iris import named
from graph.store.index import Index
from graph.terms import NV

NAMED_BY = (RDFS.label, SKOS.altLabel)
WORDS = re.compile(r"\w+")
WHOLE, BEGINNING, WORD, WITHIN = range(4)
"""How well a name fits: it is what was asked, begins with it, has words that begin with each of its words, or
holds them somewhere."""

MOST_ASKED = 200
"""Characters of a search that are looked for; no name is longer."""


@dataclass(frozen=True)
class Named:
    """A name of a thing."""

    thing: str
    name: Literal
    folded: str
    """The words of the name as they are compared."""


@dataclass(frozen=True)
class Found:
    """A thing that a search finds, by the name that fits best."""

    thing: str
    name: Literal
    fit: int


class Names:
    """The names of some things of a release."""

    def __init__(self, index: Index, things: Iterable[str]) -> None:
        self._named = tuple(_names(index, frozenset(things)))

    def find(self, text: str) -> tuple[Found, ...]:
        """The things with a name that holds each word of the text: the best fit first, then the shortest.

        Capitals and accents make no difference, so that `Skane` finds Skåne. A text without a
        letter or figure finds nothing.
        """
        asked = folded(text[:MOST_ASKED])
        words = asked.split()
        best: dict[str, Found] = {}
        for each in self._named if words else ():
            if all(word in each.folded for word in words):
                found = Found(each.thing, each.name, _fit(each.folded, asked, words))
                best[each.thing] = min(found, best.get(each.thing, found), key=_by_fit)
        return tuple(sorted(best.values(), key=_by_fit))


def holds(name: str, text: str) -> bool:
    """Whether a name holds each word of a text, as `Names.find` looks for them."""
    return all(word in folded(name) for word in folded(text[:MOST_ASKED]).split())


def _by_fit(found: Found) -> tuple[int, int, str, str]:
    return found.fit, len(found.name.value), found.name.value, found.thing


def folded(text: str) -> str:
    """A text as it is compared with others: its words in small letters without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = unicodedata.normalize("NFKD", plain.casefold())  # a letter set high or small may be a capital
    bare = "".join(each for each in plain if not unicodedata.combining(each))
    return " ".join(WORDS.findall(bare))


def _fit(name: str, asked: str, words: Iterable[str]) -> int:
    if name == asked:
        return WHOLE
    if name.startswith(asked):
        return BEGINNING
    beginnings = f" {name}"
    return WORD if all(f" {word}" in beginnings for word in words) else WITHIN


def _names(index: Index, things: frozenset[str]) -> Iterator[Named]:
    """Each name of each thing once, also those that it bore at some time."""
    bearers = {
        quad.object.value: quad.subject.value
        for quad in index.merged_quads(predicate=named(NV.naming))
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }
    said = {(thing, name) for predicate in NAMED_BY for thing, name in _said(index, predicate)}
    said |= {(bearers[part], name) for part, name in _said(index, NV.name) if part in bearers}
    return (Named(sys.intern(thing), name, folded(name.value)) for thing, name in said if thing in things)


def _said(index: Index, predicate: str) -> Iterator[tuple[str, Literal]]:
    for quad in index.merged_quads(predicate=named(predicate)):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            yield quad.subject.value, quad.object
