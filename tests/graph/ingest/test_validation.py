"""A candidate is judged by the shapes beside the rest of the dataset, and the report says what was found."""

import json
import logging
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path

import pyshacl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyparsing import ParseException
from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.extras.shacl import parse_shacl_path
from rdflib.term import Node

from graph.assets import ontology
from graph.errors import ValidatorUndecided
from graph.ingest import parsed_once
from graph.ingest.parsed_once import ParsedOnce
from graph.ingest.report import Report
from graph.ingest.validation import UNDECIDED, load_shapes, validate
from graph.store.dataset import Dataset
from graph.terms import NV, code

BASE = "http://127.0.0.1:8000/"
PREFIXES = """
@prefix nv: <https://w3id.org/nodverk/ns#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix status: <https://w3id.org/nodverk/code/status/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
PLAN = '<id/document/plan#money> a nv:Section ; rdfs:label "P"@sv ; nv:sectionOf <id/document/plan> .'
DOCUMENT = f'<id/document/plan> a nv:Document ; rdfs:label "Planen"@sv . {PLAN}'
FUNDER = '<id/org/funder> a nv:Organisation ; rdfs:label "F"@sv ; nv:statedIn <id/document/plan#money> .'
AWARD = """
<id/funding/f> a nv:FundingAward ; rdfs:label "Bidraget"@sv ; nv:funder <id/org/funder> ;
    nv:benefits <id/node/lab> ; nv:statedIn <id/document/plan#money> ;
    nv:status status:decided ; nv:statusEvent <id/funding/f#decided> .
<id/funding/f#decided> a nv:StatusEvent ;
    nv:gaveStatus status:decided ; nv:statedIn <id/document/plan#money> .
