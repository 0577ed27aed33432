"""The ontology keeps to the shapes that say how it is written; `tests/shapes` tries the shapes themselves."""

import pyshacl
from rdflib import OWL, RDF, SKOS, Graph, URIRef

from graph.assets import ontology, style
from graph.ingest.validation import validate


def by_style(graph: Graph) -> str:
    """What the shapes of style say of a graph, in English."""
    rules = Graph().parse(data=style().read_bytes(), format="turtle")
    return validate(graph, Graph(), rules).text("en")


def test_the_ontology_and_the_code_lists_keep_to_their_style(vocabulary: Graph) -> None:
    assert by_style(vocabulary) == "No errors.\n"


def test_so_do_the_lists_that_come_with_the_data(vocabulary: Graph, data: Graph) -> None:
    assert set(data.subjects(RDF.type, SKOS.ConceptScheme))
    assert by_style(data) == "No errors.\n"


def test_a_term_that_is_only_named_does_not(vocabulary: Graph) -> None:
    bare = Graph().add((URIRef("https://w3id.org/nodverk/ns#Bare"), RDF.type, OWL.Class))

    assert "1 error" in by_style(bare)


def test_a_validator_finds_the_same_without_our_code() -> None:
    terms = Graph().parse(data=ontology("nodverk.ttl").read_bytes(), format="turtle")
    rules = Graph().parse(data=style().read_bytes(), format="turtle")
    conforms, _, text = pyshacl.validate(terms, shacl_graph=rules)

    assert conforms, text
