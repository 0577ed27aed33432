"""What a reader finds on the pages of things that we know."""

import pytest
from asked_site import Site
from page_text import Element, read


def page(site: Site, path: str) -> Element:
    answer = site.get(path)
    assert answer.status_code == 200, path
    return read(answer.text)


def sums(part: Element) -> list[tuple[str, ...]]:
    (table,) = part.find("table", class_="sums")
    return [
        (row.find("th")[0].text, *(cell.text for cell in row.find("td", class_="n")))
        for row in table.find("tr")
        if row.find("span", class_="money")
    ]


def by_id(root: Element, fragment: str) -> Element:
    (found,) = root.find("*", id=fragment)
    return found


def test_the_project_of_the_north_shows_thirty_million_as_applied_for(site: Site) -> None:
    benefiting = by_id(page(site, "/sv/project/dih-north"), "_benefiting")

    assert sums(benefiting) == [("sökt", "5", "30 000 000 kr")]
    assert "beslutad" not in benefiting.text


def test_the_council_of_ministers_shows_each_status_by_itself(site: Site) -> None:
    given = by_id(page(site, "/en/org/nordic-council-of-ministers"), "_given")

    assert sums(given) == [
        ("decided", "1", "DKK 5,000,000"),
        ("earmarked", "2", "DKK 5,000,000"),
        ("intended", "1", "DKK 10,000,000 at most DKK 20,000,000 by another reading or source"),
    ]


def test_a_figure_leads_to_the_section_and_lines_that_state_it(site: Site) -> None:
    amount = by_id(page(site, "/sv/funding/dih-north-tillvaxtverket"), "amount")
    (link,) = amount.find("span", class_="source")[0].find("a")

    assert amount.find("span", class_="money")[0].text == "15 000 000 kr"
    assert link.attributes["href"] == "/sv/document/dih-north-proposal#finansiering"
    assert "rad 133" in amount.text


def test_an_item_without_an_amount_says_so(site: Site) -> None:
    given = by_id(page(site, "/sv/org/lunds-kommun"), "_given")

    assert "belopp ej angivet" in given.text
    assert not given.find("table", class_="sums")


def test_a_total_says_that_it_contains_its_parts(site: Site) -> None:
    main = by_id(page(site, "/sv/funding/southern-node-two-year-total"), "main")

    assert "Den innehåller sina delar och läggs aldrig ihop med dem" in main.text
    assert "2 x 4 000 000 = 8 000 000 SEK" in main.text
    assert "härledd" in main.text


def test_a_restatement_leads_to_what_it_says_again(site: Site) -> None:
    main = by_id(page(site, "/en/funding/vinnova-additional"), "main")

    assert "is never added to it" in main.text
    assert main.find("a", href="/en/funding/vinnova-2020-2024")


def test_a_participation_has_our_word_and_the_sources(site: Site) -> None:
    row = by_id(page(site, "/en/activity/kickstart-ai"), "partner-almi-skane")
    (word,) = row.find("q")

    assert row.find("td")[0].text == "partner"
    assert (word.text, word.attributes["lang"]) == ("Partners", "sv")


def test_a_node_says_what_it_belongs_to_and_its_state(site: Site) -> None:
    root = page(site, "/en/node/southern-sweden")

    assert root.find("p", class_="kind")[0].text.startswith("Node · established")
    assert root.find("dl", class_="facts")[0].find("a", href="/en/org/ai-sweden")
    assert by_id(root, "_events")
    assert by_id(root, "_benefiting")


def test_an_activity_says_which_pool_pays_and_for_what(site: Site) -> None:
    pool = by_id(page(site, "/sv/activity/meeting-place"), "_pool")

    assert pool.find("a", href="/sv/project/southern-node-operation")
    assert len(pool.find("td")[0].find("a")) == 6
    assert not pool.find("span", class_="money")


def test_an_organisation_has_its_place_among_partners_in_words(site: Site) -> None:
    position = by_id(page(site, "/en/org/region-skane"), "_position")

    assert len(position.find("dd")) == 3
    assert "Place 1 of" in position.text
    assert "of the shortest paths between two others" in position.text


@pytest.mark.parametrize("measure", ["degree", "betweenness", "pagerank"])
def test_the_ranking_is_in_the_order_of_the_chosen_measure(site: Site, measure: str) -> None:
    root = page(site, f"/sv/ranking?by={measure}")
    places = [int(row.find("td")[0].text) for row in root.find("tbody")[0].find("tr")]

    assert places[0] == 1
    assert places == sorted(places)
    assert len(root.find("th", aria_sort="descending")) == 1


