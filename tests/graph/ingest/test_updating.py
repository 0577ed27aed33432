"""What a SPARQL update makes of the named graphs of a release."""

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from graph.errors import QueryMalformed, QueryRefused, QueryTooLong, UpdateEnded
from graph.ingest.evaluating import Working, changed
from graph.ingest.parsing import Refusal
from graph.ingest.reading import Candidate, Original
from graph.ingest.updating import Update, evaluate
from graph.settings import Limits
from tests.graph.ingest.updates import IRIS, PREFIX, UPDATES, content, quads, task_of

ONE, TWO = "http://x.example/one", "http://x.example/two"
LIMITS = Limits(seconds=30)
INTEGER = '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'


def updated(update: str | Update, before: str = "") -> set[Quad]:
    """All named graphs after an update."""
    asked = Update(PREFIX + update) if isinstance(update, str) else update
    graphs = content(of=quads(before))
    emptied, lines = changed(Working(task_of(asked), b"".join(b"".join(each) for each in graphs.values())))
    new = set(parse(b"".join(lines), format=RdfFormat.N_QUADS))
    gone = {*emptied, *content(of=new)}
    return new | {each for each in quads(before) if str(each.graph_name)[1:-1] not in gone}


def apart(update: str, before: str = "", limits: Limits = LIMITS) -> list[Candidate]:
    """What a process of its own makes of an update."""
    return evaluate(
        Update(PREFIX + update), content(of=quads(before)), IRIS, Original("test.ru", b""), limits
    )


