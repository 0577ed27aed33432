"""The figures as data: a named graph that says what was measured, how, and what came out.

The texts of the analysis are complete: whoever follows them gets the same figures.
"""

from collections.abc import Iterator
from hashlib import sha256

import networkx as nx
from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import DCTERMS, RDF, RDFS, XSD

from graph.analysis.centrality import (
    DAMPING,
    DIGITS,
    SEED,
    TOLERANCE,
    Score,
    betweenness_sample,
    measure,
)
from graph.analysis.projection import project
from graph.index.index import Index
from graph.iris import Iris, named
from graph.terms import NV, code

SOURCE = "centrality"
"""The name of the source, and so of the named graph, that holds the figures."""

LABEL = {
    "sv": "Centralitet bland organisationer som medverkar tillsammans",
    "en": "Centrality among organisations that take part together",
}
GRAPH_DEFINITION = {
    "sv": "Grafens noder är de organisationer (nv:Organisation) som medverkar i minst en satsning enligt en "
    "uppgift om medverkan (nv:Participation), oavsett roll. Kollektiv räknas inte, eftersom deras medlemmar "
    "inte är kända var för sig. Regionala noder (nv:Node) och underorgan (nv:SubBody) räknas inte, varken "
    "för sig eller som den organisation de hör till. En kant förenar två organisationer som medverkar i "
    "samma satsning; en satsning och dess delar hålls isär. Finansiering ger inga kanter.",
    "en": "The nodes of the graph are the organisations (nv:Organisation) that take part in at least one "
    "initiative by a statement of participation (nv:Participation), in any role. Collectives are left out, "
    "because their members are not known one by one. Regional nodes (nv:Node) and sub-bodies (nv:SubBody) "
    "are left out, and are not counted as the organisation that they belong to. An edge joins two "
    "organisations that take part in the same initiative; an initiative and its parts are told apart. "
    "Funding makes no edges.",
}
WEIGHTING = {
    "sv": "En satsning med n medverkande organisationer ger varje par bland dem vikten 1/(n−1). "
    "En kants vikt är summan över parets gemensamma satsningar.",
    "en": "An initiative with n participating organisations gives each pair of them the weight 1/(n−1). "
    "The weight of an edge is the sum over the initiatives that the pair shares.",
}
METHOD = {
    "sv": "Grad: antalet grannar delat med antalet övriga noder. Mellanliggande centralitet: andelen "
    "kortaste vägar mellan två andra noder som går genom noden, normerad, där varje kant har längden "
    "ett{sample}. PageRank: efter kanternas vikt, med dämpning {damping} och tolerans {tolerance}. Värdena "
    "är avrundade till {digits} gällande siffror; lika värden delar den lägre rangen.",
    "en": "Degree: the number of neighbours divided by the number of other nodes. Betweenness: the share of "
    "shortest paths between two other nodes that pass through the node, normalised, every edge of length "
    "one{sample}. PageRank: by the weight of the edges, with damping {damping} and tolerance {tolerance}. "
    "Scores are rounded to {digits} significant digits; ties share the lower rank.",
}
SAMPLE = {
    "sv": ", skattad från {size} noder dragna med frö {seed}",
    "en": ", estimated from {size} nodes drawn with seed {seed}",
}


def publish(index: Index, release_number: int) -> list[Quad]:
    """The named graph of centrality for the release of this number, computed from the index.

    The index may hold the figures of an earlier release: they are not read.
    """
    graph = project(index)
    return [*_analysis(graph, index.iris, release_number), *_scores(measure(graph), index.iris)]


def _analysis(graph: "nx.Graph[str]", iris: Iris, release_number: int) -> Iterator[Quad]:
    subject, where = _subject(iris), named(iris.graph(SOURCE))
    texts = {
        RDFS.label: LABEL,
        DCTERMS.description: _method(betweenness_sample(graph)),
        NV.graphDefinition: GRAPH_DEFINITION,
        NV.weighting: WEIGHTING,
    }
    counts = {
        NV.nodeCount: graph.number_of_nodes(),
        NV.edgeCount: graph.number_of_edges(),
        NV.release: release_number,
    }
    software = Literal(f"networkx {nx.__version__}")
    yield Quad(subject, named(RDF.type), named(NV.CentralityAnalysis), where)
    yield Quad(subject, named(NV.software), software, where)
    for predicate, versions in texts.items():
        for language, text in versions.items():
            yield Quad(subject, named(predicate), Literal(text, language=language), where)
    for predicate, count in counts.items():
        yield Quad(subject, named(predicate), Literal(count), where)


def _method(sample: int | None) -> dict[str, str]:
    noted = {
        language: "" if sample is None else text.format(size=sample, seed=SEED)
        for language, text in SAMPLE.items()
    }
    figures = {"damping": DAMPING, "tolerance": TOLERANCE, "digits": DIGITS}
    return {language: text.format(sample=noted[language], **figures) for language, text in METHOD.items()}


def _scores(scores: list[Score], iris: Iris) -> Iterator[Quad]:
    analysis, where = _subject(iris), named(iris.graph(SOURCE))
    for each in scores:
        score = _score_iri(each, iris)
        value = Literal(repr(each.value), datatype=named(XSD.double))
        yield Quad(score, named(RDF.type), named(NV.CentralityScore), where)
        yield Quad(score, named(NV.analysis), analysis, where)
        yield Quad(score, named(NV.scoreOf), named(each.organisation), where)
        yield Quad(score, named(NV.measure), named(code("measure", each.measure)), where)
        yield Quad(score, named(NV.score), value, where)
        yield Quad(score, named(NV.rank), Literal(each.rank), where)


def _score_iri(score: Score, iris: Iris) -> NamedNode:
    """A part of the organisation; of the analysis where the organisation's IRI is not ours to extend."""
    if iris.parse(score.organisation) and "#" not in score.organisation:
        return named(f"{score.organisation}#{score.measure}")
    digest = sha256(score.organisation.encode()).hexdigest()[:16]
    return named(f"{_subject(iris).value}#{score.measure}-{digest}")


def _subject(iris: Iris) -> NamedNode:
    return named(iris.entity("analysis", "partners"))