def test_a_document_lists_what_each_section_says_in_the_order_of_its_lines(site: Site) -> None:
    root = page(site, "/sv/document/dih-north-proposal")
    financing = by_id(root, "finansiering")

    assert "rad 123–143" in financing.find("h3")[0].text
    assert financing.find("a", href="/sv/funding/dih-north-tillvaxtverket#amount")
    assert [each.attributes["id"] for each in root.find("article")][:2] == [
        "forslag-till-beslut",
        "yttrande-till-beslutsforslaget",
    ]


def test_a_list_can_be_narrowed_and_says_how_many_there_are(site: Site) -> None:
    everything, narrowed = page(site, "/en/org"), page(site, "/en/org?sort=municipality")

    assert everything.find("caption")[0].text == "46 entries"
    assert narrowed.find("caption")[0].text == "17 entries"
    assert {row.find("td")[0].text for row in narrowed.find("tbody")[0].find("tr")} == {"Municipality"}


def test_the_list_of_funding_keeps_totals_apart(site: Site) -> None:
    awards, around = page(site, "/en/funding").find("table", class_="funding")

    assert len(awards.find("tbody")[0].find("tr")) == 27
    assert len(around.find("tbody")[0].find("tr")) == 8


def test_a_thing_can_be_cited_with_the_number_of_the_release(site: Site) -> None:
    reuse = by_id(page(site, "/sv/org/vinnova"), "_data")

    assert "Vinnova. Nodverk, utgåva 1 (" in reuse.text
    assert "http://127.0.0.1:8000/id/org/vinnova" in reuse.text
    assert [each.text for each in reuse.find("dd", class_="formats")[0].find("a")] == [
        "Turtle",
        "JSON-LD",
        "RDF/XML",
        "N-Triples",
    ]


def test_the_first_page_sums_all_awards_by_currency_and_status(site: Site) -> None:
    assert sums(page(site, "/sv/"))[0] == ("beslutad", "1", "100 000 000 kr")
    assert "5 000 000 DKK" in by_id(page(site, "/sv/"), "_money").text


def test_no_part_of_a_section_goes_by_the_name_of_its_thing_or_of_a_term(site: Site) -> None:
    for statement in page(site, "/sv/document/southern-node-plan").find("ul", class_="said")[1].find("li"):
        told = [each.text for parts in statement.find("span", class_="parts") for each in parts.find("a")]
        assert "läsning" not in told
        assert statement.find("a")[0].text not in told or "AI Sweden" in told
        assert len(told) == len(set(told))


def test_borrowed_terms_are_told_in_the_language_of_the_page(site: Site) -> None:
    told = page(site, "/sv/import/1").text

    assert "Påbörjad" in told
    assert not {"StartedAtTime", "Created", "wasGeneratedBy"} & set(told.replace("”", " ").split())
    assert "exampleResource" not in page(site, "/sv/org/ai-sweden").find("main")[0].text


def rows(root: Element) -> list[list[str]]:
    return [[cell.text for cell in row.find("*") if cell.tag in ("th", "td")] for row in root.find("tr")[1:]]


def test_a_list_is_ordered_by_a_count_and_equals_by_name(site: Site) -> None:
    root = page(site, "/en/org?by=initiatives")
    (heading,) = root.find("th", aria_sort="descending")
    counts = [int(row[3] or 0) for row in rows(root)]
    most = [row[0] for row in rows(root) if row[3] == rows(root)[0][3]]

    assert heading.text == "Takes part in ↓"
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]
    assert most == sorted(most)
    assert {row[0] for row in rows(root)} == {row[0] for row in rows(page(site, "/en/org"))}


def test_order_sort_and_day_of_a_list_are_kept_together(site: Site) -> None:
    root = page(site, "/sv/org?sort=municipality&by=initiatives&on=2024-06-01")
    chips = [each.attributes["href"] for each in root.find("nav", class_="sorts")[0].find("a")]
    (by_name,) = root.find("th", scope="col")[0].find("a")

    assert "/sv/org?sort=region&by=initiatives&on=2024-06-01" in chips
    assert by_name.attributes["href"] == "/sv/org?sort=municipality&on=2024-06-01"


def test_an_order_that_there_is_not_is_the_order_of_names(site: Site) -> None:
    assert rows(page(site, "/sv/org?by=nothing")) == rows(page(site, "/sv/org"))
