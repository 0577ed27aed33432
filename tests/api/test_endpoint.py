"""`/sparql` by the SPARQL 1.1 Protocol, as clients speak it."""

import json
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request as UrlRequest
from urllib.request import urlopen

import httpx
import pytest
from pyoxigraph import QueryResultsFormat as Results
from pyoxigraph import RdfFormat, parse, parse_query_results
from rdflib import Graph

from tests.api.running import Server

FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
ASK, SELECT = "ASK {}", "SELECT (1 AS ?value) {}"
CONSTRUCT, DESCRIBE = "CONSTRUCT { <s> <p> 1 } WHERE {}", "DESCRIBE <{base}id/org/vinnova>"
CHROMIUM = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


def get(
    server: Server, query: str | None = None, accept: str | None = None, **parameters: Any
) -> httpx.Response:
    headers = {"Accept": accept} if accept is not None else {}
    given = {"query": query} if query is not None else {}
    return server.client.get("sparql", params={**given, **parameters}, headers=headers)


def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    """The problem document of a response, which every failure has (RFC 9457)."""
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in response.headers["Vary"]
    document: dict[str, Any] = response.json()
    assert document["status"] == status
    assert document["title"]
    assert document["detail"]
    return document


# The behaviours of the W3C test suite's query tests, in its order: how a query may be sent.
WAYS = {
    "GET": ("GET", {"query": ASK}, None, ""),
    "POST of a form": ("POST", {}, FORM, urlencode({"query": ASK})),
    "POST of a form, parameters in the address": (
        "POST",
        {"default-graph-uri": "http://x/0"},
        FORM,
        urlencode({"query": ASK}),
    ),
    "POST of the query": ("POST", {}, DIRECT, ASK),
    "POST of the query in UTF-8": ("POST", {}, f"{DIRECT}; charset=UTF-8", ASK),
    "POST of the query, parameters in the address": ("POST", {"named-graph-uri": "http://x/0"}, DIRECT, ASK),
    "unknown parameters": ("GET", {"query": ASK, "output": "json", "callback": "x"}, None, ""),
}


@pytest.mark.parametrize(("method", "parameters", "media_type", "body"), WAYS.values(), ids=WAYS)
def test_a_query_is_answered_however_it_is_sent(
    server: Server, method: str, parameters: dict[str, str], media_type: str | None, body: str
) -> None:
    headers = {"Content-Type": media_type} if media_type else {}
    response = server.client.request(method, "sparql", params=parameters, headers=headers, content=body)
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "application/sparql-results+json"
    assert response.json() == {"head": {}, "boolean": True}


BROKEN = {
    "another method": ("PUT", {"query": ASK}, FORM, b"", 405),
    "two queries": ("GET", {"query": [ASK, SELECT]}, None, b"", 400),
    "two queries in two places": ("POST", {"query": ASK}, DIRECT, b"ASK {}", 400),
    "a wrong media type": ("POST", {}, "text/plain", b"ASK {}", 415),
    "a form without its media type": ("POST", {}, None, b"query=ASK%20%7B%7D", 415),
    "a query without its media type": ("POST", {}, None, b"ASK {}", 415),
    "another character set": ("POST", {}, f"{DIRECT}; charset=UTF-16", "ASK {}".encode("utf-16"), 415),
    "what is not UTF-8": ("POST", {}, DIRECT, b"ASK { ?s ?p '\xe5' }", 400),
    "what is not UTF-8 in a form": ("POST", {}, FORM, b"query=ASK%20%7B%7D%E5", 400),
    "bad syntax": ("GET", {"query": "ASK {"}, None, b"", 400),
    "no text": ("GET", {"query": ""}, None, b"", 400),
    "a form without a query": ("POST", {}, FORM, b"format=json", 400),
    "an update by GET": ("GET", {"update": "CLEAR ALL"}, None, b"", 400),
    "an update in a form": ("POST", {}, FORM, b"update=CLEAR%20ALL", 403),
    "an update as such": ("POST", {}, "application/sparql-update", b"CLEAR ALL", 403),
    "an update as a query": ("GET", {"query": "CLEAR ALL"}, None, b"", 400),
    "a graph that is no IRI": ("GET", {"query": ASK, "default-graph-uri": "no iri"}, None, b"", 400),
    "a service": ("GET", {"query": "ASK { SERVICE <http://127.0.0.1/> {} }"}, None, b"", 400),
    "a long query": ("POST", {}, FORM, b"query=ASK%20%7B%7D%20%23" + b"x" * 65536, 413),
    "a long body": ("POST", {}, DIRECT, b"ASK {} #" + b"x" * 65536, 413),
}


