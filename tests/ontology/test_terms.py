"""The ontology, its code lists and `graph.terms` say the same."""

import re

import pytest
from rdflib import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SKOS, VANN, Graph, Literal, URIRef

from graph.assets import ONTOLOGY_FILES, ontology
from graph.terms import CODE, NV, code

ONTOLOGY = URIRef("https://w3id.org/nodverk/ns")
README = ontology("README.md").read_text("utf-8")

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


def test_terms_stand_below_those_of_few_others(vocabulary: Graph) -> None:
    below = set(vocabulary.objects(None, RDFS.subClassOf)) | set(vocabulary.objects(None, RDFS.subPropertyOf))
    allowed = tuple(str(each._NS) for each in (NV, ORG, PROV, FOAF, DCTERMS))

    assert [each for each in below if not str(each).startswith(allowed)] == []


def test_a_note_is_in_both_languages(vocabulary: Graph) -> None:
    for property_ in (SKOS.scopeNote, SKOS.changeNote):
        for term in set(vocabulary.subjects(property_)):
            languages = sorted(str(value.language) for value in vocabulary.objects(term, property_))

            assert languages == ["en", "sv"], f"{property_} of {term}"


def test_the_ontology_says_who_made_it_when_and_how_to_cite_it(vocabulary: Graph) -> None:
    said = {
        property_: set(vocabulary.objects(ONTOLOGY, property_))
        for property_ in vocabulary.predicates(ONTOLOGY)
    }

    assert said[DCTERMS.creator] == {Literal("Nodverk")}
    assert max(said[DCTERMS.created]) <= max(said[DCTERMS.modified])
    assert said[DCTERMS.license] == {URIRef("http://creativecommons.org/licenses/by/4.0/")}
    for property_ in (DCTERMS.title, DCTERMS.description, DCTERMS.bibliographicCitation):
        assert sorted(str(each.language) for each in said[property_]) == ["en", "sv"]
    assert vocabulary.value(ONTOLOGY, VANN.preferredNamespacePrefix) == Literal("nv")
    assert vocabulary.value(ONTOLOGY, VANN.preferredNamespaceUri) == Literal(str(NV))


def test_the_version_is_the_same_wherever_it_is_said(vocabulary: Graph) -> None:
    number = vocabulary.value(ONTOLOGY, OWL.versionInfo, any=False)
    version = vocabulary.value(ONTOLOGY, OWL.versionIRI, any=False)

    assert version == URIRef(f"{ONTOLOGY}/{number}")
    assert (ONTOLOGY, OWL.priorVersion, None) not in vocabulary
    for citation in vocabulary.objects(ONTOLOGY, DCTERMS.bibliographicCitation):
        assert str(citation).endswith(str(version))
        assert f"version {number}" in citation


def test_the_readme_says_how_every_namespace_of_ours_is_led_on() -> None:
    """Each address at w3id.org is matched by one line of the proposed .htaccess."""
    rules = re.findall(r"^RewriteRule (\S+) https://nodverk\.example(/\S+) ", README, re.MULTILINE)
    led = {
        "ns": "/ns",
        "ns/0.1.0": "/ns",
        "ns/alignments": "/graph/alignments",
        "code/status/decided": "/code/status/decided",
    }

    for address, expected in led.items():
        targets = [
            re.sub(pattern, target.replace("$1", r"\1"), address)
            for pattern, target in rules
            if re.match(pattern, address)
        ]

        assert targets == [expected], address


def test_the_readme_tells_of_every_file_of_the_ontology() -> None:
    assert [name for name in ONTOLOGY_FILES if f"`{name}`" not in README] == []
