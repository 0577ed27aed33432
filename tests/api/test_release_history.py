"""What changed from release to release, over HTTP: the differences, the feed and the page."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from api.publication.differences import Differences
from graph.dumps.difference import Difference
from graph.errors import DumpsCrowdedOut, DumpUnmade
from graph.store.dataset import Dataset
from tests.api.running import Server, put

BASE = "http://data.example/"
GRAPH = f"{BASE}graph/plan"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
STRANGE = "Second \x01<release> & more\N{GRINNING FACE}"


def triples(*values: str) -> str:
    return "".join(f'<{BASE}id/org/a> <urn:p> "{value}" .\n' for value in values)


@pytest.fixture(scope="module")
def history(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A service of a dataset with two releases: "a" went, "c" came and "b" stayed."""
    folder: Path = tmp_path_factory.mktemp("history") / "dataset"
    Dataset.create(folder, BASE)
    put(folder, {GRAPH: triples("a", "b")}, "First")
    put(folder, {GRAPH: triples("b", "c")}, STRANGE)
    return serve(folder)


def statement(value: str) -> str:
    return f'<{BASE}id/org/a> <urn:p> "{value}" <{GRAPH}> .\n'


@pytest.mark.parametrize(
    ("ending", "media_type", "content"),
    [
        (".added.nq", "application/n-quads", statement("c")),
        (".removed.nq", "application/n-quads", statement("a")),
        (
            ".rdfp",
            "application/rdf-patch",
            (
                f"H id <{BASE}datasets/nodverk?release=2> .\nH prev <{BASE}datasets/nodverk?release=1> .\n"
                f"TX .\nD {statement('a')}A {statement('c')}TC .\n"
            ),
        ),
    ],
)
def test_a_difference_comes_in_each_way_of_saying_it(
    ending: str, media_type: str, content: str, history: Server
) -> None:
    answer = history.client.get(f"dumps/diff/1..2{ending}")

    assert answer.headers["Content-Type"].partition(";")[0] == media_type
    assert answer.text == content
    assert 'rel="license"' in answer.headers["Link"]


def test_a_difference_backwards_undoes_it(history: Server) -> None:
    forth = history.client.get("dumps/diff/1..2.added.nq").text

    assert history.client.get("dumps/diff/2..1.removed.nq").text == forth


def test_a_difference_without_an_ending_is_a_patch_and_says_where_that_is(history: Server) -> None:
    answer = history.client.get("dumps/diff/1..2")

    assert answer.headers["Content-Location"] == "/dumps/diff/1..2.rdfp"
    assert answer.text == history.client.get("dumps/diff/1..2.rdfp").text


@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_whoever_has_a_difference_does_not_get_it_again(coding: str, history: Server) -> None:
    asked = {"Accept-Encoding": coding}
    first = history.client.get("dumps/diff/1..2", headers=asked)
    known = {**asked, "If-None-Match": first.headers["ETag"]}

    again = history.client.get("dumps/diff/1..2", headers=known)
    other = history.client.get("dumps/diff/2..1", headers=known)

    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


def test_head_tells_of_a_difference_without_it(history: Server) -> None:
    plain = {"Accept-Encoding": "identity"}
    got = history.client.get("dumps/diff/1..2", headers=plain)
    head = history.client.head("dumps/diff/1..2", headers=plain)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == got.headers["ETag"]
    assert head.headers["Content-Type"] == got.headers["Content-Type"]


