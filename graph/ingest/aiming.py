"""Aiming the shapes at what is wanted: left to itself, pySHACL reads all of them and looks at everything.

This is no option of pySHACL: its `focus_nodes` also filters the nodes inside a shape and gives
wrong answers. What pySHACL only spends time on goes too: messages, which whoever reads its report
takes from the shapes themselves, and the line breaks of queries.
"""

from collections import defaultdict
from collections.abc import Mapping, Set

from rdflib import Graph, Literal
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

OTHER_TARGETS = {SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target}
KINDS_OF_SHAPE = {SH.NodeShape, SH.PropertyShape}
LEFT_OUT = {SH.targetClass, SH.message}
MULTILINE = ("#", '"""', "'''")
"""What may end with its line or go on in the next: a comment (or an IRI), and a string in three quotes."""


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
    """Add what is said of these nodes but what is left out, and of whatever they lead to."""
    seen, waiting = set(begin), list(begin)
    while waiting:
        node = waiting.pop()
        for predicate, value in shapes.predicate_objects(node):
            if predicate in LEFT_OUT:
                continue
            found.add((node, predicate, _on_one_line(value) if predicate == SH.select else value))
            if value not in seen:
                seen.add(value)
                waiting.append(value)


def _on_one_line(query: Node) -> Node:
    """The query on one line if it says the same there.

    For each focus node pySHACL looks for forbidden words from the start of every line to the end of all.
    """
    text = str(query)
    if any(mark in text for mark in MULTILINE):
        return query
    return Literal(" ".join(line.strip() for line in text.split("\n")))
