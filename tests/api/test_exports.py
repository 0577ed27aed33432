"""The graph in the terms of other models, over HTTP."""

import json

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from graph.alignments.views import MODELS
from tests.api.running import Server

PARSERS = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
GRANTS = {
    "eurio": "http://data.europa.eu/s66#Grant",
    "frapo": "http://purl.org/cerif/frapo/Grant",
    "schema.org": "https://schema.org/MonetaryGrant",
}


def read(server: Server, path: str, syntax: str) -> Graph:
    answer = server.client.get(path)
    assert answer.status_code == 200
    return Graph().parse(data=answer.content, format=PARSERS[syntax])


def said(statements: Graph) -> set[tuple[object, ...]]:
    """The statements, a number by its value: in JSON a whole one is an integer."""
    return {
        tuple(each.toPython() if isinstance(each, Literal) else each for each in triple)
        for triple in statements
    }


def test_the_list_leads_to_every_model_in_every_format(server: Server) -> None:
    listed = server.client.get("exports").json()["models"]

    assert [each["model"] for each in listed] == list(MODELS)
    for each in listed:
        for address in (each["address"], each["leftOut"], *each["formats"].values()):
            assert server.client.head(address).status_code == 200, address


@pytest.mark.parametrize("name", GRANTS)
def test_a_model_says_the_same_in_every_syntax(server: Server, name: str) -> None:
    first, *others = (read(server, f"exports/{name}.{each}", each) for each in MODELS[name].formats)

    assert len(list(first.subjects(RDF.type, URIRef(GRANTS[name])))) == 2
    assert all(said(each) == said(first) for each in others)


@pytest.mark.parametrize(
    ("name", "accept", "given"),
    [
        ("eurio", "*/*", "ttl"),
        ("eurio", "application/rdf+xml", "rdf"),
        ("frapo", "application/n-triples;q=0.9, text/html", "nt"),
        ("schema.org", "*/*", "jsonld"),
        ("schema.org", "text/turtle", "ttl"),
        ("360giving", "application/json", "json"),
    ],
)
def test_a_client_gets_the_format_that_it_likes_best(
    server: Server, name: str, accept: str, given: str
) -> None:
    answer = server.client.get(f"exports/{name}", headers={"Accept": accept})
    stated = server.client.get(f"exports/{name}.{given}")

    assert answer.headers["Content-Location"] == f"/exports/{name}.{given}"
    assert answer.headers["Vary"] == "Accept, Accept-Encoding"
    assert answer.headers["Nodverk-Release"] == "1"
    assert answer.content == stated.content
    assert answer.headers["Content-Type"] == stated.headers["Content-Type"]


def test_what_a_model_cannot_express_is_told_with_what_it_lacks(server: Server) -> None:
    told = server.client.get("exports/360giving/left-out").json()
    lacks = {each["award"].rpartition("/")[2]: each["lacks"] for each in told["leftOut"]}

    assert (told["awards"], told["grants"]) == (27, 0)
    assert json.loads(server.client.get("exports/360giving").content) == {"grants": []}
    assert lacks["vinnova-2020-2024"] == ["the day of the decision not known"]
    assert "no recipient that is an organisation, or several" in lacks["stockholm-node-yearly"]
    assert "not decided, contracted or paid" in lacks["dih-north-lulea"]


@pytest.mark.parametrize("path", ["exports/bibtex", "exports/eurio.json", "exports/bibtex/left-out"])
def test_what_there_is_not_is_refused_with_what_there_is(server: Server, path: str) -> None:
    answer = server.client.get(path)

    assert answer.status_code == 404
    assert "eurio (ttl, nt, rdf, jsonld)" in answer.json()["detail"]


def test_a_client_that_likes_none_of_the_formats_is_told_of_them(server: Server) -> None:
    answer = server.client.get("exports/eurio", headers={"Accept": "image/png"})

    assert answer.status_code == 406
    assert "ttl" in answer.json()["detail"]
