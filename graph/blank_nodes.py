"""Blank nodes as they were: the names that they got on their way in, taken off on their way out.

A file's blank nodes are kept as IRIs below `{base}.well-known/genid/` (RDF 1.1
Concepts, section 3.5), so that equal files are equal releases. In a document of a
whole graph they are blank again: OWL reads a list or a union only so.
"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

GENID = ".well-known/genid/"
Node = TypeVar("Node", bound=NamedNode | BlankNode | Literal | Triple)


def blank_again(quads: Iterable[Quad], base: str) -> Iterator[Quad]:
    """The same statements, with blank nodes for what is named below the base's `GENID`."""
    prefix = base + GENID
    for quad in quads:
        yield Quad(_blank(quad.subject, prefix), quad.predicate, _blank(quad.object, prefix), quad.graph_name)


def _blank(node: Node, prefix: str) -> Node | BlankNode:
    if isinstance(node, NamedNode) and node.value.startswith(prefix):
        return BlankNode(node.value.removeprefix(prefix).replace("/", "-"))
    return node
