"""The figures of the shipped graph: that they are sensible, and that their definition is enough to get them.

The second half computes each measure again by another way than networkx's, from
nothing but the statements of participation and the words of the analysis.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from pyoxigraph import Literal, NamedNode
from rdflib.namespace import ORG, RDF

from graph.index.index import Index
from graph.iris import named
from graph.terms import NV, code

Values = dict[str, float]
Weights = dict[frozenset[str], float]


def published(index: Index, measure: str) -> dict[str, tuple[float, int]]:
    """Score and rank of each organisation, as the named graph of the figures has them."""
    figures: dict[str, tuple[float, int]] = {}
    for score in index.subjects(NV.measure, code("measure", measure)):
        (who,), (value,), (rank,) = (index.objects(score, each) for each in (NV.scoreOf, NV.score, NV.rank))
        assert isinstance(who, NamedNode)
        assert isinstance(value, Literal)
        assert isinstance(rank, Literal)
        figures[who.value] = (float(value.value), int(rank.value))
    return figures


def scores(index: Index, measure: str) -> Values:
    return {who: score for who, (score, _) in published(index, measure).items()}


def org(index: Index, key: str) -> str:
    return str(index.iris.entity("org", key))


@pytest.mark.parametrize("measure", ["betweenness", "degree", "pagerank"])
def test_region_skane_is_the_most_central_partner(shipped: Index, measure: str) -> None:
    first = [who for who, (_, rank) in published(shipped, measure).items() if rank == 1]

    assert first == [org(shipped, "region-skane")]


@pytest.mark.parametrize("measure", ["betweenness", "degree", "pagerank"])
def test_municipalities_that_take_part_in_the_same_things_are_tied(shipped: Index, measure: str) -> None:
    figures = published(shipped, measure)

    assert (
        len({figures[org(shipped, key)] for key in ("lunds-kommun", "lomma-kommun", "helsingborgs-stad")})
        == 1
    )


def test_those_who_own_a_project_alone_have_no_partners(shipped: Index) -> None:
    alone = {who for who, score in scores(shipped, "degree").items() if score == 0}

    assert alone == {org(shipped, "innovation-skane"), org(shipped, "lulea-tekniska-universitet")}


def test_an_organisation_that_only_pays_is_not_in_the_partner_graph(shipped: Index) -> None:
    assert org(shipped, "vinnova") not in scores(shipped, "degree")


def projected(index: Index) -> tuple[list[str], Weights]:
    """Nodes and weighted edges, read from the definition's words."""
    members: dict[str, set[str]] = defaultdict(set)
    for participation in index.subjects(RDF.type, NV.Participation):
        for initiative in index.objects(participation, NV.participatesIn):
            members[str(initiative)].update(organisations(index, participation))
    nodes = sorted(set().union(*members.values()))
    weights: Weights = defaultdict(float)
    for present in members.values():
        for pair in combinations(present, 2):
            weights[frozenset(pair)] += 1 / (len(present) - 1)
    return nodes, weights


def organisations(index: Index, participation: str) -> Iterator[str]:
    for who in index.objects(participation, NV.participant):
        assert isinstance(who, NamedNode)
        collective = named(code("orgkind", "collective")) in index.objects(who.value, ORG.classification)
        if named(NV.Organisation) in index.objects(who.value, RDF.type) and not collective:
            yield who.value


def degree(nodes: list[str], weights: Weights) -> Values:
    return {node: sum(node in pair for pair in weights) / (len(nodes) - 1) for node in nodes}


def betweenness(nodes: list[str], weights: Weights) -> Values:
    """By the number of shortest paths: those through a node are those to it times those from it."""
    lengths, paths = all_shortest(nodes, weights)
    shares = dict.fromkeys(nodes, 0.0)
    for one, other in combinations(nodes, 2):
        for node in set(nodes) - {one, other}:
            if (one, other) in lengths and (one, node) in lengths and (node, other) in lengths:
                on_the_way = lengths[one, node] + lengths[node, other] == lengths[one, other]
                through = paths[one, node] * paths[node, other] if on_the_way else 0
                shares[node] += through / paths[one, other]
    pairs = (len(nodes) - 1) * (len(nodes) - 2) / 2
    return {node: share / pairs for node, share in shares.items()}


def all_shortest(
    nodes: list[str], weights: Weights
) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], int]]:
    """Length and number of the shortest paths of each pair, by powers of the adjacency matrix."""
    adjacency = np.array(
        [[frozenset((one, other)) in weights for other in nodes] for one in nodes], dtype=int
    )
    lengths: dict[tuple[str, str], int] = {}
    paths: dict[tuple[str, str], int] = {}
    walks = np.eye(len(nodes), dtype=int)
    for length in range(len(nodes)):
        for row, column in zip(*np.nonzero(walks), strict=True):
            pair = (nodes[row], nodes[column])
            if pair not in lengths:
                lengths[pair], paths[pair] = length, int(walks[row, column])
        if length > max(lengths.values()):
            break
        walks = walks @ adjacency
    return lengths, paths


def pagerank(nodes: list[str], weights: Weights) -> Values:
    """As the solution of the linear equations, where a node without ties sends its share to all alike."""
    size, damping = len(nodes), 0.85
    flow = np.array([[weights.get(frozenset((one, other)), 0.0) for one in nodes] for other in nodes])
    totals = flow.sum(axis=0)
    flow = np.where(totals > 0, flow / np.where(totals > 0, totals, 1), 1 / size)
    shares = np.linalg.solve(np.eye(size) - damping * flow, np.full(size, (1 - damping) / size))
    return dict(zip(nodes, shares.tolist(), strict=True))


BY_ANOTHER_WAY = {"betweenness": betweenness, "degree": degree, "pagerank": pagerank}


@pytest.mark.parametrize("measure", BY_ANOTHER_WAY)
def test_the_published_definition_is_enough_to_get_the_published_figures(
    shipped: Index, measure: str
) -> None:
    nodes, weights = projected(shipped)

    assert scores(shipped, measure) == pytest.approx(BY_ANOTHER_WAY[measure](nodes, weights), abs=1e-10)


def test_the_published_counts_are_those_of_the_graph(shipped: Index) -> None:
    nodes, weights = projected(shipped)
    analysis = shipped.iris.entity("analysis", "partners")

    assert shipped.objects(analysis, NV.nodeCount) == [Literal(len(nodes))]
    assert shipped.objects(analysis, NV.edgeCount) == [Literal(len(weights))]
