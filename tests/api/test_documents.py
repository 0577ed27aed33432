"""The address of a thing, and the documents about it."""

import re
from urllib.parse import urljoin

import httpx
import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Graph, URIRef
from rdflib.compare import to_isomorphic
from rdflib.namespace import FOAF, RDFS, VOID

from tests.api.running import Server

CHROMIUM = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
THING = "id/org/vinnova"
TYPES = {
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "trig": "application/trig",
    "csv": "text/csv; charset=utf-8",
}


def vary(headers: httpx.Headers) -> set[str]:
    return {each.strip() for each in headers["Vary"].split(",")}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("accept", "language", "location"),
    [
        (CHROMIUM, "sv-SE,sv;q=0.9,en;q=0.8", "/sv/org/vinnova"),
        (CHROMIUM, "en-GB,en;q=0.9", "/en/org/vinnova"),
        (CHROMIUM, "de", "/sv/org/vinnova"),
        ("text/html", "", "/sv/org/vinnova"),
        ("text/turtle", "en", "/data/org/vinnova.ttl"),
        ("*/*", "", "/data/org/vinnova.ttl"),
        ("application/ld+json", "", "/data/org/vinnova.jsonld"),
        ("application/rdf+xml, */*;q=0.1", "", "/data/org/vinnova.rdf"),
        ("application/n-triples", "", "/data/org/vinnova.nt"),
        ("text/csv", "", "/data/org/vinnova.csv"),
    ],
)
def test_a_thing_leads_to_what_tells_of_it(
    server: Server, method: str, accept: str, language: str, location: str
) -> None:
    response = server.client.request(method, THING, headers={"Accept": accept, "Accept-Language": language})
    assert (response.status_code, response.headers["Location"]) == (303, location)
    assert {"Accept", "Accept-Language", "Accept-Encoding"} <= vary(response.headers)
    assert server.client.request(method, location).status_code == 200


def test_a_client_that_sends_no_accept_gets_turtle(server: Server) -> None:
    request = server.client.build_request("GET", THING)
    del request.headers["Accept"]
    assert server.client.send(request).headers["Location"] == "/data/org/vinnova.ttl"


