"""The published figures: complete, faithful to what was measured, and possible to compute again."""

from collections.abc import Callable
from dataclasses import replace

import networkx as nx
import pytest
from pyoxigraph import Literal, NamedNode
from rdflib.namespace import DCTERMS, RDF, RDFS, XSD

from graph.analysis.centrality import measure
from graph.analysis.projection import project
from graph.analysis.publication import publish
from graph.index.index import Index, store_of
from graph.iris import named
from graph.store.dataset import sorted_lines
from graph.terms import NV, code

ANALYSIS = named("https://example.org/id/analysis/partners")
ABOUT_THE_ANALYSIS = (RDFS.label, DCTERMS.description, NV.graphDefinition, NV.weighting)
PAIR = """
o:a a nv:Organisation . o:b a nv:Organisation . <http://elsewhere.example/c#it> a nv:Organisation .
p:x\\#a a nv:Participation ; nv:participant o:a ; nv:participatesIn p:x .
p:x\\#b a nv:Participation ; nv:participant o:b ; nv:participatesIn p:x .
p:y\\#b a nv:Participation ; nv:participant o:b ; nv:participatesIn p:y .
p:y\\#c a nv:Participation ; nv:participant <http://elsewhere.example/c#it> ; nv:participatesIn p:y .
"""


@pytest.fixture
def index(index_of: Callable[[str], Index]) -> Index:
    return index_of(PAIR)


def reread(index: Index, release: int = 7) -> Index:
    """The index with the figures of the release in it, after a walk through N-Quads."""
    before = sorted_lines(index.named_quads())
    figures = sorted_lines(publish(index, release))
    return replace(index, store=store_of([b"".join(before), b"".join(figures)]))


def literals(index: Index, subject: NamedNode, predicate: str) -> list[Literal]:
    return [each for each in index.objects(subject.value, predicate) if isinstance(each, Literal)]


def test_every_statement_stands_in_the_graph_of_the_figures(index: Index) -> None:
    assert {quad.graph_name for quad in publish(index, 1)} == {named("https://example.org/graph/centrality")}


def test_what_is_read_back_is_what_was_measured(index: Index) -> None:
    measured = {
        (named(each.organisation), named(code("measure", each.measure)), each.value, each.rank)
        for each in measure(project(index))
    }

    index = reread(index)

    found = set()
    for score in index.subjects(RDF.type, NV.CentralityScore):
        (who,), (what,) = index.objects(score, NV.scoreOf), index.objects(score, NV.measure)
        (value,), (rank,) = literals(index, named(score), NV.score), literals(index, named(score), NV.rank)
        assert index.objects(score, NV.analysis) == [ANALYSIS]
        assert value.datatype == named(XSD.double)
        found.add((who, what, float(value.value), int(rank.value)))
    assert found == measured


def test_the_analysis_says_which_release_graph_and_software_it_is_about(index: Index) -> None:
    index = reread(index, release=7)

    assert index.objects(ANALYSIS.value, RDF.type) == [named(NV.CentralityAnalysis)]
    assert literals(index, ANALYSIS, NV.release) == [Literal(7)]
    assert literals(index, ANALYSIS, NV.nodeCount) == [Literal(3)]
    assert literals(index, ANALYSIS, NV.edgeCount) == [Literal(2)]
    assert literals(index, ANALYSIS, NV.software) == [Literal(f"networkx {nx.__version__}")]


@pytest.mark.parametrize("predicate", ABOUT_THE_ANALYSIS)
def test_the_analysis_is_explained_once_in_swedish_and_once_in_english(index: Index, predicate: str) -> None:
    index = reread(index)

    assert sorted(str(each.language) for each in literals(index, ANALYSIS, predicate)) == ["en", "sv"]


def test_a_score_is_a_part_of_its_organisation(index: Index) -> None:
    index = reread(index)

    assert index.objects("https://example.org/id/org/b#degree", NV.scoreOf) == [
        named("https://example.org/id/org/b")
    ]


def test_a_score_of_an_organisation_named_elsewhere_is_a_part_of_the_analysis(index: Index) -> None:
    index = reread(index)

    scores = index.subjects(NV.scoreOf, "http://elsewhere.example/c#it")
    assert len(scores) == 3
    assert all(score.startswith(f"{ANALYSIS.value}#") for score in scores)


def test_figures_that_are_there_already_do_not_change_the_next_ones(index: Index) -> None:
    before = publish(index, 1)

    assert publish(reread(index), 1) == before


def test_the_same_statements_give_the_same_figures_in_the_same_order(
    index: Index, index_of: Callable[[str], Index]
) -> None:
    assert publish(index_of(PAIR), 1) == publish(index, 1)


def test_a_release_without_partners_publishes_an_analysis_without_scores(
    index_of: Callable[[str], Index],
) -> None:
    index = reread(index_of("o:a a nv:Organisation ."))

    assert literals(index, ANALYSIS, NV.nodeCount) == [Literal(0)]
    assert index.subjects(RDF.type, NV.CentralityScore) == []
