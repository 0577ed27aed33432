"""What is written from outside becomes a release, whole, or changes nothing."""

from itertools import cycle, product
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize
from rdflib import Graph

from graph.errors import (
    GraphAbsent,
    GraphDerived,
    GraphPresent,
    GraphUnknown,
    ReleaseMovedOn,
    SourceUnreadable,
    WriteCrowdedOut,
)
from graph.ingest.reading import Original
from graph.ingest.updating import Update
from graph.ingest.writing import GraphWrite, Method, Wanted, Written, write
from graph.settings import Limits
from graph.store.dataset import Dataset, sorted_lines
from graph.store.release import Outcome

HOUSE = "http://house.example/"
GRAPH = "http://x.example/ł/g"
LIMITS = Limits(seconds=30, wait_seconds=0.2)
NO_SHAPES = Graph()


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """A dataset of one release, which the tests of this module write to one after the other."""
    made = Dataset.create(tmp_path_factory.mktemp("writing") / "dataset", HOUSE)
    done(made, GraphWrite(Method.PUT, f"{HOUSE}graph/first", (turtle("<x:a> <x:p> 1 ."),)))
    return made


def turtle(text: str) -> Original:
    return Original("body.ttl", text.encode())


def done(dataset: Dataset, what: Update | GraphWrite, releases: frozenset[int] | None = None) -> Written:
    return write(dataset, Wanted(what, "probe", releases), LIMITS, NO_SHAPES)


def lines(dataset: Dataset, graph: str) -> tuple[bytes, ...]:
    version = dataset.head().version(graph)
    return dataset.lines(version) if version else ()


ADDRESSES = [
    "x:y",
    "urn:x:y",
    "http://x.example",
    "http://x.example/",
    "http://x.example/å#ł",
    "http://www.wikidata.org/entity/Q1",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    "http://www.w3.org/2002/07/owl#sameAs",
    f"{HOUSE}id/org/x",
    f"{HOUSE}id/org/x#part",
    f"{HOUSE}id/org/",
    f"{HOUSE}id/",
    f"{HOUSE}graph/first",
    f"{HOUSE}.well-known/genid/x/1",
    "https://w3id.org/nodverk/ns#Organisation",
    "https://w3id.org/nodverk/ns#participant",
    "http://www.w3.org/2000/01/rdf-schema#label",
]
VALUES = [*map(NamedNode, ADDRESSES), Literal('å\\ "\n'), Literal("x y", language="x-ny"), Literal(1)]


def test_any_statements_that_the_shapes_allow_become_a_release(dataset: Dataset) -> None:
    """However odd classes, properties and values are: what is counted and worked out copes with them."""
    iris = [NamedNode(each) for each in ADDRESSES]
    about = cycle(iris)
    quads = {Quad(next(about), *each, NamedNode(GRAPH)) for each in product(iris, VALUES)}
    body = serialize(quads, format=RdfFormat.N_QUADS) or b""

    told = done(dataset, GraphWrite(Method.PUT, GRAPH, (Original("body.nq", body),)))

    assert told.outcome is Outcome.COMMITTED
    assert lines(dataset, GRAPH) == sorted_lines(quads)
    done(dataset, GraphWrite(Method.DELETE, GRAPH))


def test_a_graph_is_made_replaced_added_to_and_taken_out(dataset: Dataset) -> None:
    name = f"{HOUSE}graph/walk"
    made = done(dataset, GraphWrite(Method.PUT, name, (turtle("<x:a> <x:p> 1 ."),)))
    assert (made.outcome, made.created, made.graph) == (Outcome.COMMITTED, True, name)
    again = done(dataset, GraphWrite(Method.PUT, name, (turtle("<x:a> <x:p> 1 ."),)))
    assert (again.outcome, again.created, again.release) == (Outcome.UNCHANGED, False, made.release)
    more = done(
        dataset, GraphWrite(Method.POST, name, (turtle("<x:a> <x:p> 2 ."), turtle("<x:a> <x:p> 3 .")))
    )
    assert [(each.new, each.removed, each.kept) for each in more.changes] == [(2, 0, 1)]
    put = done(dataset, GraphWrite(Method.PUT, name, (turtle("<x:a> <x:p> 3 ."),)))
    assert [(each.new, each.removed, each.kept) for each in put.changes] == [(0, 2, 1)]
    done(dataset, GraphWrite(Method.DELETE, name))
    assert dataset.head().version(name) is None
    with pytest.raises(GraphUnknown):
        done(dataset, GraphWrite(Method.DELETE, name))


def test_blank_nodes_of_two_posts_are_not_the_same(dataset: Dataset) -> None:
    name = f"{HOUSE}graph/blank"
    for _ in range(2):
        done(dataset, GraphWrite(Method.POST, name, (turtle("[] <x:p> 1 ."), turtle("[] <x:p> 1 ."))))
    assert len(lines(dataset, name)) == 4


