"""Names, words and links as an edition tells them."""

import pytest
from small_graph import BASE, small_index

from api.pages.edition import Edition, Name, Text, edition

INDEX = small_index(
    s="""
    organisation:both a nv:Organisation ; rdfs:label "Verket"@sv, "The Agency"@en ;
        dcterms:description "Om det."@sv .
    organisation:swedish a nv:Organisation ; rdfs:label "Kommunen"@sv .
    organisation:nameless a nv:Organisation .
    """
)


def test_a_name_is_in_the_language_of_the_page_and_leads_to_its_page() -> None:
    assert edition(INDEX, "sv").name(f"{BASE}id/org/both") == Name("Verket", None, "/sv/org/both")
    assert edition(INDEX, "en").name(f"{BASE}id/org/both") == Name("The Agency", None, "/en/org/both")


def test_a_name_in_another_language_says_which() -> None:
    assert edition(INDEX, "en").name(f"{BASE}id/org/swedish") == Name("Kommunen", "sv", "/en/org/swedish")


def test_a_text_in_another_language_says_which() -> None:
    assert edition(INDEX, "en").passages(f"{BASE}id/org/both", "http://purl.org/dc/terms/description") == (
        Text("Om det.", "sv"),
    )


def test_a_thing_without_a_name_goes_by_its_key() -> None:
    assert edition(INDEX, "sv").name(f"{BASE}id/org/nameless").text == "nameless"


def test_a_part_leads_to_its_place_on_the_page_of_its_thing() -> None:
    assert edition(INDEX, "sv").href(f"{BASE}id/funding/f#amount") == "/sv/funding/f#amount"


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
def test_only_addresses_that_are_safe_to_follow_become_links(iri: str, href: str | None) -> None:
    assert edition(INDEX, "sv").href(iri) == href


@pytest.fixture
def swedish() -> Edition:
    return edition(INDEX, "sv")


def test_a_code_is_told_by_its_word(swedish: Edition) -> None:
    assert swedish.word("https://w3id.org/nodverk/code/status/applied") == "sökt"
