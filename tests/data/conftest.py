"""The shipped graphs as they are read: one by one, and all together."""

import pytest
from rdflib import Graph

from graph import assets
from graph.iris import Iris


@pytest.fixture(scope="session")
def iris():
    return Iris("http://127.0.0.1:8000/")


@pytest.fixture(scope="session", params=assets.curated(), ids=lambda file: file.name)
def file(request):
    """Each shipped file in turn."""
    return request.param


@pytest.fixture(scope="session")
def stated(file, iris):
    """What one file says."""
    return Graph().parse(data=file.read_text("utf-8"), format="turtle", publicID=iris.base)


@pytest.fixture(scope="session")
def everything(iris):
    """What all files say together."""
    union = Graph()
    for each in assets.curated():
        union.parse(data=each.read_text("utf-8"), format="turtle", publicID=iris.base)
    return union


@pytest.fixture(scope="session")
def vocabulary():
    """The terms and the code lists."""
    union = Graph()
    for name in assets.ONTOLOGY_FILES:
        union.parse(data=assets.ontology(name).read_text("utf-8"), format="turtle")
    return union
