"""Statements of the engine carried over to rdflib, for pySHACL.

The engine parses and hands over many times faster than rdflib reads a text, and most terms
come again and again: each is made once.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple
from rdflib import BNode, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.namespace import XSD
from rdflib.term import Node

STRING = str(XSD.string)
Carried = tuple[Node, Node, Node]


def carried(statements: Iterable[Quad | Triple]) -> Iterator[Carried]:
    """The statements as triples of rdflib; a blank node is the same one for as long as this runs."""
    made: dict[NamedNode | BlankNode | Literal | Triple, Node] = {}
    for statement in statements:
        terms = (statement.subject, statement.predicate, statement.object)
        for term in terms:
            if term not in made:
                made[term] = _made(term)
        yield made[terms[0]], made[terms[1]], made[terms[2]]


def _made(term: NamedNode | BlankNode | Literal | Triple) -> Node:
    """The term in rdflib. A plain text has no datatype there, and a triple cannot be a term."""
    match term:
        case NamedNode(value):
            return URIRef(value)
        case BlankNode():
            return BNode()
        case Literal():
            datatype = None if term.language or term.datatype.value == STRING else term.datatype.value
            return RdflibLiteral(term.value, lang=term.language, datatype=datatype)
        case _:
            raise TypeError(f"rdflib has no term for {term}")
