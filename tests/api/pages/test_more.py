"""What no other section of a page shows is shown all the same."""

from collections.abc import Callable

from asked_site import Site
from page_text import read
from small_graph import BASE, small_index

from api.pages.description.more import more
from api.pages.editions.edition import Edition, edition
from graph.iris import named
from graph.terms import NV


def test_a_target_is_its_number_with_what_it_counts(told: Callable[[str], Edition]) -> None:
    (target,) = more(told("sv"), f"{BASE}id/activity/ai-startup-support").parts

    assert target.title.text == "minst 25 startups"
    assert [each.text for each in target.wording] == ["minst 25 start-ups"]
    assert target.sources[0].lines == "175"


def test_a_place_in_a_ranking_is_not_counted(told: Callable[[str], Edition]) -> None:
    told_of = more(told("sv"), f"{BASE}id/indicator/sweden-in-ai-index")

    assert [part.title.text for part in told_of.parts] == ["plats 17", "plats 25"]


def test_a_contradiction_shows_what_each_passage_says_and_which_is_followed(site: Site) -> None:
    page = read(site.get("/en/funding/dih-north-region-norrbotten").text)
    (remarks,) = page.find("section", id="_remarks")
    (remark,) = remarks.find("article")

    assert remark.find("p", class_="kind")[0].text == "Conflict"
    assert len(remark.find("ul", class_="readings")[0].find("li")) == 2
    assert "The graph follows this reading." in remark.text


def test_what_a_source_denies_is_said(told: Callable[[str], Edition]) -> None:
    remarks = more(told("en"), f"{BASE}id/activity/meeting-place").remarks

    assert "The meeting place is not financed" in [remark.title.text for remark in remarks]


def test_an_organisation_has_its_identifiers_with_their_registers(site: Site) -> None:
    page = read(site.get("/sv/org/lulea-tekniska-universitet").text)
    (ror,) = page.find("li", id="ror")

    assert ror.text == "ROR 016st3p78"
    assert ror.find("a", href="https://ror.org/016st3p78")


def test_a_property_that_nobody_foresaw_is_told_with_its_label() -> None:
    index = small_index(
        s="""organisation:a a nv:Organisation ; rdfs:label "A"@sv ; <http://example.org/motto> "Framåt"@sv ;
            <http://example.org/founded> "1999-05-01"^^xsd:date ; <http://example.org/members> 1200 ;
            <http://example.org/active> true .
        <http://example.org/motto> rdfs:label "valspråk"@sv ."""
    )

    facts = {fact.term: fact.values[0].text for fact in more(edition(index, "sv"), f"{BASE}id/org/a").facts}

    assert facts == {"valspråk": "Framåt", "founded": "1 maj 1999", "members": "1\u00a0200", "active": "ja"}


def test_a_text_in_two_languages_is_told_once() -> None:
    index = small_index(
        s="""organisation:a a nv:Organisation ; <http://example.org/motto> "Framåt"@sv , "Forward"@en ."""
    )

    def motto(language: str) -> list[str]:
        (fact,) = more(edition(index, language), f"{BASE}id/org/a").facts
        return [value.text for value in fact.values]

    assert motto("sv") == ["Framåt"]
    assert motto("en") == ["Forward"]


def test_a_link_from_elsewhere_is_told_by_its_property() -> None:
    index = small_index(
        s="""organisation:a a nv:Organisation . organisation:b rdfs:label "B"@en ;
            <http://example.org/owns> organisation:a ."""
    )

    (fact,) = more(edition(index, "en"), f"{BASE}id/org/a").inward

    assert (fact.term, fact.values[0].text) == ("named under “owns” by", "B")


def test_a_conflict_is_shown_on_the_page_of_everything_that_it_concerns(site: Site) -> None:
    page = read(site.get("/en/org/malmo-stad").text)
    (remarks,) = page.find("section", id="_remarks")

    assert "Conflict" in remarks.text
    assert "/en/activity/develop-svea#malmo" in {each.attributes["href"] for each in remarks.find("a")}
    assert page.find("a", href="#_remarks")
    assert "Named under" not in page.text


def test_an_analysis_says_what_it_counts_and_lists_whom_it_ranks(
    site: Site, told: Callable[[str], Edition]
) -> None:
    page = read(site.get("/en/analysis/partners").text)
    (statements,) = page.find("section", id="_more")
    listed = [each.attributes["href"].partition("#")[0] for each in statements.find("a")]
    index = told("en").index
    ranked = {quad.subject.value.partition("#")[0] for quad in index.merged_quads(None, named(NV.analysis))}

    assert "An initiative with n participating organisations" in statements.text
    assert "Collectives are left out" in statements.text
    for thing in ranked:
        assert listed.count(thing.replace(f"{BASE}id/", "/en/")) == 1
