"""The clients that people use, as they come."""

import csv
import io
import shutil
import subprocess
from collections.abc import Callable
from types import ModuleType
from urllib.request import urlopen

import pytest
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import RDFS
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, Unauthorized

from graph.store import tokens
from graph.store.dataset import Dataset as Store
from tests.api.running import Server, put

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 7"


def wrapper(server: Server, query: str, method: str = GET) -> SPARQLWrapper:
    client = SPARQLWrapper(f"{server.url}sparql")
    client.setQuery(query)
    client.setMethod(method)
    return client


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("request_method", [URLENCODED, POSTDIRECTLY])
def test_sparqlwrapper_gets_json(server: Server, method: str, request_method: str) -> None:
    client = wrapper(server, COUNT, method)
    client.setRequestMethod(request_method)
    client.setReturnFormat(JSON)
    (row,) = client.queryAndConvert()["results"]["bindings"]
    assert int(row["n"]["value"]) > 1000


def test_sparqlwrapper_gets_xml_as_it_comes(server: Server) -> None:
    answer = wrapper(server, COUNT).queryAndConvert()
    assert int(answer.getElementsByTagName("literal")[0].firstChild.data) > 1000


@pytest.mark.parametrize("format_", [CSV, TSV])
def test_sparqlwrapper_gets_tables(server: Server, format_: str) -> None:
    client = wrapper(server, COUNT)
    client.setReturnFormat(format_)
    assert client.queryAndConvert().decode().split()[0].strip("?") == "n"


@pytest.mark.parametrize("format_", [None, RDFXML, XML, JSONLD, TURTLE])
def test_sparqlwrapper_constructs(server: Server, format_: str | None) -> None:
    client = wrapper(server, CONSTRUCT)
    if format_:
        client.setReturnFormat(format_)
    answer = client.queryAndConvert()
    graph = Graph().parse(data=answer, format="turtle") if format_ == TURTLE else answer
    assert len(graph) == 7


def test_sparqlwrapper_is_told_of_bad_syntax(server: Server) -> None:
    client = wrapper(server, "SELECT * { ?s ?p }")
    with pytest.raises(QueryBadFormed, match="query-malformed"):
        client.query()


def test_rdflib_reads_a_thing_by_its_address(server: Server) -> None:
    vinnova = f"{server.url}id/org/vinnova"
    assert Graph().parse(vinnova).value(URIRef(vinnova), RDFS.label) is not None


@pytest.mark.parametrize(
    ("format_", "extension"), [("turtle", "ttl"), ("xml", "rdf"), ("nt", "nt"), ("json-ld", "jsonld")]
)
def test_rdflib_reads_each_format_it_asks_for(server: Server, format_: str, extension: str) -> None:
    by_accept = Graph().parse(f"{server.url}id/org/vinnova", format=format_)
    by_address = Graph().parse(f"{server.url}data/org/vinnova.{extension}")
    assert len(by_accept) == len(by_address) > 20


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning:rdflib")
@pytest.mark.parametrize(("format_", "extension"), [("nquads", "nq"), ("trig", "trig")])
def test_rdflib_reads_named_graphs_where_it_asks_for_them(
    server: Server, format_: str, extension: str
) -> None:
    by_source, merged = Dataset(), Dataset()
    by_source.parse(f"{server.url}data/org/vinnova.{extension}?provenance=1", format=format_)
    merged.parse(f"{server.url}data/org/vinnova.{extension}", format=format_)
    vinnova = URIRef(f"{server.url}id/org/vinnova")

    assert URIRef(f"{server.url}graph/vinnova-extension") in {each.identifier for each in by_source.graphs()}
    assert merged.default_graph.value(vinnova, RDFS.label) is not None
    assert {each.identifier for each in merged.graphs()} == {merged.default_graph.identifier}


def test_rdflib_asks_as_a_remote_store(server: Server) -> None:
    graph = Graph(SPARQLStore(f"{server.url}sparql"))
    vinnova = URIRef(f"{server.url}id/org/vinnova")
    assert len(graph) > 1000
    assert {str(each) for each in graph.objects(vinnova, RDFS.label)} == {"Vinnova"}
    assert graph.query("ASK { ?s a ?c }").askAnswer
    constructed = graph.query(CONSTRUCT).graph
    assert constructed is not None
    assert len(constructed) == 7


def test_a_table_is_read_by_address_alone(server: Server) -> None:
    """As pandas does it: no Accept header of use, the format in the address."""
    query = "SELECT%20?s%20?label%20{%20?s%20<http://www.w3.org/2000/01/rdf-schema%23label>%20?label%20}%20LIMIT%205"
    with urlopen(f"{server.url}sparql?query={query}&format=csv", timeout=10) as response:
        rows = list(csv.DictReader(io.TextIOWrapper(response, "utf-8", newline="")))
    assert len(rows) == 5
    assert set(rows[0]) == {"s", "label"}


