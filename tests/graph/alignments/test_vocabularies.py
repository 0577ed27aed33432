"""The alignments: each leads to a term that exists, and none of them lets anything be inferred."""

import re

import pytest
from foreign_vocabularies import (
    ENUMERATIONS,
    KNOWN_TO_RDFLIB,
    NAMESPACES,
    ORIGINALS,
    ForeignTerm,
    foreign_terms,
    vocabulary,
)
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef
from rdflib.namespace import SDO
from rdflib.term import Node

from graph.alignments.views import MODELS
from graph.assets import ontology, query_text
from graph.terms import CODE, NV

MAPPINGS = {SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}
KINDS = {
    "class": OWL.Class,
    "object property": OWL.ObjectProperty,
    "datatype property": OWL.DatatypeProperty,
    "individual": OWL.NamedIndividual,
}
MAPPED = [model.mapped for model in MODELS.values() if model.mapped]
FILES = {"eurio": "EURIO_v2.4.ttl", "frapo": "frapo.ttl"}


@pytest.fixture(scope="module")
def alignments() -> Graph:
    return Graph().parse(data=ontology("alignments.ttl").read_bytes(), format="turtle")


@pytest.fixture(scope="module")
def ours() -> Graph:
    union = Graph()
    for name in ("nodverk.ttl", "codes.ttl"):
        union.parse(data=ontology(name).read_bytes(), format="turtle")
    return union


def matches(alignments: Graph) -> list[tuple[Node, Node, Node]]:
    return [each for each in alignments if each[1] in MAPPINGS]


def known_to_rdflib(term: Node) -> bool:
    return any(term in namespace for namespace in KNOWN_TO_RDFLIB)


def template(query: str) -> str:
    """What a CONSTRUCT query makes, without what it asks."""
    return query_text(query).partition("CONSTRUCT")[2].partition("WHERE")[0]


def test_what_is_aligned_is_a_term_or_a_code_of_ours(alignments: Graph, ours: Graph) -> None:
    aligned = {ours_ for ours_, _, _ in matches(alignments)}

    assert len(aligned) > 40
    assert {each for each in aligned if not str(each).startswith((str(NV._NS), CODE))} == set()
    assert {each for each in aligned if (each, RDF.type, None) not in ours} == set()


def test_each_alignment_leads_to_a_term_that_exists(alignments: Graph) -> None:
    theirs = {each for _, _, each in matches(alignments)}

    assert {
        each for each in theirs if str(each) not in foreign_terms() and not known_to_rdflib(each)
    } == set()


def test_classes_are_matched_to_classes_and_properties_to_properties(alignments: Graph, ours: Graph) -> None:
    for mine, relation, theirs in matches(alignments):
        term = foreign_terms().get(str(theirs))
        if term and relation != SKOS.relatedMatch and (mine, RDF.type, SKOS.Concept) not in ours:
            assert term.is_class == ((mine, RDF.type, OWL.Class) in ours), (mine, theirs)


def test_nothing_can_be_inferred_from_an_alignment(alignments: Graph) -> None:
    header = URIRef("https://w3id.org/nodverk/ns/alignments")
    relations = {relation for subject, relation, _ in alignments if subject != header}

    assert relations <= MAPPINGS


def test_our_ontology_is_under_no_class_of_a_funding_model(ours: Graph) -> None:
    above = {*ours.objects(None, RDFS.subClassOf), *ours.objects(None, RDFS.subPropertyOf)}

    assert {each for each in above if str(each).startswith(tuple(NAMESPACES.values()))} == set()


@pytest.mark.parametrize("mapped", MAPPED, ids=lambda mapped: mapped.prefix)
def test_each_class_of_an_export_is_aligned_with_one_of_ours(alignments: Graph, mapped) -> None:
    names = re.findall(rf"\b{mapped.prefix}:([A-Z]\w+)", query_text(mapped.query).partition("CONSTRUCT")[2])
    aligned = {str(theirs) for _, _, theirs in matches(alignments)}

    assert names
    assert {mapped.namespace + name for name in names} <= aligned


@pytest.mark.parametrize("mapped", MAPPED, ids=lambda mapped: mapped.prefix)
def test_each_term_of_an_export_is_in_its_vocabulary(mapped) -> None:
    names = re.findall(rf"\b{mapped.prefix}:(\w+)", template(mapped.query))

    assert names
    assert {mapped.namespace + name for name in names} <= set(vocabulary(mapped.prefix))


def test_rdflib_knows_the_terms_of_schema_org_too() -> None:
    too_new_for_its_list = {"iso6523Code"}
    names = {iri.removeprefix(NAMESPACES["schema"]) for iri in vocabulary("schema")}

    assert names - too_new_for_its_list <= set(SDO.__annotations__)


def members(graph: Graph, node: Node) -> list[Node]:
    """The members of a union or an enumeration, or else the class itself."""
    for listed in (OWL.unionOf, OWL.oneOf):
        if (head := graph.value(node, listed)) is not None:
            return list(graph.items(head))
    return [node]


def allowed(graph: Graph, term: str, predicate: Node) -> set[str]:
    found = {str(each) for node in graph.objects(URIRef(term), predicate) for each in members(graph, node)}
    return found - {str(OWL.Thing)}


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the vocabulary files are not beside this checkout")
@pytest.mark.parametrize("prefix", FILES)
def test_the_table_of_a_vocabulary_says_what_its_file_says(prefix: str) -> None:
    original = Graph().parse(ORIGINALS / FILES[prefix], format="turtle")

    for iri, term in vocabulary(prefix).items():
        assert (URIRef(iri), RDF.type, KINDS[term.kind]) in original, iri
        assert term.domain == allowed(original, iri, RDFS.domain), iri
        assert named_classes(original, iri) == term.broader, iri
        if not is_enumerated(term):
            assert term.range == allowed(original, iri, RDFS.range), iri


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the vocabulary files are not beside this checkout")
@pytest.mark.parametrize("name", ENUMERATIONS)
def test_the_values_that_eurio_allows_are_those_of_its_file(name: str) -> None:
    original = Graph().parse(ORIGINALS / FILES["eurio"], format="turtle")

    assert allowed(original, NAMESPACES["eurio"] + name, RDFS.range) == ENUMERATIONS[name]


def named_classes(graph: Graph, iri: str) -> set[str]:
    above = set(graph.objects(URIRef(iri), RDFS.subClassOf)) - {OWL.Thing}
    return {str(each) for each in above if not isinstance(each, BNode)}


def is_enumerated(term: ForeignTerm) -> bool:
    return term.iri.removeprefix(NAMESPACES["eurio"]) in ENUMERATIONS
