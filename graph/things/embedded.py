"""What is said of a thing as JSON-LD in the page about it: read by machines only, so made quickly.

It is as the engine writes it, expanded; the names that come most often are shortened in
passing, which takes a small part of the time that `graph.formats.compact` does.
"""

import json
from collections.abc import Iterable

from pyoxigraph import Quad, RdfFormat, serialize
from rdflib.namespace import RDF, RDFS

from graph.index.index import Index
from graph.terms import CODE, NV
from graph.things.entities import Description
from graph.things.labels import LabelLines

PREFIXES = {"nv": str(NV), "rdfs": str(RDFS), "rdf": str(RDF), "code": CODE}
"""Of the names that come most often."""

BEFORE_A_KEY = (b'{"', b',"')
BEFORE_A_NODE = b'"@id":"'


class Embedded:
    """Writes what is said of the things of one release for their pages."""

    def __init__(self, index: Index) -> None:
        base = index.iris.base.encode()
        self._context = json.dumps({"@base": index.iris.base, **PREFIXES}).encode()
        self._short = [(BEFORE_A_NODE + base + b"id/", BEFORE_A_NODE + b"id/")]
        for prefix, namespace in PREFIXES.items():
            befores = (BEFORE_A_NODE,) if namespace == CODE else (*BEFORE_A_KEY, BEFORE_A_NODE)
            self._short += [
                (each + namespace.encode(), b"%s%s:" % (each, prefix.encode())) for each in befores
            ]
        self._labels = LabelLines(index, self._following)

    def document(self, told: Description, about: Iterable[Quad]) -> bytes:
        """A description, and what more there is to say, as one JSON document."""
        own = self._nodes([*told.own(), *about])
        return b'{"@context":%s,"@graph":[%s%s]}' % (self._context, own, self._labels.of(told.neighbours))

    def _following(self, quads: list[Quad]) -> bytes:
        return b"," + self._nodes(quads)

    def _nodes(self, quads: list[Quad]) -> bytes:
        """The nodes of a graph, without the brackets around them.

        What is replaced begins with a quotation mark, which stands in no string of JSON
        without a backslash before it: so only keys and nodes are shortened, and no values.
        """
        nodes = (serialize(quads, format=RdfFormat.JSON_LD) or b"[]")[1:-1]
        for name, short in self._short:
            nodes = nodes.replace(name, short)
        return nodes
