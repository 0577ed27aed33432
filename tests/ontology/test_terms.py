"""The ontology, its code lists and `graph.terms` say the same."""

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from graph.terms import CODE, NV, code

KINDS_OF_TERM = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty}


def defined(vocabulary: Graph) -> set[URIRef]:
    return {
        term
        for kind in KINDS_OF_TERM
        for term in vocabulary.subjects(RDF.type, kind)
        if isinstance(term, URIRef) and term.startswith(str(NV._NS))
    }


def test_python_knows_exactly_the_terms_of_the_ontology(vocabulary: Graph) -> None:
    in_python = {NV[name] for name in NV.__annotations__ if not name.startswith("_")}

    assert in_python == defined(vocabulary)


def test_a_term_that_the_ontology_lacks_is_an_error() -> None:
    with pytest.raises(AttributeError):
        _ = NV.Organization


def test_every_term_has_a_label_and_a_definition_in_both_languages(vocabulary: Graph) -> None:
    for term in defined(vocabulary):
        for property_ in (RDFS.label, SKOS.definition):
            languages = sorted(str(value.language) for value in vocabulary.objects(term, property_))

            assert languages == ["en", "sv"], f"{property_} of {term}"


def test_every_code_has_a_scheme_a_notation_and_words_in_both_languages(vocabulary: Graph) -> None:
    codes = [each for each in vocabulary.subjects(RDF.type, SKOS.Concept) if str(each).startswith(CODE)]

    assert len(codes) > 80
    for each in codes:
        notation = vocabulary.value(each, SKOS.notation, any=False)
        scheme = vocabulary.value(each, SKOS.inScheme, any=False)

        assert each == URIRef(f"{scheme}/{notation}")
        assert {value.language for value in vocabulary.objects(each, RDFS.label)} == {"sv", "en"}
        assert {value.language for value in vocabulary.objects(each, SKOS.definition)} == {"sv", "en"}


def test_a_code_is_addressed_by_scheme_and_notation(vocabulary: Graph) -> None:
    assert (code("status", "decided"), RDF.type, SKOS.Concept) in vocabulary


def test_the_ontology_names_its_version(vocabulary: Graph) -> None:
    version = vocabulary.value(URIRef("https://w3id.org/nodverk/ns"), OWL.versionIRI)

    assert version == URIRef("https://w3id.org/nodverk/ns/0.1.0")
