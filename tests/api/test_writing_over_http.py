"""Writing over HTTP by SPARQL 1.1 Update and the Graph Store Protocol: who may, and what becomes of it."""

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SH
from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore
from SPARQLWrapper import POST, POSTDIRECTLY, SPARQLWrapper

from graph.store import tokens
from graph.store.dataset import Dataset
from tests.api.nursery import Nursery
from tests.api.running import Server, put, start

HOUSE = "http://127.0.0.1:1/"
NV = "https://w3id.org/nodverk/ns#"
UPDATE, TURTLE = "application/sparql-update", "text/turtle"
PATIENCE = 60
IN_FILE = "secret-in-a-file"
NAMED = "INSERT DATA { GRAPH <graph/%s> { <x:a> <x:p> %s } }"
NAMELESS = f"INSERT DATA {{ <id/org/nameless> a <{NV}Organisation> }}"
WITH_A_NUMBER = NAMELESS.replace(" }", "; <http://www.w3.org/2000/01/rdf-schema#label> '640823-3234'@sv }")


@pytest.fixture(scope="module")
def writable(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A service of its own of little data, that two tokens open."""
    folder = tmp_path_factory.mktemp("written") / "dataset"
    dataset = Dataset.create(folder, HOUSE)
    secret = tokens.add(dataset, "probe")
    put(folder, {f"{HOUSE}graph/first": '<x:first> <x:p> "1" .'})
    token_file = tmp_path_factory.mktemp("tokens") / "Operator.tokens"
    token_file.write_text(f"\n{IN_FILE}\n", "utf-8")
    options = ("--token-file", str(token_file), "--query-seconds", str(PATIENCE))
    server = serve(folder, "--workers", "1", *options)
    server.client.headers["Authorization"] = f"Bearer {secret}"
    server.client.timeout = httpx.Timeout(PATIENCE)
    return server


def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    told: dict[str, Any] = response.json()
    return told


def newest(server: Server) -> int:
    return Dataset.open(server.folder).head().number


def update(server: Server, text: str, **headers: str) -> httpx.Response:
    return server.client.post("update", content=text.encode(), headers={"Content-Type": UPDATE, **headers})


def put_graph(server: Server, name: str, text: str, **headers: str) -> httpx.Response:
    sent = {"Content-Type": TURTLE, **headers}
    return server.client.put(f"graph/{name}", content=text.encode(), headers=sent)


def anonymously(server: Server, method: str, address: str, **sent: Any) -> httpx.Response:
    """The answer to somebody without a token, who has no connection yet."""
    return httpx.request(method, f"{server.url}{address}", timeout=PATIENCE, **sent)


def ask(server: Server, pattern: str) -> bool:
    """Over a connection of its own: one that was open is answered from the release that it led to."""
    asked = anonymously(server, "GET", "sparql", params={"query": f"ASK {{ {pattern} }}"})
    return bool(asked.json()["boolean"])


WAYS_TO_WRITE = [
    ("POST", "update", UPDATE),
    ("POST", "sparql", UPDATE),
    ("PUT", "graph-store?default", TURTLE),
    ("POST", "graph-store", TURTLE),
    ("PUT", "graph/x", TURTLE),
    ("DELETE", "graph/codes", None),
    ("DELETE", "graph-store/x", None),
]


@pytest.mark.parametrize(("method", "address", "sent"), WAYS_TO_WRITE)
def test_nobody_can_write_where_there_is_no_token(
    server: Server, method: str, address: str, sent: str | None
) -> None:
    """A service as it comes; not even who sends what looks like a token."""
    headers = {"Authorization": "Bearer nodverk_x", **({"Content-Type": sent} if sent else {})}
    told = problem(server.client.request(method, address, headers=headers, content=b""), 403)
    assert "nodverk token add" in told["detail"]
    assert newest(server) == 1


@pytest.mark.parametrize(("method", "address", "sent"), WAYS_TO_WRITE)
@pytest.mark.parametrize(
    ("authorization", "error"),
    [
        ("", False),
        ("Basic cHJvYmU6", False),
        ("Bearer", True),
        ("Bearer nodverk_x", True),
        ("Bearer å", True),
    ],
)
def test_who_has_no_good_token_is_told_so(
    writable: Server, method: str, address: str, sent: str | None, authorization: str, error: bool
) -> None:
    headers = {"Authorization": authorization.encode(), **({"Content-Type": sent.encode()} if sent else {})}
    response = writable.client.request(method, address, headers=headers, content=b"")
    problem(response, 401)
    assert response.headers["WWW-Authenticate"].startswith('Bearer realm="nodverk"')
    assert ('error="invalid_token"' in response.headers["WWW-Authenticate"]) is error


def test_a_cookie_or_a_parameter_is_no_token(writable: Server) -> None:
    """So that no page of another site can have a browser write in its user's name."""
    secret = writable.client.headers["Authorization"].removeprefix("Bearer ")
    response = anonymously(
        writable,
        "POST",
        "update",
        params={"access_token": secret},
        data={"update": "CLEAR ALL", "access_token": secret},
        headers={"Cookie": f"token={secret}; Authorization=Bearer {secret}"},
    )
    problem(response, 401)


def test_a_large_body_without_a_token_is_refused_unread(writable: Server) -> None:
    response = anonymously(
        writable, "PUT", "graph/x", content=b"#" * 30_000_000, headers={"Content-Type": TURTLE}
    )
    problem(response, 401)


def test_a_body_that_comes_with_its_head_is_none_of_it(writable: Server) -> None:
    """It is read in pieces of up to 256 KiB, of which the head may take 128."""
    address = urlsplit(writable.url)
    head = b"PUT /graph/x HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n"
    for _ in range(10):
        with socket.create_connection((address.hostname, address.port), timeout=30) as line:
            line.sendall(head + b"#" * 200_000)
            assert line.recv(64).split(b" ")[1] == b"401"


METHODS = {
    "sparql": "GET, HEAD, POST, OPTIONS",
    "update": "POST, OPTIONS",
    "graph-store": "GET, HEAD, PUT, POST, DELETE, OPTIONS",
    "graph/first": "GET, HEAD, PUT, POST, DELETE, OPTIONS",
    "id/org/x": "GET, HEAD, OPTIONS",
}


@pytest.mark.parametrize("address", METHODS)
def test_an_address_tells_which_methods_it_takes(writable: Server, address: str) -> None:
    """To whoever asks, to a browser before it sends anything, and to who tried another one."""
    asked = anonymously(
        writable, "OPTIONS", address, headers={"Access-Control-Request-Headers": "authorization"}
    )
    assert asked.headers["Allow"] == asked.headers["Access-Control-Allow-Methods"] == METHODS[address]
    assert asked.headers["Access-Control-Allow-Headers"] == "authorization"
    tried = anonymously(writable, "PATCH", address)
    problem(tried, 405)
    assert tried.headers["Allow"] == METHODS[address]


def test_a_token_is_good_from_when_it_is_made_until_it_is_revoked(writable: Server) -> None:
    dataset = Dataset.open(writable.folder)
    secret = tokens.add(dataset, "brief")
    assert update(writable, "", Authorization=f"bearer {secret}").status_code == 200
    tokens.revoke(dataset, "brief")
    problem(update(writable, "", Authorization=f"Bearer {secret}"), 401)


def test_a_token_of_a_file_writes_under_the_files_name(writable: Server) -> None:
    told = update(writable, NAMED % ("by-file", 1), Authorization=f"Bearer {IN_FILE}")
    assert told.json()["outcome"] == "committed"
    assert Dataset.open(writable.folder).head().note.startswith("Update by operator: ")


def test_an_update_is_a_release_that_the_next_request_sees(writable: Server) -> None:
    before = newest(writable)
    response = update(writable, NAMED % ("seen", 1))
    assert response.status_code == 200
    assert response.headers["Nodverk-Release"] == str(before + 1)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.json() == {
        "outcome": "committed",
        "release": before + 1,
        "served": True,
        "graphs": [{"graph": f"{HOUSE}graph/seen", "new": 1, "removed": 0, "kept": 0}],
        "advice": [],
    }
    assert ask(writable, f"GRAPH <{HOUSE}graph/seen> {{ <x:a> <x:p> 1 }}")


def test_an_update_that_changes_nothing_makes_no_release(writable: Server) -> None:
    before = newest(writable)
    for text in ("", "DELETE DATA { <x:none> <x:p> 1 }", "DELETE WHERE { <x:none> ?p ?o }"):
        told = update(writable, text)
        assert (told.status_code, told.json()["outcome"], told.json()["release"]) == (
            200,
            "unchanged",
            before,
        )
    assert newest(writable) == before


SENT = {
    "as such": ({}, UPDATE, "{update}"),
    "with a character set": ({}, f"{UPDATE}; charset=UTF-8", "{update}"),
    "in a form": ({}, "application/x-www-form-urlencoded", "update={quoted}"),
}


@pytest.mark.parametrize("address", ["update", "sparql"])
@pytest.mark.parametrize(("parameters", "media_type", "body"), SENT.values(), ids=SENT)
def test_an_update_can_be_sent_in_every_way_of_the_protocol(
    writable: Server, address: str, parameters: dict[str, str], media_type: str, body: str
) -> None:
    text = "DELETE DATA { <x:none> <x:p> 'å' }"
    quoted = str(httpx.QueryParams({"u": text})).removeprefix("u=")
    sent = body.format(update=text, quoted=quoted).encode()
    response = writable.client.post(
        address, params=parameters, content=sent, headers={"Content-Type": media_type}
    )
    assert response.json()["outcome"] == "unchanged"


def test_the_parameters_of_an_update_say_its_dataset(writable: Server) -> None:
    put_graph(writable, "using", "<x:u> <x:using> 1 .")
    copying = {"update": "INSERT { GRAPH <graph/used> { ?s <x:used> ?n } } WHERE { ?s ?p ?n }"}
    one = {"using-graph-uri": f"{HOUSE}graph/using"}
    response = writable.client.post("update", data=copying, params=one)
    assert [each["new"] for each in response.json()["graphs"]] == [1]
    by_both = {"update": "WITH <graph/used> DELETE { ?s ?p ?n } WHERE { ?s ?p ?n }"}
    assert "parameters" in problem(writable.client.post("update", data=by_both, params=one), 400)["detail"]


WRONG = {
    "another media type": ("text/plain", b"CLEAR ALL", 415),
    "no media type": (None, b"CLEAR ALL", 415),
    "a query": ("application/sparql-query", b"ASK {}", 415),
    "another character set": (f"{UPDATE}; charset=latin-1", b"CLEAR ALL", 415),
    "what is not UTF-8": (UPDATE, b"INSERT DATA { <x:a> <x:p> '\xe5' }", 400),
    "two updates": ("application/x-www-form-urlencoded", b"update=CLEAR%20ALL&update=CLEAR%20ALL", 400),
    "a query beside it": ("application/x-www-form-urlencoded", b"update=CLEAR%20ALL&query=ASK%20%7B%7D", 400),
    "a dataset that is no IRI": ("application/x-www-form-urlencoded", b"update=&using-graph-uri=x", 400),
    "a request to elsewhere": (UPDATE, b"LOAD <http://127.0.0.1:1/x>", 400),
    "a graph that is made here": (UPDATE, b"INSERT DATA { GRAPH <graph/void> { <x:a> <x:p> 1 } }", 409),
    "a long text": (UPDATE, b"#" * (4 * 1024 * 1024 + 1), 413),
    "a very long body": (UPDATE, b"#" * (12 * 1024 * 1024 + 1), 413),
}


@pytest.mark.parametrize(("media_type", "body", "status"), WRONG.values(), ids=WRONG)
def test_what_is_no_update_changes_nothing(
    writable: Server, media_type: str | None, body: bytes, status: int
) -> None:
    before = newest(writable)
    headers = {"Content-Type": media_type} if media_type else {}
    problem(writable.client.post("update", content=body, headers=headers), status)
    assert newest(writable) == before


def test_a_mistake_in_an_update_is_placed(writable: Server) -> None:
    told = problem(update(writable, "CLEAR ALL ;\nINSERT DATA { <x:a> }"), 400)
    assert (told["line"], told["column"]) == (2, 21)
    assert told["type"].endswith("/query-malformed")


def test_an_update_that_takes_too_long_is_ended(writable: Server, nursery: Nursery, tmp_path: Path) -> None:
    pattern = " ".join(f"VALUES ?a{n} {{ 0 1 2 3 4 5 6 7 8 9 }}" for n in range(12))
    endless = f"INSERT {{ <x:a> <x:p> ?n }} WHERE {{ SELECT (COUNT(*) AS ?n) {{ {pattern} }} }}"
    hurried = start(nursery, writable.folder, tmp_path, "--workers", "1", "--query-seconds", "0.3")
    try:
        told = problem(update(hurried, endless, Authorization=writable.client.headers["Authorization"]), 503)
    finally:
        hurried.stop()  # it would follow each release of the tests that come
    assert "0.3 seconds" in told["detail"]


REPORTS = {
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
    "application/n-triples": "nt",
}


@pytest.mark.parametrize("text", [NAMELESS, WITH_A_NUMBER], ids=["a shape", "personal data"])
def test_an_update_that_the_shapes_refuse_changes_nothing_and_says_why(writable: Server, text: str) -> None:
    before = newest(writable)
    told = problem(update(writable, text, **{"Accept-Language": "en"}), 422)
    assert told["type"].endswith("/shapes-not-met")
    assert told["report"]["conforms"] is False
    assert told["report"]["results"][0]["focus"].startswith(f"<{HOUSE}id/org/")
    assert newest(writable) == before


@pytest.mark.parametrize("media_type", REPORTS)
def test_the_report_of_a_refusal_comes_in_rdf(writable: Server, media_type: str) -> None:
    response = update(writable, NAMELESS, Accept=media_type)
    assert response.status_code == 422
    report = Graph().parse(data=response.text, format=REPORTS[media_type])
    (node,) = report.subjects(RDF.type, SH.ValidationReport)
    assert report.value(node, SH.conforms).toPython() is False  # type: ignore[union-attr]
    assert (None, SH.focusNode, URIRef(f"{HOUSE}id/org/nameless")) in report


def test_a_refusal_is_told_in_the_language_of_whoever_asks(writable: Server) -> None:
    told = {
        language: update(writable, NAMELESS, **{"Accept-Language": language}).json()["detail"]
        for language in ("sv", "en")
    }
    assert "Ange ett namn" in told["sv"]
    assert "Ange" not in told["en"]


def test_a_graph_that_the_shapes_refuse_is_not_put(writable: Server) -> None:
    before = newest(writable)
    problem(put_graph(writable, "refused", f"<id/org/nameless> a <{NV}Organisation> ."), 422)
    assert newest(writable) == before
    problem(writable.client.get("graph-store", params={"graph": f"{HOUSE}graph/refused"}), 404)


def test_a_graph_can_have_any_name(writable: Server) -> None:
    """A header bears it in ASCII."""
    name = {"graph": "http://x.example/ł/å%20b#c"}
    sent = {"Content-Type": TURTLE}
    made = writable.client.put("graph-store", params=name, content=b"<x:a> <x:p> 1 .", headers=sent)
    assert made.status_code == 201
    assert made.headers["Location"] == "http://x.example/%C5%82/%C3%A5%20b#c"
    description = anonymously(writable, "GET", "sparql", headers={"Accept": "application/n-triples"})
    assert f"#name> <{name['graph']}>" in description.text
    read = writable.client.get("graph-store", params=name)
    assert read.status_code == 200
    assert "<x:a> <x:p> 1" in read.text
    assert writable.client.delete("graph-store", params=name).status_code == 204
    problem(anonymously(writable, "GET", "graph-store", params=name), 404)


SYNTAXES = [("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld")]


@pytest.mark.parametrize(("media_type", "syntax"), [*SYNTAXES, ("application/n-triples", "nt")])
def test_a_graph_comes_back_as_it_was_put(writable: Server, media_type: str, syntax: str) -> None:
    """In every syntax, its blank nodes too; HEAD tells the same without it."""
    given = Graph().parse(data='<x:a> <x:p> [ <x:q> "å"@sv ], 1 .', format="turtle")
    body = given.serialize(format=syntax).encode()
    parameters = {"graph": f"{HOUSE}graph/round"}
    sent = {"Content-Type": media_type}
    assert writable.client.put("graph-store", params=parameters, content=body, headers=sent).status_code < 300
    read = writable.client.get("graph-store", params=parameters, headers={"Accept": media_type})
    assert read.headers["Content-Type"].startswith(media_type)
    assert isomorphic(Graph().parse(data=read.text, format=syntax), given)
    head = writable.client.head("graph-store", params=parameters, headers={"Accept": media_type})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"] == read.headers["Content-Type"]
    known = {"Accept": media_type, "If-None-Match": read.headers["ETag"]}
    assert writable.client.get("graph-store", params=parameters, headers=known).status_code == 304


def test_a_form_of_files_is_added_to_a_graph(writable: Server) -> None:
    files = [
        ("a", ("a.ttl", '<x:a> <x:p> "å" .'.encode(), TURTLE)),
        ("b", ("b.nt", b"<x:a> <x:p> <x:c> .\r\n", "application/n-triples; charset=utf-8")),
    ]
    assert writable.client.post("graph/form", files=files).status_code == 201
    read = writable.client.get("graph-store", params={"graph": f"{HOUSE}graph/form", "format": "nt"})
    quads = {str(each.object) for each in parse(read.content, format=RdfFormat.N_TRIPLES)}
    assert quads == {'"å"', "<x:c>"}


def test_a_new_graph_gets_a_name(writable: Server) -> None:
    made = writable.client.post("graph-store", content=b"<> <x:p> 1 .", headers={"Content-Type": TURTLE})
    assert made.status_code == 201
    name = made.headers["Location"]
    assert name.startswith(f"{HOUSE}graph/")
    assert ask(writable, f"GRAPH <{name}> {{ <{name}> <x:p> 1 }}")


NOT_A_GRAPH = {
    "a wrong media type": ("PUT", "graph/wrong", "image/png", b"x", 415),
    "a syntax that holds anything": ("PUT", "graph/wrong", "application/json", b"{}", 415),
    "a part of a wrong media type": (
        "POST",
        "graph/wrong",
        "multipart/form-data; boundary=b",
        b'--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n',
        415,
    ),
    "a form without an end": ("POST", "graph/wrong", "multipart/form-data; boundary=b", b"--c", 400),
    "an odd name of a source": ("PUT", "graph/Wrong_name", TURTLE, b"<x:a> <x:p> 1 .", 400),
    "no name": ("PUT", "graph-store", TURTLE, b"<x:a> <x:p> 1 .", 400),
    "two names": ("PUT", "graph-store?default&graph=x:g", TURTLE, b"<x:a> <x:p> 1 .", 400),
    "a relative name": ("PUT", "graph-store?graph=x", TURTLE, b"<x:a> <x:p> 1 .", 400),
    "several graphs": ("PUT", "graph/wrong", "application/trig", b"<x:g> { <x:a> <x:p> 1 }", 400),
    "a graph that is made here": ("PUT", "graph/provenance", TURTLE, b"<x:a> <x:p> 1 .", 409),
    "one that is made here, to delete": ("DELETE", "graph/centrality", None, b"", 409),
    "one that is not there, to delete": ("DELETE", "graph/none", None, b"", 404),
}


@pytest.mark.parametrize(
    ("method", "address", "media_type", "body", "status"), NOT_A_GRAPH.values(), ids=NOT_A_GRAPH
)
def test_what_is_no_graph_changes_nothing(
    writable: Server, method: str, address: str, media_type: str | None, body: bytes, status: int
) -> None:
    before = newest(writable)
    headers = {"Content-Type": media_type} if media_type else {}
    problem(writable.client.request(method, address, content=body, headers=headers), status)
    assert newest(writable) == before


def test_a_file_that_cannot_be_read_is_refused_with_its_line(writable: Server) -> None:
    told = problem(put_graph(writable, "wrong", "<x:a> <x:p> 1 .\n<x:a> <x:p>"), 400)
    assert told["line"] == 2


def test_a_change_can_be_made_only_if_nobody_else_made_one(writable: Server) -> None:
    put_graph(writable, "match", "<x:a> <x:p> 1 .")
    read = writable.client.get("graph-store", params={"graph": f"{HOUSE}graph/match"})
    known = read.headers["ETag"]
    assert (
        put_graph(writable, "match", "<x:a> <x:p> 2 .", **{"If-Match": f'"0-x", {known}'}).status_code == 204
    )
    told = problem(put_graph(writable, "match", "<x:a> <x:p> 3 .", **{"If-Match": known}), 412)
    assert told["newest"] == newest(writable)
    problem(update(writable, NAMED % ("match", 4), **{"If-Match": known}), 412)
    problem(update(writable, NAMED % ("match", 4), **{"If-Match": '"of another"'}), 412)
    problem(put_graph(writable, "no-match", "<x:a> <x:p> 1 .", **{"If-Match": "*"}), 412)
    problem(put_graph(writable, "match", "<x:a> <x:p> 4 .", **{"If-None-Match": "*"}), 412)
    assert ask(writable, f"GRAPH <{HOUSE}graph/match> {{ <x:a> <x:p> 2 }}")


def test_sparqlwrapper_updates(writable: Server) -> None:
    for number, method in enumerate((POSTDIRECTLY, "urlencoded")):
        client = SPARQLWrapper(f"{writable.url}sparql", updateEndpoint=f"{writable.url}update")
        client.addCustomHttpHeader("Authorization", writable.client.headers["Authorization"])
        client.setMethod(POST)
        client.setRequestMethod(method)
        client.setQuery(f"INSERT DATA {{ <x:wrapped> <x:p> {number} }}")
        assert json.loads(client.query().response.read())["outcome"] == "committed"
    assert ask(writable, "<x:wrapped> <x:p> 0, 1")


def test_rdflib_updates_as_a_remote_store(writable: Server) -> None:
    store = SPARQLUpdateStore(
        f"{writable.url}sparql",
        f"{writable.url}update",
        headers={"Authorization": writable.client.headers["Authorization"]},
        autocommit=False,
    )
    graph = Graph(store, identifier=URIRef(f"{HOUSE}graph/rdflib"))
    triple = (URIRef("x:rdflib"), URIRef("x:p"), URIRef("x:c"))
    graph.add(triple)
    graph.add((*triple[:2], URIRef("x:d")))
    graph.commit()
    assert set(graph) == {triple, (*triple[:2], URIRef("x:d"))}
    graph.remove((*triple[:2], None))
    graph.commit()
    assert len(graph) == 0


def test_what_was_written_is_listed_with_who_wrote_it(writable: Server, tmp_path: Path) -> None:
    update(writable, NAMED % ("listed", 1))
    note = Dataset.open(writable.folder).head().note
    assert note.startswith("Update by probe: ")
    put_graph(writable, "listed", "<x:a> <x:p> 2 .")
    assert Dataset.open(writable.folder).head().note.startswith(f"PUT <{HOUSE}graph/listed> by probe: ")
    assert ask(
        writable,
        f"<{HOUSE}graph/listed> <http://www.w3.org/ns/prov#wasGeneratedBy> [ <{NV}fileName> 'body.ttl' ]",
    )
