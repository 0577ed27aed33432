"""The page about the API: each list and question with what it takes, and examples that work."""

import re

import pytest
from asked_site import Site
from page_text import Element, read

from graph.stored_queries.library import library
from graph.stored_queries.lists import listings

HERE = "http://127.0.0.1:8000/"


@pytest.fixture(params=["sv", "en"])
def page(request: pytest.FixtureRequest, site: Site) -> Element:
    answer = site.get(f"/{request.param}/api")
    assert answer.status_code == 200
    return read(answer.text)


def examples(page: Element) -> set[str]:
    """The addresses of the API that the page leads to."""
    links = (each.attributes.get("href") or "" for each in page.find("a"))
    return {each for each in links if each.startswith(("/api/", "/openapi.json"))}


def test_every_list_and_question_is_documented_with_what_it_takes(page: Element) -> None:
    told = {each.attributes["id"] for each in page.find("article")}

    assert told == {f"list-{each.name}" for each in listings()} | {f"query-{each.name}" for each in library()}
    for one in (*library(), *(each.which for each in listings())):
        for parameter in one.parameters:
            assert any(each.text == parameter.name for each in page.find("code")), parameter.name


def test_what_is_shown_to_be_copied_can_be_asked(page: Element, site: Site) -> None:
    shown = [each for part in page.find("pre") for each in re.findall(r'"(\S+?)"', part.text)]

    assert len(shown) == 4
    for address in shown:
        assert address.startswith(f"{HERE}api/")
        assert site.get(address.removeprefix(HERE.rstrip("/"))).status_code == 200


def test_every_example_is_answered(page: Element, site: Site) -> None:
    found = examples(page)

    assert len(found) > 2 * (len(library()) + len(listings()))
    for address in sorted(found):
        answer = site.get(address)
        assert answer.status_code == 200, (address, answer.text)


def test_the_addresses_of_the_document_for_machines_are_whole(page: Element) -> None:
    shown = {each.text for each in page.find("a") if "openapi" in (each.attributes.get("href") or "")}

    assert shown == {f"{HERE}openapi.json"}
