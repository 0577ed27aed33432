"""The page about the ontology, and the addresses that lead to it."""

import re
from collections.abc import Callable

import pytest
from asked_site import Site
from page_text import Element, read
from rdflib import OWL, RDFS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from small_graph import small_index

from api.pages.editions.edition import Edition, edition
from api.pages.printing.press import press
from api.pages.service.model import ARROWS, PLACES, STATED, TITLE_HEIGHT, Drawn, model
from api.pages.service.vocabulary import vocabulary_page
from graph.assets import ontology
from graph.errors import EntityUnknown
from graph.terms import NV

LANGUAGES = ("sv", "en")
CHROMIUM = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ONTOLOGY = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<https://w3id.org/nodverk/ns> a owl:Ontology ; owl:versionInfo "9.9" .
nv:old a owl:ObjectProperty ; rdfs:label "gammal"@sv ; owl:deprecated true ;
    dcterms:isReplacedBy nv:new ; skos:changeNote "Den nya säger mer."@sv .
nv:new a owl:ObjectProperty ; rdfs:label "ny"@sv , "new"@en ; rdfs:domain <id/broken> .
<id/broken> owl:unionOf <id/loop> .
<id/loop> <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> nv:A ;
    <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <id/loop> .
"""


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request: pytest.FixtureRequest, site: Site) -> Element:
    return read(site.get(f"/{request.param}/ns").text)


@pytest.fixture(scope="module")
def shipped_ontology() -> Graph:
    return Graph().parse(data=ontology("nodverk.ttl").read_bytes(), format="turtle")


def rows(entry: Element) -> dict[str, str]:
    return {
        row.find("dt")[0].text: row.find("dd")[0].text.replace(" ,", ",")
        for row in entry.find("div")
        if row.find("dt")
    }


def test_every_term_and_every_code_has_a_place_on_the_page(page: Element, shipped_ontology: Graph) -> None:
    ids = {each.attributes.get("id") for each in page.find("*")}
    terms = {
        str(term).removeprefix(str(NV))
        for term in shipped_ontology.subjects()
        if str(term).startswith(str(NV))
    }

    assert len(terms) > 150
    assert terms <= ids
    assert {"code-status", "code-status-decided", "code-currency", "code-currency-SEK"} <= ids


def test_every_term_has_its_words_in_both_languages_its_use_and_its_address(page: Element) -> None:
    for entry in (each for each in page.find("article", class_="term") if each.find("dl")):
        (address,) = [each for each in entry.find("code") if each.text.startswith("https://")]

        assert address.text == f"{NV}{entry.attributes['id']}"
        assert entry.find("p", class_="prose")[0].text.endswith(".")
        assert [each for each in entry.find("div") if "lang" in each.attributes], address.text


def test_a_class_says_what_it_is_below_what_it_has_and_how_often_it_is_used(site: Site) -> None:
    (award,) = read(site.get("/en/ns").text).find("article", id="FundingAward")
    told = rows(award)

    assert award.find("h3")[0].text == "funding award nv:FundingAward"
    assert told["Svenska"] == "finansiering"
    assert told["Subclass of"] == "funding item"
    assert told["Used in this release"] == "27 things"
    assert "FundingAward" in told["Judged by the shapes"]


def test_a_property_says_its_domain_its_range_and_its_code_lists(site: Site) -> None:
    (status,) = read(site.get("/sv/ns").text).find("article", id="status")
    told = rows(status)

    assert told["Domän"] == "finansieringspost, policydokument, satsning"
    assert told["Värdemängd"] == "skos:Concept"
    assert told["Kodlistor"] == "finansieringsstatus, läge för en satsning"


def test_a_property_of_anything_says_why_it_has_no_domain(site: Site) -> None:
    (lines,) = read(site.get("/en/ns").text).find("article", id="lines")

    assert "Domain" not in rows(lines)
    assert lines.find("p", class_="note")[0].text.startswith("No domain: ")


def test_a_code_list_says_how_many_statements_choose_each_code(site: Site) -> None:
    (returned,) = read(site.get("/en/ns").text).find("tr", id="code-status-returned")
    (awaiting,) = read(site.get("/en/ns").text).find("tr", id="code-status-awaiting-decision")

    assert returned.find("td", class_="n")[0].text == "0"
    assert "A kind of: applied for" in awaiting.text


def test_the_page_says_which_version_it_is_about(page: Element) -> None:
    (facts,) = page.find("dl", class_="facts")

    assert "0.1.0" in facts.text
    assert "https://w3id.org/nodverk/ns#" in facts.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_pages_lead_to_it(site: Site, language: str) -> None:
    for path in ("", "about"):
        assert read(site.get(f"/{language}/{path}").text).find("a", href=f"/{language}/ns")


@pytest.mark.parametrize(
    ("accept", "language", "location"),
    [
        (CHROMIUM, "sv", "/sv/ns"),
        (CHROMIUM, "en", "/en/ns"),
        ("text/turtle", "en", "/data/graph/ontology.ttl"),
        ("application/ld+json", "sv", "/data/graph/ontology.jsonld"),
        ("application/rdf+xml", "sv", "/data/graph/ontology.rdf"),
    ],
)
def test_the_namespace_leads_to_the_page_or_to_the_ontology(
    site: Site, accept: str, language: str, location: str
) -> None:
    answer = site.get("/ns", accept=accept, accept_language=language)

    assert (answer.status_code, answer.headers["location"]) == (303, location)
    assert {"Accept", "Accept-Language"} <= set(re.split(r", *", answer.headers["vary"]))
    assert '<https://w3id.org/nodverk/ns>; rel="canonical"' in answer.headers["link"]
    assert site.get(location).status_code == 200


def test_the_namespace_is_in_nothing_that_we_do_not_write(site: Site) -> None:
    assert site.get("/ns", accept="image/png").status_code == 406


@pytest.mark.parametrize(
    ("path", "place"),
    [("code/status/decided", "/en/ns#code-status-decided"), ("code/status", "/en/ns#code-status")],
)
def test_a_code_leads_to_its_place_or_to_the_lists(site: Site, path: str, place: str) -> None:
    page = site.get(f"/{path}", accept=CHROMIUM, accept_language="en")
    data = site.get(f"/{path}", accept="text/turtle")

    assert (page.status_code, page.headers["location"]) == (303, place)
    assert (data.status_code, data.headers["location"]) == (303, "/data/graph/codes.ttl")


@pytest.mark.parametrize("path", ["code/status/nope", "code/nope", "code/", "code/status/decided/more"])
def test_a_code_that_is_not_there_is_not_found(site: Site, path: str) -> None:
    assert site.get(f"/{path}", accept="text/turtle").status_code == 404


def test_an_earlier_release_leads_to_its_own_page(site: Site) -> None:
    answer = site.get("/code/status/decided?release=1", accept=CHROMIUM, accept_language="en")

    assert answer.headers["location"] == "/en/ns?release=1#code-status-decided"


@pytest.mark.parametrize("extension", ["ttl", "rdf", "jsonld", "nt"])
def test_the_ontology_that_is_served_is_the_one_that_was_written(
    site: Site, extension: str, shipped_ontology: Graph
) -> None:
    """Its unions and lists too, which keep their blank nodes as OWL wants them."""
    formats = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld", "nt": "nt"}
    served = Graph().parse(
        data=site.get(f"/data/graph/ontology.{extension}").content, format=formats[extension]
    )
    about = {URIRef(f"http://127.0.0.1:8000/{path}") for path in ("graph/ontology", "data/graph/ontology")}
    told = Graph()
    for triple in served:
        if not {triple[0], triple[2]} & about and not str(triple[0]).startswith("http://127.0.0.1:8000/"):
            told.add(triple)

    assert isomorphic(told, shipped_ontology)


def classes_of(graph: Graph, expression: URIRef | None) -> set[URIRef]:
    union = graph.value(expression, OWL.unionOf)
    return set(Collection(graph, union)) if union else {expression}


@pytest.mark.parametrize("arrow", ARROWS, ids=lambda arrow: str(arrow.term.fragment))
def test_an_arrow_of_the_picture_is_allowed_by_domain_and_range(
    arrow: Drawn, shipped_ontology: Graph
) -> None:
    for end, property_ in ((arrow.start, RDFS.domain), (arrow.end, RDFS.range)):
        above = set(shipped_ontology.transitive_objects(end, RDFS.subClassOf))
        expected = classes_of(shipped_ontology, shipped_ontology.value(arrow.term, property_))

        assert above & expected, f"{arrow.term} and {end}"


def test_the_arrow_from_every_statement_is_of_a_property_without_domain(shipped_ontology: Graph) -> None:
    assert shipped_ontology.value(STATED.term, RDFS.domain) is None
    assert shipped_ontology.value(STATED.term, RDFS.range) == STATED.end


@pytest.mark.parametrize("language", LANGUAGES)
def test_boxes_of_the_picture_have_words_and_stand_apart(
    language: str, told: Callable[[str], Edition]
) -> None:
    boxes = model(told(language)).boxes

    assert len(boxes) == len(PLACES)
    for box in boxes:
        assert box.label
        assert all(len(text) < 26 for text in (box.label, *box.lines)), "it would leave its box"
        others = [each for each in boxes if each.x == box.x and each.y > box.y]
        assert all(each.y >= box.y + box.height + TITLE_HEIGHT / 4 for each in others)


def test_the_picture_has_a_title_and_a_description(page: Element) -> None:
    (picture,) = page.find("svg", class_="model")
    labels = (picture.attributes["aria-labelledby"] or "").split()

    assert picture.attributes["role"] == "img"
    assert [len(each.text) > 20 for label in labels for each in page.find("*", id=label)] == [True, True]


def test_a_deprecated_term_is_marked_and_leads_to_what_replaces_it() -> None:
    index = small_index(ontology=ONTOLOGY)
    swedish = edition(index, "sv")
    shown = read(press(index).html(swedish, "ns.html", vocabulary_page(swedish)))
    (old,), (new,) = shown.find("article", id="old"), shown.find("article", id="new")

    assert old.find("span", class_="mark")[0].text == "utgången"
    assert rows(old)["Ersatt av"] == "ny"
    assert "Den nya säger mer." in old.text
    assert not new.find("span", class_="mark")


def test_a_list_that_leads_back_to_itself_ends() -> None:
    index = small_index(ontology=ONTOLOGY)
    entries = {
        each.fragment: each
        for group in vocabulary_page(edition(index, "sv")).groups
        for each in group.entries
    }

    assert [value.text for row in entries["new"].rows for value in row.values if row.title == "Domän"] == [
        "A"
    ]


def test_a_release_without_an_ontology_has_no_page_about_it() -> None:
    with pytest.raises(EntityUnknown):
        vocabulary_page(edition(small_index(), "sv"))
