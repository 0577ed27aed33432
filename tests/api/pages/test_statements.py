"""Every statement about a thing, with its source: a reader finds its place with one click."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from asked_site import Site
from page_text import Element, read
from pyoxigraph import Quad

from api.pages.editions.edition import Edition
from api.pages.editions.paging import Asked
from api.pages.things.statements import PER_STATEMENTS, statements_page
from graph.errors import EntityUnknown
from graph.index.index import Index
from graph.iris import EntityKey, named
from graph.store.dataset import Dataset
from graph.terms import NV

BASE = "http://127.0.0.1:8000/"
DOCUMENTS = (
    "nordic-baltic-center-support",
    "stockholm-node-launch",
    "vinnova-extension",
    "southern-node-plan",
    "dih-north-proposal",
)
ORIGIN = {str(NV.statedIn), str(NV.lines), str(NV.assertion), str(NV.citation)}


def drawn(index: Index, document: str) -> list[Quad]:
    """Ten statements of a document, others for each document and the same in each run."""
    citations = {quad.object for quad in index.merged_quads(predicate=named(NV.citation))}
    stated = sorted(
        (
            quad
            for quad in index.named_quads()
            if quad.graph_name.value == f"{BASE}graph/{document}"
            and quad.predicate.value not in ORIGIN
            and quad.subject not in citations
            and index.iris.parse(quad.subject.value)
            and "/document/" not in quad.subject.value
        ),
        key=str,
    )
    return random.Random(document).sample(stated, 10)


def rows_of(site: Site, thing: str, language: str) -> list[Element]:
    """The rows of all pages of statements about a thing, to which its own page leads."""
    address = f"/{language}/{thing}/statements"
    assert address in {
        link.attributes["href"] for link in read(site.get(f"/{language}/{thing}").text).find("a")
    }
    rows: list[Element] = []
    following = [address]
    while following:
        page = read(site.get(following.pop()).text)
        rows += page.find("tr")
        following += [
            f"{address}{(each.attributes['href'] or '').partition('#')[0]}"
            for each in page.find("a", rel="next")
        ]
    return rows


@pytest.mark.parametrize("document", DOCUMENTS)
def test_of_any_statement_a_reader_finds_the_place_in_the_document(
    site: Site, shipped: Index, told: Callable[[str], Edition], document: str
) -> None:
    for quad in drawn(shipped, document):
        key = shipped.iris.parse(quad.subject.value)
        assert key
        sections = {
            told("en").href(each.object.value)
            for each in shipped.named_quads(quad.subject, None, None, graph=quad.graph_name)
            if each.predicate.value == str(NV.statedIn)
        }
        cited = [
            {link.attributes["href"] for link in source.find("a")}
            for row in rows_of(site, key.path, "en")
            for source in row.find("span", class_="source")
        ]

        assert sections
        assert sections in cited, quad


def key_of(thing: str) -> EntityKey:
    kind, key = thing.split("/")
    return EntityKey(kind, key)


def hows(edition: Edition, thing: str, term: str) -> set[tuple[str, str]]:
    page = statements_page(edition, key_of(thing), None)
    return {(it.graph, it.how.word) for each in page.groups for it in each.statements if it.term == term}


def test_what_no_document_says_is_not_called_stated(told: Callable[[str], Edition]) -> None:
    assert hows(told("en"), "org/vinnova", "is located in") == {("editors", "editorial")}
    assert hows(told("en"), "funding/vinnova-2020-2024", "current status") == {("derived", "derived")}
    assert hows(told("en"), "funding/stockholm-node-yearly", "benefits") == {
        ("stockholm-node-launch", "inferred")
    }
    assert hows(told("sv"), "indicator/public-sector-ai-value", "rapporteras av") == {
        ("stockholm-node-launch", "andrahandsuppgift")
    }


def test_each_statement_has_the_release_that_brought_it(
    told: Callable[[str], Edition], shipped_folder: Callable[[str], Path]
) -> None:
    dataset = Dataset.open(shipped_folder(BASE))

    page = statements_page(told("sv"), key_of("org/region-skane"), dataset)

    assert {it.since for each in page.groups for it in each.statements} == {1}


def test_a_fact_beside_a_name_leads_to_its_statement(site: Site) -> None:
    (hosted,) = [
        each.attributes["href"]
        for each in read(site.get("/en/org/ai-sweden").text).find("a", class_="origin")
        if (each.attributes["href"] or "").endswith("#_hostedBy")
    ]
    assert hosted

    (row,) = read(site.get(hosted.partition("#")[0]).text).find("tr", id="_hostedBy")

    assert "Lindholmen Science Park" in row.text
    assert "line" in row.text


def test_many_statements_come_a_page_at_a_time(told: Callable[[str], Edition]) -> None:
    first, second = (
        statements_page(told("en"), key_of("org/ai-sweden"), None, Asked({"page": number})) for number in "12"
    )

    shown = [len(each.statements) for each in first.groups]
    assert sum(shown) == PER_STATEMENTS
    assert first.paging
    assert second.paging
    assert second.paging.first_row == PER_STATEMENTS + 1


@pytest.mark.parametrize("thing", ["org/nobody", "thing/vinnova", "org/Vinnova%20AB"])
def test_of_what_is_not_there_nothing_is_told(site: Site, thing: str) -> None:
    assert site.get(f"/sv/{thing}/statements").status_code == 404


def test_nothing_comes_of_nothing(told: Callable[[str], Edition]) -> None:
    with pytest.raises(EntityUnknown):
        statements_page(told("sv"), key_of("org/nobody"), None)


def test_what_follows_by_the_ontology_comes_after_what_sources_say(told: Callable[[str], Edition]) -> None:
    page = statements_page(told("en"), key_of("node/southern-sweden"), None)
    graphs = [each.graph for each in page.groups[0].statements]

    assert "entailed" in graphs
    assert {"entailed"} == set(graphs[graphs.index("entailed") :])
    assert hows(told("en"), "node/southern-sweden", "is unit of") == {("entailed", "derived")}
