"""What is refused before a worker is used, and that nothing hides a SERVICE clause from it."""

import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, Store

from graph.errors import QueryMalformed, QueryRefused, QueryTooLong
from graph.settings import Limits
from graph.workers.sparql_scan import MOST_BRANCHES, MOST_NESTED, MOST_PATTERNS, scan
from tests.trap import set_trap

LIMITS = Limits()

HONEST = {
    "the word in a string": 'SELECT * { ?s ?p ?l FILTER(CONTAINS(?l, "SERVICE <http://x> { ?s ?p ?o }")) }',
    "the word in a comment": "# SERVICE <http://x/> { ?a ?b ?c }\nASK { ?s ?p ?o }",
    "the word in an IRI": "ASK { ?s <http://example.org/SERVICE#it> ?o }",
    "the word in a variable": "ASK { ?service ?p $SERVICE }",
    "the word as a local name": "PREFIX ex: <http://x/> ASK { ?s ex:service <http://y/> }",
    "an update word inside a query": "SELECT ?add { ?s <http://x/load> 'DELETE' }",
    "a comparison without spaces": "SELECT * { ?s ?p ?o FILTER(?o<?p&&?p>?s) }",
    "quotation marks in strings": """SELECT * { VALUES ?v { 'it''s' "a\\"b" '''c'd''' } }""",
    "many values": f"SELECT * {{ VALUES ?v {{ {' '.join(str(n / 10) for n in range(2000))} }} }}",
    "a long list of arguments": f"ASK {{ FILTER(1 IN ({', '.join(map(str, range(1000)))})) }}",
    "as many patterns as may be": "ASK { " + "?s ?p ?o . " * MOST_PATTERNS + "}",
    "as deep as may be": f"ASK {{ FILTER({'(' * (MOST_NESTED - 2)}true{')' * (MOST_NESTED - 2)}) }}",
}

REFUSED = {
    "nesting": f"ASK {{ FILTER({'STR(' * MOST_NESTED}1{')' * MOST_NESTED}) }}",
    "more patterns": "ASK { " + "?s ?p ?o . " * (MOST_PATTERNS + 1) + "}",
    "more objects": "ASK { ?s ?p " + ", ".join(f"?o{n}" for n in range(MOST_PATTERNS + 1)) + " }",
    "more optional parts": "ASK { " + "OPTIONAL { } " * (MOST_BRANCHES + 1) + "}",
    "more branches": "ASK { {} " + "UNION {} " * (MOST_BRANCHES + 1) + "}",
    "an insertion": "INSERT DATA { <http://a> <http://b> <http://c> }",
    "an insertion behind prefixes": "PREFIX ex: <http://x/>\nBASE <http://y/> insert { } where { }",
    "a load": "LOAD <http://127.0.0.1/>",
    "a load in silence": "load silent <http://127.0.0.1/>",
}

EX = "PREFIX ex: <{trap}> "

# Each asks the trap at {trap}.
SERVICES = {
    "plain": "SELECT * { SERVICE <{trap}> { ?s ?p ?o } }",
    "silent": "SELECT * { service silent <{trap}> { ?s ?p ?o } }",
    "without spaces": "SELECT*{SERVICE<{trap}>{?s ?p ?o}}",
    "run together with a name": "PREFIX ex: <{trap}> SELECT * { SERVICEex: { ?s ?p ?o } }",
    "run together with silent": "PREFIX ex: <{trap}> SELECT * { SERVICESILENTex: { ?s ?p ?o } }",
    "an empty prefix": "PREFIX : <{trap}> SELECT * { SERVICE: { ?s ?p ?o } }",
    "after a number": "SELECT * { ?x ?y 1SERVICE<{trap}> { ?s ?p ?o } }",
    "after a decimal": "SELECT * { ?x ?y 1 .SERVICE<{trap}> { ?s ?p ?o } }",
    "after a truth value": "SELECT * { ?x ?z trueSERVICE<{trap}> { ?s ?p ?o } }",
    "after a variable": "SELECT * { ?x ?y ?z.SERVICE<{trap}> { ?s ?p ?o } }",
    "behind a comment": "SELECT * { SERVICE#x\n<{trap}> { ?s ?p ?o } }",
    "after a carriage return": "SELECT * { # x\rSERVICE <{trap}> { ?s ?p ?o } }",
    "in an EXISTS": "ASK { FILTER EXISTS { SERVICE <{trap}> { ?s ?p ?o } } }",
    "in a sub-select": "SELECT * { { SELECT * { SERVICE <{trap}> { ?s ?p ?o } } } }",
    "in a template's query": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <{trap}> { ?s ?p ?o } }",
    "in a false IRI": EX + "ASK { ?x ?y ?z FILTER(?z<2).SERVICEex:#>\n{ ?s ?p ?o } }",
    "in a false IRI of a binding": EX + "ASK { ?x ?y ?z BIND(?z<2AS?k)SERVICEex:#>\n{ ?s ?p ?o } }",
    "in a string of a false IRI": EX + "ASK { FILTER(''<'a>') SERVICE ex: {} FILTER(''<'b>') }",
    "in a comment of a false IRI": EX + "ASK { FILTER(1<2#>'''\n) SERVICE ex: {} FILTER(1=1#'''\n) }",
    "in a false long string": EX + "ASK { VALUES ?v {'''a'} SERVICE ex: {} #\\q'''\n }",
    "in a long string of no letter": EX + "ASK { VALUES ?v {'''a'} SERVICE ex: {} #\\uD800'''\n }",
}


