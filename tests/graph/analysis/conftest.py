"""Small indexes of a few statements."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from graph.index.index import Index, store_of
from graph.iris import Iris, named
from graph.store.dataset import sorted_lines
from graph.store.release import Release

IRIS = Iris("https://example.org/")
PREFIXES = """
@prefix nv: <https://w3id.org/nodverk/ns#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix orgkind: <https://w3id.org/nodverk/code/orgkind/> .
@prefix o: <id/org/> .
@prefix n: <id/node/> .
@prefix p: <id/project/> .
"""


@pytest.fixture
def index_of() -> Callable[[str], Index]:
    """Make the index of one source, given as Turtle under https://example.org/."""

    def made(turtle: str) -> Index:
        graph = named(IRIS.graph("small"))
        found = parse(PREFIXES + turtle, RdfFormat.TURTLE, base_iri=IRIS.base)
        lines = sorted_lines(Quad(each.subject, each.predicate, each.object, graph) for each in found)
        return Index(
            store_of([b"".join(lines)]), Release(1, datetime(2026, 11, 21, tzinfo=UTC), "small", ()), IRIS
        )

    return made
