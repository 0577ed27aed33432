"""A graph of a few lines, for what the shipped graph has no case of."""

from datetime import UTC, datetime

from pyoxigraph import NamedNode, RdfFormat, parse, serialize

from graph.analysis.derived import derive
from graph.assets import ontology
from graph.index.index import Index, store_of
from graph.iris import Iris
from graph.store.dataset import sorted_lines
from graph.store.release import GraphVersion, Release

BASE = "http://127.0.0.1:8000/"
PREFIXES = """
@prefix amount: <https://w3id.org/nodverk/code/amount/> .
@prefix basis: <https://w3id.org/nodverk/code/basis/> .
@prefix assertion: <https://w3id.org/nodverk/code/assertion/> .
@prefix currency: <http://publications.europa.eu/resource/authority/currency/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix document: <id/document/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix funding: <id/funding/> .
@prefix nv: <https://w3id.org/nodverk/ns#> .
@prefix organisation: <id/org/> .
@prefix project: <id/project/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix status: <https://w3id.org/nodverk/code/status/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def small_index(**sources: str) -> Index:
    """An index of Turtle texts, each in the graph of its keyword, beside the code lists and what follows."""
    texts = {name.replace("_", "-"): PREFIXES + text for name, text in sources.items()}
    texts["codes"] = ontology("codes.ttl").read_text("utf-8")
    iris = Iris(BASE)
    contents, versions = [], []
    for name, text in texts.items():
        graph = NamedNode(str(iris.graph(name)))
        quads = [
            each.__class__(each.subject, each.predicate, each.object, graph)
            for each in parse(text.encode(), format=RdfFormat.TURTLE, base_iri=BASE)
        ]
        contents.append(serialize(quads, format=RdfFormat.N_QUADS) or b"")
        versions.append(GraphVersion(graph.value, "0" * 64, len(quads)))
    release = Release(7, datetime(2026, 11, 21, tzinfo=UTC), "test", tuple(versions))
    contents.append(b"".join(sorted_lines(derive(Index(store_of(contents), release, iris)))))
    return Index(store_of(contents), release, iris)