def test_a_file_that_cannot_be_read_changes_nothing(dataset: Dataset) -> None:
    before = dataset.head()
    with pytest.raises(SourceUnreadable) as refused:
        done(dataset, GraphWrite(Method.PUT, GRAPH, (turtle("<x:a> <x:p> 1 .\n<x:a> <x:p>"),)))
    assert refused.value.line == 2
    assert dataset.head() == before


def test_a_condition_on_the_release_is_kept(dataset: Dataset) -> None:
    newest = dataset.head().number
    put = GraphWrite(Method.PUT, f"{HOUSE}graph/condition", (turtle(f"<x:a> <x:p> {newest} ."),))
    with pytest.raises(ReleaseMovedOn):
        done(dataset, put, frozenset({newest - 1}))
    assert dataset.head().number == newest
    assert done(dataset, put, frozenset({newest - 1, newest})).release == newest + 1


def test_a_condition_on_the_graph_is_kept(dataset: Dataset) -> None:
    file = turtle("<x:a> <x:p> 1 .")
    with pytest.raises(GraphAbsent):
        done(dataset, GraphWrite(Method.PUT, "x:none", (file,), only_there=True))
    with pytest.raises(GraphPresent):
        done(dataset, GraphWrite(Method.PUT, f"{HOUSE}graph/first", (file,), only_new=True))


@pytest.mark.parametrize("source", ["centrality", "derived", "entailed", "provenance", "void"])
@pytest.mark.parametrize("method", Method)
def test_no_operation_writes_a_graph_that_is_made_here(dataset: Dataset, source: str, method: Method) -> None:
    with pytest.raises(GraphDerived):
        done(dataset, GraphWrite(method, f"{HOUSE}graph/{source}", (turtle("<x:a> <x:p> 1 ."),)))


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { GRAPH <graph/provenance> { <x:a> <x:p> 1 } }",
        "DROP GRAPH <graph/provenance>",
        "INSERT DATA { <x:a> <x:new> 1 } ; INSERT DATA { GRAPH <graph/void> { <x:a> <x:p> 1 } }",
        "DELETE { GRAPH <graph/void> { ?s ?p ?o } } WHERE { GRAPH <graph/void> { ?s a ?c . ?s ?p ?o } }",
        "MOVE GRAPH <graph/void> TO <x:g>",
    ],
)
def test_no_update_writes_a_graph_that_is_made_here(dataset: Dataset, text: str) -> None:
    before = dataset.head()
    with pytest.raises(GraphDerived):
        done(dataset, Update(text))
    assert dataset.head() == before


def test_what_is_removed_everywhere_is_worked_out_anew(dataset: Dataset) -> None:
    """The counts of the description do not stop a thing from being removed."""
    done(dataset, GraphWrite(Method.PUT, "x:everywhere", (turtle("<x:thing> a <x:Kind> ."),)))
    told = done(dataset, Update("DELETE WHERE { GRAPH ?g { ?s ?p <x:Kind> } }"))
    assert [each.graph for each in told.changes] == ["x:everywhere"]
    assert not [each for each in lines(dataset, f"{HOUSE}graph/void") if b"<x:Kind>" in each]


def test_a_change_waits_for_another_writer_and_says_when_it_takes_too_long(dataset: Dataset) -> None:
    with dataset.writing(), pytest.raises(WriteCrowdedOut):
        done(dataset, Update("INSERT DATA { <x:a> <x:p> 1 }"))


def test_the_release_tells_who_wrote_it_and_what(dataset: Dataset) -> None:
    text = "INSERT DATA { <x:who> <x:p> 'wrote' }"
    told = done(dataset, Update(text))
    sent = Original("", text.encode()).sha256
    assert dataset.head().note == f"Update by probe: {len(text)} bytes, SHA-256 {sent}"
    record = dataset.catalogue.imports()[-1]
    assert (record.file_name, record.file_sha256, record.release) == ("probe.ru", sent, told.release)
    provenance = b"".join(lines(dataset, f"{HOUSE}graph/provenance")).decode()
    assert f'<https://w3id.org/nodverk/ns#sha256> "{sent}"' in provenance
    assert '<https://w3id.org/nodverk/ns#fileName> "probe.ru"' in provenance


def test_everything_can_be_cleared_and_written_again(tmp_path: Path) -> None:
    dataset = Dataset.create(tmp_path / "dataset", HOUSE)
    done(dataset, Update("INSERT DATA { <x:a> <x:p> 1 }"))
    cleared = done(dataset, Update("CLEAR ALL"))
    assert (cleared.outcome, cleared.release) == (Outcome.COMMITTED, 2)
    assert done(dataset, Update("DROP ALL")).outcome is Outcome.UNCHANGED
    assert done(dataset, Update("DROP ALL; INSERT DATA { <x:a> <x:p> 1 }")).release == 3
    assert lines(dataset, f"{HOUSE}graph/updates")
