"""The ontology keeps to the shapes that say how it is written; `tests/shapes` tries the shapes themselves."""

from collections import Counter
from pathlib import Path

import pyshacl
from rdflib import OWL, RDF, SH, SKOS, Graph, URIRef

from graph.assets import style
from graph.ingest.validation import validate

PITFALLS = Path(__file__).parent / "pitfalls"


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
    broken = Graph()
    for path in sorted(PITFALLS.glob("*.ttl")):
        broken.parse(path, format="turtle")
    rules = Graph().parse(data=style().read_bytes(), format="turtle")
    _, found, _ = pyshacl.validate(broken, shacl_graph=rules)
    assert isinstance(found, Graph)
    parts = (SH.focusNode, SH.sourceShape, SH.sourceConstraintComponent)
    expected = Counter(
        tuple(found.value(each, part) for part in parts)
        for each in found.subjects(RDF.type, SH.ValidationResult)
    )

    assert len(expected) > 100
    told = validate(broken, Graph(), rules).results
    assert Counter((each.focus, each.shape, each.component) for each in told) == expected
