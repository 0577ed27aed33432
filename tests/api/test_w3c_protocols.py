"""All tests of the W3C for the SPARQL 1.1 Protocol and the Graph Store Protocol, from their manifests."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from graph.store import tokens
from graph.store.dataset import Dataset, sorted_lines
from tests.api.running import Server, put, quads, wait_until
from tests.api.w3c import Exchange, ProtocolTest, listed_in

SPECS = Path(__file__).parents[3] / "shared" / "data" / "specs"
BOOLEAN = {"application/sparql-results+json", "application/sparql-results+xml"}
FORMATS = {
    "boolean": BOOLEAN,
    "tabular": BOOLEAN | {"text/csv", "text/tab-separated-values"},
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"},
}
HOUSE = "http://127.0.0.1:1/"


def suite(*names: str) -> list[object]:
    """The tests of manifests; where they are not, one that is skipped and says so."""
    manifests = [SPECS / name for name in names]
    if not all(each.exists() for each in manifests):
        skipped = pytest.mark.skip(reason=f"the W3C's tests are not in {SPECS}")
        return [pytest.param(None, id="absent", marks=skipped)]
    return [pytest.param(test, id=test.name) for each in manifests for test in listed_in(each)]


@pytest.fixture(scope="module")
def writable(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A service of its own that may be written to, and whose shapes have nothing against any statement."""
    folder = tmp_path_factory.mktemp("written") / "dataset"
    no_shapes = tmp_path_factory.mktemp("shapes")
    dataset = Dataset.create(folder, HOUSE)
    secret = tokens.add(dataset, "w3c")
    put(folder, {})
    server = serve(folder, "--workers", "1", "--shapes", str(no_shapes), NODVERK_QUERY_SECONDS="10")
    server.client.headers["Authorization"] = f"Bearer {secret}"
    return server


def judged(expected: Exchange, response: httpx.Response) -> None:
    status = str(response.status_code)
    assert any(status.startswith(each) for each in expected.statuses), response.text
    media_type = response.headers.get("content-type", "").partition(";")[0]
    if expected.boolean is not None:
        assert response.json()["boolean"] is expected.boolean
    if expected.format:
        assert media_type in FORMATS[expected.format]
    if expected.content_type and status == "200":
        assert response.headers["content-type"] == expected.content_type
    if expected.content:
        wanted = Graph().parse(data=expected.content, format="turtle")
        assert isomorphic(Graph().parse(data=response.text, format="turtle"), wanted), response.text


def serve_only(server: Server, graphs: dict[str, str]) -> None:
    """Have a service serve no graphs but these, given as N-Triples."""
    dataset = Dataset.open(server.folder)
    before = {each.graph: b"".join(dataset.lines(each)) for each in dataset.head().graphs}
    if before != {name: b"".join(sorted_lines(quads(name, text))) for name, text in graphs.items()}:
        number = put(server.folder, {**dict.fromkeys(before, ""), **graphs}).number
        wait_until(lambda: server.client.get("readyz").json()["release"] == number)


def exchanged(server: Server, test: ProtocolTest, address: Callable[[str], str]) -> None:
    """Have the exchanges of a test, which expects an empty store or the data that it names."""
    serve_only(server, {name: file.read_text("utf-8") for name, file in test.data.items()})
    located = ""
    for each in test.exchanges:
        url = f"{server.url}{address(each.path.replace('$LOCATION$', located))}"
        response = server.client.request(each.method, url, headers=each.headers, content=each.body or None)
        judged(each, response)
        located = response.headers.get("location", located)


@pytest.mark.parametrize("test", suite("sparql11-protocol/manifest.ttl"))
def test_the_endpoint_keeps_the_protocol(writable: Server, test: ProtocolTest) -> None:
    exchanged(writable, test, lambda path: path.replace("/sparql/", "sparql", 1))


@pytest.mark.parametrize("test", suite("sparql11-graph-store-protocol/manifest-indirect.ttl"))
def test_the_graph_store_keeps_the_protocol_by_parameter(writable: Server, test: ProtocolTest) -> None:
    exchanged(writable, test, lambda path: path.replace("/gsp", "graph-store", 1))


@pytest.mark.parametrize("prefix", ["graph-store/", "graph/"])
@pytest.mark.parametrize("test", suite("sparql11-graph-store-protocol/manifest-direct.ttl"))
def test_the_graph_store_keeps_the_protocol_by_address(
    writable: Server, test: ProtocolTest, prefix: str
) -> None:
    exchanged(writable, test, lambda path: path.replace("/gsp/", prefix, 1))
