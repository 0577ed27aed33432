"""Names, words and links as an edition tells them."""

import pytest
from small_graph import BASE, small_index

from api.pages.editions.edition import Edition, Name, Text, edition
from graph.index.index import Index


@pytest.fixture(scope="module")
def index() -> Index:
    return small_index(
        s="""
        organisation:both a nv:Organisation ; rdfs:label "Verket"@sv, "The Agency"@en ;
            dcterms:description "Om det."@sv .
        organisation:swedish a nv:Organisation ; rdfs:label "Kommunen"@sv .
        organisation:nameless a nv:Organisation .
        """
    )


@pytest.fixture
def swedish(index: Index) -> Edition:
    return edition(index, "sv")


@pytest.fixture
def english(index: Index) -> Edition:
    return edition(index, "en")


def test_a_name_is_in_the_language_of_the_page_and_leads_to_its_page(
    swedish: Edition, english: Edition
) -> None:
    assert swedish.name(f"{BASE}id/org/both") == Name("Verket", None, "/sv/org/both")
    assert english.name(f"{BASE}id/org/both") == Name("The Agency", None, "/en/org/both")


def test_a_name_in_another_language_says_which(english: Edition) -> None:
    assert english.name(f"{BASE}id/org/swedish") == Name("Kommunen", "sv", "/en/org/swedish")


def test_a_text_in_another_language_says_which(english: Edition) -> None:
    assert english.passages(f"{BASE}id/org/both", "http://purl.org/dc/terms/description") == (
        Text("Om det.", "sv"),
    )


def test_a_thing_without_a_name_goes_by_its_key(swedish: Edition) -> None:
    assert swedish.name(f"{BASE}id/org/nameless").text == "nameless"


def test_a_part_without_a_name_goes_by_the_name_of_its_thing(swedish: Edition) -> None:
    part = f"{BASE}id/org/both#amount"

    assert swedish.name(part) == Name("Verket", None, "/sv/org/both#amount")


def test_a_part_leads_to_its_place_on_the_page_of_its_thing(swedish: Edition) -> None:
    assert swedish.href(f"{BASE}id/funding/f#amount") == "/sv/funding/f#amount"


@pytest.mark.parametrize(
    ("iri", "href"),
    [
        ("https://www.ai.se", "https://www.ai.se"),
        ("mailto:info@example.org", "mailto:info@example.org"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("urn:isbn:1", None),
    ],
)
def test_only_addresses_that_are_safe_to_follow_become_links(
    swedish: Edition, iri: str, href: str | None
) -> None:
    assert swedish.href(iri) == href


def test_a_code_is_told_by_its_word(swedish: Edition) -> None:
    assert swedish.word("https://w3id.org/nodverk/code/status/applied") == "sökt"
