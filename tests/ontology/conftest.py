"""The ontology with its code lists, and the curated graphs, each read once."""

import pytest
from rdflib import Graph

from graph.assets import ONTOLOGY_FILES, curated, ontology, shapes

BASE = "http://127.0.0.1:8000/"


@pytest.fixture(scope="session")
def vocabulary() -> Graph:
    """All files of `ontology/` in one graph."""
    graph = Graph()
    for name in ONTOLOGY_FILES:
        graph.parse(data=ontology(name).read_text("utf-8"), format="turtle")
    return graph


@pytest.fixture(scope="session")
def data() -> Graph:
    """What all the shipped graphs say together."""
    graph = Graph()
    for file in curated():
        graph.parse(data=file.read_text("utf-8"), format="turtle", publicID=BASE)
    return graph


@pytest.fixture(scope="session")
def rules() -> Graph:
    """The shapes that judge data."""
    graph = Graph()
    for file in shapes():
        graph.parse(data=file.read_text("utf-8"), format="turtle")
    return graph
