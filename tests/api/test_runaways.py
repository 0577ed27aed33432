"""No query that anyone can send harms anyone else.

What is asked beside the runaways is new each time, or posted, so that it is not answered from memory.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import IncompleteRead
from urllib.parse import urlencode
from urllib.request import urlopen

import httpx
import pytest

from tests.api.running import PATIENCE, Server, wait_until
from tests.trap import set_trap

QUERY_SECONDS = 0.6
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l ."
ANY = "(<http://x/p>|!<http://x/q>)*"
RUNAWAYS = {
    "counting a product": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "sorting a product": f"SELECT * {{ {CROSS} }} ORDER BY ?c ?f ?i LIMIT 1",
    "grouping a product": f"SELECT ?a ?d (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a ?d ?g",
    "paths of anything": f"SELECT (COUNT(*) AS ?n) {{ ?s {ANY} ?o . ?x {ANY} ?y . ?v {ANY} ?w }}",
    "a filter that is never true": f"SELECT * {{ {CROSS} FILTER(CONCAT(STR(?c), STR(?f)) = 'never') }}",
    "strings that grow": "SELECT * { BIND('0123456789abcdef' AS ?v0) "
    + " ".join(f"BIND(CONCAT({', '.join([f'?v{n}'] * 16)}) AS ?v{n + 1})" for n in range(8))
    + " }",
    "a thousand-fold STR": f"ASK {{ FILTER({'STR(' * 2000}1{')' * 2000}) }}",
    "a thousand-fold parenthesis": f"ASK {{ FILTER({'(' * 5000}1{')' * 5000}) }}",
    "five thousand open optional parts": f"ASK {{ {'OPTIONAL {' * 5000}",
    "three hundred optional parts": "SELECT * { "
    + "".join(f"OPTIONAL {{ ?s{n} ?p ?o{n} }} " for n in range(300))
    + "}",
    "fifty optional parts": "SELECT * { "
    + "".join(f"OPTIONAL {{ ?s{n} ?p ?o{n} }} " for n in range(50))
    + "}",
    "three hundred patterns": "SELECT * { " + " ".join(f"?s{n} ?p{n} ?s{n + 1} ." for n in range(300)) + "}",
}


@pytest.fixture(scope="module")
def hurried(serve: Callable[..., Server], server: Server) -> Server:
    """A service of the shipped graph that gives a query little time, and has one process to answer it."""
    return serve(server.folder, "--workers", "1", "--query-seconds", str(QUERY_SECONDS))


@pytest.mark.parametrize("query", RUNAWAYS.values(), ids=RUNAWAYS)
def test_a_runaway_query_ends_as_a_problem_while_others_are_answered(hurried: Server, query: str) -> None:
    def run() -> httpx.Response:
        return httpx.post(f"{hurried.url}sparql", data={"query": query}, timeout=PATIENCE)

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(run)
        time.sleep(0.1)
        assert hurried.client.get(f"data/org/vinnova.ttl?new={time.monotonic()}").status_code == 200
        response = running.result()
    assert response.status_code in (400, 503, 504), response.text[:200]
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == response.status_code
    wait_until(lambda: hurried.client.post("sparql", data={"query": "ASK {}"}).json().get("boolean") is True)


@pytest.mark.parametrize("query", [f"SELECT * {{ {CROSS} }}", f"SELECT DISTINCT * {{ {CROSS} }}"])
def test_an_answer_without_end_is_cut_and_seen_to_be_cut(hurried: Server, query: str) -> None:
    """Once its first megabyte is there it has begun as an answer: on a busy machine not at the first try."""

    def breaks_off() -> bool:
        try:
            response = httpx.post(f"{hurried.url}sparql", data={"query": query}, timeout=PATIENCE)
        except httpx.RemoteProtocolError as cut:
            return "incomplete" in str(cut)
        assert response.status_code in (503, 504)
        return False

    wait_until(breaks_off)


def test_the_limit_that_was_hit_is_named(hurried: Server) -> None:
    late = hurried.client.post("sparql", data={"query": RUNAWAYS["counting a product"]}).json()
    assert (late["status"], late["limit"]) == (504, {"seconds": QUERY_SECONDS})
    assert f"{QUERY_SECONDS:g} seconds" in late["detail"]


def test_many_runaways_leave_documents_and_pages_as_they_are(hurried: Server) -> None:
    """Those that find no worker are told when to come again; all others do not wait for them."""
    slow = [query for name, query in RUNAWAYS.items() if name.endswith("product")]

    def run(number: int) -> httpx.Response:
        return httpx.post(f"{hurried.url}sparql", data={"query": slow[number % len(slow)]}, timeout=PATIENCE)

    with ThreadPoolExecutor(12) as pool:
        running = [pool.submit(run, number) for number in range(12)]
        waits = []
        while not all(each.done() for each in running):
            begun = time.monotonic()
            assert hurried.client.get(f"data/org/vinnova.ttl?new={len(waits)}").status_code == 200
            assert hurried.client.get(f"sv/org/vinnova?new={len(waits)}").status_code == 200
            waits.append(time.monotonic() - begun)
    answers = [each.result() for each in running]
    assert {each.status_code for each in answers} <= {503, 504}
    crowded = [each for each in answers if each.json()["type"].endswith("query-crowded-out")]
    assert crowded, "one worker cannot run twelve such queries in the time that they wait"
    assert all(int(each.headers["Retry-After"]) > 0 for each in crowded)
    assert sorted(waits)[len(waits) // 4] < QUERY_SECONDS, "they waited for the queries to end"


@pytest.mark.parametrize("format_", ["json", "csv"])
def test_an_answer_that_is_cut_is_seen_to_be_cut(server: Server, format_: str) -> None:
    """More than may be sent: the first megabytes go out, and then the connection breaks."""
    query = "SELECT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f }"
    address = f"{server.url}sparql?{urlencode({'query': query, 'format': format_})}"
    with urlopen(address, timeout=PATIENCE) as response:
        assert response.status == 200
        with pytest.raises(IncompleteRead) as cut:
            response.read()
    assert len(cut.value.partial) > 500_000


@pytest.fixture
def trap() -> Iterator[tuple[str, list[str]]]:
    with set_trap() as trap:
        yield trap


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <TRAP> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <TRAP> { ?s ?p ?o } }",
        "PREFIX t: <TRAP> SELECT * { SERVICEt: { ?s ?p ?o } }",
        "SELECT * FROM <TRAP> { ?s ?p ?o }",
        "SELECT * FROM NAMED <TRAP> { GRAPH ?g { ?s ?p ?o } }",
        "LOAD <TRAP>",
        "DESCRIBE <TRAP>",
        "BASE <TRAP> SELECT * { <x> ?p ?o }",
    ],
)
def test_no_query_makes_the_server_send_a_request(
    server: Server, trap: tuple[str, list[str]], query: str
) -> None:
    address, visits = trap
    response = server.client.post("sparql", data={"query": query.replace("TRAP", address)})
    assert response.status_code in (200, 400)
    server.client.get("sparql", params={"query": "ASK {}", "default-graph-uri": address})
    assert visits == []


def test_workers_that_ended_are_replaced(hurried: Server) -> None:
    before = set(hurried.query_workers())
    hurried.client.post("sparql", data={"query": RUNAWAYS["counting a product"]})
    wait_until(lambda: len(hurried.query_workers()) == 1 and set(hurried.query_workers()) != before)