@pytest.mark.parametrize(
    ("method", "parameters", "media_type", "body", "status"), BROKEN.values(), ids=BROKEN
)
def test_what_breaks_the_protocol_is_refused(
    server: Server, method: str, parameters: dict[str, Any], media_type: str | None, body: bytes, status: int
) -> None:
    headers = {"Content-Type": media_type} if media_type else {}
    problem(server.client.request(method, "sparql", params=parameters, headers=headers, content=body), status)


def test_a_syntax_error_is_placed_and_has_a_type(server: Server) -> None:
    told = problem(get(server, "SELECT *\nWHERE { ?s ?p }"), 400)
    assert (told["line"], told["column"]) == (2, 16)
    assert told["type"].endswith("/query-malformed")


def test_another_method_is_told_which_there_are(server: Server) -> None:
    response = server.client.put("sparql")
    assert response.status_code == 405
    assert {each.strip() for each in response.headers["Allow"].split(",")} >= {"GET", "POST"}


GRAPHS = {
    "all": ({}, True, True),
    "one by parameter": ({"default-graph-uri": ["{base}graph/codes"]}, True, False),
    "two by parameter": ({"default-graph-uri": ["{base}graph/codes", "{base}graph/places"]}, True, True),
    "another by parameter": ({"default-graph-uri": ["{base}graph/editors"]}, False, False),
    "only named ones": ({"named-graph-uri": ["{base}graph/codes"]}, False, False),
}


@pytest.mark.parametrize(("parameters", "codes", "places"), GRAPHS.values(), ids=GRAPHS)
def test_the_default_graph_is_what_the_parameters_say(
    server: Server, parameters: dict[str, list[str]], codes: bool, places: bool
) -> None:
    """And nothing else: a graph that is not named is hidden, which the W3C's tests never look at."""
    given = {name: [each.format(base=server.url) for each in values] for name, values in parameters.items()}
    scheme = "{ ?s <http://www.w3.org/2004/02/skos/core#inScheme> ?o }"
    place = "{ ?s a <https://w3id.org/nodverk/ns#Place> }"
    assert get(server, f"ASK {scheme}", **given).json()["boolean"] is codes
    assert get(server, f"ASK {place}", **given).json()["boolean"] is places


def test_named_graphs_are_what_the_parameters_say(server: Server) -> None:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    graph = f"{server.url}graph/codes"
    response = get(server, query, **{"named-graph-uri": graph})
    assert [row["g"]["value"] for row in response.json()["results"]["bindings"]] == [graph]
    assert len(get(server, query).json()["results"]["bindings"]) > 5


def test_from_is_kept_and_the_parameters_beat_it(server: Server) -> None:
    query = f"SELECT (COUNT(*) AS ?n) FROM <{server.url}graph/none> {{ ?s ?p ?o }}"

    def counted(**parameters: str) -> str:
        return str(get(server, query, **parameters).json()["results"]["bindings"][0]["n"]["value"])

    assert counted() == "0"
    assert int(counted(**{"default-graph-uri": f"{server.url}graph/codes"})) > 100


