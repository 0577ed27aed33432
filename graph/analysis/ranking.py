"""The published centrality of a release, as a ranking to read."""

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from graph.index.index import Index
from graph.iris import named
from graph.terms import code

MEASURES = ("degree", "betweenness", "pagerank")


@dataclass(frozen=True)
class Ranked:
    """One organisation's place by one measure; ties share the lower number."""

    organisation: str
    rank: int
    score: float


def ranking(index: Index, measure: str) -> list[Ranked]:
    """The organisations by a measure of `MEASURES`, best first."""
    rows = index.select("centrality-ranking", measure=named(code("measure", measure)))
    return [_ranked(row["organisation"], row["rank"], row["score"]) for row in rows]


def _ranked(organisation: object, rank: object, score: object) -> Ranked:
    if not (isinstance(organisation, NamedNode) and isinstance(rank, Literal) and isinstance(score, Literal)):
        raise TypeError("a published score has an organisation, a rank and a value")
    return Ranked(organisation.value, int(rank.value), float(score.value))
