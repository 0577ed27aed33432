"""Scores and ranks: small graphs computed by hand, and laws for all graphs."""

from collections.abc import Mapping

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.centrality import MEASURES, Score, betweenness_sample, measure, ranked
from graph.analysis.projection import partner_graph

STAR = {"one": "ha", "two": "hb", "three": "hc"}
PATH = {"one": "ab", "two": "bc", "three": "cd", "four": "de"}
TWO_TRIANGLES = {"one": "abc", "two": "cde"}

memberships = st.dictionaries(
    st.integers(0, 30).map(str), st.sets(st.sampled_from("abcdefghijkl"), max_size=6), max_size=8
)


def scores_of(members: Mapping[str, str] | Mapping[str, set[str]]) -> list[Score]:
    return measure(partner_graph(members))


def values(scores: list[Score], name: str) -> dict[str, float]:
    return {each.organisation: each.value for each in scores if each.measure == name}


def ranks(scores: list[Score], name: str) -> dict[str, int]:
    return {each.organisation: each.rank for each in scores if each.measure == name}


def test_the_hub_of_a_star_lies_on_every_path_and_its_leaves_on_none() -> None:
    scores = scores_of(STAR)

    assert values(scores, "betweenness") == {"h": 1, "a": 0, "b": 0, "c": 0}
    assert values(scores, "degree") == pytest.approx({"h": 1, "a": 1 / 3, "b": 1 / 3, "c": 1 / 3})
    # h = 0.15/4 + 0.85(1 - h), and the leaves share what is left.
    hub = 0.8875 / 1.85
    leaf = (1 - hub) / 3
    assert values(scores, "pagerank") == pytest.approx({"h": hub, "a": leaf, "b": leaf, "c": leaf})


def test_the_middle_of_a_path_lies_between_four_of_six_pairs() -> None:
    scores = scores_of(PATH)

    assert values(scores, "betweenness") == pytest.approx(
        {"a": 0, "b": 3 / 6, "c": 4 / 6, "d": 3 / 6, "e": 0}
    )
    assert values(scores, "degree") == {"a": 0.25, "b": 0.5, "c": 0.5, "d": 0.5, "e": 0.25}
    assert ranks(scores, "betweenness") == {"c": 1, "b": 2, "d": 2, "a": 4, "e": 4}


def test_the_corner_that_two_triangles_share_bridges_them() -> None:
    scores = scores_of(TWO_TRIANGLES)

    assert values(scores, "betweenness") == pytest.approx({"c": 4 / 6, "a": 0, "b": 0, "d": 0, "e": 0})
    assert values(scores, "degree") == {"c": 1, "a": 0.5, "b": 0.5, "d": 0.5, "e": 0.5}
    # Each other corner sends half of what it has to c: c = 0.03 + 0.85 * 4x/2, and c + 4x = 1.
    corner = 0.97 / 5.7
    expected = dict.fromkeys("abde", corner) | {"c": 1 - 4 * corner}
    assert values(scores, "pagerank") == pytest.approx(expected)


def test_a_walker_follows_heavier_ties_more_often_but_paths_ignore_weight() -> None:
    scores = scores_of({"one": "ab", "two": "ab", "three": "bc"})

    assert values(scores, "pagerank")["a"] > values(scores, "pagerank")["c"]
    assert values(scores, "betweenness") == {"a": 0, "b": 1, "c": 0}


def test_one_without_partners_is_measured_but_lies_nowhere() -> None:
    scores = scores_of({"one": "ab", "two": "c"})

    assert values(scores, "degree") == {"a": 0.5, "b": 0.5, "c": 0}
    assert ranks(scores, "pagerank") == {"a": 1, "b": 1, "c": 3}


@pytest.mark.parametrize("members", [{}, {"one": "a"}])
def test_where_there_is_nobody_to_compare_with_there_are_no_scores(members: dict[str, str]) -> None:
    assert scores_of(members) == []


def test_ties_share_the_lower_rank_and_the_next_rank_is_left_out() -> None:
    scores = ranked("degree", {"d": 0.1, "b": 0.5, "c": 0.5, "a": 0.9})

    assert [(each.organisation, each.rank) for each in scores] == [("a", 1), ("b", 2), ("c", 2), ("d", 4)]


def test_values_that_differ_only_beyond_the_twelfth_digit_are_tied() -> None:
    scores = ranked("pagerank", {"a": 0.1 + 0.2, "b": 0.3, "c": 0.300000000001})

    assert [(each.organisation, each.rank) for each in scores] == [("c", 1), ("a", 2), ("b", 2)]


def test_a_graph_too_large_for_exact_paths_is_sampled_the_same_way_each_time() -> None:
    graph: nx.Graph[str] = nx.relabel_nodes(nx.barabasi_albert_graph(300, 3, seed=4), str)
    exact = values(measure(graph), "betweenness")

    sampled = measure(graph, exact_visits=200 * 1200)

    assert betweenness_sample(graph) is None
    assert betweenness_sample(graph, 200 * 1200) == 240_000 // (300 + graph.number_of_edges())
    assert sampled == measure(graph, exact_visits=200 * 1200)
    assert values(sampled, "betweenness") != exact
    assert values(sampled, "betweenness") == pytest.approx(exact, abs=0.05)


def test_a_sample_never_falls_below_a_hundred() -> None:
    graph: nx.Graph[str] = nx.relabel_nodes(nx.cycle_graph(101), str)

    assert betweenness_sample(graph, exact_visits=1) == 100
    assert betweenness_sample(graph.subgraph(list(graph)[:100]), exact_visits=1) is None


@given(memberships)
def test_all_scores_lie_between_nothing_and_one(members: dict[str, set[str]]) -> None:
    assert all(0 <= each.value <= 1 for each in scores_of(members))


@given(memberships)
def test_pagerank_shares_out_one_whole(members: dict[str, set[str]]) -> None:
    shares = values(scores_of(members), "pagerank")

    assert not shares or sum(shares.values()) == pytest.approx(1, abs=1e-10)


@given(memberships)
def test_a_rank_is_one_more_than_the_number_of_higher_scores(members: dict[str, set[str]]) -> None:
    scores = scores_of(members)

    for name in MEASURES:
        found = values(scores, name)
        higher = {node: sum(other > found[node] for other in found.values()) for node in found}
        assert ranks(scores, name) == {node: 1 + count for node, count in higher.items()}


@given(memberships, st.permutations("abcdefghijkl"))
def test_new_names_change_no_score_and_no_rank(members: dict[str, set[str]], names: list[str]) -> None:
    renamed = dict(zip("abcdefghijkl", names, strict=True))
    before = scores_of(members)

    after = scores_of({key: {renamed[each] for each in those} for key, those in members.items()})

    for name in MEASURES:
        moved = {renamed[node]: value for node, value in values(before, name).items()}
        assert values(after, name) == pytest.approx(moved, abs=1e-10)
        assert ranks(after, name) == {renamed[node]: rank for node, rank in ranks(before, name).items()}


@given(memberships)
def test_scores_come_by_measure_then_rank_then_name(members: dict[str, set[str]]) -> None:
    scores = scores_of(members)

    assert scores == sorted(scores, key=lambda each: (each.measure, each.rank, each.organisation))
