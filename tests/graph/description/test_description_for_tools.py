"""The graph that describes a release to tools: its figures are right, and tools find what they ask for."""

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode, QuerySolutions, RdfFormat, Triple, parse
from rdflib.namespace import RDF, SKOS, VOID

from graph.description.statistics import count
from graph.description.void import SOURCE
from graph.index.index import Index, load, store_of
from graph.ingest.ingest import Committed, ingest
from graph.ingest.reading import Original, read
from graph.iris import named
from graph.settings import Limits
from graph.store.dataset import Dataset, sorted_lines
from graph.store.upkeep import verify
from graph.stored_queries.library import library
from graph.terms import NV

TYPE = named(RDF.type)
SPACE = "http://127.0.0.1:8000/id/"
EDITORS_OF_SPARQL = """
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?class ?property ?value_class ?datatype
WHERE {
  ?of_class void:class ?class ; void:propertyPartition ?of_property .
  ?of_property void:property ?property .
  OPTIONAL {
    { ?of_property void:classPartition [ void:class ?value_class ] }
    UNION { ?of_property void-ext:datatypePartition [ void-ext:datatype ?datatype ] }
  }
}
"""
EXAMPLES_IN_THE_STORE = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT ?example ?comment ?query
WHERE {
  ?example a sh:SPARQLExecutable ; rdfs:comment ?comment .
  ?example sh:select|sh:ask|sh:construct|sh:describe ?query .
}
"""


def rows(index: Index, query: str) -> list[tuple[str, ...]]:
    found = index.store.query(query)
    assert isinstance(found, QuerySolutions)
    return [tuple("" if each is None else each.value for each in row) for row in found]


def said_elsewhere(index: Index) -> set[Triple]:
    """What all graphs say but the one that describes them."""
    void = named(index.iris.graph(SOURCE))
    return {each.triple for each in index.named_quads() if each.graph_name != void}


def figures_found(index: Index) -> dict[str, int]:
    """The same figures, counted one by one."""
    said = said_elsewhere(index)
    subjects = {each.subject.value for each in said if isinstance(each.subject, NamedNode)}
    found = {
        VOID.triples: len(said),
        VOID.distinctSubjects: len({each.subject for each in said}),
        VOID.distinctObjects: len({each.object for each in said}),
        VOID.properties: len({each.predicate for each in said}),
        VOID.classes: len({each.object for each in said if each.predicate == TYPE}),
        VOID.entities: len({each for each in subjects if each.startswith(SPACE) and "#" not in each}),
    }
    return {str(name): number for name, number in found.items()}


def figures_told(index: Index) -> dict[str, int]:
    told = (
        VOID.triples,
        VOID.distinctSubjects,
        VOID.distinctObjects,
        VOID.properties,
        VOID.classes,
        VOID.entities,
    )
    return {str(each): int(index.objects(index.iris.dataset, each)[0].value) for each in told}


def test_the_figures_are_what_a_query_finds(shipped: Index) -> None:
    assert figures_told(shipped) == figures_found(shipped)


def test_each_class_and_property_has_as_many_as_are_found(shipped: Index) -> None:
    said = said_elsewhere(shipped)
    told = """
        PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?x ?n { <%s> void:%s ?part . ?part void:%s ?x ; void:%s ?n }
    """

    def numbers(*words: str) -> dict[str, int]:
        return {term: int(number) for term, number in rows(shipped, told % (shipped.iris.dataset, *words))}

    assert numbers("propertyPartition", "property", "triples") == Counter(
        each.predicate.value for each in said
    )
    assert numbers("classPartition", "class", "entities") == Counter(
        each.object.value for each in said if each.predicate == TYPE
    )


def test_an_editor_of_sparql_finds_classes_with_their_properties_and_values(shipped: Index) -> None:
    found = set(rows(shipped, EDITORS_OF_SPARQL))

    assert (str(NV.FundingAward), str(NV.funder), str(NV.Organisation), "") in found
    assert (str(NV.AmountStatement), str(NV.value), "", "http://www.w3.org/2001/XMLSchema#decimal") in found


def test_an_editor_of_sparql_finds_the_queries_and_every_one_runs(shipped: Index) -> None:
    found = rows(shipped, EXAMPLES_IN_THE_STORE)

    assert len(found) == 2 * len(library())
    assert {query for _, _, query in found} == {query.text() for query in library()}


def test_an_editor_of_sparql_finds_the_prefixes(shipped: Index) -> None:
    asked = """
        PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT ?prefix ?namespace { [] sh:declare [ sh:prefix ?prefix ; sh:namespace ?namespace ] }
    """

    found = dict(rows(shipped, asked))

    assert found["nv"] == str(NV._NS)
    assert {prefix for query in library() for prefix in query.prefixes} <= set(found)


def test_a_linkset_tells_how_many_statements_lead_to_a_register(shipped: Index) -> None:
    asked = """
        PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?n { ?links a void:Linkset ; void:linkPredicate $by ; void:triples ?n ;
            void:objectsTarget/void:uriSpace "http://www.wikidata.org/entity/" }
    """.replace("$by", f"<{SKOS.exactMatch}>")
    leading = [
        each
        for each in shipped.merged_quads(None, named(SKOS.exactMatch))
        if "wikidata.org" in str(each.object)
    ]

    assert rows(shipped, asked) == [(str(len(leading)),)]


def test_it_points_with_absolute_addresses_to_what_there_is(shipped: Index) -> None:
    base = shipped.iris.base

    def told(predicate: str) -> list[str]:
        return [each.value for each in shipped.objects(shipped.iris.dataset, predicate)]

    assert told(VOID.sparqlEndpoint) == [f"{base}sparql"]
    assert told(VOID.dataDump) == [f"{base}dumps/nodverk.nq.gz", f"{base}dumps/nodverk.ttl.gz"]
    assert told(VOID.uriSpace) == [SPACE]
    assert all(shipped.knows(each) for each in told(VOID.exampleResource))


def test_nothing_in_it_is_blank_and_every_graph_is_a_part(shipped: Index) -> None:
    graph = shipped.iris.graph(SOURCE)
    parts = {each.value for each in shipped.objects(shipped.iris.dataset, VOID.subset)}
    terms = {term for each in shipped.named_quads(graph=named(graph)) for term in (each.subject, each.object)}

    assert terms
    assert not [term for term in terms if isinstance(term, BlankNode)]
    assert {version.graph for version in shipped.release.graphs} - {str(graph)} <= parts


@pytest.fixture(scope="module")
def dataset(shipped_folder: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The shipped graph and one more source, as two releases."""
    origin = shipped_folder("http://127.0.0.1:8000/")
    made = Dataset.open(shutil.copytree(origin, tmp_path_factory.mktemp("described") / "dataset"))
    text = (
        '<http://127.0.0.1:8000/id/org/new> a <%s> ; <http://www.w3.org/2000/01/rdf-schema#label> "Ny"@sv .'
    )
    file = Original("new.ttl", (text % NV.Organisation).encode())
    assert isinstance(ingest(made, [read(file, "new", made.iris, Limits())], "More"), Committed)
    return made


