"""A file is read as its ending promises, or refused with its name, a line and a reason."""

import socket
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib import Literal

from graph.errors import SourceNameInvalid, SourceUnreadable
from graph.ingest.lexical import XSD, fault
from graph.ingest.parsing import confine
from graph.ingest.reading import Candidate, Original, original, read, source_name
from graph.iris import Iris
from graph.processes.forking import run_apart
from graph.settings import Limits

IRIS = Iris("http://127.0.0.1:8000/")
LIMITS = Limits(import_seconds=20)
ORG = "http://127.0.0.1:8000/id/org/x"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"

SAME_IN_EVERY_SYNTAX = {
    "x.ttl": f'<id/org/x> <{LABEL}> "Å"@sv .',
    "x.nt": f'<{ORG}> <{LABEL}> "Å"@sv .\n',
    "x.nq": f'<{ORG}> <{LABEL}> "Å"@sv <{IRIS.graph("x")}> .\n',
    "x.trig": f'<graph/x> {{ <id/org/x> <{LABEL}> "Å"@sv }}',
    "x.n3": f'<id/org/x> <{LABEL}> "Å"@sv .',
    "x.jsonld": f'{{"@id": "id/org/x", "{LABEL}": {{"@value": "Å", "@language": "sv"}}}}',
    "x.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"><rdf:Description rdf:about="id/org/x">'
    '<rdfs:label xml:lang="sv">Å</rdfs:label></rdf:Description></rdf:RDF>',
}


def reading(name: str, content: str | bytes, source: str = "x") -> Candidate:
    raw = content.encode() if isinstance(content, str) else content
    return read(Original(name, raw), source, IRIS, LIMITS)


def quads(candidate: Candidate) -> list[Quad]:
    return list(parse(b"".join(candidate.lines), format=RdfFormat.N_QUADS))


@pytest.mark.parametrize("name", SAME_IN_EVERY_SYNTAX)
def test_every_syntax_gives_the_same_statements(name: str) -> None:
    candidate = reading(name, SAME_IN_EVERY_SYNTAX[name])

    assert candidate.lines == (f'<{ORG}> <{LABEL}> "Å"@sv <{IRIS.graph("x")}> .\n'.encode(),)


def test_a_byte_order_mark_is_no_fault() -> None:
    assert len(reading("x.ttl", b"\xef\xbb\xbf" + SAME_IN_EVERY_SYNTAX["x.ttl"].encode()).lines) == 1


BROKEN = {
    "a Turtle statement without its end": ("x.ttl", "<a> <b> <c> .\n<a> <b>\n", 3),
    "an IRI with a space": (
        "x.nt",
        "<http://a/> <http://b/> <http://c/> .\n<http://a b/> <http://b/> 1 .\n",
        2,
    ),
    "XML that is cut off": ("x.rdf", SAME_IN_EVERY_SYNTAX["x.rdf"].replace("><", ">\n<")[:-30], 3),
    "JSON that is cut off": ("x.jsonld", '{"@id": "id/org/x",\n "http://a/": tru', 2),
    "bytes that are not UTF-8": ("x.ttl", b'<a> <b> "ok" .\n<a> <b> "\xe5" .\n', 2),
    "a DOCTYPE": ("x.rdf", '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "b">]>\n<x>&a;</x>', 2),
    "a number that is none": ("x.ttl", f'<a> <b> "1,5"^^<{XSD}decimal> .', None),
    "a number in digits of another script": ("x.ttl", f'<a> <b> "٣"^^<{XSD}integer> .', None),
    "a year in digits of another script": ("x.ttl", f'<a> <b> "٢٠٢٥"^^<{XSD}gYear> .', None),
    "a day in digits of another script": ("x.ttl", f'<a> <b> "٢٠٢٥-٠١-٠١"^^<{XSD}date> .', None),
    "a day that is not in the calendar": ("x.ttl", f'<a> <b> "2025-02-30"^^<{XSD}date> .', None),
    "a control character": ("x.ttl", r'<a> <b> "\u0007" .', None),
    "a triple term": ("x.nt", "<http://a/> <http://b/> <<( <http://a/> <http://b/> <http://c/> )>> .", None),
    "a text with a direction": ("x.ttl", '<a> <b> "x"@en--ltr .', None),
    "a text with a direction, in JSON": (
        "x.jsonld",
        '{"@id": "a", "http://b/": {"@value": "x", "@language": "en", "@direction": "rtl"}}',
        None,
    ),
    "another graph": ("x.nq", "<http://a/> <http://b/> <http://c/> <http://elsewhere/> .", None),
    "no statement": ("x.ttl", "# only a comment\n", None),
    "JSON-LD that maps nothing": ("x.jsonld", '{"name": "x"}', None),
    "a remote context": ("x.jsonld", '{"@context": "http://127.0.0.1:9/c.jsonld", "name": "x"}', None),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_file_is_refused_for(what: str) -> None:
    name, content, line = BROKEN[what]

    with pytest.raises(SourceUnreadable) as refused:
        reading(name, content)

    assert refused.value.name == name
    assert refused.value.line == line
    assert len(refused.value.reason) > 10
    assert "Parser error" not in refused.value.reason


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.jsonld", '{"http://a/":' * 20_000 + "1" + "}" * 20_000),
        ("x.nt", "<http://a/> <http://b/> " + "<<( <http://a/> <http://b/> " * 100_000),
        ("x.ttl", "<a> <b> " + "( " * 50_000),
    ],
)
def test_a_file_that_crashes_the_parser_harms_only_the_child(name: str, content: str) -> None:
    with pytest.raises(SourceUnreadable, match=name):
        reading(name, content)


