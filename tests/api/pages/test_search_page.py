"""The search of the site's head, as a reader without JavaScript uses it."""

from urllib.parse import quote

import pytest
from asked_site import Site
from page_text import Element, read


def search(site: Site, words: str, language: str = "sv") -> Element:
    answer = site.get(f"/{language}/search?q={quote(words)}")
    assert answer.status_code == 200
    return read(answer.text)


def hits(root: Element) -> list[str]:
    return [row.find("a")[0].attributes["href"] or "" for row in root.find("th", scope="row")]


def test_every_page_has_the_form(site: Site) -> None:
    for path in ("/sv/", "/en/org/vinnova", "/sv/org/nobody"):
        (form,) = read(site.get(path).text).find("form", role="search")
        assert form.attributes["action"] == f"{path[:3]}/search"
        (field,) = form.find("input", name="q")
        (label,) = form.find("label")
        assert label.attributes["for"] == field.attributes["id"]


def test_a_name_leads_to_its_page_with_what_tells_it_apart(site: Site) -> None:
    root = search(site, "Hetch")

    assert hits(root) == ["/sv/org/hetch"]
    (row,) = root.find("tr")[1:]
    assert row.text == "Hetch Inkubator Skåne"


def test_a_former_name_is_shown_beside_the_present_one(site: Site) -> None:
    first = search(site, "AI Innovation of Sweden").find("th", scope="row")[0]

    assert first.text == "AI Sweden kallas även AI Innovation of Sweden"


def test_a_search_is_narrowed_by_kind_and_keeps_its_words(site: Site) -> None:
    root = search(site, "Skåne")
    (link,) = [
        each for each in root.find("nav", class_="sorts")[0].find("a") if "Organisationer" in each.text
    ]
    narrowed = read(site.get(link.attributes["href"] or "").text)

    assert {each.split("/")[2] for each in hits(narrowed)} == {"org"}
    assert len(hits(narrowed)) == int(link.text.split()[-1])
    (field,) = narrowed.find("input", name="q")
    assert field.attributes["value"] == "Skåne"
    (other,) = narrowed.find("a", class_="language")
    assert other.attributes["href"] == "/en/search?q=Sk%C3%A5ne&sort=org"


def test_long_results_come_page_by_page(site: Site) -> None:
    root = search(site, "ai")
    (following,) = root.find("a", rel="next")
    second = read(site.get(f"/sv/search{following.attributes['href']}").text)

    assert len(hits(root)) == 25
    assert set(hits(root)).isdisjoint(hits(second))


@pytest.mark.parametrize("words", ["", "nothingofthisname", "%", "<script>alert(1)</script>", "å" * 500])
def test_a_search_that_finds_nothing_says_what_to_do(site: Site, words: str) -> None:
    root = search(site, words, "en")

    assert hits(root) == []
    assert len(root.find("p", class_="lede")) == 1
    assert root.find("script")[0].attributes.get("src")
    assert len(root.find("script")) == 1
