"""The first page: texts are one thing, and what the editors keep beside them is another."""

import re
from collections.abc import Callable

import pytest
from asked_site import Site
from page_text import Element, read
from small_graph import small_index

from api.pages.editions.edition import Edition, edition
from api.pages.registers.home import Sources, home_page

OF_THE_EDITORS = {"countries", "editors", "identifiers", "municipalities"}


def keys(sources: Sources) -> set[str]:
    return {(each.name.href or "").rpartition("/")[2] for each in sources.listed}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_lists_of_the_editors_are_not_among_the_texts(told: Callable[[str], Edition], language: str) -> None:
    page = home_page(told(language))

    assert keys(page.kept) == OF_THE_EDITORS
    assert len(page.texts.listed) == 5
    assert all(each.speaks_from for each in page.texts.listed)


def test_each_statement_of_a_source_is_counted_on_its_side(told: Callable[[str], Edition]) -> None:
    page = home_page(told("en"))

    counted = {graph.graph.rpartition("/")[2]: graph.statements for graph in told("en").index.release.graphs}
    assert page.kept.statements == f"{sum(counted[each] for each in OF_THE_EDITORS):,}"
    assert page.texts.statements == f"{sum(counted[each] for each in keys(page.texts)):,}"


@pytest.mark.parametrize(
    ("language", "texts", "kept"),
    [
        ("sv", "hämtade ur dessa texter", "Vid sidan av texterna"),
        ("en", "taken from these texts", "Beside the texts"),
    ],
)
def test_the_two_stand_under_words_of_their_own(site: Site, language: str, texts: str, kept: str) -> None:
    section = read(site.get(f"/{language}/").text).find("section", id="_documents")[0]

    def following(words: str) -> list[str]:
        inside = [each for each in section.children if isinstance(each, Element)]
        at = next(i for i, each in enumerate(inside) if words in each.text)
        listed = next(each for each in inside[at:] if each.tag == "ul")
        return [re.sub(".*/", "", str(link.attributes["href"])) for link in listed.find("a")]

    assert set(following(kept)) == OF_THE_EDITORS
    assert len(following(texts)) == 5
    assert not set(following(texts)) & OF_THE_EDITORS


def test_a_graph_without_lists_of_the_editors_says_nothing_of_them() -> None:
    index = small_index(minutes='document:minutes a nv:Document ; rdfs:label "Protokollet"@sv .')

    page = home_page(edition(index, "sv"))

    assert (keys(page.texts), page.kept.listed) == ({"minutes"}, ())
