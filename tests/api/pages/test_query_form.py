"""The query form, which needs no JavaScript."""

from urllib.parse import quote

import pytest
from asked_site import Site
from page_text import Element, read

from graph.stored_queries.library import library


def asked(site: Site, query: str, language: str = "sv") -> Element:
    answer = site.get(f"/{language}/sparql?query={quote(query)}")
    assert answer.status_code == 200
    return read(answer.text)


def cells(page: Element) -> list[list[str]]:
    (table,) = page.find("table", class_="result")
    return [[cell.text for cell in row.find("td")] for row in table.find("tbody")[0].find("tr")]


def test_the_form_is_plain_and_begins_with_an_example(site: Site) -> None:
    page = read(site.get("/sv/sparql").text)
    (form,) = [each for each in page.find("form") if each.find("textarea")]
    (field,) = form.find("textarea")

    assert form.attributes["method"] == "get"
    assert form.attributes["action"] == "/sv/sparql"
    assert page.find("label", for_="query")
    assert "SELECT" in field.text
    assert not page.find("table", class_="result")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_example_gives_rows(site: Site, language: str) -> None:
    page = read(site.get(f"/{language}/sparql").text)
    links = [each.attributes["href"] for each in page.find("aside")[0].find("a")]

    assert len(links) == len(library())
    for link in links:
        assert cells(read(site.get(link or "").text)), link


def test_a_thing_in_the_answer_leads_to_its_page(site: Site) -> None:
    page = asked(site, "SELECT ?o WHERE { ?o <http://www.w3.org/2000/01/rdf-schema#label> 'Vinnova'@sv }")
    (link,) = page.find("table", class_="result")[0].find("a")

    assert (link.text, link.attributes["href"]) == ("org/vinnova", "/sv/org/vinnova")


def test_an_answer_may_be_a_truth_or_a_graph(site: Site) -> None:
    truth = asked(site, "ASK { ?a ?b ?c }", "en")
    graph = asked(site, "CONSTRUCT { ?a a ?c } WHERE { ?a a ?c } LIMIT 1", "en")

    assert truth.find("h2", id="h-result")[0].text == "Yes"
    assert " a " in graph.find("pre")[0].text


def test_what_is_no_query_is_answered_with_the_reason_and_the_text_is_kept(site: Site) -> None:
    page = asked(site, "SELECT * WHERE { oops", "en")

    assert page.find("h2", id="h-result")[0].text == "The query was not run"
    assert page.find("pre", role="alert")[0].text
    assert page.find("textarea")[0].text == "SELECT * WHERE { oops"


def test_what_the_endpoint_never_does_is_refused_with_the_reason(site: Site) -> None:
    page = asked(site, "SELECT * WHERE { SERVICE <http://example.org/> { ?a ?b ?c } }", "en")

    assert "SERVICE" in page.find("pre", role="alert")[0].text


def test_text_from_a_query_is_never_markup(site: Site) -> None:
    attack = "SELECT ('<script>alert(1)</script>' AS ?x) WHERE {}"
    page = asked(site, attack)

    assert all("src" in each.attributes for each in page.find("script"))
    assert cells(page) == [["<script>alert(1)</script>"]]


def test_a_long_answer_is_cut_on_the_page_and_says_so(site: Site) -> None:
    page = asked(site, "SELECT * WHERE { ?a ?b ?c } LIMIT 700", "en")

    assert page.find("h2", id="h-result")[0].text == "700 rows"
    assert len(cells(page)) == 500
    assert "The first 500 are shown" in page.find("main")[0].text


def test_an_answer_that_is_too_large_for_a_page_can_be_downloaded(site: Site) -> None:
    page = asked(site, "SELECT * WHERE { ?a ?b ?c . ?d ?e <https://w3id.org/nodverk/ns#Place> }", "en")

    assert "too large for a page" in page.find("pre", role="alert")[0].text
    assert [each.text for each in page.find("p", class_="formats")[0].find("a")] == [
        "CSV",
        "TSV",
        "JSON",
        "XML",
    ]
