"""The names of the things of a release, in every language and as sources write them, to search in."""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode
from rdflib.namespace import RDFS, SKOS

from graph.index.index import Index
from graph.iris import named
from graph.terms import NV

NAMED_BY = (RDFS.label, SKOS.altLabel)
WORDS = re.compile(r"\w+")
WHOLE, BEGINNING, WORD, WITHIN = range(4)
"""How well a name fits: it is what was asked, begins with it, has words that begin with each of its words, or
holds them somewhere."""

MOST_ASKED = 200
"""Characters of a search that are looked for; no name is longer."""


@dataclass(frozen=True)
class Found:
    """A thing that a search finds, by the name that fits best."""

    thing: str
    name: Literal
    fit: int


class Names:
    """The names of some things of a release: what `entries` and `lines` made of them."""

    def __init__(self, entries: Mapping[str, tuple[str, ...]], lines: str) -> None:
        self._entries = entries
        self._lines = lines

    def find(self, text: str) -> tuple[Found, ...]:
        """The things with a name that holds each word of the text: the best fit first, then the shortest.

        Capitals and accents make no difference, so that `Skane` finds Skåne. A text without a
        letter or figure finds nothing.
        """
        asked = folded(text[:MOST_ASKED])
        words = asked.split()
        best: dict[str, tuple[int, int, str, str]] = {}
        for each in self._holding(words) if words else ():
            fit = _fit(each, asked, words)
            for entry in self._entries[each]:
                thing, name, language = json.loads(entry)
                found = (fit, len(name), name, language)
                if thing not in best or found < best[thing]:
                    best[thing] = found
        ranked = sorted((*found[:3], thing, found[3]) for thing, found in best.items())
        return tuple(
            Found(thing, Literal(name, language=language or None), fit)
            for fit, _, name, thing, language in ranked
        )

    def _holding(self, words: list[str]) -> Iterator[str]:
        """The names, as they are compared, that hold all the words."""
        longest, lines = max(words, key=len), self._lines
        at = lines.find(longest)
        while at >= 0:
            begin, end = lines.rfind("\n", 0, at) + 1, lines.index("\n", at)
            name = lines[begin:end]
            if all(word in name for word in words):
                yield name
            at = lines.find(longest, end)


def entries(index: Index, things: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """By each name as it is compared, who bears it in which words of which language."""
    found: dict[str, list[str]] = defaultdict(list)
    for thing, name in _named(index):
        if thing in things:
            found[folded(name.value)].append(json.dumps((thing, name.value, name.language or "")))
    return {name: tuple(sorted(each)) for name, each in found.items() if name}


def lines(entries: Iterable[str]) -> str:
    """All names as they are compared, each on a line of its own, to be looked through at once."""
    return "".join(f"{each}\n" for each in entries)


def holds(name: str, text: str) -> bool:
    """Whether a name holds each word of a text, as `Names.find` looks for them."""
    return all(word in folded(name) for word in folded(text[:MOST_ASKED]).split())


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


def _named(index: Index) -> set[tuple[str, Literal]]:
    """Each name of each thing once, also those that it bore at some time."""
    bearers = {
        quad.object.value: quad.subject.value
        for quad in index.merged_quads(predicate=named(NV.naming))
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }
    said = {(thing, name) for predicate in NAMED_BY for thing, name in _said(index, predicate)}
    return said | {(bearers[part], name) for part, name in _said(index, NV.name) if part in bearers}


def _said(index: Index, predicate: str) -> Iterator[tuple[str, Literal]]:
    for quad in index.merged_quads(predicate=named(predicate)):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            yield quad.subject.value, quad.object
