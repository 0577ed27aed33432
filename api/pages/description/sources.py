"""Where a statement comes from, and how sure it is: what stands beside every figure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from pyoxigraph import Literal, NamedNode

from api.pages.editions.edition import Edition, Name, Text, fragment_of, notation
from graph.iris import named
from graph.terms import NV

SPAN = re.compile(r"(\d+)(?:[-–](\d+))?")
STATED_IN, LINES = named(NV.statedIn), named(NV.lines)
VALUES = (NamedNode, Literal)
ASSERTION, SECTION_OF = (str(each) for each in (NV.assertion, NV.sectionOf))
EDITORS = "editors"
"""The name of the graph with what the editors add, which is named after the documents."""


@dataclass(frozen=True)
class Source:
    """A document that says so, with the sections and lines where it does."""

    document: Name
    sections: tuple[Name, ...]
    lines: str
    """Line numbers of the document's file, as `645-646, 649`; empty where none are given."""


@dataclass(frozen=True)
class Mark:
    """A word that says that something is not simply stated by its source."""

    notation: str
    word: str
    meaning: Text | None


def sources(edition: Edition, subject: str, graph: str = "") -> tuple[Source, ...]:
    """The documents that a thing, or a part of one, is stated in; of one named graph, if that is given.

    A thing may be introduced in several documents, each in its own named graph; lines are
    read beside the section that stands in the same graph.
    """
    start = named(subject)
    sections = _by_graph(edition, start, STATED_IN)
    if not sections:
        return ()
    lines = _by_graph(edition, start, LINES)
    graphs = [*sections] if len(sections) == 1 else sorted(sections, key=partial(_place, edition))
    return tuple(
        source
        for each in graphs
        if graph in {"", each}
        for source in _by_document(edition, sections[each], lines.get(each, set()))
    )


def _place(edition: Edition, graph: str) -> tuple[bool, str]:
    return edition.index.iris.source(graph) == EDITORS, graph


def _by_graph(edition: Edition, subject: NamedNode, predicate: NamedNode) -> Mapping[str, set[str]]:
    """The values that each named graph gives a property."""
    found: dict[str, set[str]] = {}
    for quad in edition.index.store.quads_for_pattern(subject, predicate, None, None):
        graph, value = quad.graph_name, quad.object
        if isinstance(graph, NamedNode) and isinstance(value, VALUES):
            found.setdefault(graph.value, set()).add(value.value)
    return found


def marks(edition: Edition, subject: str) -> tuple[Mark, ...]:
    """How a statement was arrived at, where its source does not simply state it."""
    return tuple([mark(edition, concept) for concept in edition.things(subject, ASSERTION)])


def mark(edition: Edition, concept: str) -> Mark:
    """A kind of assertion as a mark."""
    return Mark(notation(concept), edition.word(concept), edition.description(concept))


def joined_lines(lines: Iterable[str]) -> str:
    """Line numbers in the order of the file, ranges that overlap as one: `9, 125–129`."""
    given = tuple(lines)
    if len(given) == 1 and given[0].isascii() and given[0].isdigit() and not given[0].startswith("0"):
        return given[0]
    joined: list[tuple[int, int]] = []
    for first, last in sorted(span for each in given for span in _spans(each)):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in joined)


def lines_in(edition: Edition, subject: str, document: str, within: str) -> list[str]:
    """The line numbers that a document's own graph gives a thing or part, those in a range of lines."""
    section = _spans(within)
    home = edition.index.iris.graph(document.rpartition("/")[2])
    found = edition.index.store.quads_for_pattern(named(subject), named(NV.lines), None, named(home))
    lines = [quad.object.value for quad in found if isinstance(quad.object, Literal)]
    return [line for line in lines if any(first <= first_line(line) <= last for first, last in section)]


def first_line(lines: str) -> int:
    """The first of some line numbers; zero where there are none."""
    return min((first for first, _ in _spans(lines)), default=0)


def _spans(lines: str) -> list[tuple[int, int]]:
    return [(int(first), int(last or first)) for first, last in SPAN.findall(lines)]


def document_of(edition: Edition, section: str) -> str:
    """The document that a section belongs to."""
    stated = edition.value(section, SECTION_OF)
    return stated or section.removesuffix(f"#{fragment_of(section)}")


def _cited(edition: Edition, section: str) -> tuple[Name, tuple[Name, ...]]:
    """A section's document, and the section."""
    return edition.name(document_of(edition, section)), edition.names([section])


def _by_document(edition: Edition, sections: set[str], lines: set[str]) -> list[Source]:
    if len(sections) == 1:
        document, parts = edition.kept(_cited, *sections)
        return [Source(document, parts, joined_lines(lines))]
    found: dict[str, list[str]] = defaultdict(list)
    for section in sorted(sections):
        found[document_of(edition, section)].append(section)
    return [
        Source(
            edition.name(document),
            edition.names(parts),
            joined_lines(lines if len(found) == 1 else _lines_of(edition, parts, lines)),
        )
        for document, parts in sorted(found.items())
    ]


def _lines_of(edition: Edition, sections: list[str], lines: set[str]) -> set[str]:
    """Those of the lines that lie in the sections, where one graph cites several documents."""
    spans = [
        span
        for section in sections
        for text in edition.texts(section, NV.lines)
        for span in _spans(text.text)
    ]
    return {each for each in lines if any(first <= first_line(each) <= last for first, last in spans)}