OPERATIONS = {
    "insert data": ("INSERT DATA { x:a x:p 1 }", "", "GRAPH <{updates}> {{ x:a x:p 1 }}"),
    "insert data in a graph": (
        "INSERT DATA { GRAPH x:one { x:a x:p 1 } x:b x:p 2 }",
        "",
        "x:one {{ x:a x:p 1 }} <{updates}> {{ x:b x:p 2 }}",
    ),
    "delete data": (
        "DELETE DATA { x:a x:p 1 . GRAPH x:one { x:a x:p 2 } }",
        "<{updates}> {{ x:a x:p 1 }} x:one {{ x:a x:p 1, 2 }}",
        "x:one {{ x:a x:p 1 }}",
    ),
    "patterns see the merge of all graphs": (
        "INSERT { x:all x:n ?n } WHERE { SELECT (COUNT(*) AS ?n) { ?s x:p ?o } }",
        "x:one {{ x:a x:p 1 }} x:two {{ x:a x:p 1 . x:b x:p 2 }}",
        "x:one {{ x:a x:p 1 }} x:two {{ x:a x:p 1 . x:b x:p 2 }} <{updates}> {{ x:all x:n 2 }}",
    ),
    "WITH says both graphs": (
        "WITH x:one DELETE { ?s x:p ?o } INSERT { ?s x:q ?o } WHERE { ?s x:p ?o }",
        "x:one {{ x:a x:p 1 }} x:two {{ x:b x:p 2 }}",
        "x:one {{ x:a x:q 1 }} x:two {{ x:b x:p 2 }}",
    ),
    "a relative WITH": (
        "BASE <http://x.example/> WITH <one> DELETE { ?s x:p ?o } WHERE { ?s x:p ?o }",
        "x:one {{ x:a x:p 1 }} x:two {{ x:b x:p 2 }}",
        "x:two {{ x:b x:p 2 }}",
    ),
    "USING says what patterns see": (
        "INSERT { ?s x:q ?o } USING x:two WHERE { ?s x:p ?o }",
        "x:one {{ x:a x:p 1 }} x:two {{ x:b x:p 2 }}",
        "x:one {{ x:a x:p 1 }} x:two {{ x:b x:p 2 }} <{updates}> {{ x:b x:q 2 }}",
    ),
    "USING beats WITH": (
        "WITH x:one INSERT { ?s x:q ?o } USING x:two WHERE { ?s x:p ?o }",
        "x:one {{ x:a x:p 1 }} x:two {{ x:b x:p 2 }}",
        "x:one {{ x:a x:p 1 . x:b x:q 2 }} x:two {{ x:b x:p 2 }}",
    ),
    "USING NAMED says which graphs there are": (
        "DELETE { GRAPH ?g { ?s ?p ?o } } USING NAMED x:two WHERE { GRAPH ?g { ?s ?p ?o } }",
        "x:one {{ x:a x:p 1 }} x:two {{ x:b x:p 2 }}",
        "x:one {{ x:a x:p 1 }}",
    ),
    "delete where": (
        "DELETE WHERE { GRAPH ?g { x:a ?p ?o } }",
        "x:one {{ x:a x:p 1 }} x:two {{ x:a x:p 2 . x:b x:p 2 }}",
        "x:two {{ x:b x:p 2 }}",
    ),
    "clear a graph": (
        "CLEAR GRAPH x:one",
        "x:one {{ x:a x:p 1 }} x:two {{ x:b x:p 2 }}",
        "x:two {{ x:b x:p 2 }}",
    ),
    "drop the default graph": (
        "DROP DEFAULT",
        "x:one {{ x:a x:p 1 }} <{updates}> {{ x:b x:p 2 }}",
        "x:one {{ x:a x:p 1 }}",
    ),
    "clear all": ("CLEAR ALL", "x:one {{ x:a x:p 1 }} <{updates}> {{ x:b x:p 2 }}", ""),
    "copy": (
        "COPY x:one TO x:two",
        "x:one {{ x:a x:p 1 }} x:two {{ x:b x:p 2 }}",
        "x:one {{ x:a x:p 1 }} x:two {{ x:a x:p 1 }}",
    ),
    "move to the default graph": (
        "MOVE GRAPH x:one TO DEFAULT",
        "x:one {{ x:a x:p 1 }} <{updates}> {{ x:b x:p 2 }}",
        "<{updates}> {{ x:a x:p 1 }}",
    ),
    "add the default graph": (
        "ADD DEFAULT TO x:one",
        "x:one {{ x:a x:p 1 }} <{updates}> {{ x:b x:p 2 }}",
        "x:one {{ x:a x:p 1 . x:b x:p 2 }} <{updates}> {{ x:b x:p 2 }}",
    ),
    "move the default graph to its own name": (
        "MOVE DEFAULT TO <{updates}>",
        "<{updates}> {{ x:b x:p 2 }}",
        "<{updates}> {{ x:b x:p 2 }}",
    ),
    "the default graph by both of its names": (
        "INSERT DATA { GRAPH <{updates}> { x:a x:p 1 } } ; DELETE DATA { x:a x:p 1 }",
        "x:one {{ x:b x:p 1 }}",
        "x:one {{ x:b x:p 1 }}",
    ),
    "moved from a named graph to the default one": (
        "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "x:one {{ x:a x:p 1 }} <{updates}> {{ x:b x:p 2 }}",
        "<{updates}> {{ x:a x:p 1 . x:b x:p 2 }}",
    ),
    "words in strings, comments and names": (
        """INSERT DATA { x:a x:p 'LOAD <x>; SERVICE <y> { } }' . x:WHERE x:p '; DROP ALL' } # ; CLEAR ALL""",
        "",
        "<{updates}> {{ x:a x:p 'LOAD <x>; SERVICE <y> {{ }} }}' . x:WHERE x:p '; DROP ALL' }}",
    ),
    "several operations, one after the other": (
        """INSERT DATA { x:a x:p 1 } ; DELETE { ?s x:p 1 } INSERT { ?s x:p 2 } WHERE { ?s x:p 1 } ;
        PREFIX y: <http://y.example/> INSERT DATA { x:a y:p 3 } ;""",
        "",
        "<{updates}> {{ x:a x:p 2 ; <http://y.example/p> 3 }}",
    ),
    "nothing": ("", "x:one {{ x:a x:p 1 }}", "x:one {{ x:a x:p 1 }}"),
}


