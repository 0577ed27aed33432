"""Pages and lists as of a day: the state of the world, beside the state of knowledge."""

import re

import pytest
from asked_site import Site
from page_text import Element, read
from small_graph import small_index

from api.pages.editions.edition import Edition, edition
from api.pages.editions.moment import moment
from api.pages.registers.lists import list_page
from api.pages.things.profile import profile
from graph.iris import EntityKey

THEN = """
organisation:lab a nv:Organisation ; rdfs:label "Labbet"@sv ; skos:altLabel "Gamla labbet"@sv ;
    nv:naming <id/org/lab#old> , <id/org/lab#new> ; nv:hostedBy organisation:first , organisation:second .
<id/org/lab#old> a nv:Naming ; nv:name "Gamla labbet"@sv ; nv:period <id/org/lab#old-period> .
<id/org/lab#old-period> nv:start "2019-01-01"^^xsd:date ; nv:end "2021-12-31"^^xsd:date .
<id/org/lab#new> a nv:Naming ; nv:name "Labbet"@sv ; nv:period <id/org/lab#new-period> .
<id/org/lab#new-period> nv:start "2022-01-01"^^xsd:date .
organisation:first a nv:Organisation ; rdfs:label "Första värden"@sv .
organisation:second a nv:Organisation ; rdfs:label "Andra värden"@sv .
<id/org/lab#h1> a nv:Hosting ; nv:hosted organisation:lab ; nv:host organisation:first ;
    nv:period <id/org/lab#p1> .
<id/org/lab#p1> nv:start "2019-01-01"^^xsd:date .
<id/org/lab#h2> a nv:Hosting ; nv:hosted organisation:lab ; nv:host organisation:second ;
    nv:period <id/org/lab#p2> .
<id/org/lab#p2> nv:start "2023-01-01"^^xsd:date .

project:work a nv:Project ; rdfs:label "Arbetet"@sv ; nv:period <id/project/work#p> .
<id/project/work#p> nv:start "2022-01-01"^^xsd:date ; nv:end "2023-12-31"^^xsd:date .
<id/project/work#lab> a nv:Participation ; nv:participant organisation:lab ; nv:participatesIn project:work .

funding:grant a nv:FundingAward ; rdfs:label "Bidraget"@sv ; nv:recipient organisation:lab ;
    nv:status status:decided ; nv:statusEvent <id/funding/grant#applied> , <id/funding/grant#decided> ;
    nv:amount <id/funding/grant#amount> .
<id/funding/grant#applied> nv:gaveStatus status:applied ; nv:on "2022-02-01"^^xsd:date .
<id/funding/grant#decided> nv:gaveStatus status:decided ; nv:on "2022-05-01"^^xsd:date .
<id/funding/grant#amount> a nv:AmountStatement ; nv:value 500000.0 ; nv:currency currency:SEK ;
    nv:amountKind amount:granted ; nv:timeBasis basis:whole-period .
"""


@pytest.fixture(scope="module")
def small() -> Edition:
    return edition(small_index(page=THEN), "sv")


def on(edition: Edition, day: str) -> Edition:
    return edition.at(moment({"on": day}))


def lab(edition: Edition):
    return profile(edition, EntityKey("org", "lab"))


def fact(page, term: str) -> list[str]:
    return [name.text for each in page.head.facts if each.term == term for name in each.values]


@pytest.mark.parametrize(
    ("day", "name", "host"),
    [
        ("2020-06-01", "Gamla labbet", ["Första värden"]),
        ("2022-06-01", "Labbet", ["Första värden"]),
        ("2023-01-01", "Labbet", ["Andra värden"]),
        ("", "Labbet", ["Andra värden"]),
    ],
)
def test_a_page_has_the_name_and_the_host_of_its_day(
    small: Edition, day: str, name: str, host: list[str]
) -> None:
    page = lab(on(small, day))

    assert page.head.name.text == name
    assert fact(page, "hostedBy") == host


