"""A thing is found by any of its names, however they are written."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.aggregates.release import Aggregates
from graph.index.index import Index
from graph.search.names import Names, folded, holds


@pytest.fixture(scope="module")
def names(shipped: Index) -> Names:
    return Aggregates(shipped).names


def keys(names: Names, text: str) -> list[str]:
    return [found.thing.partition("/id/")[2] for found in names.find(text)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Region Skåne", "org/region-skane"),
        ("region skane", "org/region-skane"),
        ("  VINNOVA ", "org/vinnova"),
        ("Lomma", "place/se-1262"),
        ("lomma kommun", "org/lomma-kommun"),
        ("södra nod", "node/southern-sweden"),
        ("Nordic Council of Ministers", "org/nordic-council-of-ministers"),
        ("AI Innovation of Sweden", "org/ai-sweden"),
    ],
)
def test_the_best_fit_comes_first(names: Names, text: str, first: str) -> None:
    assert keys(names, text)[0] == first


def test_each_word_must_be_in_the_name_in_any_order(names: Names) -> None:
    assert "org/region-skane" in keys(names, "skåne region")
    assert "org/region-skane" not in keys(names, "skåne vinnova")


@pytest.mark.parametrize("text", ["", "  ", "?", "–", "no such name anywhere"])
def test_what_names_nothing_finds_nothing(names: Names, text: str) -> None:
    assert names.find(text) == ()


def test_a_thing_is_found_once_however_many_of_its_names_fit(names: Names) -> None:
    found = keys(names, "ai")

    assert len(found) > 10
    assert len(found) == len(set(found))


@given(st.text(max_size=60))
@example("\N{MODIFIER LETTER CAPITAL A}")
def test_a_text_holds_itself_and_folding_again_changes_nothing(text: str) -> None:
    assert holds(text, text)
    assert folded(folded(text)) == folded(text)
