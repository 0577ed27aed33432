"""The library of queries for users: each can be asked as it is, and with values of one's own."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, Store

from graph.errors import ParameterInvalid
from graph.index.index import Index
from graph.stored_queries.library import library

QUERIES = {query.name: query for query in library()}
OF_A_NAME = QUERIES["documents-about-a-node"]
OF_A_YEAR = QUERIES["period-covers-a-year"]


def asked(index: Index, text: str) -> list[list[str]]:
    return [[str(value) for value in row] for row in index.store.query(text)]


def test_a_query_has_an_answer_with_its_examples(shipped: Index) -> None:
    assert [name for name, query in QUERIES.items() if not asked(shipped, query.text())] == []


def test_a_query_says_in_both_languages_what_it_asks_and_takes() -> None:
    for name, query in QUERIES.items():
        for said in (query.title, query.description, *(each.description for each in query.parameters)):
            assert set(said) == {"sv", "en"}, name
            assert all(len(text) > 1 for text in said.values()), name


def test_its_parameters_are_those_of_its_text_and_no_variable_is_called_the_same() -> None:
    for title, query in QUERIES.items():
        names = {each.name for each in query.parameters}

        assert set(re.findall(r"\$(\w+)", query.body)) == names, title
        assert not names & set(re.findall(r"\?(\w+)", query.body)), title


def test_a_query_names_nothing_by_an_iri_of_ours() -> None:
    bodies = {name: query.body for name, query in QUERIES.items()}

    assert [name for name, body in bodies.items() if "/id/" in body or "/graph/" in body] == []


def test_a_value_of_ones_own_takes_the_place_of_the_example(shipped: Index) -> None:
    of_another = asked(shipped, OF_A_NAME.text({"name": "AI Swedens nod i Stockholm"}))

    assert of_another != asked(shipped, OF_A_NAME.text())


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_a_name_is_never_more_than_a_name(written: str) -> None:
    term = Literal(written, language="sv")

    text = OF_A_NAME.text({"name": written})

    assert text == OF_A_NAME.body.replace("$language", '"sv"').replace("$name", str(term))
    assert not list(Store().query(text))


@pytest.mark.parametrize("written", ["", "twenty", "2026) } #", "2026.5"])
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(ParameterInvalid, match="year takes a whole number, such as 2026"):
        OF_A_YEAR.text({"year": written})