@pytest.mark.parametrize(
    ("day", "sums"),
    [
        ("2022-01-31", []),
        ("2022-02-01", [("sökt", "500\xa0000\xa0kr")]),
        ("2022-05-01", [("beslutad", "500\xa0000\xa0kr")]),
        ("", [("beslutad", "500\xa0000\xa0kr")]),
    ],
)
def test_money_is_summed_by_the_status_that_it_had_on_the_day(
    small: Edition, day: str, sums: list[tuple[str, str]]
) -> None:
    received = lab(on(small, day)).sections.money.received

    assert [(each.status, each.text) for currency in received.sums for each in currency.sums] == sums
    assert len(received.awards) == len(sums)


@pytest.mark.parametrize(("day", "there"), [("2021-12-31", 0), ("2022-06-01", 1), ("2024-01-01", 0), ("", 1)])
def test_what_is_over_or_has_not_begun_is_not_taken_part_in(small: Edition, day: str, there: int) -> None:
    assert lab(on(small, day)).sections.takes_part_in.count == there
    assert len(list_page(on(small, day), "project").table.rows) == there


def test_later_names_hosts_and_events_are_not_told(small: Edition) -> None:
    page = lab(on(small, "2020-06-01"))

    assert [value.text for era in page.sections.history for value in era.values] == [
        "Gamla labbet",
        "Första värden",
    ]


def head_of(site: Site, path: str) -> Element:
    (heading,) = read(site.get(path).text).find("h1")
    return heading


def test_the_shipped_graph_knows_an_organisation_by_the_name_of_the_day(site: Site) -> None:
    assert head_of(site, "/sv/org/ai-sweden?on=2020-06-30").text == "AI Innovation of Sweden"
    assert head_of(site, "/sv/org/ai-sweden?on=2024-12-31").text == "AI Sweden"
    assert head_of(site, "/en/org/ai-sweden").text == "AI Sweden"


def test_a_page_of_a_day_says_so_and_leads_to_the_other_language_of_that_day(site: Site) -> None:
    page = read(site.get("/sv/org/ai-sweden?on=2020-06-30&release=1").text)

    (notice,) = page.find("p", class_="notice")
    (other,) = page.find("a", class_="language")
    assert notice.text.startswith("Detta är vad som är känt om den 30 juni 2020")
    assert other.attributes["href"] == "/en/org/ai-sweden?on=2020-06-30&release=1"
    assert [each.attributes["content"] for each in page.find("meta", name="robots")] == ["noindex"]


@pytest.mark.parametrize("day", ["2020-13-01", "igår", "20200601", "2020"])
def test_a_day_that_is_none_is_refused(site: Site, day: str) -> None:
    answer = site.get(f"/sv/org/ai-sweden?on={day}")

    assert answer.status_code == 400
    assert "?on=2024-06-30" in answer.text


def test_the_form_for_another_day_keeps_what_a_list_is_narrowed_to(site: Site) -> None:
    page = read(site.get("/en/funding?sort=FundingAward&on=2022-01-01&release=1").text)
    (form,) = [each for each in page.find("form") if each.find("input", name="on")]
    hidden = {each.attributes["name"]: each.attributes["value"] for each in form.find("input", type="hidden")}
    (notice,) = page.find("p", class_="notice")

    assert hidden["sort"] == "FundingAward"
    assert "sort=FundingAward" in (notice.find("a")[0].attributes["href"] or "")


def test_who_reads_of_a_day_goes_on_reading_of_it(site: Site) -> None:
    page = read(site.get("/en/org/vinnova?on=2022-01-01").text)
    things = [each.attributes["href"] or "" for each in page.find("main")[0].find("a")]

    assert [each for each in things if each.startswith("/en/funding/")]
    assert not [
        each
        for each in things
        if re.match("/en/(org|funding|node)(/|$)", each)
        and each != "/en/org/vinnova"  # without a day
        and "on=2022-01-01" not in each
    ]
