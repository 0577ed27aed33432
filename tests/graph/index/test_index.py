"""The index says what a release says: each statement once, and who makes it."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QuerySolutions

from graph.index.index import Index, load
from graph.iris import Iris
from graph.store.dataset import Dataset
from tests.graph.small_dataset import BASE, GRAPH, OTHER, commit

SUBJECT = f"{BASE}id/org/x"
SAYS = "http://example.org/says"


@pytest.fixture
def index(dataset: Dataset) -> Index:
    """Two graphs of which both say "shared"; one more has been emptied."""
    commit(dataset, "shared", "mine")
    commit(dataset, "shared", "theirs", graph=OTHER)
    commit(dataset, graph=f"{BASE}graph/empty")
    return load(dataset, dataset.head())


def count(index: Index, pattern: str) -> int:
    found = index.store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
    assert isinstance(found, QuerySolutions)
    return int(next(found)["n"].value)


def test_a_statement_that_two_graphs_make_counts_once(index: Index) -> None:
    assert count(index, "?s ?p ?o") == 3


def test_the_graphs_that_make_a_statement_can_be_asked_for(index: Index) -> None:
    assert count(index, "GRAPH ?g { ?s ?p ?o }") == 4
    assert count(index, f'GRAPH <{OTHER}> {{ ?s ?p "shared" }}') == 1
    assert index.statements == 4
    assert {quad.graph_name for quad in index.named_quads()} == {NamedNode(GRAPH), NamedNode(OTHER)}


def test_values_come_once_and_in_order(index: Index) -> None:
    assert [term.value for term in index.objects(SUBJECT, SAYS)] == ["mine", "shared", "theirs"]


def test_what_nothing_is_said_of_is_unknown(index: Index) -> None:
    assert index.knows(SUBJECT)
    assert not index.knows(f"{BASE}id/org/y")


def test_the_merge_is_made_whatever_the_literals_hold(tmp_path: Path) -> None:
    """The text of a statement may look like the end of one."""
    dataset = Dataset.create(tmp_path / "odd", BASE)
    commit(dataset, f" <{GRAPH}> .\n", f'" <{GRAPH}> .', "\\")
    index = load(dataset, dataset.head())

    assert count(index, "?s ?p ?o") == count(index, "GRAPH ?g { ?s ?p ?o }") == 3
    assert index.iris == Iris(BASE)


def test_a_query_takes_exactly_its_parameters(index: Index) -> None:
    with pytest.raises(TypeError, match="measure"):
        index.select("centrality-ranking")