def test_every_release_tells_its_own_figures_also_after_a_roll_back(dataset: Dataset) -> None:
    first, second = dataset.catalogue.release(1), dataset.head()
    with dataset.writing() as writer:
        third = writer.rollback(1)

    told = [figures_told(load(dataset, each)) for each in (first, second, third)]
    found = [figures_found(load(dataset, each)) for each in (first, second, third)]

    assert told == found
    assert told[0] == told[2] != told[1]
    assert verify(dataset).damages == ()


TERMS = st.sampled_from(["<urn:a>", "<urn:b>", f"<{SPACE}org/a>", f"<{SPACE}org/a#part>"])
VALUES = TERMS | st.sampled_from(
    ['"x"', '"x"@sv', '"x y <z> "', '"1"^^<http://www.w3.org/2001/XMLSchema#integer>']
)
PREDICATES = st.sampled_from(["<urn:p>", f"<{RDF.type}>"])
STATEMENTS = st.lists(st.tuples(TERMS, PREDICATES, VALUES), max_size=12)


def in_graph(name: str, statements: Sequence[tuple[str, str, str]]) -> tuple[bytes, ...]:
    text = "".join(
        f"{s} {p} {o if p == '<urn:p>' or o.startswith('<') else '<urn:c>'} <{name}> .\n"
        for s, p, o in statements
    )
    return sorted_lines(parse(text, format=RdfFormat.N_QUADS))


@given(STATEMENTS, STATEMENTS)
def test_what_is_counted_is_the_merge_whatever_the_graphs_share(
    one: list[tuple[str, str, str]], other: list[tuple[str, str, str]]
) -> None:
    graphs = [in_graph("urn:one", one), in_graph("urn:other", other)]
    merge = list(store_of(b"".join(lines) for lines in graphs).quads_for_pattern(None, None, None, None))
    triples = {quad.triple for quad in merge}

    counted = count(graphs, SPACE)

    assert counted.triples == len(triples)
    assert counted.subjects == len({each.subject for each in triples})
    assert counted.objects == len({each.object for each in triples})
    assert counted.properties.total() == len(triples)
    assert counted.things.total() == len([each for each in triples if each.predicate.value == str(RDF.type)])
