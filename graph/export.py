"""A release as one RDF document, in any syntax."""

from typing import IO

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from graph.errors import SourceNameInvalid
from graph.store.index import Index

FORMATS = {
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "nt": RdfFormat.N_TRIPLES,
    "ttl": RdfFormat.TURTLE,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}

PREFIXES = {
    "nv": "https://w3id.org/nodverk/ns#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes that every document of ours is written with."""


def export(index: Index, rdf_format: RdfFormat, target: IO[bytes], source: str | None = None) -> None:
    """Write all graphs of a release, or the one of a source, as a document to `target`.

    A syntax without named graphs gets the union of the graphs. Raises `SourceNameInvalid`
    where the release has no graph of that source.
    """
    chosen = None if source is None else NamedNode(str(index.iris.graph(source)))
    if chosen is not None and not index.store.contains_named_graph(chosen):
        raise SourceNameInvalid(source or "")
    quads = index.named_quads(graph=chosen)
    if rdf_format.supports_datasets:
        serialize(sorted(quads, key=_order), target, format=rdf_format, prefixes=PREFIXES)
        return
    triples = {Triple(quad.subject, quad.predicate, quad.object) for quad in quads}
    serialize(sorted(triples, key=_order), target, format=rdf_format, prefixes=PREFIXES)


def _order(statement: Quad | Triple) -> tuple[str, str, str]:
    """By subject, predicate and object, so that equal releases are equal documents."""
    return str(statement.subject), str(statement.predicate), str(statement.object)
