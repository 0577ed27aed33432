"""The W3C's tests of SPARQL Update, through what evaluates an update for an import.

The stores of the suite have a default graph, ours the named graph that stands in for it; so it
counts among the named graphs, which `CLEAR NAMED` and `DROP NAMED` empty. The evaluator is asked in this
process, which spares a hundred of them; the service starts one for each update.
"""

from collections.abc import Iterator

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from graph.errors import QueryRefused
from graph.ingest.evaluating import Task, Working, changed
from tests.graph.ingest.updates import IRIS, UPDATES
from tests.results_compared import of_dataset
from tests.w3c_suites import Case, Graphs, given, path_of, statements_of

DECIDED = {
    **dict.fromkeys([f"syntax-update-1/test_{n}" for n in (1, 2, 3, 4, 37)], "no SERVICE and no LOAD"),
    "update-silent/load-silent": "no SERVICE and no LOAD",
    "update-silent/load-into-silent": "no SERVICE and no LOAD",
}
"""What is refused though it is an update, and what is said of it."""

OF_A_GRAPH_THAT_IS_NOT = {"syntax-update-1/test_8", "syntax-update-1/test_18"}
"""What is an update, but clears or drops a graph, not silently, that an empty store has not."""

EMPTIES_THE_DEFAULT_TOO = {"clear/dawg-clear-named-01", "drop/dawg-drop-named-01"}


def quads(graphs: Graphs) -> Iterator[Quad]:
    for name, iri in graphs:
        for each in statements_of(iri):
            yield Quad(*each, NamedNode(name or UPDATES))


def working(case: Case) -> Working:
    """What the update is run on: what there is before it, and nothing where the test is of its syntax."""
    store = Store()
    store.extend(quads(case.before))
    task = Task(path_of(case.action).read_bytes().decode(), case.action, IRIS.base, UPDATES, (), (), 10, 1000)
    return Working(task, store.dump(format=RdfFormat.N_QUADS))


def short(case: Case) -> str:
    return case.name.removeprefix("sparql11/")


@pytest.mark.parametrize("case", given("UpdateEvaluationTest"))
def test_an_update_makes_what_it_is_to_make(case: Case) -> None:
    copy = working(case)
    if reason := DECIDED.get(short(case)):
        with pytest.raises(QueryRefused, match=reason):
            changed(copy)
        return
    changed(copy)
    lines = b"".join(line for graph in copy.graphs().values() for line in graph)
    after = () if short(case) in EMPTIES_THE_DEFAULT_TOO else case.after
    assert of_dataset(parse(lines, format=RdfFormat.N_QUADS)) == of_dataset(quads(after))


@pytest.mark.parametrize("case", given("PositiveUpdateSyntaxTest11"))
def test_what_is_an_update_is_run(case: Case) -> None:
    reason = "does not exist" if short(case) in OF_A_GRAPH_THAT_IS_NOT else DECIDED.get(short(case))
    if reason:
        with pytest.raises(QueryRefused, match=reason):
            changed(working(case))
    else:
        changed(working(case))


@pytest.mark.parametrize("case", given("NegativeUpdateSyntaxTest11"))
def test_what_is_no_update_is_refused(case: Case) -> None:
    with pytest.raises(QueryRefused):
        changed(working(case))
