"""The shapes, the miniature dataset that the fixtures are judged beside, and what was found in each."""

from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Graph
from shape_files import BROKEN, NAMESPACE, SURROUNDINGS, VALID, fixture_graph

from graph.assets import ontology, style
from graph.ingest.report import Report
from graph.ingest.validation import load_shapes, validate


@pytest.fixture(scope="session")
def for_data() -> Graph:
    return load_shapes()


@pytest.fixture(scope="session")
def for_the_ontology() -> Graph:
    return Graph().parse(data=style().read_bytes(), format="turtle")


@pytest.fixture(scope="session")
def shapes(for_data: Graph, for_the_ontology: Graph) -> Graph:
    """All shapes, however they are used."""
    return for_data + for_the_ontology


@pytest.fixture(scope="session")
def surroundings() -> Graph:
    return fixture_graph(SURROUNDINGS).parse(data=ontology("codes.ttl").read_bytes(), format="turtle")


@pytest.fixture(scope="session")
def reports(for_data: Graph, for_the_ontology: Graph, surroundings: Graph) -> dict[Path, Report]:
    """The report on every fixture file, by the shapes that its folder's shape is one of."""
    of_style = {str(shape).removeprefix(NAMESPACE) for shape in for_the_ontology.subjects()}
    beside = fixture_graph(
        SURROUNDINGS
    )  # and of the codes what the shapes ask for: it is copied for every file
    beside += (triple for triple in surroundings if triple[1] in (RDF.type, SKOS.inScheme, SKOS.notation))
    return {
        path: validate(
            fixture_graph(path), beside, for_the_ontology if path.parent.name in of_style else for_data
        )
        for path in [*VALID, *BROKEN]
    }