@pytest.mark.parametrize("text", HONEST.values(), ids=HONEST)
def test_an_honest_query_passes(text: str) -> None:
    scan(text, LIMITS)


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_no_query_needs_is_refused(text: str) -> None:
    with pytest.raises(QueryRefused):
        scan(text, LIMITS)


@pytest.mark.parametrize("text", SERVICES.values(), ids=SERVICES)
def test_a_service_clause_is_refused_however_it_is_written(text: str) -> None:
    with pytest.raises(QueryRefused):
        scan(text.replace("{trap}", "http://127.0.0.1/x"), LIMITS)


def test_a_text_is_measured_in_bytes() -> None:
    filling = "å" * (LIMITS.query_bytes // 2)
    with pytest.raises(QueryTooLong):
        scan(f"ASK {{}} # {filling}", LIMITS)


def test_a_string_that_is_not_closed_is_placed() -> None:
    with pytest.raises(QueryMalformed, match="Line 2, column 9") as caught:
        scan("SELECT *\n{ ?s ?p 'never closed }", LIMITS)
    assert (caught.value.line, caught.value.column) == (2, 9)


@pytest.mark.parametrize("unit", ["'\\", "<a", "''' ", '"""\\', "a-.", ":\\", "service:", "(", "''", "#"])
def test_the_longest_text_is_looked_at_in_a_moment(unit: str) -> None:
    text = unit * (LIMITS.query_bytes // len(unit))
    begun = time.process_time()
    with suppress(QueryRefused):
        scan(text, LIMITS)
    assert time.process_time() - begun < 2, "the time grows with the square of the length"


@pytest.fixture(scope="module")
def trap() -> Iterator[tuple[str, list[str]]]:
    with set_trap() as trap:
        yield trap


def test_the_trap_works(trap: tuple[str, list[str]]) -> None:
    """Without the scan the engine does send requests, so the tests below can fail."""
    address, visits = trap
    before = len(visits)
    with pytest.raises(OSError, match=r"reset|closed|EOF|invalid|Empty"):
        list(Store().query(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"))
    deadline = time.monotonic() + 5
    while len(visits) == before and time.monotonic() < deadline:
        time.sleep(0.01)  # the listener may note a visit after the visitor was sent away
    assert len(visits) > before


# Parts of a group, of which some end what the scan takes for a string, a comment or an IRI.
PARTS = st.sampled_from(
    [
        "SERVICE ex: { ?s ?p ?o }",
        "SERVICEex: {}",
        "SERVICE ?q#>\n{}",
        "SERVICESILENTex:#'''>\n{}",
        "VALUES ?q { ex: }",
        "VALUES ?v {'''a'}",
        "VALUES ?v {'''a'''}",
        'VALUES ?v {"""a"}',
        "VALUES ?v {'\\'' '\\\\'}",
        "FILTER(1<2)",
        "FILTER(1<2#>'''\n)",
        "FILTER(''<'a>')",
        "FILTER(1=1#'''\n)",
        "FILTER(''<\"a>\")",
        "BIND(1<2AS?k)",
        "BIND('' AS ?l)",
        "#\\q'''\n",
        '#\\q"""\n',
        "#>\n",
        "#'\n",
        "?x ?y 1",
        "?x ?y ex:a\\'",
        "?x ?y true",
        "?x ?y <#x>",
        "?x <y> 'z'@en",
        ".",
        "{}",
        "OPTIONAL {}",
    ]
)


@settings(max_examples=300)
@given(st.lists(PARTS, min_size=2, max_size=8), st.sampled_from(["", " "]))
def test_no_text_that_passes_makes_the_engine_send_a_request(
    trap: tuple[str, list[str]], parts: list[str], between: str
) -> None:
    """The first wall alone, against texts that are made to be read in two ways."""
    address, visits = trap
    text = f"PREFIX ex: <{address}> BASE <{address}> ASK {{ {between.join(parts)} }}"
    store = Store()
    store.add(Quad(NamedNode("http://a"), NamedNode("http://b"), Literal(1)))
    before = len(visits)
    with suppress(QueryRefused, SyntaxError):
        scan(text, LIMITS)
        assert isinstance(store.query(text), QueryBoolean)
    assert len(visits) == before