def test_a_statement_of_two_graphs_counts_once(server: Server) -> None:
    """The default graph is the merge of the named ones, a set (SPARQL 1.1, section 13.1)."""
    rows = get(
        server, "SELECT ?s ?p ?o (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s ?p ?o HAVING (COUNT(*) > 1)"
    ).json()
    assert rows["results"]["bindings"] == []


ROW_FORMATS = {
    "json": ("application/sparql-results+json", Results.JSON),
    "xml": ("application/sparql-results+xml", Results.XML),
    "csv": ("text/csv; charset=utf-8", None),
    "tsv": ("text/tab-separated-values; charset=utf-8", Results.TSV),
}
STATEMENT_FORMATS = {
    "ttl": ("text/turtle; charset=utf-8", RdfFormat.TURTLE),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
    "nq": ("application/n-quads", RdfFormat.N_QUADS),
    "trig": ("application/trig", RdfFormat.TRIG),
}


@pytest.mark.parametrize("name", ROW_FORMATS)
@pytest.mark.parametrize("asked", ["by parameter", "by media type", "by Accept"])
def test_rows_come_in_every_format(server: Server, name: str, asked: str) -> None:
    content_type, syntax = ROW_FORMATS[name]
    media_type = content_type.partition(";")[0]
    match asked:
        case "by parameter":
            response = get(server, SELECT, accept="image/png", format=name)
        case "by media type":
            response = get(server, SELECT, format=media_type)
        case _:
            response = get(server, SELECT, accept=f"{media_type}, */*;q=0.1")
    assert response.headers["Content-Type"] == content_type
    if syntax:
        (row,) = parse_query_results(response.content, format=syntax)  # type: ignore[misc]
        assert row["value"].value == "1"
    else:
        assert response.text == "value\r\n1\r\n"


@pytest.mark.parametrize("name", STATEMENT_FORMATS)
@pytest.mark.parametrize("by_parameter", [True, False])
def test_statements_come_in_every_syntax(server: Server, name: str, by_parameter: bool) -> None:
    content_type, syntax = STATEMENT_FORMATS[name]
    if by_parameter:
        response = get(server, CONSTRUCT, format=name)
    else:
        response = get(server, CONSTRUCT, accept=content_type.partition(";")[0])
    assert response.headers["Content-Type"] == content_type
    (quad,) = parse(response.content, format=syntax)
    assert quad.subject.value == f"{server.url}s", "relative to the endpoint's address"


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        (SELECT, None, "application/sparql-results+json"),
        (ASK, "*/*", "application/sparql-results+json"),
        (CONSTRUCT, None, "text/turtle; charset=utf-8"),
        (CONSTRUCT, "*/*", "text/turtle; charset=utf-8"),
        (SELECT, "application/json", "application/sparql-results+json"),
        (CONSTRUCT, "application/json", "application/ld+json"),
        (SELECT, "application/sparql-results+json,*/*;q=0.9", "application/sparql-results+json"),
        (SELECT, "application/sparql-results+xml, application/rdf+xml", "application/sparql-results+xml"),
        (CONSTRUCT, "application/sparql-results+xml, application/rdf+xml", "application/rdf+xml"),
        (CONSTRUCT, "application/n-triples,*/*;q=0.9", "application/n-triples"),
    ],
)
def test_a_client_gets_what_fits_its_query(
    server: Server, query: str, accept: str | None, expected: str
) -> None:
    assert get(server, query, accept=accept).headers["Content-Type"] == expected


@pytest.mark.parametrize(
    ("query", "parameter", "expected"),
    [
        (CONSTRUCT, "json", "application/ld+json"),
        (CONSTRUCT, "xml", "application/rdf+xml"),
        (SELECT, "no-such-format", "application/sparql-results+json"),
        (SELECT, ["csv", "json"], "text/csv; charset=utf-8"),
    ],
)
def test_a_format_is_taken_as_it_is_meant(server: Server, query: str, parameter: Any, expected: str) -> None:
    assert get(server, query, format=parameter).headers["Content-Type"] == expected