"""
LAB = '<id/node/lab> a nv:Lab ; rdfs:label "Labbet"@sv ; nv:statedIn <id/document/plan#money> .'


def turtle(*texts: str) -> Graph:
    return Graph().parse(data=PREFIXES + "\n".join(texts), format="turtle", publicID=BASE)


@cache
def codes() -> Graph:
    """All codes, not to be changed."""
    return Graph().parse(data=ontology("codes.ttl").read_bytes(), format="turtle")


def told(report: Report) -> Counter[tuple[object, ...]]:
    """The results without their messages, which pySHACL does not keep stable."""
    return Counter(
        (each.focus, each.path, each.value, each.component, each.shape, each.severity)
        for each in report.results
    )


def told_by_pyshacl(data: Graph, shapes: Graph) -> Counter[tuple[object, ...]]:
    """The same of pySHACL as it is shipped."""
    _, found, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    assert isinstance(found, Graph)
    return Counter(_result(found, each) for each in found.objects(None, SH.result))


def _result(found: Graph, result: Node) -> tuple[object, ...]:
    path = found.value(result, SH.resultPath)
    return (
        found.value(result, SH.focusNode),
        parse_shacl_path(found, path) if path is not None else None,
        found.value(result, SH.value),
        found.value(result, SH.sourceConstraintComponent),
        found.value(result, SH.sourceShape),
        found.value(result, SH.resultSeverity),
    )


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return load_shapes()


def test_the_shipped_graphs_meet_the_shapes_together_without_a_warning(
    shipped_folder: Callable[[str], Path],
) -> None:
    dataset = Dataset.open(shipped_folder(BASE))
    (report,) = {each.report for each in dataset.catalogue.imports()}
    assert json.loads(dataset.objects.get(report)) == {"conforms": True, "results": []}


def test_a_candidate_may_name_what_came_with_another_source(shapes: Graph) -> None:
    report = validate(turtle(AWARD), turtle(DOCUMENT, FUNDER, LAB) + codes(), shapes)
    assert report.text("en") == "No errors.\n"


def test_a_candidate_may_not_name_what_nobody_has_heard_of(shapes: Graph) -> None:
    report = validate(turtle(AWARD), turtle(DOCUMENT, LAB) + codes(), shapes)
    assert [(each.path, each.value) for each in report.results] == [
        (NV.funder, URIRef(BASE + "id/org/funder"))
    ]


def test_a_candidate_cannot_vouch_for_itself_by_the_version_that_it_replaces(shapes: Graph) -> None:
    old, new, rest = turtle(AWARD, FUNDER), turtle(AWARD), turtle(DOCUMENT, LAB) + codes()
    assert validate(old, rest, shapes).conforms
    assert not validate(new, rest, shapes).conforms


def test_what_only_others_describe_is_not_reported(shapes: Graph) -> None:
    others = turtle(DOCUMENT, LAB, FUNDER, "<id/org/wrong> a nv:SubBody .")
    assert validate(turtle(AWARD), others + codes(), shapes).results == ()
    assert not validate(others, codes(), shapes).conforms


def test_a_name_given_elsewhere_counts_against_a_second_one_here(shapes: Graph) -> None:
    report = validate(turtle('<id/org/funder> rdfs:label "Annat"@sv .'), turtle(DOCUMENT, FUNDER), shapes)
    assert [each.component for each in report.results] == [SH.UniqueLangConstraintComponent]


def test_a_blank_node_of_the_candidate_is_reported(shapes: Graph) -> None:
    report = validate(turtle('[] a nv:Place ; rdfs:label "Ön"@sv .'), Graph(), shapes)
    assert [each.component for each in report.results] == [SH.NodeKindConstraintComponent]


@pytest.mark.parametrize(
    "odd",
    [
        '<id/x#p> a nv:Period ; nv:start [] ; nv:end "2025-01-01"^^xsd:date .',
        '<id/x#p> a nv:Period ; nv:start "2025-01-01"^^xsd:date ; nv:end [] .',
    ],
)
def test_where_pyshacl_fails_the_validator_is_undecided_and_does_not_pass(odd: str, shapes: Graph) -> None:
    with pytest.raises(ValidatorUndecided, match="ReportableRuntimeError"):
        validate(turtle(odd), Graph(), shapes)


def test_ill_typed_literals_are_reported_and_not_logged(
    shapes: Graph, caplog: pytest.LogCaptureFixture
) -> None:
    candidate = turtle(
        '<id/x#p> a nv:Period ; nv:start "2025-02-30"^^xsd:date .',
        '<id/x#a> a nv:AmountStatement ; nv:value "mycket"^^xsd:decimal .',
    )
    caplog.clear()
    with caplog.at_level(logging.DEBUG, "rdflib.term"):
        report = validate(candidate, Graph(), shapes)
    odd = [each.path for each in report.results if each.component == SH.DatatypeConstraintComponent]
    assert sorted(odd) == [NV.start, NV.value]
    assert [record for record in caplog.records if record.name.startswith("rdflib")] == []
    assert "mycket" in report.text("sv")
    assert report.graph.serialize(format="nt")


def test_rdflib_logs_ill_typed_literals_again_after_a_validation(
    shapes: Graph, caplog: pytest.LogCaptureFixture
) -> None:
    validate(turtle(DOCUMENT), Graph(), shapes)
    Literal("mycket", datatype=XSD.decimal)
    assert [record.name for record in caplog.records] == ["rdflib.term"]


# --- The report


ADVICE = '<id/org/quiet> a nv:Organisation ; rdfs:label "Tyst"@sv .'
UNNAMED = "\n".join(f"<id/place/{number}> a nv:Place ; nv:within <id/place/nowhere> ." for number in range(7))


def test_advice_alone_leaves_a_graph_conforming(shapes: Graph) -> None:
    report = validate(turtle(ADVICE), Graph(), shapes)
    assert report.conforms
    assert [each.severity for each in report.results] == [SH.Warning]
    assert report.text("en").startswith("No errors. 1 warning\n")
    assert report.text("sv").startswith("Inga fel. 1 varning\n")
    assert list(report.graph.objects(None, SH.conforms)) == [Literal(lexical_or_value=True)]


def test_the_text_names_each_rule_once_with_its_first_places(shapes: Graph) -> None:
    text = validate(turtle(UNNAMED, ADVICE), Graph(), shapes).text("en")
    assert text.startswith("14 errors, 1 warning\n")
    paragraphs = text.split("\n\n")
    assert [each.partition(":")[0] for each in paragraphs[1:]] == ["Error", "Error", "Warning"]
    unknown = next(each for each in paragraphs if "larger place" in each)
    assert unknown.splitlines() == [
        "Error: Point to a larger place that is in the file or the graph.",
        "  7 places, nv:within",
        *(f"  <{BASE}id/place/{number}> has <{BASE}id/place/nowhere>" for number in range(5)),
        "  and 2 more",
    ]


def test_the_text_is_swedish_where_swedish_is_asked_for(shapes: Graph) -> None:
    text = validate(turtle(UNNAMED, ADVICE), Graph(), shapes).text("sv")
    assert text.startswith("14 fel, 1 varning\n")
    assert "Fel: Ange ett namn på svenska.\n  7 ställen, rdfs:label\n" in text
    assert "  och 2 till\n" in text
    assert "\n\nVarning: " in text


def test_a_long_value_is_cut_in_the_text_and_whole_in_the_json(shapes: Graph) -> None:
    report = validate(turtle(f'<id/x#p> a nv:Period ; nv:start "{"x" * 5000}" .'), Graph(), shapes)
    assert len(report.text("en")) < 1000
    assert "x" * 5000 in report.as_json()


def test_each_result_of_a_sparql_rule_keeps_its_messages_apart_by_language(shapes: Graph) -> None:
    report = validate(turtle("<id/place/a> nv:within <id/place/a> ; a nv:Place ."), Graph(), shapes)
    [circle] = [each for each in report.results if each.component == SH.SPARQLConstraintComponent]
    assert circle.path == NV.within
    assert circle.message("sv").startswith("Bryt cirkeln")
    assert circle.message("en").startswith("Break the circle")
    assert {each.language for each in report.graph.objects(None, SH.resultMessage)} == {"sv", "en"}


def test_the_json_holds_every_result_with_terms_as_in_sparql(shapes: Graph) -> None:
    report = validate(turtle('<id/x#p> a nv:Period ; nv:start "snart"@sv .'), Graph(), shapes)
    [result] = json.loads(report.as_json())["results"]
    messages = result.pop("messages")
    assert sorted(messages) == ["en", "sv"]
    assert result == {
        "focus": f"<{BASE}id/x#p>",
        "path": f"<{NV.start}>",
        "value": '"snart"@sv',
        "component": str(SH.DatatypeConstraintComponent),
        "shape": "https://w3id.org/nodverk/shape#start-form",
        "severity": str(SH.Violation),
    }


def test_the_w3c_report_says_what_the_report_says(shapes: Graph) -> None:
    report = validate(turtle(UNNAMED, ADVICE, "<id/x#a> a nv:AmountStatement ."), Graph(), shapes)
    graph = Graph().parse(data=report.graph.serialize(format="turtle"), format="turtle")
    [subject] = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(subject, SH.conforms) == Literal(lexical_or_value=False)
    assert Counter(_result(graph, each) for each in graph.objects(subject, SH.result)) == told(report)


def test_a_report_is_the_same_each_time(shapes: Graph) -> None:
    first, second = (validate(turtle(UNNAMED, ADVICE, AWARD), codes(), shapes) for _ in range(2))
    assert first == second
    assert first.text("sv") == second.text("sv")


# --- What makes it fast gives the same answer


SOUND = turtle(
    DOCUMENT,
    FUNDER,
    LAB,
    AWARD,
    "<id/funding/f> nv:amount <id/funding/f#amount> ; nv:period <id/funding/f#period> .",
    "<id/funding/f#amount> a nv:AmountStatement ; nv:value 5.0 ; nv:statedIn <id/document/plan#money> ;",
    f"  nv:amountKind <{code('amount', 'granted')}> ; nv:timeBasis <{code('basis', 'whole-period')}> .",
    '<id/funding/f#period> a nv:Period ; nv:start "2025-01-01"^^xsd:date ; nv:end "2026-12-31"^^xsd:date .',
)
ODD = [
    *(Literal(each) for each in ("", " ", "1,5 mkr", "850229-1234", "någon@exempel.se")),
    *(Literal(each, lang=language) for each in ("Namn", "0701234567") for language in ("sv", "en")),
    *(Literal(each, datatype=XSD.decimal) for each in ("0.0", "-1.0", "1e9", "9" * 40 + ".0", "mycket")),
    *(Literal(each, datatype=XSD.date) for each in ("2024-12-31", "2025-02-30", "-0001-01-01")),
    *(Literal(each, datatype=XSD.double) for each in ("NaN", "INF")),
    Literal("7", datatype=XSD.integer),
    Literal("2025", datatype=XSD.gYear),
    BNode("odd"),
    code("status", "paid"),
    code("amount", "granted"),
    *(NV.FundingTotal, NV.FundingAward, NV.Period, NV.Place, NV.AmountStatement),
]
SUBJECTS = sorted(set(SOUND.subjects()))
PREDICATES = sorted({*SOUND.predicates(), NV.restates, NV.highestReading, NV.sumOf, NV.within, NV.partOf})
EDITS = st.one_of(
    st.tuples(st.just("drop"), st.sampled_from(sorted(SOUND))),
    st.tuples(
        st.just("add"),
        st.tuples(st.sampled_from(SUBJECTS), st.sampled_from(PREDICATES), st.sampled_from([*ODD, *SUBJECTS])),
    ),
)


@cache
def named_codes() -> Graph:
    """The codes that are named above: whatever is there is judged by every shape without our aiming.

    Not to be changed.
    """
    graph, every = Graph(), codes()
    for each in {*SOUND.objects(), *ODD}:
        for triple in every.triples((each, None, None)):
            graph.add(triple)
    return graph


def edited(edits: list[tuple[str, tuple[Node, Node, Node]]]) -> Graph:
    graph = Graph() + SOUND
    for change, triple in edits:
        if change == "drop":
            graph.remove(triple)
        else:
            graph.add(triple)
    return graph


def test_a_graph_that_parses_queries_once_is_judged_as_any_other(shapes: Graph) -> None:
    edits = [("add", (subject, RDFS.label, odd)) for subject, odd in product(SUBJECTS, ODD)]
    odd = edited(edits) + named_codes()
    expected = told_by_pyshacl(odd, shapes)
    assert len(expected) > 10
    parsed_once = ParsedOnce()
    parsed_once += odd
    assert told_by_pyshacl(parsed_once, shapes) == expected


@settings(max_examples=25)
@given(st.lists(EDITS, min_size=1, max_size=5), st.sets(st.sampled_from(SUBJECTS), min_size=1))
def test_of_a_candidate_the_same_is_found_as_of_all_that_is_there(
    shapes: Graph, edits: list[tuple[str, tuple[Node, Node, Node]]], ours: set[Node]
) -> None:
    candidate, surroundings = Graph(), Graph() + named_codes()
    for triple in edited(edits):
        (candidate if triple[0] in ours else surroundings).add(triple)
    whole = candidate + surroundings
    for triple in shapes.triples((None, RDFS.subClassOf, None)):
        whole.add(triple)
    entailed = ParsedOnce()
    entailed += whole
    for node in set(whole.subjects()):
        entailed.add((node, RDF.type, RDFS.Resource))
    try:
        expected = told_by_pyshacl(entailed, shapes)
    except UNDECIDED:
        with pytest.raises(ValidatorUndecided):
            validate(whole, Graph(), shapes)
    else:
        described = set(candidate.subjects())
        of_ours = {result: count for result, count in expected.items() if result[0] in described}
        assert told(validate(candidate, surroundings, shapes)) == of_ours


OWN_SHAPES = """
@prefix : <http://x/shape#> .
@prefix nv: <https://w3id.org/nodverk/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
:node a sh:NodeShape ; sh:targetClass nv:Project ; sh:targetNode <http://x/thing> ; sh:property :label .
:subjects a sh:NodeShape ; sh:targetClass nv:Project ; sh:targetSubjectsOf nv:within ; sh:property :label .
:objects a sh:NodeShape ; sh:targetClass nv:Project ; sh:targetObjectsOf nv:partOf ; sh:property :label .
:Kind a sh:NodeShape , rdfs:Class ; sh:targetClass nv:Project ; sh:property :label .
:class a sh:NodeShape ; sh:targetClass nv:Place ; sh:node :asked .
:asked a sh:NodeShape ; sh:targetClass nv:Project ; sh:property :label .
:label sh:path rdfs:label ; sh:minCount 1 ; sh:message "Give a name."@en .
"""


@pytest.mark.parametrize(
    "said",
    [
        "<http://x/thing> a nv:Lab .",
        "<http://x/part> nv:within <http://x/whole> .",
        "<http://x/whole> a nv:Lab . <http://x/part> nv:partOf <http://x/whole> .",
        "<http://x/part> a <http://x/shape#Kind> .",
        "<http://x/part> a nv:Place .",
        "<http://x/part> a nv:Project .",
    ],
)
def test_shapes_may_have_targets_of_every_kind_beside_their_classes(said: str) -> None:
    shapes = Graph().parse(data=OWN_SHAPES, format="turtle")
    found = told_by_pyshacl(turtle(said), shapes)
    expected = {each: count for each, count in found.items() if each[0] in set(turtle(said).subjects())}
    assert expected
    assert told(validate(turtle(said), Graph(), shapes)) == expected


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this\nWHERE {\n  $this rdfs:label 'A  B'\n}",
        "SELECT $this # whom\nWHERE { $this rdfs:label 'A  B' }",
        "SELECT $this\nWHERE { $this rdfs:label '''A\nB''' }",
    ],
    ids=["on lines", "with a comment", "with a string on lines"],
)
def test_a_rule_in_sparql_means_the_same_however_it_is_laid_out(query: str) -> None:
    shapes = Graph().parse(
        format="turtle",
        data="@prefix : <http://x/shape#> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
        ":rule a sh:NodeShape ; sh:targetClass rdfs:Resource ; sh:sparql :constraint ."
        f':constraint a sh:SPARQLConstraint ; sh:message "Not so."@en ; sh:select """{query}""" .',
    )
    labels = {"one": Literal("A  B"), "lines": Literal("A\nB"), "other": Literal("A B")}
    candidate = Graph()
    for name, label in labels.items():
        candidate.add((URIRef(f"http://x/{name}"), RDFS.label, label))

    (result,) = validate(candidate, Graph(), shapes).results

    assert result.focus == URIRef("http://x/lines" if "'''" in query else "http://x/one")
    assert result.messages == {"en": "Not so."}


def test_a_query_asked_often_is_parsed_once() -> None:
    graph = ParsedOnce()
    text = "SELECT ?odd WHERE { ?odd a ?kind ; ?path ?value . FILTER (?value = 0 || ?value = 1) }"
    before = parsed_once._parsed.cache_info()
    for _ in range(40):
        assert len(graph.query(text, initBindings={"kind": NV.Place})) == 0
    after = parsed_once._parsed.cache_info()

    assert (after.misses - before.misses, after.hits - before.hits) == (1, 39)


def test_a_graph_that_parses_once_answers_like_any_other() -> None:
    text = "SELECT ?place WHERE { ?place <urn:within> ?around }"
    once = ParsedOnce()
    for place in ("urn:a", "urn:b"):
        once.add((URIRef(place), URIRef("urn:within"), URIRef(f"{place}:around")))
        plain = Graph() + once
        for around in ("urn:a:around", "urn:b:around"):
            bound = {"around": URIRef(around)}
            assert list(once.query(text, initBindings=bound)) == list(plain.query(text, initBindings=bound))
    with pytest.raises(ParseException):
        once.query("SELECT")
