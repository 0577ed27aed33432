"""An operator's own queries: read like those of the library, and what is none is named with the reason."""

import re
from pathlib import Path

import pytest
from pyoxigraph import Store

from graph.errors import ParameterInvalid, ParameterMissing, ParameterUnknown
from graph.settings import Limits
from graph.stored_queries.library import StoredQuery, own_queries

TITLES = """\
# sv: Vad heter det?
# en: What is it called?
#
# sv: Namnet.
# en: The name.
"""
OPTIONAL = (
    TITLES
    + """\
#
# $most  integer  2
#   default: 3
#   sv: Det högsta
#   en: The highest
#
# $word  text  two
#   optional
#   sv: Ordet
#   en: The word
#
# $least  integer  1
#   sv: Det lägsta
#   en: The lowest

SELECT ?number ?called # not $least here
WHERE {
  VALUES (?number ?called) { (1 "one") (2 "two") (3 "three") (4 "$four") }
  FILTER (?number >= $least && ?number <= $most && (!bound( $word ) || ?called = $word))
}
"""
)
BROKEN = {
    "no-header.rq": ("SELECT * WHERE { ?a ?b ?c }\n", "no title and description"),
    "one-language.rq": (
        "# sv: Ja\n#\n# sv: Ja\n# en: Yes\n\nASK {}\n",
        "once in Swedish and then in English",
    ),
    "no-query.rq": (f"{TITLES}\nSELECT oops\n", "after the header: error at 2:1"),
    "of-others.rq": (f"{TITLES}\nASK {{ SERVICE <http://localhost/> {{}} }}\n", "does not answer SERVICE"),
    "Upper.rq": (f"{TITLES}\nASK {{}}\n", "the name of the file"),
    "undeclared.rq": (f"{TITLES}\nASK {{ ?a ?b $c }}\n", r"\[\], the text has \['c'\]"),
    "bad-example.rq": (
        f"{TITLES}#\n# $year  integer  soon\n#   sv: År\n#   en: Year\n\nASK {{ FILTER($year > 1) }}\n",
        "year takes a whole number",
    ),
    "bad-kind.rq": (
        f"{TITLES}#\n# $year  era  1\n#   sv: År\n#   en: Year\n\nASK {{ FILTER($year > 1) }}\n",
        "no kind of parameter: era",
    ),
    "reserved.rq": (
        f"{TITLES}#\n# $format  text  a\n#   sv: Form\n#   en: Form\n\nASK {{ FILTER($format > 1) }}\n",
        "no parameter is called format or release",
    ),
    "who-funds-what.rq": (f"{TITLES}\nASK {{}}\n", "is shipped has this name"),
}


@pytest.fixture
def query(tmp_path: Path) -> StoredQuery:
    (tmp_path / "numbers.rq").write_text(OPTIONAL)
    read, unread = own_queries(tmp_path, Limits())
    assert unread == ()
    return read[0]


def numbers(text: str) -> list[str]:
    return [row["number"].value for row in Store().query(text)]


def test_a_default_counts_and_what_may_be_left_out_asks_nothing(query: StoredQuery) -> None:
    assert numbers(query.asked({"least": "1"})) == ["1", "2", "3"]
    assert numbers(query.asked({"least": "1", "most": "2"})) == ["1", "2"]
    assert numbers(query.asked({"least": "1", "word": "three"})) == ["3"]


def test_strings_and_comments_are_left_alone(query: StoredQuery) -> None:
    text = query.asked({"least": "4", "most": "9"})

    assert '"$four"' in text
    assert "# not $least here" in text
    assert numbers(text) == ["4"]


def test_a_query_knows_its_columns(query: StoredQuery) -> None:
    assert query.variables == ("number", "called")


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({}, ParameterMissing, "least is needed"),
        (
            {"least": "1", "lest": "1"},
            ParameterUnknown,
            "no parameter lest here. There are: most, word, least",
        ),
        ({"least": "1.5"}, ParameterInvalid, "least takes a whole number, such as 1"),
        ({"least": "1", "word": ""}, ParameterInvalid, "word takes a text of at most 200 letters"),
    ],
)
def test_what_is_given_is_checked(
    query: StoredQuery, given: dict[str, str], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        query.asked(given)


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_no_query_is_named_with_the_reason(tmp_path: Path, name: str) -> None:
    content, reason = BROKEN[name]
    (tmp_path / name).write_text(content)
    (tmp_path / "numbers.rq").write_text(OPTIONAL)

    read, unread = own_queries(tmp_path, Limits())

    assert [each.name for each in read] == ["numbers"]
    assert [each.file for each in unread] == [name]
    assert re.search(reason, unread[0].reason)
