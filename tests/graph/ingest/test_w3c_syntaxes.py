"""The W3C's tests of the RDF syntaxes, through what reads a file for an import.

What is RDF is read as what it says, and what is none is refused. Some that is RDF is refused too, by
decision: files that fill several graphs, control characters, and numbers that are none. `DECIDED` names them.

The reader is asked in this process, which spares a thousand of them; `nodverk` starts one for each file.
"""

import re
from collections.abc import Iterator

import pytest
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse

from graph.ingest.parsing import Refusal, Task, genid, statements
from tests.results_compared import of_statements
from tests.w3c_suites import Case, absent, cases, given, path_of

HOUSE = "http://house.example/"
OURS = f"{HOUSE}graph/w3c"
POSITIVE = (
    *(f"Test{name}PositiveSyntax" for name in ("Turtle", "Trig", "NTriples", "NQuads")),
    *(f"Test{name}Eval" for name in ("Turtle", "Trig", "XML")),
)
NEGATIVE = (
    *(f"Test{name}NegativeSyntax" for name in ("Turtle", "Trig", "NTriples", "NQuads", "XML")),
    *(f"Test{name}NegativeEval" for name in ("Turtle", "Trig")),
)
DECIDED = {
    r"literal\w*_(all_controls|ascii_boundaries|with_(escaped_)?(BACKSPACE|FORM_FEED))$": "control character",
    r"datatypes-test002$": "is not written as an xsd:integer",
}
"""What is refused though it is RDF, by name, and what is said of it."""

BEYOND_THE_ENGINE = {
    # the result has an IRI with a code point that is none
    "turtle/localName_with_assigned_nfc_PN_CHARS_BASE_character_boundaries",
    "trig/localName_with_assigned_nfc_PN_CHARS_BASE_character_boundaries",
    # the engine leaves XML literals as they are written
    "rdf-xml/xml-canon-test001",
}
"""Where the engine reads something else than what the W3C has as the result."""


def quads_of(iri: str) -> list[Quad]:
    form = RdfFormat.from_extension(path_of(iri).suffix.removeprefix("."))
    return list(parse(path=str(path_of(iri)), format=form, base_iri=iri))


def as_the_engine_reads(iri: str) -> Iterator[Triple]:
    return (each.triple for each in quads_of(iri))


def named_in(case: Case) -> set[NamedNode | BlankNode | Triple | DefaultGraph]:
    """The named graphs that a file fills."""
    return {each.graph_name for each in quads_of(case.action)} - {DefaultGraph()}


def several(case: Case) -> bool:
    """Whether a file fills more than one graph, or one that has no name by which to ask for it."""
    named = named_in(case)
    return len(named) > 1 or any(isinstance(each, BlankNode) for each in named)


def read(case: Case) -> list[Quad]:
    """The statements of a file, read for the one graph that it names, or for ours."""
    path = path_of(case.action)
    named = [] if case.kind in NEGATIVE else [each for each in named_in(case) if isinstance(each, NamedNode)]
    target = named[0].value if named else OURS
    task = Task(path.suffix.removeprefix("."), case.action, HOUSE, target, seconds=10, memory_bytes=2**30)
    return list(statements(path.read_bytes(), task))


def with_blank_nodes(quads: list[Quad]) -> Iterator[Triple]:
    """Statements as the file had them, before names stood for its blank nodes."""
    for quad in quads:
        assert isinstance(quad.graph_name, NamedNode)
        prefix = genid(HOUSE, quad.graph_name.value)
        subject, value = (
            BlankNode(f"n{term.value.removeprefix(prefix)}")
            if isinstance(term, NamedNode) and term.value.startswith(prefix)
            else term
            for term in (quad.subject, quad.object)
        )
        yield Triple(subject, quad.predicate, value)  # type: ignore[arg-type]  # a subject is no literal


def decided(case: Case) -> str:
    """What is said of a file that is refused by decision; empty for all others."""
    said = [reason for name, reason in DECIDED.items() if re.search(name, case.name, re.IGNORECASE)]
    return (*said, "fills one graph only" if several(case) else "")[0]


@pytest.mark.parametrize("case", given(*POSITIVE))
def test_what_is_rdf_is_read_as_what_it_says(case: Case) -> None:
    if reason := decided(case):
        with pytest.raises(Refusal, match=reason):
            read(case)
        return
    found = of_statements(with_blank_nodes(read(case)))
    if case.result and case.name not in BEYOND_THE_ENGINE:
        assert found == of_statements(as_the_engine_reads(case.result))
    else:
        assert found == of_statements(as_the_engine_reads(case.action))


@pytest.mark.parametrize("case", given(*NEGATIVE))
def test_what_is_no_rdf_is_refused(case: Case) -> None:
    with pytest.raises(Refusal) as refused:
        read(case)

    assert len(refused.value.reason) > 10


@absent
def test_few_are_refused_though_they_are_rdf() -> None:
    """So that what is decided does not come to hide what is broken."""
    positive = [case for case in cases() if case.kind in POSITIVE]
    refused = [case.name for case in positive if decided(case)]

    assert len(positive) > 600
    assert len(refused) < 0.07 * len(positive), refused
