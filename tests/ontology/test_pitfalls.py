"""The pitfalls of the OOPS! catalogue that a query can find: the ontology falls into none of them.

Each query in `pitfalls/` lists the terms that fall into one; the small broken
ontology of the same name shows that it can, and its first lines say which terms.
What OOPS! leaves to a reader (P01, P09, P14 to P18, P23, P27, P30, P31) or to the
network (P37) is not here; P40 is in `test_use.py`.
"""

import re
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store
from rdflib import Graph

FOLDER = Path(__file__).parent / "pitfalls"
PITFALLS = sorted(path.stem for path in FOLDER.glob("*.rq"))
SAID = re.compile(r"^# falls: (\S+)$", re.MULTILINE)
EXAMPLE = "https://example.org/ns#"


def fallen(pitfall: str, turtle: bytes) -> list[str]:
    """The terms that fall into a pitfall, in order."""
    store = Store()
    store.load(turtle, format=RdfFormat.TURTLE)
    found = store.query((FOLDER / f"{pitfall}.rq").read_text("utf-8"))
    assert isinstance(found, QuerySolutions)
    return sorted(str(row["term"]) for row in found)


@pytest.fixture(scope="module")
def written(vocabulary: Graph) -> bytes:
    return vocabulary.serialize(format="turtle", encoding="utf-8")


@pytest.mark.parametrize("pitfall", PITFALLS)
def test_the_ontology_keeps_clear_of_the_pitfall(pitfall: str, written: bytes) -> None:
    assert fallen(pitfall, written) == []


@pytest.mark.parametrize("pitfall", PITFALLS)
def test_a_broken_ontology_falls_into_the_pitfall_with_just_the_terms_that_it_says(pitfall: str) -> None:
    broken = (FOLDER / f"{pitfall}.ttl").read_text("utf-8")
    said = [re.sub(r"^ex:(\w.*)$", rf"<{EXAMPLE}\1>", term) for term in SAID.findall(broken)]

    assert said
    assert fallen(pitfall, broken.encode()) == sorted(said)


def test_every_broken_ontology_has_its_query_and_every_query_says_what_it_finds() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.ttl")) == PITFALLS
    assert [
        each for each in PITFALLS if not (FOLDER / f"{each}.rq").read_text("utf-8").startswith("# ")
    ] == []
