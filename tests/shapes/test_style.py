"""How the shapes are written: what readers rely on, and the validator's traps that they keep clear of."""

import re
from collections.abc import Iterable

from rdflib import OWL, RDF, RDFS, SH, Graph, Literal, Namespace, URIRef
from rdflib.extras.shacl import parse_shacl_path
from rdflib.namespace import XSD
from rdflib.paths import AlternativePath, InvPath, Path
from rdflib.term import Node

from graph import assets
from graph.terms import NV

SHAPE = Namespace("https://w3id.org/nodverk/shape#")
DESCRIBING = {RDF.type, SH.path, SH.targetClass, SH.message, SH.severity, SH.property, SH.sparql}
TARGETS = {SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target}
WITH_CONSTANTS = (SH.hasValue, SH.minInclusive, SH.minExclusive, SH.maxInclusive, SH.maxExclusive)


def reported(shapes: Graph) -> set[Node]:
    """The shapes and SPARQL constraints that results can be about; all others are asked by these."""
    targeted = set(shapes.subjects(SH.targetClass))
    inner = {part for shape in targeted for part in shapes.objects(shape, SH.property | SH.sparql)}
    return targeted | inner


def constraints(shapes: Graph, shape: Node) -> set[Node]:
    return set(shapes.predicates(shape)) - DESCRIBING


def constants(shapes: Graph) -> Iterable[Node]:
    for parameter in WITH_CONSTANTS:
        yield from shapes.objects(None, parameter)
    for members in shapes.objects(None, SH["in"]):
        yield from shapes.items(members)


def test_whatever_can_be_reported_says_once_what_to_do_in_swedish_and_in_english(shapes: Graph) -> None:
    wrong = {
        shape
        for shape in reported(shapes)
        if constraints(shapes, shape)
        and sorted(message.language for message in shapes.objects(shape, SH.message)) != ["en", "sv"]
    }
    assert wrong == set()


def test_messages_are_sentences(shapes: Graph) -> None:
    messages = [str(each) for each in shapes.objects(None, SH.message)]
    assert [each for each in messages if not re.fullmatch(r"[A-ZÅÄÖ].+\.", each)] == []


def test_whatever_can_be_reported_has_an_iri(shapes: Graph) -> None:
    assert [each for each in reported(shapes) if not str(each).startswith(str(SHAPE))] == []


def test_every_class_of_the_ontology_is_looked_at_by_a_shape_of_its_own_kind_and_by_the_general_one(
    shapes: Graph,
) -> None:
    ontology = Graph().parse(data=assets.ontology("nodverk.ttl").read_bytes(), format="turtle")
    ours = {str(each) for each in ontology.subjects(RDF.type, OWL.Class) if isinstance(each, URIRef)}
    classes = {URIRef(each) for each in ours if each.startswith(str(NV._NS))}
    general = set(shapes.objects(SHAPE.Thing, SH.targetClass))
    own = set(shapes.objects(None, SH.targetClass))
    assert len(classes) > 20
    for each in classes:
        ancestors = set(ontology.transitive_objects(each, RDFS.subClassOf))
        assert ancestors & general, each
        looking = {shape for kind in ancestors & own for shape in shapes.subjects(SH.targetClass, kind)}
        assert looking - {SHAPE.Resource, SHAPE.Thing, SHAPE.Named}, each


def test_a_missing_value_is_a_rule_of_its_own_so_that_its_message_fits(shapes: Graph) -> None:
    mixed = [shape for shape in shapes.subjects(SH.minCount) if len(constraints(shapes, shape)) > 1]
    assert mixed == []


def test_targets_are_classes_since_validation_aims_them_at_the_candidate(shapes: Graph) -> None:
    assert [predicate for predicate in shapes.predicates() if predicate in TARGETS] == []


def test_paths_are_predicates_inverse_predicates_or_choices_of_predicates(shapes: Graph) -> None:
    """PySHACL walks the inverse of a sequence the wrong way round."""

    def plain(path: URIRef | Path) -> bool:
        if isinstance(path, InvPath):
            return isinstance(path.arg, URIRef)
        if isinstance(path, AlternativePath):
            return all(isinstance(each, URIRef) for each in path.args)
        return isinstance(path, URIRef)

    paths = [parse_shacl_path(shapes, each) for each in shapes.objects(None, SH.path)]
    assert [path for path in paths if not plain(path)] == []


def test_typed_constants_are_written_canonically(shapes: Graph) -> None:
    """PySHACL compares their lexical forms, and the store keeps `1`, not `1.0`."""
    wrong = [
        each
        for each in constants(shapes)
        if isinstance(each, Literal) and each.datatype not in {None, XSD.integer}
    ]
    assert wrong == []


def test_string_constants_are_left_to_patterns(shapes: Graph) -> None:
    """A store may type plain strings as xsd:string, which pySHACL takes for another value."""
    assert [each for each in constants(shapes) if isinstance(each, Literal) and each.datatype is None] == []


def test_sparql_constraints_keep_to_what_is_prebound_alike_by_all_validators(shapes: Graph) -> None:
    """SHACL section 5.2.1 and pySHACL's traps; a SUM would fail on the first value that is no number."""
    forbidden = re.compile(
        r"\b(LIMIT|OPTIONAL|MINUS|SERVICE|VALUES|UNION|SUM|AVG|GRAPH|\$PATH)\b", re.IGNORECASE
    )
    texts = [str(each) for each in shapes.objects(None, SH.select)]
    assert texts
    assert [text for text in texts if forbidden.search(text)] == []


def test_severities_are_violation_by_default_and_warning_for_advice(shapes: Graph) -> None:
    assert set(shapes.objects(None, SH.severity)) == {SH.Warning}


def test_each_shapes_file_says_what_it_is_for() -> None:
    assert [
        each.name
        for each in [*assets.shapes(), assets.style()]
        if not each.read_text("utf-8").startswith("# ")
    ] == []
