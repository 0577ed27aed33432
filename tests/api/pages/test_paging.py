"""Long lists come a page at a time: whole, in order, and never more at once than a page holds."""

from collections.abc import Iterator

import pytest
from asked_site import Site
from page_text import Element, read
from small_graph import small_index

from api.app import create_app
from api.context import Context
from api.pages.editions.paging import PER_PAGE
from api.pages.registers.lists import PER_LIST
from graph.index.archive import Archive
from graph.settings import Limits
from graph.workers.workers import Workers

AWARDS, TOWNS, PARTNERS = 60, 130, 27


def award(number: int) -> str:
    """An award by the one funder, with an amount if its number is even."""
    amount = f"nv:amount <id/funding/f{number}#amount> ;" if number % 2 == 0 else ""
    stated = f"""<id/funding/f{number}#amount> a nv:AmountStatement ;
        nv:value 5.0 ; nv:currency currency:SEK ; nv:timeBasis basis:whole-period ."""
    return f"""funding:f{number} a nv:FundingAward ; rdfs:label "Bidrag {number:03}"@sv ;
        nv:funder organisation:funder ; nv:benefits project:p{number} ; {amount}
        nv:status status:decided .
    project:p{number} a nv:Project ; rdfs:label "Projekt {number:03}"@sv .
    <id/project/p{number}#funder> a nv:Participation ; nv:participant organisation:funder ;
        nv:participatesIn project:p{number} .
    {stated if amount else ""}"""


def town(number: int) -> str:
    return f"""<id/place/t{number}> a nv:Place ; rdfs:label "Ort {number:03}"@sv ;
        nv:within <id/place/county> ."""


def partner(number: int) -> str:
    return f"""organisation:o{number} a nv:Organisation ; rdfs:label "Part {number:03}"@sv .
    <id/project/p0#o{number}> a nv:Participation ; nv:participant organisation:o{number} ;
        nv:participatesIn project:p0 ; nv:statedIn <id/document/d#s> ; nv:lines "{1 + number}" ."""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    told = [
        """organisation:funder a nv:Organisation ; rdfs:label "Finansiären"@sv .
        <id/place/county> a nv:Place ; rdfs:label "Länet"@sv ; nv:placeKind <urn:x/county> .
        document:d a nv:Document .
        <id/document/d#s> a nv:Section ; nv:sectionOf document:d ; nv:lines "1-99" ."""
    ]
    told += [award(number) for number in range(AWARDS)]
    told += [town(number) for number in range(TOWNS)]
    told += [partner(number) for number in range(PARTNERS)]
    index, limits = small_index(d="\n".join(told)), Limits()
    with Workers(index, 1, limits) as workers:
        yield Site(create_app(Context(index, workers.door, limits, Archive(index))))


def walk(site: Site, address: str, part: str) -> Iterator[Element]:
    """A part of a page, and of the pages that its link to the next one leads to."""
    path = address
    while True:
        answer = site.get(path)
        assert answer.status_code == 200, path
        (found,) = read(answer.text).find("*", id=part)
        yield found
        following = found.find("a", rel="next")
        if not following:
            return
        href = following[0].attributes["href"] or ""
        assert href.startswith("?")
        path = address.partition("?")[0] + href.partition("#")[0]


def first_cells(part: Element) -> list[str]:
    return [row.find("th", scope="row")[0].text for row in part.find("tr") if row.find("th", scope="row")]


def test_all_awards_of_a_funder_come_in_order_over_the_pages(site: Site) -> None:
    pages = list(walk(site, "/sv/org/funder", "_given"))
    tables = [first_cells(page.find("table", class_="funding")[0]) for page in pages]
    names = [name for table in tables for name in table]

    assert [len(table) for table in tables] == [PER_PAGE, PER_PAGE, AWARDS - 2 * PER_PAGE]
    assert names == [f"Bidrag {number:03}" for number in (*range(0, AWARDS, 2), *range(1, AWARDS, 2))]
    assert "1–25 av 60" in pages[0].text
    assert "51–60 av 60" in pages[2].text


def test_every_page_of_the_awards_has_the_sum_of_all(site: Site) -> None:
    sums = {page.find("table", class_="sums")[0].text for page in walk(site, "/sv/org/funder", "_given")}

    assert len(sums) == 1
    assert "150 kr" in sums.pop()


@pytest.mark.parametrize(
    ("address", "part", "expected"),
    [
        ("/sv/org/funder", "_taking-part", [f"Projekt {number:03}" for number in range(AWARDS)]),
        ("/sv/org/funder", "_partners", [f"Part {number:03}" for number in range(PARTNERS)]),
        ("/sv/place", "main", ["Länet", *(f"Ort {number:03}" for number in range(TOWNS))]),
        ("/sv/project", "main", [f"Projekt {number:03}" for number in range(AWARDS)]),
    ],
)
def test_a_list_is_whole_and_in_order(site: Site, address: str, part: str, expected: list[str]) -> None:
    pages = list(walk(site, address, part))

    assert len(pages) > 1
    assert [name for page in pages for name in first_cells(page)] == expected
    assert all(len(first_cells(page)) <= max(PER_LIST, PER_PAGE) for page in pages)


def test_what_lies_within_a_place_is_named_a_page_at_a_time(site: Site) -> None:
    pages = list(walk(site, "/sv/place/county", "_relations"))

    assert [len(page.find("li")) for page in pages] == [50, 50, 30]


def test_the_sections_of_a_document_show_each_thing_once(site: Site) -> None:
    (section,) = walk(site, "/sv/document/d", "s")
    (entry,) = section.find("li")

    assert "Projekt 000" in entry.text
    assert len(entry.find("span", class_="parts")[0].find("a")) == PARTNERS


def test_the_other_language_has_the_same_page_of_a_list(site: Site) -> None:
    page = read(site.get("/sv/org/funder?given=2").text)

    assert page.find("a", class_="language")[0].attributes["href"] == "/en/org/funder?given=2"
    assert page.find("link", rel="canonical")[0].attributes["href"].endswith("/sv/org/funder?given=2")


@pytest.mark.parametrize("asked", ["0", "-1", "x", "1.5", "٣", "99999999999999999999", ""])
def test_what_is_no_page_of_a_list_is_the_first(site: Site, asked: str) -> None:
    part = read(site.get(f"/sv/org/funder?given={asked}").text).find("*", id="_given")[0]

    assert "1–25 av 60" in part.text


def test_past_the_end_stands_the_last_page(site: Site) -> None:
    part = read(site.get("/sv/org/funder?given=99").text).find("*", id="_given")[0]

    assert "51–60 av 60" in part.text
    assert not part.find("a", rel="next")
    assert part.find("a", rel="prev")[0].attributes["href"] == "?given=2#_given"


def test_each_row_of_page_links_has_a_name_of_its_own(site: Site) -> None:
    names = [each.attributes["aria-label"] for each in read(site.get("/sv/org/funder").text).find("nav")]

    assert len(names) == len(set(names))
    assert len([name for name in names if name and name.startswith("Sidor med")]) == 3


def test_the_pages_of_a_narrowed_list_stay_narrowed(site: Site) -> None:
    pages = list(walk(site, "/sv/place?sort=Place", "main"))

    assert [name for page in pages for name in first_cells(page)] == [
        f"Ort {each:03}" for each in range(TOWNS)
    ]
    assert all(page.find("a", aria_current="true")[0].text.endswith(f" {TOWNS}") for page in pages)
