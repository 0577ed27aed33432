"""What the endpoint is and can do, as SPARQL 1.1 Service Description."""

from collections.abc import Iterator
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad
from rdflib import Namespace
from rdflib.namespace import DCTERMS, RDF, RDFS, VOID

from graph.description.words import LICENCE
from graph.formats import ROWS, STATEMENTS
from graph.index.index import Index
from graph.iris import named

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")


def describe_endpoint(index: Index, merged: int, *, updates: bool) -> Iterator[Quad]:
    """The statements of the service description, with its endpoint as a full address.

    `merged` is the number of statements in the default graph; `updates` says whether the
    endpoint takes any, from those who have a token.
    """
    endpoint = f"{index.iris.base}sparql"
    dataset, default = f"{endpoint}#dataset", f"{endpoint}#default-graph"
    yield _link(endpoint, RDF.type, SD.Service)
    yield Quad(named(endpoint), named(RDFS.label), Literal("Nodverk", language="en"))
    yield _link(endpoint, DCTERMS.license, LICENCE)
    yield _link(endpoint, SD.endpoint, endpoint)
    yield _link(endpoint, SD.supportedLanguage, SD.SPARQL11Query)
    if updates:
        yield _link(endpoint, SD.supportedLanguage, SD.SPARQL11Update)
    yield _link(endpoint, SD.feature, SD.UnionDefaultGraph)
    for syntax in [each.iri for each in ROWS.values()] + [each.iri for each in STATEMENTS.values()]:
        yield _link(endpoint, SD.resultFormat, syntax)
    yield _link(endpoint, SD.defaultDataset, dataset)
    yield _link(dataset, RDF.type, SD.Dataset)
    yield _link(dataset, SD.defaultGraph, default)
    yield _link(default, RDF.type, SD.Graph)
    yield Quad(named(default), named(VOID.triples), Literal(merged))
    for version in sorted(index.release.graphs, key=lambda each: each.graph):
        entry = f"{endpoint}#{quote(index.iris.source(version.graph), safe='')}"
        yield _link(dataset, SD.namedGraph, entry)
        yield _link(entry, RDF.type, SD.NamedGraph)
        yield _link(entry, SD.name, version.graph)
        yield _link(entry, SD.graph, f"{entry}-graph")
        yield _link(f"{entry}-graph", RDF.type, SD.Graph)
        yield Quad(named(f"{entry}-graph"), named(VOID.triples), Literal(version.statements))


def _link(subject: str, predicate: str, value: str) -> Quad:
    return Quad(named(subject), named(predicate), NamedNode(str(value)))
