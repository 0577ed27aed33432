"""Statements are carried over to rdflib as rdflib itself would have read them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize
from rdflib import Graph
from rdflib.compare import isomorphic
from rdflib.namespace import XSD

from graph import assets
from graph.ingest.carrying import carried

IRIS = st.sampled_from(["a", "å", "中/%C3%A5?x=%2f", "a'b(c)", "a#å"]).map(
    lambda path: NamedNode(f"http://x/{path}")
)
TYPED = [
    ("1", XSD.integer),
    ("0.50", XSD.decimal),
    ("2025-02-28", XSD.date),
    ("true", XSD.boolean),
    ("x", XSD.string),
]
LITERALS = st.one_of(
    st.text().map(Literal),
    st.tuples(st.text(), st.sampled_from(["sv", "en-GB"])).map(
        lambda each: Literal(each[0], language=each[1])
    ),
    st.sampled_from([Literal(text, datatype=NamedNode(datatype)) for text, datatype in TYPED]),
)
STATEMENTS = st.lists(st.builds(Triple, IRIS, IRIS, IRIS | LITERALS), max_size=6)


@settings(max_examples=50)
@given(STATEMENTS)
def test_a_statement_is_what_rdflib_reads_of_it(statements: list[Triple]) -> None:
    written = serialize(statements, format=RdfFormat.N_TRIPLES)
    assert set(carried(statements)) == set(Graph().parse(data=written or b"", format="nt"))


def test_a_file_of_shapes_is_what_rdflib_reads_of_it() -> None:
    (file,) = [each for each in assets.shapes() if each.name == "identifier.ttl"]
    ours = Graph()
    ours += carried(parse(file.read_bytes(), format=RdfFormat.TURTLE))
    assert isomorphic(ours, Graph().parse(data=file.read_bytes(), format="turtle"))


def test_a_blank_node_of_one_text_is_none_of_another() -> None:
    text = b"_:a <http://x/p> _:a ."
    first, second = (set(carried(parse(text, format=RdfFormat.TURTLE))) for _ in range(2))
    ((subject, _, value),) = first
    assert subject == value
    assert first != second


def test_a_triple_that_is_a_term_is_no_term_of_rdflib() -> None:
    node = NamedNode("http://x/a")
    with pytest.raises(TypeError, match="no term"):
        list(carried([Triple(node, node, Triple(node, node, node))]))