@pytest.mark.skipif(sys.platform != "linux", reason="the wall is Linux's")
def test_a_parser_that_wants_to_fetch_something_cannot() -> None:
    """The wall alone: ours sends no requests, but this one would not even get a socket."""

    def work() -> None:
        confine(10, 4 * 1024**3)
        try:
            socket.socket()
        except PermissionError:
            sys.exit(0)
        sys.exit(1)

    assert run_apart(work) == 0


def test_a_slow_file_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"too deeply nested or too large|more than 1 seconds"):
        read(
            Original("x.nt", b"<http://a/> <http://b/> <http://c/> .\n" * 3_000_000),
            "x",
            IRIS,
            Limits(import_seconds=1),
        )


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.ttl"
    path.write_bytes(b"#" * 2_000_000)

    with pytest.raises(SourceUnreadable, match="larger than 1 MiB"):
        original(path, Limits(import_bytes=1024**2))


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="No such file"):
        original(tmp_path / "none.ttl", LIMITS)


def test_an_unknown_ending_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(SourceUnreadable, match=r"\.ttl, "):
        reading("x.pdf", b"")


def test_blank_nodes_get_the_same_names_each_time_the_file_is_read() -> None:
    text = "[] <b> [ <c> 1 ] . <a> <b> _:x . _:x <d> 2 ."

    first, second = reading("x.ttl", text), reading("x.ttl", text)

    assert first.lines == second.lines
    subjects = {each.subject for each in quads(first)}
    assert all(isinstance(each, NamedNode) for each in subjects)
    assert f"{IRIS.base}.well-known/genid/x/1" in {each.value for each in subjects}


@pytest.mark.parametrize(
    ("file", "asked", "name"),
    [("Vinnova_2025.ttl", None, "vinnova-2025"), ("a.b.ttl", None, "a"), ("Å.ttl", "region-x", "region-x")],
)
def test_a_source_is_named_by_its_file_or_as_asked(file: str, asked: str | None, name: str) -> None:
    assert source_name(file, asked) == name


@pytest.mark.parametrize(
    ("file", "asked"), [("Åre.ttl", None), ("x.ttl", "Two Words"), ("x.ttl", "../x"), ("x.ttl", "")]
)
def test_a_source_name_that_is_not_plain_is_refused(file: str, asked: str | None) -> None:
    with pytest.raises(SourceNameInvalid, match="--source"):
        source_name(file, asked)


@given(st.sampled_from(["integer", "decimal", "boolean", "date", "double"]), st.text(max_size=12))
def test_what_we_take_as_well_written_rdflib_can_read(datatype: str, lexical: str) -> None:
    if fault(lexical, XSD + datatype) is None:
        assert not Literal(lexical, datatype=XSD + datatype, normalize=False).ill_typed


@given(st.dates())
def test_every_day_of_the_calendar_is_taken(day: object) -> None:
    assert fault(str(day), f"{XSD}date") is None
