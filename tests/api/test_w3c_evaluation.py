"""The W3C's tests of what SPARQL is and means: what the engine passes, it passes through the endpoint.

The data of all tests is in one release, each file a named graph by its own IRI, put there
past the shapes and with its blank nodes, which an import would not take. A test's own data
is then the dataset that the protocol's parameters name: `default-graph-uri` is what the
suite calls data, `named-graph-uri` what it calls graph data. What a query says by `FROM` it
says itself.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

import pytest
from pyoxigraph import (
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from graph.store.dataset import Dataset, sorted_lines
from tests.api.running import Server
from tests.results_compared import (
    Comparable,
    described_rows,
    of_result,
    of_rows,
    of_statements,
)
from tests.w3c_suites import Case, absent, cases, given, path_of, statements_of

HOUSE = "http://127.0.0.1:1/"
NOTHING = "urn:x-w3c:nothing"
"""A graph that there is not: alone it makes a dataset that is empty."""

EVALUATED = ("QueryEvaluationTest", "CSVResultFormatTest")
SYNTAX = ("PositiveSyntaxTest", "PositiveSyntaxTest11", "NegativeSyntaxTest", "NegativeSyntaxTest11")
RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "tsv": QueryResultsFormat.TSV,
}
GRAPHS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
SERVICE = re.compile(r"^[^#\n]*\bSERVICE\b", re.MULTILINE)
FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>:]*)>", re.IGNORECASE)
BLANK = re.compile(r"_:\w+")


def text_of(case: Case) -> str:
    return path_of(case.action).read_bytes().decode()


def said_by(case: Case) -> tuple[str, ...]:
    """The graphs that the query itself names."""
    return tuple(sorted({urljoin(case.action, name) for name in FROM.findall(text_of(case))}))


def request_of(case: Case) -> dict[str, Any]:
    """The test as a form. Its base stands in its text, since the protocol has no parameter for one."""
    dataset = {"default-graph-uri": list(case.data), "named-graph-uri": list(case.named)}
    if said_by(case):
        dataset = {}
    elif not (case.data or case.named):
        dataset = {"default-graph-uri": [NOTHING]}
    return {"query": f"BASE <{case.action}>\n{text_of(case)}", **dataset}


def by_the_engine(case: Case) -> Any:
    """What the engine answers, asked as the suite says: on a store of the test's own."""
    store = Store()
    for iri in case.data:
        store.extend(Quad(*each) for each in statements_of(iri))
    for iri in {*case.named, *said_by(case)}:
        store.extend(Quad(*each, NamedNode(iri)) for each in statements_of(iri))
    return store.query(text_of(case), base_iri=case.action)


def by_the_w3c(case: Case, *, graph: bool) -> Comparable:
    """What the test says that the answer is."""
    suffix = path_of(case.result).suffix.removeprefix(".")
    if graph:
        return of_statements(statements_of(case.result))
    if form := QueryResultsFormat.from_extension(suffix):
        return of_result(parse_query_results(path=str(path_of(case.result)), format=form), lax=case.lax)
    described = described_rows(statements_of(case.result))
    return described if isinstance(described, bool) else of_rows(described, lax=case.lax)


def passes(case: Case) -> bool:
    """Whether the engine itself passes a test; `SERVICE` is never tried, since it would send requests."""
    if SERVICE.search(text_of(case)):
        return False
    try:
        result = by_the_engine(case)
    except SyntaxError:
        return False
    graph = isinstance(result, QueryTriples)
    found = of_statements(result) if graph else of_result(result, lax=case.lax)
    return found == by_the_w3c(case, graph=graph)


@pytest.fixture(scope="module")
def serving(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A service of the data of all tests."""
    folder = tmp_path_factory.mktemp("w3c") / "dataset"
    evaluated = [case for case in cases() if case.kind in EVALUATED]
    graphs = {iri for case in evaluated for iri in (*case.data, *case.named, *said_by(case))}
    with Dataset.create(folder, HOUSE).writing() as writer:
        versions = {}
        for name in sorted(graphs):
            quads = [Quad(*each, NamedNode(name)) for each in statements_of(name)]
            versions[name] = writer.keep_graph(name, sorted_lines(quads))
        writer.commit(versions, "the W3C's data")
    return serve(folder, "--workers", "1", NODVERK_QUERY_SECONDS="30")


def answered(server: Server, case: Case, name: str) -> bytes:
    response = server.client.post("sparql", data={**request_of(case), "format": name})
    assert response.status_code == 200, response.text
    return response.content


def lines(table: bytes) -> list[str]:
    """The lines of a table, its first in its place, whatever blank nodes are called."""
    first, *rest = BLANK.sub("_:", table.decode()).splitlines()
    return [first, *sorted(rest)]


def refused(server: Server, text: str) -> None:
    response = server.client.post("sparql", data={"query": text, "default-graph-uri": NOTHING})
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("case", given(*EVALUATED))
def test_a_query_means_what_it_means_to_the_engine(serving: Server, case: Case) -> None:
    if SERVICE.search(text_of(case)):
        return refused(serving, text_of(case))
    try:
        expected = by_the_engine(case)
    except SyntaxError:
        return refused(serving, text_of(case))
    if isinstance(expected, QueryTriples):
        wanted = of_statements(expected)
        for name, syntax in GRAPHS.items():
            found = parse(answered(serving, case, name), format=syntax)
            assert of_statements(each.triple for each in found) == wanted, name
        return None
    wanted = of_result(expected, lax=case.lax)
    tabular = isinstance(expected, QuerySolutions)
    for name in RESULTS if tabular else ("json", "xml"):
        result = parse_query_results(answered(serving, case, name), format=RESULTS[name])
        assert of_result(result, lax=case.lax) == wanted, name
    if tabular:
        table = by_the_engine(case).serialize(format=QueryResultsFormat.CSV)
        told = answered(serving, case, "csv")
        assert lines(told) == lines(table)
    return None


@pytest.mark.parametrize("case", given(*SYNTAX))
def test_a_text_is_a_query_if_it_is_one_to_the_engine(serving: Server, case: Case) -> None:
    text = text_of(case)
    try:
        Store().query(text, base_iri=case.action)
    except (RuntimeError, SyntaxError):
        return refused(serving, text)
    if SERVICE.search(text):
        return refused(serving, text)
    response = serving.client.post("sparql", data={"query": text, "default-graph-uri": NOTHING})
    assert response.status_code == 200, response.text
    return None


@absent
def test_the_engine_gives_nearly_all_answers_that_the_w3c_wants() -> None:
    """So that right answers are compared above, and not failures. It knows no entailment."""
    evaluated = [case for case in cases() if case.kind == "QueryEvaluationTest"]
    plain = [case for case in evaluated if "/entailment/" not in case.name]

    passed = [case.name for case in plain if passes(case)]

    assert len(plain) > 430
    assert len(passed) > 0.93 * len(plain), {case.name for case in plain}.difference(passed)
