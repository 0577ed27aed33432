"""The competency questions: each has its answer in a `.csv` file beside this one.

Its query is the `.rq` file of that name, or one of the library for users, whose name has no number,
with the examples as its values. The queries look things up by name and kind. So they run on any
import, and the answers, which are names and figures, are the same at whatever address the dataset is.
"""

import csv
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import Literal, QuerySolutions
from rdflib.namespace import XSD

from graph.index.index import Index, Term, load
from graph.iris import named
from graph.store.dataset import Dataset
from graph.stored_queries.library import library

HERE = Path(__file__).parent
QUESTIONS = sorted(path.stem for path in HERE.glob("*.csv"))
NUMBER = re.compile(r"^CQ\d+-")
LIBRARY = {query.name: query for query in library()}
ELSEWHERE = "https://nodverk.example/"
NUMBERS = {named(XSD.decimal), named(XSD.integer)}

Table = list[list[str]]


def text_of(question: str) -> str:
    beside = HERE / f"{question}.rq"
    return beside.read_text("utf-8") if beside.exists() else LIBRARY[NUMBER.sub("", question)].text()


@pytest.fixture(scope="module", params=["served here", "served elsewhere"])
def index(
    request: pytest.FixtureRequest,
    shipped_moved: Callable[[Path, str], Dataset],
    tmp_path_factory: pytest.TempPathFactory,
) -> Index:
    """The shipped graph at the default address and at another one."""
    if request.param == "served here":
        here: Index = request.getfixturevalue("shipped")
        return here
    elsewhere = shipped_moved(tmp_path_factory.mktemp("elsewhere") / "dataset", ELSEWHERE)
    return load(elsewhere, elsewhere.head())


def cell(term: Term | None) -> str:
    """What stands in the table: nothing for the unknown, and numbers in their shortest form."""
    if term is None:
        return ""
    assert isinstance(term, Literal), f"{term} is no name or figure"
    if term.datatype in NUMBERS:
        return f"{Decimal(term.value).normalize():f}"
    return term.value


def answer(index: Index, query: str) -> Table:
    found = index.store.query(query)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [names, *([cell(row[name]) for name in names] for row in found)]


def comparable(table: Table, query: str) -> Table:
    """The table as it is where the query orders it, else with its rows sorted."""
    return table if "ORDER BY" in query else [table[0], *sorted(table[1:])]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_has_the_answer_that_the_documents_give(question: str, index: Index) -> None:
    query = text_of(question)
    with (HERE / f"{question}.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.reader(file))

    assert comparable(answer(index, query), query) == comparable(expected, query)


IN_A_LANGUAGE = [
    name for name, query in LIBRARY.items() if "language" in {each.name for each in query.parameters}
]


@pytest.mark.parametrize("name", IN_A_LANGUAGE)
def test_a_query_for_users_answers_as_much_in_english(name: str, shipped: Index) -> None:
    swedish, english = (
        list(shipped.store.query(LIBRARY[name].text({"language": language}))) for language in ("sv", "en")
    )

    assert len(english) == len(swedish) > 0


def test_each_query_beside_the_answers_is_a_question() -> None:
    assert {path.stem for path in HERE.glob("*.rq")} <= set(QUESTIONS)


def test_a_question_is_put_in_both_languages() -> None:
    first_lines = {
        path.stem: path.read_text("utf-8").partition("\n#\n")[0].splitlines() for path in HERE.glob("*.rq")
    }

    languages = {
        question: [line[:6] for line in lines if line[:6] in {"# sv: ", "# en: "}]
        for question, lines in first_lines.items()
    }

    assert {question: said for question, said in languages.items() if said != ["# sv: ", "# en: "]} == {}


def test_a_question_names_nothing_by_an_iri_of_ours() -> None:
    queries = {question: text_of(question) for question in QUESTIONS}

    assert [question for question, query in queries.items() if "/id/" in query or "/graph/" in query] == []
