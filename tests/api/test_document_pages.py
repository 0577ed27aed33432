"""Documents about things that very many links lead to, and documents that say who says what."""

import re
from collections.abc import Callable
from urllib.parse import urljoin

import httpx
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Triple, parse
from rdflib.namespace import PROV, RDFS

from api.linked_data.self_description import HYDRA
from graph.store.dataset import Dataset
from graph.things.entities import MOST_LINKS
from tests.api.running import Server, put

BASE = "http://127.0.0.1:8000/"
DOCUMENT = f"{BASE}data/org/hub"
HUB, NS = f"{BASE}id/org/hub", "https://w3id.org/nodverk/ns#"
LINKS = {"hostedBy": 2 * MOST_LINKS + 50, "locatedIn": 3, "hubOf": MOST_LINKS}
ACCEPT = "application/n-triples, application/n-quads;q=0.9"
Following = Callable[[httpx.Response], str | None]
"""How a client finds the next page."""

SYNTAXES = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD,
            "rdf": RdfFormat.RDF_XML, "nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG}  # fmt: skip


@pytest.fixture(scope="module")
def hub(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A service of one organisation to which many links lead, most of them stated by two sources."""
    folder = tmp_path_factory.mktemp("hub") / "dataset"
    Dataset.create(folder, BASE)
    links = [
        f"<{BASE}id/node/{predicate.lower()}-{number}> <{NS}{predicate}> <{HUB}> .\n"
        for predicate, count in LINKS.items()
        for number in range(count)
    ]
    names = [
        f'<{BASE}id/node/hostedby-{number}> <{RDFS.label}> "Nod {number}"@sv .\n' for number in range(300)
    ]
    own = f'<{HUB}> <{RDFS.label}> "Nav </script><b>"@sv .\n'
    put(folder, {f"{BASE}graph/one": own + "".join(links), f"{BASE}graph/two": "".join(links[9:] + names)})
    return serve(folder)


def triples(response: httpx.Response) -> set[Triple]:
    assert response.status_code == 200, response.text
    media_type = response.headers["Content-Type"].partition(";")[0]
    return {quad.triple for quad in parse(response.content, format=RdfFormat.from_media_type(media_type))}


def local(server: Server, address: str) -> str:
    """An address under the dataset's base, at the server that the test runs."""
    return address.replace(BASE, server.url)


def walk(server: Server, first: str, following: Following) -> list[httpx.Response]:
    found, address = [], first
    while address:
        found.append(server.client.get(local(server, address), headers={"Accept": ACCEPT}))
        assert len(found) < 9, "the pages have an end"
        address = following(found[-1]) or ""
    return found


def by_statement(response: httpx.Response) -> str | None:
    following = {each.object for each in triples(response) if each.predicate.value == str(HYDRA.next)}
    return next((each.value for each in following if isinstance(each, NamedNode)), None)


def by_header(response: httpx.Response) -> str | None:
    found = re.search(r'<([^>]*)>; rel="next"', response.headers["Link"])
    return urljoin(str(response.url), found[1]) if found else None


@pytest.mark.parametrize("following", [by_statement, by_header])
@pytest.mark.parametrize("first", ["data/org/hub.nt", "data/org/hub", "data/org/hub.nq?provenance=1"])
def test_the_pages_together_have_every_link_once(hub: Server, first: str, following: Following) -> None:
    pages = walk(hub, first, following)
    assert len(pages) == 3
    shown = [
        sorted(
            str(each)
            for each in triples(page)
            if each.object == NamedNode(HUB) and "id/node" in str(each.subject)
        )
        for page in pages
    ]
    assert [len(each) for each in shown] == [2 * MOST_LINKS + 3, MOST_LINKS, 50]
    assert len(set().union(*shown)) == sum(LINKS.values())


@pytest.mark.parametrize("page", [1, 2, 3])
def test_every_syntax_has_the_same_statements_on_a_page(hub: Server, page: int) -> None:
    told = {name: triples(hub.client.get(f"data/org/hub.{name}", params={"page": page})) for name in SYNTAXES}
    assert all(each == told["nt"] for each in told.values())
    negotiated = hub.client.get("data/org/hub", params={"page": page}, headers={"Accept": "text/turtle"})
    assert triples(negotiated) == told["nt"]


def test_a_page_names_the_ends_of_its_links_and_how_many_there_are(hub: Server) -> None:
    told = triples(hub.client.get("data/org/hub.nt", params={"page": 3}))
    view = NamedNode(f"{BASE}data/org/hub?page=3")
    ways = {
        str(each.predicate.value).removeprefix(str(HYDRA)): each.object
        for each in told
        if each.subject == view
    }
    assert ways["first"] == NamedNode(f"{BASE}data/org/hub?page=1")
    assert ways["previous"] == NamedNode(f"{BASE}data/org/hub?page=2")
    assert ways["last"] == view
    assert "next" not in ways
    totals = {each.object for each in told if each.predicate.value == str(HYDRA.totalItems)}
    assert totals == {Literal(sum(LINKS.values()))}
    named = {each.subject for each in told if each.predicate.value == str(RDFS.label)}
    assert {
        each.subject for each in told if each.object == NamedNode(HUB) and each.predicate.value.startswith(NS)
    } <= named
    assert NamedNode(HUB) not in named, "what is said of the thing itself stands on the first page"


@pytest.mark.parametrize(
    ("page", "status"), [("4", 404), ("0", 400), ("-1", 400), ("x", 400), ("9" * 30, 400)]
)
def test_a_page_that_is_not_there_is_a_problem(hub: Server, page: str, status: int) -> None:
    response = hub.client.get("data/org/hub.ttl", params={"page": page})
    assert (response.status_code, response.json()["status"]) == (status, status)


def test_the_address_of_a_thing_passes_on_what_is_asked(hub: Server) -> None:
    def location(query: str, accept: str = "*/*") -> str:
        return hub.client.get(f"id/org/hub?{query}", headers={"Accept": accept}).headers["Location"]

    assert location("page=2") == "/data/org/hub.ttl?page=2"
    assert location("page=2", "application/n-triples") == "/data/org/hub.nt?page=2"
    assert location("provenance=1") == "/data/org/hub.trig?provenance=1"
    assert location("provenance=1", "application/n-quads") == "/data/org/hub.nq?provenance=1"
    assert location("provenance=1", "application/ld+json") == "/data/org/hub.jsonld?provenance=1"
    assert location("provenance=1&release=1&page=2") == "/data/org/hub.trig?release=1&provenance=1&page=2"
    assert location("format=nt") == "/data/org/hub.nt"
    assert location("format=html") == "/sv/org/hub"
    assert location("format=application/rdf%2Bxml", "text/html") == "/data/org/hub.rdf"
    assert location("format=docx", "text/turtle") == "/data/org/hub.ttl", "the unknown is passed over"


@pytest.mark.parametrize(
    ("format_", "media_type"),
    [
        ("ttl", "text/turtle"),
        ("json", "application/ld+json"),
        ("xml", "application/rdf+xml"),
        ("none", "text/csv"),
    ],
)
def test_a_parameter_chooses_the_format_before_accept_does(
    hub: Server, format_: str, media_type: str
) -> None:
    response = hub.client.get("data/org/hub", params={"format": format_}, headers={"Accept": "text/csv"})
    assert response.headers["Content-Type"].startswith(media_type)


@pytest.mark.parametrize("name", ["trig", "nq", "jsonld"])
def test_each_statement_stands_in_the_graph_of_every_source_that_makes_it(hub: Server, name: str) -> None:
    response = hub.client.get(f"data/org/hub.{name}?provenance=1")
    quads = set(parse(response.content, format=SYNTAXES[name]))
    graphs = {
        each.graph_name
        for each in quads
        if each.subject == NamedNode(f"{BASE}id/node/hostedby-109") and each.object == NamedNode(HUB)
    }
    assert graphs == {NamedNode(f"{BASE}graph/one"), NamedNode(f"{BASE}graph/two")}
    assert {each.graph_name for each in quads if each.subject == NamedNode(DOCUMENT)} == {DefaultGraph()}
    links = {each for each in triples(hub.client.get("data/org/hub.nt")) if each.object == NamedNode(HUB)}
    assert links <= triples(response)


@pytest.mark.parametrize(("asked", "given"), [("ttl", "trig"), ("rdf", "trig"), ("nt", "nq")])
def test_a_syntax_without_graphs_leads_to_one_with_them(hub: Server, asked: str, given: str) -> None:
    response = hub.client.get(f"data/org/hub.{asked}?provenance=1")
    assert (response.status_code, response.headers["Location"]) == (
        303,
        f"/data/org/hub.{given}?provenance=1",
    )


def test_a_wish_that_cannot_be_read_is_refused(hub: Server) -> None:
    assert hub.client.get("data/org/hub?provenance=maybe").status_code == 400


def test_who_says_what_comes_with_how_it_came_here(server: Server) -> None:
    """Each source is told of: the import that brought it, of which file, in which release."""
    response = server.client.get("data/org/vinnova?provenance=1")
    assert response.headers["Content-Type"] == "application/trig"
    quads = set(parse(response.content, format=RdfFormat.TRIG))
    brought = {
        each.subject: each.object for each in quads if each.predicate.value == str(PROV.wasGeneratedBy)
    }
    thing = NamedNode(f"{server.url}id/org/vinnova")
    entailed = NamedNode(f"{server.url}graph/entailed")
    sources = {each.graph_name for each in quads if each.subject == thing} - {entailed}
    assert len(sources) > 2
    for graph in sources:
        act = brought[graph]
        files = [
            each.object for each in quads if (each.subject, each.predicate.value) == (act, f"{NS}fileName")
        ]
        assert len(files) == 1


def in_the_page(response: httpx.Response) -> set[Triple]:
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.text, re.DOTALL)
    assert "<" not in script
    return {quad.triple for quad in parse(script, format=RdfFormat.JSON_LD)}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_page_says_to_machines_what_the_documents_say(hub: Server, server: Server, language: str) -> None:
    assert in_the_page(hub.client.get(f"{language}/org/hub")) == triples(hub.client.get("data/org/hub.nt"))
    for thing in (
        "org/ai-sweden",
        "funding/dih-north-tillvaxtverket",
        "document/southern-node-plan",
        "place/skane",
    ):
        page = server.client.get(f"{language}/{thing}")
        assert in_the_page(page) == triples(server.client.get(f"data/{thing}.ttl"))


@pytest.mark.parametrize(
    "thing", ["org/vinnova", "org/ai-sweden", "place/skane", "project/dih-north", "funding/dih-north-lulea"]
)
def test_what_links_to_a_thing_in_its_document_is_a_link_on_its_page(server: Server, thing: str) -> None:
    things, iri = f"{server.url}id/", f"{server.url}id/{thing}"
    told = triples(server.client.get(f"data/{thing}.nt"))
    ends = [
        tuple(each.value.partition("#")[0] for each in (quad.subject, quad.object))
        for quad in told
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    ]
    leading = {start.removeprefix(things) for start, end in ends if end == iri and start.startswith(things)}
    linked = set(re.findall(r'href="/sv/([a-z]+/[a-z0-9-]+)', server.client.get(f"sv/{thing}").text))
    assert leading - {thing}
    assert leading - {thing} <= linked
