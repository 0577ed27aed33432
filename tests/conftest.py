"""The shipped graph, loaded once for all tests that read it."""

from datetime import UTC, datetime
from importlib.resources.abc import Traversable

import pytest
from hypothesis import settings
from pyoxigraph import RdfFormat, Store

from graph.assets import ONTOLOGY_FILES, curated, ontology
from graph.iris import Iris, named
from graph.settings import DEFAULT_HOST, DEFAULT_PORT, base_of_address
from graph.store.index import Index
from graph.store.release import Release

# Machines that run the tests are shared and slow at times; a law is not about time.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

SOURCES = {"nodverk.ttl": "ontology", "codes.ttl": "codes"}


def sources() -> list[tuple[str, Traversable]]:
    """Each shipped file with the name of the source that it becomes."""
    files = [*(ontology(name) for name in ONTOLOGY_FILES), *curated()]
    return [(SOURCES.get(each.name, each.name.removesuffix(".ttl")), each) for each in files]


@pytest.fixture(scope="session")
def shipped() -> Index:
    """The index of all that is shipped, each file in its named graph; not to be changed."""
    iris, store = Iris(base_of_address(DEFAULT_HOST, DEFAULT_PORT)), Store()
    for source, file in sources():
        store.bulk_load(
            file.read_bytes(),
            format=RdfFormat.TURTLE,
            base_iri=iris.base,
            to_graph=named(iris.graph(source)),
        )
    return Index(store, Release(1, datetime(2026, 11, 21, tzinfo=UTC), "shipped", ()), iris)
