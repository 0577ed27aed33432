"""Putting statements into a store and taking them out, with their merge kept right.

Beside the named graphs, the default graph of the store holds every statement
once. Oxigraph can treat the union of the named graphs as the default graph, but
then a statement that two graphs make counts twice in every sum, where SPARQL
(section 13.1) has the merge of the graphs, which is a set.
"""

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse


def put(store: Store, content: bytes) -> None:
    """Add statements of one named graph, in N-Quads as we write them, to it and to the merge.

    Their IRIs are not checked again: they come from an object, whose hash was. In memory this is
    a quarter faster than the engine's loading in bulk, which is for files.
    """
    if content:
        put_both(store, content, without_graph(content))


def put_both(store: Store, content: bytes, merged: bytes) -> None:
    """Add statements of one named graph, given with it and `without_graph`. For the rest see `put`."""
    store.load(content, format=RdfFormat.N_QUADS, lenient=True)
    store.load(merged, format=RdfFormat.N_TRIPLES, lenient=True)


def take(store: Store, content: bytes) -> int:
    """Remove statements from the graphs that made them, and from the merge where no other graph makes them.

    Gives how many were removed, those of the merge counted too.
    """
    removed = 0
    for quad in parse(content, format=RdfFormat.N_QUADS, lenient=True):
        store.remove(quad)
        removed += 1
        if not _is_made(store, quad):
            store.remove(Quad(quad.subject, quad.predicate, quad.object))
            removed += 1
    return removed


def forget(store: Store, graph: str) -> None:
    """Remove the name of a graph that makes no statement any more."""
    store.remove_graph(NamedNode(graph))


def _is_made(store: Store, quad: Quad) -> bool:
    """Whether a named graph makes this statement."""
    found = store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
    return any(isinstance(each.graph_name, NamedNode) for each in found)


def without_graph(content: bytes) -> bytes:
    """The same statements without the name of the one graph that all of them stand in."""
    graph = content[: content.index(b"\n") + 1].rpartition(b" <")[2]
    return content.replace(b" <" + graph, b" .\n")
