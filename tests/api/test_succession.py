"""Things that were merged into others or taken out: their addresses lead on, or say what became of them."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib.namespace import DCTERMS, RDF, RDFS

from graph.store.dataset import Dataset
from graph.terms import NV
from tests.api.running import Server, put

BASE = "http://127.0.0.1:8000/"
CHROMIUM = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def iri(key: str) -> str:
    return f"<{BASE}id/org/{key}>"


def replaced(old: str, new: str) -> str:
    return f"{iri(old)} <{DCTERMS.isReplacedBy}> {iri(new)} .\n"


def label(key: str) -> str:
    return f'{iri(key)} <{RDFS.label}> "{key}"@sv .\n'


@pytest.fixture(scope="module")
def changed(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A service whose third release tells of fewer things than those before it did."""
    folder = tmp_path_factory.mktemp("changed") / "dataset"
    Dataset.create(folder, BASE)
    first = "".join(map(label, ("new", "old", "older", "split", "left", "right", "dropped", "early")))
    graph, change = f"{BASE}graph/test", f"<{BASE}id/org/left#change>"
    put(folder, {graph: first})
    put(folder, {graph: first.replace(label("early"), "")})
    ways = [
        replaced("old", "new"),
        replaced("older", "old"),
        replaced("round", "about"),
        replaced("about", "round"),
        f"{change} <{NV.predecessor}> {iri('split')} .\n",
        f"{change} <{NV.successor}> {iri('left')} .\n",
        f"{change} <{NV.successor}> {iri('right')} .\n",
    ]
    put(folder, {graph: "".join([*map(label, ("new", "left", "right")), *ways])})
    return serve(folder)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("id/org/old", "/id/org/new"),
        ("id/org/older", "/id/org/new"),
        ("data/org/old", "/data/org/new"),
        ("data/org/old.ttl?provenance=1", "/data/org/new.ttl?provenance=1"),
        ("sv/org/old", "/sv/org/new"),
    ],
)
def test_what_was_merged_leads_to_what_it_became(
    changed: Server, method: str, path: str, location: str
) -> None:
    response = changed.client.request(method, path)
    assert (response.status_code, response.headers["Location"]) == (301, location)
    assert f'<{BASE}id/org/new>; rel="successor-version"' in response.headers["Link"]
    assert changed.client.get(path, follow_redirects=True).status_code == 200


@pytest.mark.parametrize(
    "path", ["id/org/dropped", "data/org/dropped", "data/org/dropped.ttl", "sv/org/dropped"]
)
def test_what_was_taken_out_is_gone_and_can_still_be_read(changed: Server, path: str) -> None:
    response = changed.client.get(path, headers={"Accept": "application/problem+json"})
    told = response.json()
    assert (response.status_code, told["lastRelease"], told["replacedBy"]) == (410, 2, [])
    assert told["memento"] == f"{BASE}id/org/dropped?release=2"
    assert f'<{told["memento"]}>; rel="memento"' in response.headers["Link"]
    memento = told["memento"].replace(BASE, changed.url)
    assert "dropped" in changed.client.get(memento, follow_redirects=True).text
    assert changed.client.head(path).status_code == 410


def test_what_is_gone_is_told_with_all_that_replaced_it(changed: Server) -> None:
    response = changed.client.get("id/org/split")
    both = [f"{BASE}id/org/left", f"{BASE}id/org/right"]
    assert response.status_code == 410
    assert response.json()["replacedBy"] == both
    assert all(each in response.json()["detail"] for each in both)
    assert all(f'<{each}>; rel="successor-version"' in response.headers["Link"] for each in both)


def test_the_last_release_that_told_of_a_thing_is_named(changed: Server) -> None:
    assert changed.client.get("id/org/early").json()["lastRelease"] == 1


def test_a_person_reads_on_a_page_that_it_is_gone(changed: Server) -> None:
    response = changed.client.get("id/org/split", headers={"Accept": CHROMIUM})
    assert (response.status_code, response.headers["Content-Type"]) == (410, "text/html; charset=utf-8")
    assert f"{BASE}id/org/left" in response.text


def test_an_earlier_release_tells_of_what_it_had(changed: Server) -> None:
    assert changed.client.get("data/org/old.ttl?release=1").status_code == 200
    assert changed.client.get("data/org/early.ttl?release=2").status_code == 410


@pytest.mark.parametrize("path", ["id/org/never", "data/org/never.ttl", "sv/org/never", "id/thing/old"])
def test_what_never_was_is_unknown(changed: Server, path: str) -> None:
    assert changed.client.get(path).status_code == 404


def test_what_is_replaced_in_a_circle_leads_nowhere(changed: Server) -> None:
    assert changed.client.get("id/org/round").status_code == 303


def test_a_merge_that_the_shapes_let_through_leads_on(serve: Callable[..., Server], tmp_path: Path) -> None:
    folder, file = tmp_path / "dataset", tmp_path / "merge.nt"
    Dataset.create(folder, BASE)
    organisations = "".join(f"{iri(key)} a <{NV.Organisation}> .\n{label(key)}" for key in ("new", "old"))
    organisations = organisations.replace(" a ", f" <{RDF.type}> ")
    kept = organisations.partition(iri("old"))[0]
    for content in (organisations, kept + replaced("old", "new")):
        file.write_text(content, "utf-8")
        command = [str(Path(sys.executable).with_name("nodverk")), "import", "--dataset", str(folder)]
        subprocess.run([*command, str(file)], check=True, capture_output=True)

    response = serve(folder).client.get("id/org/old")

    assert (response.status_code, response.headers["Location"]) == (301, "/id/org/new")