@pytest.mark.parametrize("name", TYPES)
def test_an_extension_is_a_format_whatever_is_accepted(server: Server, name: str) -> None:
    response = server.client.get(f"data/org/vinnova.{name}", headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == TYPES[name]
    assert f"{server.url}{THING}" in response.text


@pytest.mark.parametrize("name", [each for each in TYPES if each != "csv"])
def test_every_syntax_says_the_same(server: Server, name: str) -> None:
    syntax = RdfFormat.from_media_type(TYPES[name].partition(";")[0])
    content = server.client.get(f"data/org/vinnova.{name}").content
    expected = server.client.get("data/org/vinnova.nt").content
    assert {each.triple for each in parse(content, format=syntax)} == {
        each.triple for each in parse(expected, format=RdfFormat.N_TRIPLES)
    }


def test_a_document_without_an_extension_is_negotiated(server: Server) -> None:
    response = server.client.get("data/org/vinnova", headers={"Accept": "application/rdf+xml"})
    assert response.headers["Content-Type"] == TYPES["rdf"]
    assert response.headers["Content-Location"] == "/data/org/vinnova.rdf"
    assert "Accept" in vary(response.headers)


def test_a_document_names_what_it_is_about_and_its_licence(server: Server) -> None:
    graph = Graph().parse(f"{server.url}data/org/vinnova.ttl")
    document = URIRef(f"{server.url}data/org/vinnova")
    assert graph.value(document, FOAF.primaryTopic) == URIRef(f"{server.url}{THING}")
    assert "creativecommons.org/licenses/by/4.0" in str(list(graph.objects(document)))
    assert graph.value(document, VOID.inDataset) == URIRef(f"{server.url}datasets/nodverk")


def test_a_part_of_a_thing_is_told_of_with_the_thing(server: Server) -> None:
    award = f"{server.url}id/funding/dih-north-tillvaxtverket"
    graph = Graph().parse(f"{award}#amount")
    assert graph.value(URIRef(f"{award}#amount"), URIRef("https://w3id.org/nodverk/ns#value")) is not None


def test_a_document_has_names_for_what_it_links_to(server: Server) -> None:
    graph = Graph().parse(f"{server.url}id/funding/dih-north-tillvaxtverket")
    assert graph.value(URIRef(f"{server.url}id/project/dih-north"), RDFS.label) is not None


@pytest.mark.parametrize("path", [THING, "data/org/vinnova.ttl", "sv/org/vinnova", "en/org/vinnova"])
def test_every_hop_links_to_the_licence_and_to_what_describes_it(server: Server, path: str) -> None:
    links = re.findall(r'<([^>]*)>; rel="(\w+)"', server.client.get(path).headers["Link"])
    assert ("http://creativecommons.org/licenses/by/4.0/", "license") in links
    assert {target for target, relation in links if relation == "describedby"} == {
        "/data/org/vinnova",
        "/.well-known/void",
    }
    canonical = [target for target, relation in links if relation == "canonical"]
    assert canonical == [f"{server.url}{path if '/org' in path[:6] else THING}"]


@pytest.mark.parametrize("path", ["data/org/vinnova.ttl", "data/org/vinnova", "sv/org/vinnova"])
def test_who_has_the_document_of_this_release_is_not_sent_it_again(server: Server, path: str) -> None:
    """Clients that keep no ETag go by the date, which is that of the release."""
    first = server.client.get(path)
    again = server.client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


@pytest.mark.parametrize(
    "path",
    [THING, "data/org/vinnova.ttl", "sv/org/vinnova", "sparql?query=ASK%7B%7D", "none", "sparql?query=x"],
)
def test_every_answer_says_how_long_it_took(server: Server, path: str) -> None:
    for _ in range(2):
        headers = server.client.get(path).headers
        assert re.fullmatch(r"total;dur=\d+\.\d\d", headers["Server-Timing"])
        assert headers["Timing-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", [THING, "data/org/vinnova.ttl", "data/org/vinnova"])
def test_links_lead_to_every_other_form(server: Server, path: str) -> None:
    links = re.findall(r'<([^>]*)>; rel="(\w+)"', server.client.get(path).headers["Link"])
    assert (f"{server.url}{THING}", "canonical") in links
    alternates = [target for target, relation in links if relation == "alternate"]
    assert len(alternates) == len(TYPES) + 2
    for target in alternates:
        assert server.client.get(urljoin(server.url, target)).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "id/org/nobody",
        "id/nothing/vinnova",
        "id/org/Vinnova",
        "id/org/vinnöva",
        "id/org/vinnova%2Fx",
        "id/org/vinnova/x",
        "id/org/%00",
        "id/org/",
        "id/org/..%2f..%2fetc",
        "data/org/nobody.ttl",
        "data/org/nobody",
        "data/org/vinnova.exe",
        "data/org/vinnova.ttl.gz",
        "graph/nobody",
        "data/graph/nobody.ttl",
        "sv/org/nobody",
        "xx/org/vinnova",
    ],
)
@pytest.mark.parametrize("accept", ["text/turtle", CHROMIUM])
def test_the_unknown_is_not_found(server: Server, path: str, accept: str) -> None:
    response = server.client.get(path, headers={"Accept": accept})
    assert response.status_code == 404, response.headers
    expected = "text/html" if accept == CHROMIUM else "application/problem+json"
    assert response.headers["Content-Type"].startswith(expected)


