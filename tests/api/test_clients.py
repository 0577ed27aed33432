"""The clients that people use, as they come."""

import csv
import io
from urllib.request import urlopen

import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.namespace import RDFS
from rdflib.plugins.stores.sparqlstore import SPARQLStore
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
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from tests.api.running import Server

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
def test_rdflib_reads_named_graphs(server: Server, format_: str, extension: str) -> None:
    dataset = Dataset()
    dataset.parse(f"{server.url}data/org/vinnova.{extension}", format=format_)
    assert URIRef(f"{server.url}graph/vinnova-extension") in {graph.identifier for graph in dataset.graphs()}


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