@pytest.mark.parametrize(("update", "before", "after"), OPERATIONS.values(), ids=OPERATIONS)
def test_an_update_does_what_sparql_says(update: str, before: str, after: str) -> None:
    """With the graph of the source `updates` in the default graph's place."""
    named = update.replace("{updates}", UPDATES)
    assert updated(named, before.format(updates=UPDATES)) == quads(after.format(updates=UPDATES))


def test_a_blank_node_gets_a_name_that_nothing_has() -> None:
    mark = "http://house.example/.well-known/genid/updates/"
    before = f"<{UPDATES}> {{ <{mark}7> x:p 1 }}"
    new = updated("INSERT DATA { _:b x:p 2 ; x:q [ x:r 3 ] }", before) - quads(before)
    named = {each.subject.value for each in new}
    assert named == {f"{mark}8", f"{mark}9"}
    assert {each.object.value for each in new if each.predicate.value.endswith("q")} < named


def test_a_template_makes_another_blank_node_for_each_solution() -> None:
    before = "x:one { x:a x:p 1 . x:b x:p 2 }"
    new = updated("INSERT { _:b x:of ?s } WHERE { ?s x:p ?o }", before) - quads(before)
    assert len({each.subject for each in new}) == 2


def test_a_blank_node_can_be_matched_by_the_next_operation() -> None:
    text = "INSERT DATA { _:b x:p 1 } ; DELETE { ?s x:p 1 } INSERT { ?s x:p 2 } WHERE { ?s x:p 1 }"
    (only,) = updated(text)
    assert (only.subject.value, only.object.value) == (f"{IRIS.base}.well-known/genid/updates/1", "2")


def test_relative_iris_are_relative_to_the_endpoint() -> None:
    (only,) = updated(Update("INSERT DATA { GRAPH <graph/a> { <id/org/x> <#p> <> } }"))
    assert [each.value.removeprefix(IRIS.base) for each in only] == [
        "id/org/x",
        "sparql#p",
        "sparql",
        "graph/a",
    ]


PARAMETERS = {
    "one graph": ({"using": (ONE,)}, {"a"}),
    "two graphs": ({"using": (ONE, TWO)}, {"a", "b"}),
    "only named ones": ({"using_named": (ONE,)}, set()),
    "an unknown one": ({"using": ("http://x.example/none",)}, set()),
}


@pytest.mark.parametrize(("parameters", "seen"), PARAMETERS.values(), ids=PARAMETERS)
@pytest.mark.parametrize("pattern", ["INSERT { ?s x:q 1 } WHERE { ?s x:p ?o }"])
def test_the_dataset_of_an_update_is_what_the_parameters_say(
    parameters: dict[str, tuple[str, ...]], seen: set[str], pattern: str
) -> None:
    before = "x:one { x:a x:p 1 } x:two { x:b x:p 2 } x:three { x:c x:p 3 }"
    new = updated(Update(PREFIX + pattern, **parameters), before) - quads(before)
    assert {each.subject.value.removeprefix("http://x.example/") for each in new} == seen


def test_the_parameters_hold_for_delete_where_too() -> None:
    before = "x:one { x:a x:p 1 } x:two { x:a x:p 1 }"
    by_parameter = Update(PREFIX + "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", using_named=(ONE,))
    assert updated(by_parameter, before) == quads("x:two { x:a x:p 1 }")


@pytest.mark.parametrize("text", ["WITH x:one INSERT { } WHERE { }", "INSERT { } USING x:one WHERE { }"])
def test_a_dataset_is_given_in_one_place(text: str) -> None:
    with pytest.raises(QueryRefused, match="parameters"):
        updated(Update(PREFIX + text, using=(TWO,)))