@pytest.mark.parametrize(
    ("query", "parameters", "accept"),
    [
        (SELECT, {}, "image/png"),
        (SELECT, {}, "text/turtle"),
        (CONSTRUCT, {}, "text/csv"),
        (SELECT, {"format": "ttl"}, None),
        (CONSTRUCT, {"format": "csv"}, None),
    ],
)
def test_what_nobody_can_read_is_not_sent(
    server: Server, query: str, parameters: dict[str, str], accept: str | None
) -> None:
    problem(get(server, query, accept=accept, **parameters), 406)


def test_describe_gives_what_is_stated(server: Server) -> None:
    content = get(server, DESCRIBE.format(base=server.url)).text
    assert (None, None, None) in Graph().parse(data=content, format="turtle")


def test_json_ld_has_its_context_with_it(server: Server) -> None:
    query = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 5"
    response = get(server, query, format="jsonld")
    assert "@context" in response.json()
    assert len(Graph().parse(data=response.text, format="json-ld")) == 5


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_head_is_get_without_a_body(server: Server, method: str) -> None:
    response = server.client.request(method, "sparql", params={"query": SELECT})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/sparql-results+json"
    assert bool(response.content) is (method == "GET")


def test_any_page_may_ask_from_a_browser(server: Server) -> None:
    origin = {"Origin": "https://elsewhere.example"}
    preflight = server.client.options(
        "sparql",
        headers={
            **origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert preflight.headers["Access-Control-Allow-Headers"] == "content-type"
    for response in (preflight, get(server, ASK), get(server, "nonsense"), server.client.get("nowhere")):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers


def test_answers_vary_and_name_their_release(server: Server) -> None:
    response = get(server, ASK)
    assert {"Accept", "Accept-Encoding"} <= {each.strip() for each in response.headers["Vary"].split(",")}
    assert response.headers["Nodverk-Release"] == "1"


def test_a_long_answer_is_compressed_for_those_who_can_read_it(server: Server) -> None:
    query = "SELECT * { ?s ?p ?o } LIMIT 1000"
    plain = server.client.get("sparql", params={"query": query}, headers={"Accept-Encoding": "identity"})
    packed = server.client.get("sparql", params={"query": query}, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.json() == plain.json()


def test_an_answer_of_many_megabytes_is_whole(server: Server) -> None:
    """It goes out in pieces while it is made."""
    query = "SELECT * { ?s ?p ?o . ?s ?q ?r } LIMIT 30000"
    response = get(server, query)
    assert len(response.content) > 4_000_000
    assert len(response.json()["results"]["bindings"]) == 30_000


def test_without_a_query_the_endpoint_says_what_it_is(server: Server) -> None:
    description = Graph().parse(f"{server.url}sparql", format="turtle")
    sd = "http://www.w3.org/ns/sparql-service-description#"
    found = {(str(p), str(o)) for p, o in description.predicate_objects()}
    assert (f"{sd}endpoint", f"{server.url}sparql") in found
    assert (f"{sd}supportedLanguage", f"{sd}SPARQL11Query") in found
    assert (f"{sd}feature", f"{sd}UnionDefaultGraph") in found
    assert (f"{sd}name", f"{server.url}graph/codes") in found
    assert (f"{sd}supportedLanguage", f"{sd}SPARQL11Update") in found


def test_the_description_counts_each_named_graph(server: Server) -> None:
    """As a query does."""
    sd, void = "http://www.w3.org/ns/sparql-service-description#", "http://rdfs.org/ns/void#"
    path = f"?graph ^<{sd}name>/<{sd}graph>/<{void}triples> ?n"
    described = Graph().parse(f"{server.url}sparql", format="turtle")
    listed: Any = described.query(f"SELECT * {{ {path} }}")
    counted = get(
        server, "SELECT ?graph (COUNT(*) AS ?n) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
    ).json()
    rows = counted["results"]["bindings"]
    assert {(str(row.graph), str(row.n)) for row in listed} == {
        (row["graph"]["value"], row["n"]["value"]) for row in rows
    }
    merged = get(server, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()["results"]["bindings"]
    (whole,) = described.query(f"SELECT ?n {{ ?x <{sd}defaultGraph>/<{void}triples> ?n }}")
    assert str(whole.n) == merged[0]["n"]["value"]


@pytest.mark.parametrize("name", STATEMENT_FORMATS)
def test_the_description_comes_in_every_syntax(server: Server, name: str) -> None:
    content_type, syntax = STATEMENT_FORMATS[name]
    response = get(server, accept=content_type.partition(";")[0])
    assert response.headers["Content-Type"] == content_type
    assert len(list(parse(response.content, format=syntax))) > 10


def test_the_description_in_no_known_syntax_is_not_acceptable(server: Server) -> None:
    problem(get(server, accept="image/png"), 406)
    problem(get(server, format="csv"), 406)


@pytest.mark.parametrize(
    ("language", "expected"), [("sv", "sv"), ("en-GB,en;q=0.9,sv;q=0.5", "en"), ("de", "sv")]
)
def test_a_browser_is_sent_to_the_form_with_its_query(server: Server, language: str, expected: str) -> None:
    response = server.client.get(
        "sparql", params={"query": SELECT}, headers={"Accept": CHROMIUM, "Accept-Language": language}
    )
    assert response.status_code == 303
    assert response.headers["Location"].startswith(f"/{expected}/sparql?query=SELECT")
    page = server.client.get(response.headers["Location"], headers={"Accept": CHROMIUM})
    assert page.status_code == 200
    assert page.headers["Content-Type"].startswith("text/html")


def test_a_browser_without_a_query_is_sent_to_the_form(server: Server) -> None:
    response = get(server, accept=CHROMIUM)
    assert (response.status_code, response.headers["Location"]) == (303, "/sv/sparql")


def test_a_link_with_a_format_is_a_download_for_a_browser_too(server: Server) -> None:
    assert get(server, SELECT, accept=CHROMIUM, format="csv").text == "value\r\n1\r\n"


def test_a_failure_on_a_page_is_a_page(server: Server) -> None:
    response = server.client.get("sv/org/no-such-organisation", headers={"Accept": CHROMIUM})
    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("text/html")
    assert 'lang="sv"' in response.text


def test_a_long_query_fits_into_an_address(server: Server) -> None:
    address = f"sparql?query={quote('ASK {} #' + 'x' * 60_000)}"
    with urlopen(f"{server.url}{address}", timeout=10) as response:
        assert json.load(response)["boolean"] is True


@pytest.mark.parametrize(
    ("query", "headers", "status"),
    [("ASK {} #" + "å" * 12_000, {}, 414), ("ASK {}", {"X-Long": "x" * 140_000}, 431)],
)
def test_a_head_that_is_too_long_is_refused_with_advice(
    server: Server, query: str, headers: dict[str, str], status: int
) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(UrlRequest(f"{server.url}sparql?query={quote(query)}", headers=headers), timeout=10)
    problem = json.load(refused.value)

    assert (refused.value.code, problem["status"]) == (status, status)
    assert "longer than" in problem["detail"]


def test_a_query_that_is_too_long_for_an_address_can_be_posted(server: Server) -> None:
    response = server.client.post("sparql", data={"query": "ASK {} #" + "å" * 30_000})

    assert response.json()["boolean"] is True


def test_every_problem_is_one_json_object(server: Server) -> None:
    for address in (
        "nowhere",
        "id/org/nobody",
        "data/org/nobody.ttl",
        "sparql?query=x",
        "data/org/vinnova.exe",
    ):
        response = server.client.get(address)
        assert response.status_code in (400, 404)
        assert set(json.loads(response.content)) >= {"type", "title", "status", "detail"}
