"""A release as one RDF document, in any syntax."""

from typing import IO

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from graph.errors import SourceNameInvalid
from graph.formats import PREFIXES
from graph.index.index import Index


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
