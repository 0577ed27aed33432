"""Requests as clients send them, recorded byte by byte by a proxy: each gets what that client can read."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import quote, quote_plus, urlsplit

import pytest
from rdflib import Graph

from tests.api.running import Server

SELECT = "SELECT ?s ?label WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label } LIMIT 5"
ASK = "ASK { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 7"
DESCRIBE = "DESCRIBE <{url}id/org/vinnova>"

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, RDF_XML, JSON_LD, N_TRIPLES = (
    "text/turtle",
    "application/rdf+xml",
    "application/ld+json",
    "application/n-triples",
)
N_QUADS = "application/n-quads"
FORM = "application/x-www-form-urlencoded"
WRAPPER_JSON = "application/sparql-results+json,application/json,text/javascript,application/javascript"
RDFLIB_STORE = "application/sparql-results+xml, application/rdf+xml"
RDFLIB_STORE_TURNED = "application/rdf+xml, application/sparql-results+xml"
"""It comes in either order, by chance."""
RDFLIB_PARSE = (
    "application/rdf+xml, text/n3, text/turtle, application/n-triples, application/ld+json, "
    "application/n-quads, application/trix, application/trig"
)
COMUNICA = "application/sparql-results+json;q=1.0,application/sparql-results+xml;q=0.7"
COMUNICA_ANY = (
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,"
    "text/turtle;q=0.6,application/rdf+xml;q=0.5,text/n3;q=0.35,application/xml;q=0.3,image/svg+xml;q=0.3,"
    "text/xml;q=0.3,text/html;q=0.2,application/xhtml+xml;q=0.18,application/json;q=0.135,"
    "text/shaclc;q=0.1,text/shaclc-ext;q=0.05"
)
JENA_ROWS = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, text/tab-separated-values;q=0.7, "
    "text/csv;q=0.5, application/json;q=0.2, application/xml;q=0.2, */*;q=0.1"
)
JENA_GRAPH = (
    "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3"
)
WRAPPER_JSON_LD = "application/ld+json,application/x-json+ld"
COMUNICA_HEADERS = {"Accept-Encoding": "br,gzip,deflate", "Sec-Fetch-Mode": "cors"}
PREFIXES = "".join(
    f"PREFIX p{n}: <http://example.org/a-vocabulary-that-rdflib-knows/{n}#>\n" for n in range(30)
)


@dataclass(frozen=True)
class Recorded:
    """A request of a client, and what it can read."""

    target: str
    expected: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


def got(query: str, expected: str, accept: str | None = None, more: str = "", **headers: str) -> Recorded:
    said = {**({"Accept": accept} if accept else {}), **headers}
    return Recorded(f"sparql?query={quote(query)}{more}", expected, said)


def posted(
    body: str, content_type: str, expected: str, accept: str | None = None, more: str = ""
) -> Recorded:
    said = {"Content-Type": content_type, **({"Accept": accept} if accept else {})}
    return Recorded(f"sparql{more}", expected, said, body)


def twice(name: str, media_types: str) -> str:
    """How SPARQLWrapper asks for a format by parameters."""
    return "".join(
        f"&{parameter}={quote(name)}&{parameter}={quote(media_types)}"
        for parameter in ("format", "output", "results")
    )


REQUESTS = {
    # SPARQLWrapper 2.0.0
    "SPARQLWrapper, rows as it comes": got(SELECT, XML, XML, "&format=xml&output=xml&results=xml"),
    "SPARQLWrapper, JSON": got(SELECT, JSON, WRAPPER_JSON, "&format=json&output=json&results=json"),
    "SPARQLWrapper, truth as JSON": got(ASK, JSON, WRAPPER_JSON, "&format=json&output=json&results=json"),
    "SPARQLWrapper, CSV": got(SELECT, CSV, "text/csv", "&format=csv&output=csv&results=csv"),
    "SPARQLWrapper, TSV, each parameter twice": got(SELECT, TSV, TSV, twice("tsv", TSV)),
    "SPARQLWrapper, graph as it comes": got(
        CONSTRUCT, RDF_XML, RDF_XML, "&format=xml&output=xml&results=xml"
    ),
    "SPARQLWrapper, RDF/XML": got(CONSTRUCT, RDF_XML, RDF_XML, twice("rdf+xml", RDF_XML)),
    "SPARQLWrapper, N3": got(
        CONSTRUCT,
        TURTLE,
        "application/turtle,text/turtle,text/rdf+n3,application/n-triples,application/n3,text/n3",
        "&format=n3&output=n3&results=n3",
    ),
    "SPARQLWrapper, Turtle": got(
        CONSTRUCT, TURTLE, "application/turtle,text/turtle", "&format=turtle&output=turtle&results=turtle"
    ),
    "SPARQLWrapper, JSON-LD, each parameter twice": got(
        CONSTRUCT, JSON_LD, WRAPPER_JSON_LD, twice("json-ld", WRAPPER_JSON_LD)
    ),
    "SPARQLWrapper, form": posted(
        f"query={quote_plus(SELECT)}&format=json&output=json&results=json", FORM, JSON, WRAPPER_JSON
    ),
    "SPARQLWrapper, directly": posted(
        SELECT, "application/sparql-query", JSON, WRAPPER_JSON, "?format=json&output=json&results=json"
    ),
    # rdflib 7.6.0
    "SPARQLStore, rows": got(PREFIXES + SELECT, XML, RDFLIB_STORE),
    "SPARQLStore, truth": got(PREFIXES + ASK, XML, RDFLIB_STORE_TURNED),
    "SPARQLStore, graph": got(PREFIXES + CONSTRUCT, RDF_XML, RDFLIB_STORE),
    "SPARQLStore, graph, turned": got(PREFIXES + CONSTRUCT, RDF_XML, RDFLIB_STORE_TURNED),
    "Graph.parse of a thing": Recorded("id/org/vinnova", TURTLE, {"Accept": RDFLIB_PARSE}),
    # no Accept header at all
    "pandas.read_csv": got(SELECT, CSV, None, "&format=csv"),
    "pandas.read_csv of a list": Recorded("api/awards?format=csv", CSV),
    "pandas.read_csv of a thing": Recorded("data/org/vinnova.csv", CSV),
    # curl
    "curl, rows by form": posted(f"query={quote(SELECT)}", FORM, JSON, "*/*"),
    "curl, graph by form": posted(f"query={quote(CONSTRUCT)}", FORM, TURTLE, "*/*"),
    "curl -G, rows": got(SELECT, JSON, "*/*"),
    "curl -G, description": got(DESCRIBE, TURTLE, "*/*"),
    # Comunica 4.5.0
    "Comunica, rows": got(SELECT, JSON, COMUNICA, **COMUNICA_HEADERS),
    "Comunica, graph": got(CONSTRUCT, TURTLE, "text/turtle", **COMUNICA_HEADERS),
    "Comunica, what is at the endpoint": Recorded(
        "sparql", N_QUADS, {"Accept": COMUNICA_ANY, **COMUNICA_HEADERS}
    ),
    "Comunica, a thing": Recorded("id/org/vinnova", N_QUADS, {"Accept": COMUNICA_ANY, **COMUNICA_HEADERS}),
    # YASGUI, from another origin
    "YASGUI, rows": posted(
        f"query={quote_plus(SELECT)}", FORM, JSON, "application/sparql-results+json,*/*;q=0.9"
    ),
    "YASGUI, graph": posted(
        f"query={quote_plus(CONSTRUCT)}", FORM, N_TRIPLES, "application/n-triples,*/*;q=0.9"
    ),
    # Jena's rsparql and SERVICE
    "Jena, rows": got(SELECT, JSON, JENA_ROWS),
    "Jena, graph": got(CONSTRUCT, TURTLE, JENA_GRAPH),
    # R's SPARQL 1.16
    "R, rows": got(SELECT, XML, XML),
    "R, table": got(SELECT, CSV, CSV),
    # graph-explorer of AWS
    "graph-explorer": posted(f"query={quote_plus(SELECT)}", FORM, JSON, JSON),
}


def sent(server: Server, recorded: Recorded) -> tuple[int, dict[str, str], bytes]:
    """The answer to just these headers, redirects followed with the same ones."""
    parts = urlsplit(server.url)
    target = f"/{recorded.target}".replace(quote("{url}"), quote(server.url))
    for _ in range(3):
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        connection.putrequest("POST" if recorded.body else "GET", target, skip_accept_encoding=True)
        for name, value in recorded.headers.items():
            connection.putheader(name, value)
        if recorded.body:
            connection.putheader("Content-Length", str(len(recorded.body.encode())))
        connection.endheaders(recorded.body.encode() or None)
        response = connection.getresponse()
        headers, content = {name.lower(): value for name, value in response.getheaders()}, response.read()
        connection.close()
        if response.status != 303:
            break
        location = urlsplit(headers["location"])
        target = location.path + (f"?{location.query}" if location.query else "")
    if headers.get("content-encoding") == "gzip":
        content = gzip.decompress(content)
    return response.status, headers, content


def _rows_of_json(content: bytes) -> int:
    told = json.loads(content)
    return 1 if "boolean" in told else len(told["results"]["bindings"])


def _statements(format_: str) -> Callable[[bytes], int]:
    return lambda content: len(Graph().parse(data=content, format=format_))


SIZES: dict[str, Callable[[bytes], int]] = {
    JSON: _rows_of_json,
    XML: lambda content: content.count(b"<result>") + content.count(b"<boolean>"),
    CSV: lambda content: len(list(csv.DictReader(io.StringIO(content.decode(), newline="")))),
    TSV: lambda content: len(content.decode().splitlines()) - 1,
    TURTLE: _statements("turtle"),
    RDF_XML: _statements("xml"),
    JSON_LD: _statements("json-ld"),
    N_TRIPLES: _statements("nt"),
    N_QUADS: lambda content: len(content.splitlines()),
}
"""How many rows or statements a document holds, by its media type."""


@pytest.mark.parametrize("name", REQUESTS)
def test_a_client_gets_what_it_can_read(server: Server, name: str) -> None:
    recorded = REQUESTS[name]

    status, headers, content = sent(server, recorded)

    assert status == 200, content
    assert headers["content-type"].partition(";")[0] == recorded.expected
    size = SIZES[recorded.expected](content)
    if quote("LIMIT 5") in recorded.target or "LIMIT" in recorded.body:
        assert size in {5, 7}
    assert size > 0
    assert headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    "recorded",
    [
        posted(f"query={quote_plus('SELECT * {')}", FORM, "", "application/sparql-results+json,*/*;q=0.9"),
        got("SELECT * {", "", XML, "&format=xml&output=xml&results=xml"),
        got("SELECT * {", "", RDFLIB_STORE),
        got("SELECT * {", "", COMUNICA),
    ],
    ids=["YASGUI", "SPARQLWrapper", "SPARQLStore", "Comunica"],
)
def test_a_client_is_told_of_an_error_with_400_and_can_show_the_text(
    server: Server, recorded: Recorded
) -> None:
    status, headers, content = sent(server, recorded)

    assert (status, headers["content-type"]) == (400, "application/problem+json")
    assert json.loads(content)["line"] == 1
    assert headers["access-control-allow-origin"] == "*"


def test_an_address_as_long_as_rdflib_makes_them_is_read(server: Server) -> None:
    long = PREFIXES * 5 + SELECT
    status, _, _ = sent(server, got(long, XML, RDFLIB_STORE))

    assert len(quote(long)) > 8000
    assert status == 200
