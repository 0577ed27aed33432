"""What the servers are given to serve, and what they are asked."""

from collections import Counter

import pytest
from pyoxigraph import Store
from rdflib.plugins.sparql import prepareQuery

from bench.material import Material, prepare
from bench.queries import FOLDER, ORDER, Query, read, twelve
from bench.synthetic import Extent
from graph.index.index import MERGE, load
from graph.store.dataset import Dataset


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    return prepare(Extent(12_000, per_source=4_000), tmp_path_factory.mktemp("material"))


@pytest.fixture(scope="module")
def merge(material: Material) -> Store:
    store = Store()
    store.bulk_load(path=str(material.triples))
    return store


def test_dataset_and_files_say_the_same(material: Material, merge: Store) -> None:
    dataset = Dataset.open(material.dataset)
    served = load(dataset, dataset.head()).store
    quads = Store()
    quads.bulk_load(path=str(material.quads))

    assert set(quads) == set(served)
    assert {quad.triple for quad in served.quads_for_pattern(None, None, None, MERGE)} == {
        quad.triple for quad in merge
    }
    assert (material.statements, material.distinct) == (dataset.head().statements, len(merge))


def test_no_statement_is_merged_twice(material: Material) -> None:
    times = Counter(material.triples.read_bytes().splitlines())

    assert max(times.values()) == 1


def test_it_is_made_once(material: Material) -> None:
    before = material.quads.stat().st_mtime_ns

    again = prepare(material.extent, material.folder.parent)

    assert again == material
    assert again.quads.stat().st_mtime_ns == before


def test_a_spare_register_is_not_in_the_dataset(material: Material) -> None:
    dataset = Dataset.open(material.dataset)

    source, lines = material.spare(0, 500)

    assert str(dataset.iris.graph(source)) not in {each.graph for each in dataset.head().graphs}
    assert 500 <= len(lines) < 1_000


def test_there_are_twelve_queries_and_no_other(material: Material) -> None:
    files = {path.stem for path in FOLDER.glob("*.rq")}

    assert files == set(ORDER)
    assert len(ORDER) == 12


@pytest.mark.parametrize("query", twelve(), ids=lambda query: query.name)
def test_a_query_is_sparql_and_finds_something(query: Query, material: Material, merge: Store) -> None:
    texts = [query.asked(material.terms, serial, "test") for serial in range(40)]

    prepareQuery(texts[0])
    assert any(len(list(merge.query(text))) for text in texts)


@pytest.mark.parametrize("query", twelve(), ids=lambda query: query.name)
def test_a_marked_query_is_never_the_same_text(query: Query, material: Material) -> None:
    texts = [query.asked(material.terms, serial, mark) for serial in range(200) for mark in ("a", "b")]

    assert len(set(texts)) == len(texts)


def test_an_unmarked_query_is_the_same_text_each_time(material: Material) -> None:
    query = read("lookup")

    assert query.asked(material.terms, 7) == query.asked(material.terms, 7)