def test_pandas_reads_a_table_by_address_alone(server: Server, pandas: ModuleType) -> None:
    """It sends no Accept header at all."""
    table = pandas.read_csv(
        f"{server.url}api/queries/sums-by-currency-and-status?format=csv&language=en",
        index_col=["currency_code", "status"],
    )

    assert table.loc[("SEK", "decided"), "sum"] == 100_000_000
    assert table.loc[("DKK", "decided"), "sum"] == 5_000_000


def test_pandas_reads_the_statements_about_a_thing(server: Server, pandas: ModuleType) -> None:
    table = pandas.read_csv(f"{server.url}data/org/vinnova.csv")

    assert f"{server.url}id/org/vinnova" in set(table.iloc[:, 0])


@pytest.mark.parametrize(
    ("options", "begins"),
    [
        (["--data-urlencode", f"query={COUNT}"], '{"head":{"vars":["n"]}'),
        (["-G", "--data-urlencode", f"query={COUNT}", "--data-urlencode", "format=csv"], "n\r\n"),
        (["--data-urlencode", f"query={CONSTRUCT}"], "@prefix"),
        (
            ["-H", "Content-Type: application/sparql-query", "--data-binary", "ASK {}"],
            '{"head":{},"boolean":true',
        ),
        (
            ["--compressed", "-G", "--data-urlencode", f"query={CONSTRUCT}", "-H", "Accept: text/turtle"],
            "@prefix",
        ),
    ],
    ids=["form", "address", "graph", "directly", "compressed"],
)
@pytest.mark.skipif(shutil.which("curl") is None, reason="CURL WAS NOT TESTED: it is not installed")
def test_curl_asks_the_endpoint(server: Server, options: list[str], begins: str) -> None:
    done = subprocess.run(
        ["curl", "--silent", "--show-error", "--fail", *options, f"{server.url}sparql"],
        check=True,
        capture_output=True,
        text=True,
    )

    assert done.stdout.replace("\r\n", "\n").startswith(begins.replace("\r\n", "\n"))


@pytest.mark.skipif(shutil.which("curl") is None, reason="CURL WAS NOT TESTED: it is not installed")
def test_curl_follows_a_thing_to_its_document(server: Server) -> None:
    done = subprocess.run(
        ["curl", "--silent", "--fail", "-L", "-H", "Accept: text/turtle", f"{server.url}id/org/vinnova"],
        check=True,
        capture_output=True,
        text=True,
    )

    assert len(Graph().parse(data=done.stdout, format="turtle")) > 20


HOUSE = "http://127.0.0.1:1/"
THING = URIRef(f"{HOUSE}id/org/new")


@pytest.fixture(scope="module")
def writable(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> tuple[Server, str]:
    """An empty service that takes any statement, and a token to write with."""
    folder = tmp_path_factory.mktemp("written") / "dataset"
    secret = tokens.add(Store.create(folder, HOUSE), "clients")
    put(folder, {})
    return serve(folder, "--workers", "1", "--shapes", str(tmp_path_factory.mktemp("shapes"))), secret


def test_rdflib_writes_as_a_remote_store(writable: tuple[Server, str]) -> None:
    server, secret = writable
    store = SPARQLUpdateStore(
        f"{server.url}sparql", f"{server.url}update", headers={"Authorization": f"Bearer {secret}"}
    )
    graph = Graph(store, identifier=URIRef(f"{HOUSE}graph/updates"))

    graph.add((THING, RDFS.label, Literal("Ny", lang="sv")))
    assert list(graph.objects(THING, RDFS.label)) == [Literal("Ny", lang="sv")]
    graph.update(f"DELETE {{ <{THING}> ?p ?o }} WHERE {{ <{THING}> ?p ?o }}")
    assert len(graph) == len(list(graph))
    assert not list(graph.objects(THING, RDFS.label))


@pytest.mark.parametrize("request_method", [URLENCODED, POSTDIRECTLY])
def test_sparqlwrapper_writes_with_a_token_and_is_refused_without(
    writable: tuple[Server, str], request_method: str
) -> None:
    server, secret = writable
    client = SPARQLWrapper(f"{server.url}sparql", f"{server.url}update")
    client.setMethod(POST)
    client.setRequestMethod(request_method)
    client.setQuery(f'INSERT DATA {{ <{THING}> <{RDFS.comment}> "{request_method}" }}')
    with pytest.raises(Unauthorized):
        client.query()
    client.addCustomHttpHeader("Authorization", f"Bearer {secret}")
    client.query()

    asked = wrapper(server, f'ASK {{ <{THING}> <{RDFS.comment}> "{request_method}" }}')
    asked.setReturnFormat(JSON)
    assert asked.queryAndConvert()["boolean"] is True
