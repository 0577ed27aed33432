"""The things of each kind, as lists show them."""

import sys
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from pyoxigraph import NamedNode
from rdflib.namespace import ORG, RDF

from graph.aggregates.links import Values, values
from graph.classes import classes_above, nearest
from graph.index.index import Index
from graph.iris import named
from graph.terms import NV

NAMESPACE = str(NV)


def things(index: Index) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """By kind, the things whose IRIs are of it, each with its nearest classes of the ontology; no parts."""
    prefix = f"{index.iris.base}id/"
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in index.merged_quads(predicate=named(RDF.type)):
        iri = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        if "#" in iri or not iri.startswith(prefix):
            continue
        kind = quad.object
        if isinstance(kind, NamedNode) and kind.value.startswith(NAMESPACE):
            found[iri[len(prefix) :].partition("/")[0]][sys.intern(iri)].append(sys.intern(kind.value))
    above = classes_above(index)
    kept = lru_cache(None)(lambda classes: nearest(classes, above))
    return {
        kind: {iri: kept(tuple(classes)) for iri, classes in sorted(each.items())}
        for kind, each in found.items()
    }


def sorts(index: Index) -> Values:
    """What things are sorted by, where they are classified: the concept of a code list."""
    return {**values(index, NV.placeKind), **values(index, ORG.classification)}
