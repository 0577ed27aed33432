"""Two graphs to see in other models: the shipped one, and one with grants of every sort."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from graph.analysis.derived import derive
from graph.assets import ontology
from graph.index.index import Index, store_of
from graph.iris import Iris
from graph.store.dataset import sorted_lines
from graph.store.release import Release

BASE = "http://127.0.0.1:8000/"
SAMPLE = Path(__file__).parent / "sample_grants.ttl"


def in_graph(content: bytes, name: str) -> bytes:
    """Turtle as the N-Quads of a named graph."""
    graph = NamedNode(f"{BASE}graph/{name}")
    triples = parse(content, format=RdfFormat.TURTLE, base_iri=BASE)
    quads = [Quad(each.subject, each.predicate, each.object, graph) for each in triples]
    return serialize(quads, format=RdfFormat.N_QUADS) or b""


@pytest.fixture(scope="session")
def sample() -> Index:
    """The index of the sample grants beside the code lists."""
    codes = in_graph(ontology("codes.ttl").read_bytes(), "codes")
    release = Release(1, datetime(2026, 11, 21, tzinfo=UTC), "sample", ())
    said = [codes, in_graph(SAMPLE.read_bytes(), "sample")]
    follows = b"".join(sorted_lines(derive(Index(store_of(said), release, Iris(BASE)))))
    return Index(store_of([*said, follows]), release, Iris(BASE))


@pytest.fixture(scope="session", params=["shipped", "sample"])
def index(request: pytest.FixtureRequest) -> Index:
    """Each graph in turn."""
    chosen: Index = request.getfixturevalue(request.param)
    return chosen
