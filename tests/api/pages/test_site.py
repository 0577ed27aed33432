"""Every page of the shipped graph, in both languages: it answers, it is whole, its links lead somewhere."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from asked_site import Site
from page_text import Element, read

from api.pages.description.head import LISTED
from graph.index.index import Index
from graph.iris import KINDS

LANGUAGES = ("sv", "en")
SINGLE = ("", "ranking", "sparql", "about", "ns", *LISTED)
HEADINGS = ("h1", "h2", "h3", "h4")


MOST_OF_A_KIND = 60
"""How many pages of things of one kind are read; the reference lists have hundreds that are alike."""


ONE_IN = 40
"""Of the pages of statements, which are all alike and as many as there are things, one in so many is read."""


def addresses(index: Index) -> Iterator[str]:
    """All pages: the single ones, and one of every thing that has an address."""
    things = set()
    for quad in index.named_quads():
        key = index.iris.parse(quad.subject.value)
        if key and "#" not in quad.subject.value:
            things.add(key.path)
    for language in LANGUAGES:
        yield from (f"/{language}/{path}" for path in (*SINGLE, *sorted(things)))


@pytest.fixture(scope="module")
def known(shipped: Index) -> frozenset[str]:
    return frozenset(addresses(shipped))


@pytest.fixture(scope="module")
def answers(site: Site, known: frozenset[str]) -> dict[str, httpx.Response]:
    """What is answered at the address of each page, asked for once."""
    return {address: site.get(address) for address in sorted(known)}


@pytest.fixture(scope="module")
def pages(answers: dict[str, httpx.Response]) -> dict[str, Element]:
    """The pages of the site, read once; of each kind of thing the first ones."""
    chosen: dict[str, list[str]] = defaultdict(list)
    for address in answers:
        chosen[address.rpartition("/")[0]].append(address)
    return {
        address: read(answers[address].text)
        for alike in chosen.values()
        for address in alike[:MOST_OF_A_KIND]
    }


def test_everything_has_a_page_in_both_languages(answers: dict[str, httpx.Response]) -> None:
    kinds = {address.split("/")[2] for address in answers if address.count("/") == 3}

    assert kinds <= set(KINDS)
    assert [address for address, answer in answers.items() if answer.status_code != 200] == []


def test_every_page_has_one_first_heading_and_skips_no_level(pages: dict[str, Element]) -> None:
    for address, page in pages.items():
        levels = [int(each.tag[1]) for each in page.find("*") if each.tag in HEADINGS]

        assert levels.count(1) == 1, address
        assert levels[0] == 1, address
        assert all(after - before <= 1 for before, after in pairwise(levels)), address


def test_no_page_uses_an_id_twice(pages: dict[str, Element]) -> None:
    for address, page in pages.items():
        ids = [each.attributes["id"] for each in page.find("*") if "id" in each.attributes]

        assert len(ids) == len(set(ids)), address


def test_every_page_says_its_language_and_where_the_other_is(
    pages: dict[str, Element], known: frozenset[str]
) -> None:
    for address, page in pages.items():
        language = address.split("/")[1]
        (html,) = page.find("html")
        links = {
            each.attributes["hreflang"]: each.attributes["href"]
            for each in page.find("link", rel="alternate")
            if "hreflang" in each.attributes
        }

        assert html.attributes["lang"] == language
        anywhere = urlsplit(links.pop("x-default") or "").path
        assert {urlsplit(href or "").path for href in links.values()} <= known, address
        assert set(links) == set(LANGUAGES)
        assert anywhere in (f"/id{address[3:]}", f"/sv{address[3:]}"), address


def test_a_page_and_its_translation_have_the_same_parts(pages: dict[str, Element]) -> None:
    for address in (
        each for each in pages if each.startswith("/sv/") and each.replace("/sv/", "/en/", 1) in pages
    ):
        swedish, english = (
            {each.attributes["id"] for each in pages[each_address].find("*") if "id" in each.attributes}
            for each_address in (address, address.replace("/sv/", "/en/", 1))
        )

        assert swedish == english, address


def test_every_link_leads_to_a_page_or_a_document_and_to_a_place_on_it(
    site: Site, pages: dict[str, Element], known: frozenset[str]
) -> None:
    elsewhere: dict[str, str] = {}
    places = {
        address: {each.attributes.get("id") for each in page.find("*")} for address, page in pages.items()
    }
    for address, page in pages.items():
        for link in page.find("a") + page.find("link"):
            target = urlsplit(urljoin(f"http://127.0.0.1:8000{address}", link.attributes["href"] or ""))
            if target.netloc != "127.0.0.1:8000":
                assert target.scheme in {"http", "https", "mailto"}, address
            elif target.path in pages and target.fragment:
                assert target.fragment in places[target.path], (
                    f"{address} leads to {target.path}#{target.fragment}"
                )
            elif target.path not in known:
                elsewhere[target._replace(fragment="").geturl()] = address
    of_statements = [target for target in elsewhere if target.endswith("/statements")]
    passed_over = set(of_statements) - set(of_statements[::ONE_IN])
    for target, address in elsewhere.items():
        if target in passed_over:
            continue
        assert site.get(target).status_code in {200, 303}, f"{address} leads to {target}"


def test_nothing_inline_needs_a_weaker_policy(pages: dict[str, Element]) -> None:
    for address, page in pages.items():
        assert not [each for each in page.find("*") if "style" in each.attributes], address
        assert not page.find("style"), address
        run = [each for each in page.find("script") if each.attributes.get("type") != "application/ld+json"]
        assert all("src" in each.attributes for each in run), address
        assert not [each for each in page.find("*") if any(name.startswith("on") for name in each.attributes)]


def test_no_page_gives_zero_for_an_unknown_amount(pages: dict[str, Element]) -> None:
    for address, page in pages.items():
        for money in page.find("span", class_="money"):
            assert re.search(r"[1-9]", money.text), address


def test_each_amount_in_a_table_stands_beside_its_source(pages: dict[str, Element]) -> None:
    rows = [
        (address, row)
        for address, page in pages.items()
        for table in page.find("table", class_="funding")
        for row in table.find("tr")
        if row.find("span", class_="money")
    ]

    assert len(rows) > 100
    for address, row in rows:
        (source, *_) = row.find("span", class_="source")
        assert re.search(r"(rad|lines?) \d", source.text), address
        assert source.find("a"), address


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_that_is_not_in_the_language_of_the_page_is_marked(
    pages: dict[str, Element], language: str
) -> None:
    other = {"sv": "en", "en": "sv"}[language]
    marked = [
        each
        for address, page in pages.items()
        if address.startswith(f"/{language}/")
        for main in page.find("main")
        for each in main.find("*", lang=other)
    ]

    assert marked
