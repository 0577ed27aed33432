"""Aiming the shapes at what is wanted: left to itself, pySHACL reads all of them and looks at everything.

This is no option of pySHACL: its `focus_nodes` also filters the nodes inside a shape and gives
wrong answers.
"""

from collections import defaultdict
from collections.abc import Mapping, Set

from rdflib import Graph
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

OTHER_TARGETS = {SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target}
KINDS_OF_SHAPE = {SH.NodeShape, SH.PropertyShape}


def aimed(shapes: Graph, data: Graph, subjects: Set[Node]) -> Graph:
    """The shapes with their target classes replaced by those instances that are among the subjects.

    Left out is what serves only shapes that are for none of them, which for a small file is nearly
    all. What is described is an instance of `rdfs:Resource`, said or not.
    """
    targets = _targets(shapes, data, subjects)
    found = Graph("SimpleMemory", bind_namespaces="none")
    _add_with_parts(found, _looking_elsewhere(shapes) | targets.keys(), shapes)
    found += ((shape, SH.targetNode, node) for shape, nodes in targets.items() for node in nodes)
    return found


def _targets(shapes: Graph, data: Graph, subjects: Set[Node]) -> Mapping[Node, Set[Node]]:
    """The subjects that each shape is for by their class; only shapes that are for any."""
    instances: dict[Node, set[Node]] = defaultdict(set)
    for node in subjects:
        for kind in data.objects(node, RDF.type):
            instances[kind].add(node)
    found: dict[Node, set[Node]] = defaultdict(set)
    for shape, target in shapes.subject_objects(SH.targetClass):
        kinds = instances.keys() & set(data.transitive_subjects(RDFS.subClassOf, target))
        for nodes in [subjects] if target == RDFS.Resource else map(instances.__getitem__, kinds):
            found[shape] |= nodes
    return found


def _looking_elsewhere(shapes: Graph) -> set[Node]:
    """The shapes with targets of another kind, and what is more than a shape: a class, a component."""
    found = {shape for kind in OTHER_TARGETS for shape in shapes.subjects(kind)}
    return found | {each for each, kind in shapes.subject_objects(RDF.type) if kind not in KINDS_OF_SHAPE}


def _add_with_parts(found: Graph, begin: Set[Node], shapes: Graph) -> None:
    """Add what is said of these nodes but the classes they target, and of whatever they lead to."""
    seen, waiting = set(begin), list(begin)
    while waiting:
        node = waiting.pop()
        for predicate, value in shapes.predicate_objects(node):
            if predicate == SH.targetClass:
                continue
            found.add((node, predicate, value))
            if value not in seen:
                seen.add(value)
                waiting.append(value)