REFUSED = {
    "load": "LOAD <http://127.0.0.1:1/x>",
    "a silent load": "LOAD SILENT <http://127.0.0.1:1/x> INTO GRAPH x:one",
    "a load run together": "LOAD<http://127.0.0.1:1/x>",
    "a service": "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "a silent service": "INSERT { ?s ?p ?o } WHERE { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "a service after another operation": "CLEAR ALL; DELETE { ?s ?p ?o } WHERE { serVice ?x { ?s ?p ?o } }",
    "a keyword run together": "COPY DEFAULTTO x:one",
    "a graph that is not there": "MOVE x:none TO x:one",
    "blank nodes to delete": "DELETE DATA { _:b x:p 1 }",
    "an IRI that may be a comparison": "INSERT { x:a x:p ?x } WHERE { BIND(?y <x#y> AS ?x) }",
    "many brackets": f"INSERT {{ x:a x:p ?x }} WHERE {{ BIND({'(' * 200}1{')' * 200} AS ?x) }}",
    "a query": "ASK { }",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_is_not_run_here_is_refused(text: str) -> None:
    with pytest.raises(QueryRefused):
        updated(text, "x:one { x:a x:p 1 }")


def test_a_literal_that_has_not_the_form_of_its_datatype_is_refused() -> None:
    with pytest.raises(Refusal, match="date"):
        updated("INSERT DATA { x:a x:p 'x'^^<http://www.w3.org/2001/XMLSchema#date> }")


MALFORMED = {
    "in the first line": ("INSERT DATA { <a:a> <a:b> }", (1, 27)),
    "in a later operation": (
        "CLEAR ALL ;\nINSERT DATA {\n <a:a> <a:b> 1 } ;\nDELETE DATA { <a:a> }",
        (4, 21),
    ),
    "in a pattern": ("CLEAR ALL;\nINSERT { <a:a> <a:b> 1 }\nWHERE { ?s }", (3, 13)),
    "in a deletion": ("DELETE WHERE\n{ ?s ?p }", (2, 9)),
    "nothing between": ("CLEAR ALL ;; CLEAR ALL", (1, 12)),
}


@pytest.mark.parametrize(("text", "place"), MALFORMED.values(), ids=MALFORMED)
def test_a_mistake_is_placed_in_the_text_that_was_sent(text: str, place: tuple[int, int]) -> None:
    with pytest.raises(QueryMalformed) as refused:
        updated(Update(text), "x:one { x:a x:p 1 }")
    assert (refused.value.line, refused.value.column) == place


def test_a_process_of_its_own_tells_the_graphs_that_differ_and_those_that_are_empty() -> None:
    before = "x:one { x:a x:p 1 } x:two { x:b x:p 2 } x:three { x:c x:p 3 }"
    told = {each.graph: each.lines for each in apart("MOVE x:one TO x:two", before)}
    assert told == {
        ONE: (),
        TWO: (f"<http://x.example/a> <http://x.example/p> {INTEGER} <{TWO}> .\n".encode(),),
    }


def test_a_process_of_its_own_tells_what_is_wrong_and_where() -> None:
    with pytest.raises(QueryMalformed, match="Line 2, column 7") as refused:
        apart("\nINSERT")
    assert refused.value.line == 2


def test_a_process_of_its_own_refuses_to_send_requests() -> None:
    with pytest.raises(QueryRefused, match="no requests"):
        apart("LOAD <http://127.0.0.1:1/x>")


def test_an_update_that_is_too_long_is_not_looked_at() -> None:
    with pytest.raises(QueryTooLong):
        apart("#" * 100, limits=Limits(update_bytes=99))


MANY = f"x:one {{ {' '.join(f'x:a{n} x:p {n} .' for n in range(300))} }}"
ENDLESS = "WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_an_update_ends_at_the_deadline() -> None:
    counted = ENDLESS.replace("WHERE", "WHERE { SELECT (COUNT(*) AS ?n)") + " }"
    with pytest.raises(UpdateEnded, match=r"0\.3 seconds"):
        apart(f"INSERT {{ x:a x:p ?n }} {counted}", MANY, Limits(seconds=0.3))


def test_an_update_that_wants_much_memory_is_ended() -> None:
    with pytest.raises(UpdateEnded, match="MiB"):
        apart(f"INSERT {{ ?a x:q ?l }} {ENDLESS}", MANY, Limits(seconds=60, memory_mebibytes=32))