@pytest.mark.parametrize("path", [THING, "data/org/vinnova", "graph/codes", "data/graph/codes"])
def test_what_nobody_can_read_is_not_acceptable(server: Server, path: str) -> None:
    response = server.client.get(path, headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/turtle" in response.json()["detail"]


def test_a_known_document_is_not_sent_again(server: Server) -> None:
    first = server.client.get("data/org/vinnova.ttl")
    etag = first.headers["ETag"]
    again = server.client.get("data/org/vinnova.ttl", headers={"If-None-Match": f'"other", {etag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == etag
    assert again.headers["Vary"] == first.headers["Vary"] == "Accept-Encoding"
    other = server.client.get("data/org/vinnova.jsonld", headers={"If-None-Match": etag})
    assert other.status_code == 200, "another format is another representation"


def test_a_compressed_document_has_a_weak_validator(server: Server) -> None:
    for path in ("data/org/vinnova.ttl", "sv/org/vinnova"):
        packed = server.client.get(path, headers={"Accept-Encoding": "gzip", "Accept": "*/*"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["ETag"].startswith('W/"')
        assert "Accept-Encoding" in vary(packed.headers)


@pytest.mark.parametrize("path", [THING, "data/org/vinnova.ttl", "sv/org/vinnova", "healthz", "sparql"])
def test_head_is_answered_everywhere(server: Server, path: str) -> None:
    got = server.client.get(path)
    head = server.client.head(path)
    assert head.status_code == got.status_code
    assert head.content == b""
    assert head.headers.get("Content-Type") == got.headers.get("Content-Type")


def test_a_named_graph_leads_to_its_statements_and_its_page(server: Server) -> None:
    source = "graph/dih-north-proposal"
    page = server.client.get(source, headers={"Accept": CHROMIUM})
    assert (page.status_code, page.headers["Location"]) == (303, "/sv/document/dih-north-proposal")
    graph = Graph().parse(f"{server.url}{source}")
    assert (URIRef(f"{server.url}id/project/dih-north"), None, None) in graph
    assert len(graph) > 100


def test_a_named_graph_keeps_its_name_in_quads(server: Server) -> None:
    quads = parse(server.client.get("data/graph/codes.nq").content, format=RdfFormat.N_QUADS)
    assert f"{server.url}graph/codes" in {str(each.graph_name).strip("<>") for each in quads}


def test_the_ontology_can_be_read(server: Server) -> None:
    graph = Graph().parse(f"{server.url}ns")
    assert (URIRef("https://w3id.org/nodverk/ns#FundingAward"), RDFS.label, None) in graph


def test_nothing_is_loaded_from_elsewhere(server: Server) -> None:
    """FastAPI's own documentation pages would be."""
    for path in ("docs", "redoc"):
        assert server.client.get(path).status_code == 404


def test_it_says_how_it_is(server: Server) -> None:
    assert server.client.get("healthz").json() == {"status": "alive", "release": 1}
    assert server.client.get("readyz").json() == {"status": "ready", "release": 1}


@pytest.mark.parametrize("thing", ["org/vinnova", "funding/dih-north-lulea", "document/vinnova-extension"])
def test_short_names_mean_the_same_by_the_context_that_is_served(server: Server, thing: str) -> None:
    """Rdflib fetches the context, as every reader of such a document must."""
    compact = server.client.get(f"data/{thing}.jsonld?compact=1")
    assert compact.json()["@context"] == f"{server.url}context.jsonld"
    told = Graph().parse(data=compact.text, format="json-ld")
    assert to_isomorphic(told) == to_isomorphic(Graph().parse(f"{server.url}data/{thing}.nt"))


def test_the_context_names_the_terms_and_what_their_values_are(server: Server) -> None:
    response = server.client.get("context.jsonld")
    terms = response.json()["@context"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Content-Type"] == "application/ld+json"
    assert "max-age" in response.headers["Cache-Control"]
    assert terms["funder"] == {"@id": "nv:funder", "@type": "@id"}
    assert terms["value"] == {"@id": "nv:value", "@type": "xsd:decimal"}
    assert terms["FundingAward"] == "nv:FundingAward"
    again = server.client.get("context.jsonld", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_a_profile_of_json_ld_asks_for_short_names(server: Server) -> None:
    accept = 'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"'
    response = server.client.get(THING, headers={"Accept": accept})
    assert response.headers["Location"] == "/data/org/vinnova.jsonld?compact=1"
    page = server.client.get("data/org/vinnova.jsonld?compact=1&page=1")
    assert page.json()["@graph"][0]["@type"] == ["org:Organization", "Organisation"]
