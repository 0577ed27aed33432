"""Addresses with letters like å are understood however a client writes them."""

import socket
from collections.abc import Callable
from unicodedata import normalize
from urllib.parse import quote, urlsplit

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib import Graph
from rdflib.namespace import RDFS

from graph.store.dataset import Dataset
from tests.api.running import Server, put

BASE = "http://bås.example/"
MINTED = {
    "composed": normalize("NFC", "malmö-stad"),
    "apart": normalize("NFD", "gävle"),
    "encoded": quote("höör"),
    "plain": "vinnova",
}
"""Keys as a source may write them."""


@pytest.fixture(scope="module")
def lettered(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A service of things whose IRIs have such letters, as its base has."""
    folder = tmp_path_factory.mktemp("lettered") / "dataset"
    Dataset.create(folder, BASE)
    told = "".join(f'<{BASE}id/org/{key}> <{RDFS.label}> "{key}"@sv .\n' for key in MINTED.values())
    put(folder, {f"{BASE}graph/test": told})
    return serve(folder)


def spelled(key: str) -> list[str]:
    plain = {"h%C3%B6%C3%B6r": "höör"}.get(key, key)
    forms = [normalize(form, plain) for form in ("NFC", "NFD")]
    return [spelling for form in forms for spelling in (quote(form), quote(form).lower())]


def ask_raw(server: Server, path: str) -> bytes:
    """The answer to a request whose line has bytes that are not ASCII, as curl sends what is typed."""
    there = urlsplit(server.url)
    with socket.create_connection((there.hostname, there.port), timeout=30) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer


@pytest.mark.parametrize("key", MINTED.values(), ids=MINTED)
@pytest.mark.parametrize("accept", ["text/turtle", "text/html"])
def test_a_thing_is_found_however_its_letters_are_written(lettered: Server, key: str, accept: str) -> None:
    targets = set()
    for spelling in spelled(key):
        response = lettered.client.get(f"id/org/{spelling}", headers={"Accept": accept})
        assert response.status_code == 303, spelling
        targets.add(response.headers["Location"])
        assert response.headers["Link"].isascii()
    (target,) = targets
    shown = lettered.client.get(target)
    assert shown.status_code == 200
    assert key in shown.text


@pytest.mark.parametrize("key", MINTED.values(), ids=MINTED)
def test_the_documents_use_the_iri_as_it_was_minted(lettered: Server, key: str) -> None:
    for spelling in spelled(key):
        content = lettered.client.get(f"data/org/{spelling}.nt").content
        assert NamedNode(f"{BASE}id/org/{key}") in {
            each.subject for each in parse(content, format=RdfFormat.N_TRIPLES)
        }
    assert len(Graph().parse(f"{lettered.url}data/org/{spelled(key)[0]}.rdf")) > 3


@pytest.mark.parametrize("path", ["/id/org/malmö-stad", "/data/org/malmö-stad.ttl", "/sv/org/malmö-stad"])
def test_letters_may_come_as_they_are(lettered: Server, path: str) -> None:
    status = ask_raw(lettered, path).partition(b"\r\n")[0]
    assert status in (b"HTTP/1.1 303 See Other", b"HTTP/1.1 200 OK")


@pytest.mark.parametrize(
    "path", ["id/org/malm%C3%B6", "id/org/malm%F6-stad", "id/org/%E2%82%AC", "id/org/malm%C3%B6%2Fstad"]
)
def test_what_is_not_there_is_not_found(lettered: Server, path: str) -> None:
    assert lettered.client.get(path).status_code == 404


def test_a_cache_tells_two_datasets_apart_that_were_made_at_one_address(
    lettered: Server, server: Server
) -> None:
    tags = {each.client.get("data/org/vinnova.ttl").headers["ETag"] for each in (lettered, server)}

    assert len(tags) == 2
