"""The shapes, the miniature dataset that the fixtures are judged beside, and what was found in each."""

from pathlib import Path

import pytest
from rdflib import Graph
from shape_files import BROKEN, SURROUNDINGS, VALID, fixture_graph

from graph.assets import ontology
from graph.ingest.report import Report
from graph.ingest.validation import load_shapes, validate


@pytest.fixture(scope="session")
def shapes() -> Graph:
    return load_shapes()


@pytest.fixture(scope="session")
def surroundings() -> Graph:
    return fixture_graph(SURROUNDINGS).parse(data=ontology("codes.ttl").read_bytes(), format="turtle")


@pytest.fixture(scope="session")
def reports(shapes: Graph, surroundings: Graph) -> dict[Path, Report]:
    """The report on every fixture file."""
    return {path: validate(fixture_graph(path), surroundings, shapes) for path in [*VALID, *BROKEN]}