def feed_in(language: str, history: Server) -> ET.Element:
    answer = history.client.get(f"{language}/releases.atom")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_feed_has_what_atom_asks_of_it(language: str, history: Server) -> None:
    """RFC 4287, sections 4.1.1 and 4.1.2."""
    feed = feed_in(language, history)
    entries = feed.findall("a:entry", ATOM)

    assert feed.find("a:author/a:name", ATOM) is not None
    assert {each.get("rel") for each in feed.findall("a:link", ATOM)} >= {"self", "alternate"}
    assert len(entries) == 2
    for each in (feed, *entries):
        for name in ("id", "title", "updated"):
            (found,) = each.findall(f"a:{name}", ATOM)
            assert found.text
        assert RFC_3339.fullmatch(each.findtext("a:updated", "", ATOM))
        assert each.findtext("a:id", "", ATOM).startswith(BASE)
    ids = [each.findtext("a:id", "", ATOM) for each in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    assert feed.findtext("a:updated", "", ATOM) == entries[0].findtext("a:updated", "", ATOM)
    for entry in entries:
        links = [(link.get("rel"), link.get("type")) for link in entry.findall("a:link", ATOM)]
        assert len(set(links)) == len(links)
        assert ("alternate", "text/html") in links


def test_both_languages_speak_of_the_same_releases(history: Server) -> None:
    def ids(language: str) -> list[str]:
        return [each.text or "" for each in feed_in(language, history).findall("a:entry/a:id", ATOM)]

    assert ids("sv") == ids("en") == [f"{BASE}datasets/nodverk?release={number}" for number in (2, 1)]


def test_an_entry_leads_to_the_release_and_to_what_it_changed(history: Server) -> None:
    newest = feed_in("en", history).find("a:entry", ATOM)
    assert newest is not None
    links = {link.get("rel"): link.get("href", "") for link in newest.findall("a:link", ATOM)}

    assert [each.get("term") for each in newest.findall("a:category", ATOM)] == ["plan"]
    for relation, address in (("enclosure", "dumps/nodverk-2.nq.gz"), ("related", "dumps/diff/1..2")):
        assert links[relation] == f"{BASE}{address}"
        assert history.client.head(address).status_code == 200
    assert links["alternate"] == f"{BASE}en/datasets#release-2"
    assert 'id="release-2"' in history.client.get("en/datasets").text


def test_a_note_with_any_signs_is_still_xml(history: Server) -> None:
    content = feed_in("en", history).findtext("a:entry/a:content", "", ATOM)

    assert "Second \ufffd<release> & more\N{GRINNING FACE}" in content


def test_a_reader_of_the_feed_gets_it_only_when_it_changed(history: Server) -> None:
    first = history.client.get("en/releases.atom")
    again = history.client.get("en/releases.atom", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(("asked", "language"), [("en", "en"), ("sv,en;q=0.5", "sv"), ("fr", "sv")])
def test_the_feed_is_in_the_readers_language(asked: str, language: str, history: Server) -> None:
    answer = history.client.get("releases.atom", headers={"Accept-Language": asked})

    assert answer.headers["Content-Language"] == language
    assert answer.headers["Content-Location"] == f"/{language}/releases.atom"
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("path", ["sv/", "en/datasets"])
def test_pages_lead_readers_of_feeds_to_it(path: str, history: Server) -> None:
    page = history.client.get(path).text

    assert '<link rel="alternate" type="application/atom+xml"' in page
    assert f'href="/{path[:2]}/releases.atom"' in page


def compared(history: Server) -> Difference:
    dataset = Dataset.open(history.folder)
    return Difference(dataset, dataset.catalogue.release(1), dataset.catalogue.release(2))


def test_no_more_differences_are_at_hand_at_once_than_may_be(history: Server) -> None:
    async def two_at_once() -> bytes:
        differences = Differences(most_at_hand=1)
        begun = differences.pieces(compared(history), "added.nq")
        first = await anext(begun)
        with pytest.raises(DumpsCrowdedOut):
            await anext(differences.pieces(compared(history), "added.nq"))
        await begun.aclose()
        return first + await anext(differences.pieces(compared(history), "removed.nq"))

    assert asyncio.run(two_at_once()).decode() == statement("c") + statement("a")


def test_a_comparison_that_takes_too_long_is_ended_and_told(history: Server) -> None:
    async def begun() -> bytes:
        return await anext(Differences(seconds=0.001).pieces(compared(history), "rdfp"))

    with pytest.raises(DumpUnmade, match=r"1\.\.2\.rdfp"):
        asyncio.run(begun())
