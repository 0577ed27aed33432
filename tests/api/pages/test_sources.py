"""Where statements come from."""

from collections.abc import Callable

import pytest
from small_graph import BASE, small_index

from api.pages.description.sources import joined_lines, marks, sources
from api.pages.editions.edition import Edition, edition


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (["9"], "9"),
        (["12", "9"], "9, 12"),
        (["645-646"], "645–646"),
        (["1-4", "4", "4-8", "20"], "1–8, 20"),
        (["4", "5"], "4, 5"),
        (["6, 141"], "6, 141"),
        ([], ""),
    ],
)
def test_lines_stand_in_order_and_overlaps_are_one(lines: list[str], shown: str) -> None:
    assert joined_lines(lines) == shown


def test_each_document_has_its_own_sections_and_lines() -> None:
    index = small_index(
        one="""organisation:a nv:statedIn <id/document/one#money> ; nv:lines "9" .
            <id/document/one#money> a nv:Section ; rdfs:label "Pengar"@sv ; nv:sectionOf document:one .""",
        two="""organisation:a nv:statedIn <id/document/two#start> ; nv:lines "3" .
            <id/document/two#start> a nv:Section ; rdfs:label "Start"@sv ; nv:sectionOf document:two .""",
    )

    found = sources(edition(index, "sv"), f"{BASE}id/org/a")

    assert [(each.document.text, each.sections[0].href, each.lines) for each in found] == [
        ("one", "/sv/document/one#money", "9"),
        ("two", "/sv/document/two#start", "3"),
    ]


def test_a_graph_that_cites_two_documents_keeps_their_lines_apart() -> None:
    index = small_index(
        editors="""organisation:a nv:statedIn <id/document/one#money> , <id/document/two#start> ;
                nv:lines "9" , "3" .
            <id/document/one#money> a nv:Section ; nv:sectionOf document:one ; nv:lines "8-10" .
            <id/document/two#start> a nv:Section ; nv:sectionOf document:two ; nv:lines "1-5" .""",
    )

    found = sources(edition(index, "sv"), f"{BASE}id/org/a")

    assert [(each.document.text, each.lines) for each in found] == [("one", "9"), ("two", "3")]


def test_what_is_not_simply_stated_says_so_in_a_word(told: Callable[[str], Edition]) -> None:
    item = f"{BASE}id/funding/southern-node-national-share"

    assert [mark.word for mark in marks(told("sv"), item)] == ["härledd"]
    assert [mark.word for mark in marks(told("en"), item)] == ["derived"]
    assert marks(told("sv"), f"{BASE}id/funding/vinnova-2020-2024") == ()
