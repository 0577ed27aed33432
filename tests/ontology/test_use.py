"""The ontology and what is written with it agree: each term is used, and each that is used is there."""

import re
from collections.abc import Iterator
from pathlib import Path

from rdflib import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SH, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import VANN, XSD, DefinedNamespace
from rdflib.term import Node

from graph.terms import NV

ROOT = Path(__file__).parents[2]
NAMESPACE = str(NV._NS)
TEXTS = sorted(
    path
    for pattern in (
        "graph/queries/*.rq",
        "data/queries/*.rq",
        "tests/questions/*.rq",
        "bench/**/*.rq",
        "README.md",
        "data/README.md",
        "ontology/README.md",
    )
    for path in ROOT.glob(pattern)
)
MENTION = re.compile(r"\bnv:([A-Za-z][\w-]*)")
FOREIGN: tuple[type[DefinedNamespace], ...] = (DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SH, SKOS, VANN, XSD)
"""Vocabularies whose terms rdflib knows one by one."""

KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)


def declared(vocabulary: Graph) -> set[URIRef]:
    found = {term for kind in KINDS for term in vocabulary.subjects(RDF.type, kind)}
    return {term for term in found if isinstance(term, URIRef) and term.startswith(NAMESPACE)}


def named(graph: Graph) -> set[URIRef]:
    """The terms of this ontology that a graph speaks of."""
    return {node for triple in graph for node in triple if isinstance(node, URIRef) and node in NV._NS}


def mentioned(text: str) -> set[URIRef]:
    """The terms of this ontology that a text names with their prefix."""
    return {URIRef(NAMESPACE + name) for name in MENTION.findall(text)}


def in_queries_of(graph: Graph) -> set[URIRef]:
    return {term for text in graph.objects(None, SH.select) for term in mentioned(str(text))}


def classes_of(vocabulary: Graph, expression: Node | None) -> set[Node]:
    """The classes that a domain or a range lets in, those below them among them."""
    union = vocabulary.value(expression, OWL.unionOf)
    named_ones = Collection(vocabulary, union) if union else [expression] * (expression is not None)
    return {below for each in named_ones for below in vocabulary.transitive_subjects(RDFS.subClassOf, each)}


def test_every_term_is_used_in_the_data_or_asked_for_by_a_shape(
    vocabulary: Graph, data: Graph, rules: Graph
) -> None:
    deprecated = set(vocabulary.subjects(OWL.deprecated, Literal(True)))
    used = named(data) | named(rules) | in_queries_of(rules)
    above = {
        kind for each in used for kind in vocabulary.transitive_objects(each, RDFS.subClassOf) if kind != each
    }

    assert declared(vocabulary) - used - above - deprecated == set()


def test_data_and_shapes_use_only_terms_that_there_are(vocabulary: Graph, data: Graph, rules: Graph) -> None:
    assert (named(data) | named(rules) | in_queries_of(rules)) - declared(vocabulary) == set()


def test_a_text_names_only_terms_that_there_are(vocabulary: Graph) -> None:
    terms = declared(vocabulary)
    unknown = {str(path.relative_to(ROOT)): mentioned(path.read_text("utf-8")) - terms for path in TEXTS}

    assert len(TEXTS) > 100
    assert {path: odd for path, odd in unknown.items() if odd} == {}


def test_no_deprecated_term_is_used(vocabulary: Graph, data: Graph, rules: Graph) -> None:
    deprecated = set(vocabulary.subjects(OWL.deprecated, Literal(True)))
    written = {term for path in TEXTS for term in mentioned(path.read_text("utf-8"))}

    assert deprecated & (named(data) | named(rules) | in_queries_of(rules) | written) == set()


def test_terms_of_others_exist_in_their_vocabularies(vocabulary: Graph, data: Graph, rules: Graph) -> None:
    """P40 of the OOPS! catalogue: no term is put into somebody else's namespace."""
    used = {node for graph in (vocabulary, data, rules) for triple in graph for node in triple}
    hijacked = [
        node
        for node in used
        if isinstance(node, URIRef)
        for vocabulary_of in FOREIGN
        if str(node).startswith(str(vocabulary_of._NS)) and str(node) != str(vocabulary_of._NS)
        if node not in vocabulary_of
    ]

    assert hijacked == []


def statements(data: Graph, vocabulary: Graph) -> Iterator[tuple[Node, URIRef, Node]]:
    """The statements of the data by a property of this ontology."""
    for property_ in declared(vocabulary):
        for subject, value in data.subject_objects(property_):
            yield subject, property_, value


def test_what_has_a_property_is_of_its_domain_without_any_inference(vocabulary: Graph, data: Graph) -> None:
    wrong = []
    for subject, property_, _ in statements(data, vocabulary):
        allowed = classes_of(vocabulary, vocabulary.value(property_, RDFS.domain))
        if allowed and not allowed & set(data.objects(subject, RDF.type)):
            wrong.append((subject, property_))

    assert wrong == []


def test_what_a_property_leads_to_is_of_its_range_without_any_inference(
    vocabulary: Graph, data: Graph
) -> None:
    wrong = []
    known = data + vocabulary
    for _, property_, value in statements(data, vocabulary):
        expected = vocabulary.value(property_, RDFS.range)
        if isinstance(value, Literal):
            datatype = RDF.langString if value.language else value.datatype or XSD.string
            wrong += [(property_, value)] * (datatype != expected)
        elif expected not in {None, RDF.Property}:
            allowed = classes_of(vocabulary, expected)
            wrong += [(property_, value)] * (not allowed & set(known.objects(value, RDF.type)))

    assert wrong == []


def test_nothing_is_said_in_both_directions(vocabulary: Graph, data: Graph) -> None:
    """There are no inverses of ours: SPARQL walks a property back with `^`."""
    both = [
        (property_, back)
        for subject, property_, value in statements(data, vocabulary)
        for back in data.predicates(value, subject)
        if back != property_
    ]

    assert both == []
    assert not [each for pair in vocabulary.subject_objects(OWL.inverseOf) for each in pair if each in NV._NS]


def test_each_list_of_codes_is_one_that_a_shape_or_a_class_of_things_chooses_from(
    vocabulary: Graph, rules: Graph
) -> None:
    offered = {
        scheme for scheme in vocabulary.subjects(RDF.type, SKOS.ConceptScheme) if "nodverk" in str(scheme)
    }
    chosen = set(rules.objects(None, SH.hasValue))

    assert len(offered) > 15
    assert offered - chosen == set()
