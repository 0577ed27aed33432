"""How central the nodes of a partner graph are, by three measures, with ranks.

networkx computes, and its own dispatch lets another backend do so instead. Its
exact betweenness visits every node and edge once for each node (Brandes 2001),
one to four million visits a second; above a limit it is estimated from a sample.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

MEASURES = ("betweenness", "degree", "pagerank")
DAMPING = 0.85
TOLERANCE = 1e-12
"""Where PageRank stops, as a mean change per node; a looser one moves the third digit."""
DIGITS = 12
"""Significant digits of a score; below them lies the rounding of floating-point sums."""
EXACT_VISITS = 10_000_000
"""Visits up to which betweenness is exact: some 1 500 nodes with 5 000 ties, in about four seconds."""
SMALLEST_SAMPLE = 100
"""Nodes that an estimate is made from at least, however long that takes."""
SEED = 1


@dataclass(frozen=True)
class Score:
    """The value and rank of one organisation by one measure."""

    organisation: str
    measure: str
    value: float
    """From 0 to 1, rounded to `DIGITS` significant digits."""

    rank: int
    """From 1, the highest value first; ties share the lower number."""


def measure(graph: "nx.Graph[str]", exact_visits: int = EXACT_VISITS) -> list[Score]:
    """The scores of all nodes by each of `MEASURES`, in the order of measure, rank and IRI.

    Degree is the share of all others that a node is tied to. Betweenness is the share of
    shortest paths between others that pass through it, every tie of length one. PageRank
    follows ties by their weight. Two nodes are the fewest that can be compared: a smaller
    graph has no scores.
    """
    if len(graph) < 2:
        return []
    sample = betweenness_sample(graph, exact_visits)
    values = {
        "betweenness": nx.betweenness_centrality(graph, k=sample, normalized=True, seed=SEED),
        "degree": nx.degree_centrality(graph),
        "pagerank": nx.pagerank(graph, alpha=DAMPING, tol=TOLERANCE, max_iter=1000, weight="weight"),
    }
    return [score for name in MEASURES for score in ranked(name, values[name])]


def betweenness_sample(graph: "nx.Graph[str]", exact_visits: int = EXACT_VISITS) -> int | None:
    """How many nodes betweenness is estimated from; None where the graph allows exact values."""
    visits_per_node = len(graph) + graph.number_of_edges()
    if len(graph) <= SMALLEST_SAMPLE or len(graph) * visits_per_node <= exact_visits:
        return None
    return max(SMALLEST_SAMPLE, exact_visits // visits_per_node)


def ranked(name: str, values: Mapping[str, float]) -> list[Score]:
    """The values of one measure as scores, highest first; values that round alike are tied."""
    rounded = {node: float(f"{value:.{DIGITS}g}") for node, value in values.items()}
    scores: list[Score] = []
    for place, node in enumerate(sorted(rounded, key=lambda node: (-rounded[node], node)), start=1):
        tied = scores and scores[-1].value == rounded[node]
        scores.append(Score(node, name, rounded[node], scores[-1].rank if tied else place))
    return scores
