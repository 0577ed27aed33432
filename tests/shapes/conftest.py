"""The shapes, the miniature dataset that the fixtures are judged beside, and what was found in each."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Graph
from shape_files import BROKEN, NAMESPACE, SURROUNDINGS, VALID, fixture_graph

from graph.assets import ontology, style
from graph.ingest.carrying import Carried
from graph.ingest.report import Report
from graph.ingest.validation import load_shapes, validate

ASKED = (RDF.type, SKOS.inScheme, SKOS.notation)
"""What the shapes ask of a code. All that is said of all codes would be copied for every file."""


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
    things = fixture_graph(SURROUNDINGS)

    def codes(graph: Graph) -> Iterator[Carried]:
        """What is asked of the codes that a graph names."""
        for node in {*graph.objects()}:
            for what in ASKED:
                yield from surroundings.triples((node, what, None))

    beside = [*things, *codes(things)]

    def judged(path: Path) -> Report:
        fixture = fixture_graph(path)
        rules = for_the_ontology if path.parent.name in of_style else for_data
        return validate(fixture, chain(beside, codes(fixture)), rules)

    return {path: judged(path) for path in [*VALID, *BROKEN]}
