"""What is said of one thing, and the documents made from it."""

import csv
import io
import json
from dataclasses import replace

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib import Graph
from rdflib.compare import to_isomorphic
from rdflib.namespace import RDF

from graph.errors import EntityUnknown
from graph.formats import STATEMENTS, document
from graph.index.index import Index, store_of
from graph.things.entities import MOST_LINKS, Description, describe


@pytest.fixture(scope="module")
def award(shipped: Index) -> Description:
    """An award that the source states in several places, with an amount and status events as parts."""
    return describe(shipped, shipped.iris.entity("funding", "dih-north-tillvaxtverket"))


def iri(index: Index, kind: str, key: str) -> str:
    return str(index.iris.entity(kind, key))


def test_a_thing_comes_with_its_parts_and_nothing_of_its_neighbours(award: Description) -> None:
    subjects = {quad.subject.value for quad in award.statements}
    assert award.iri in subjects
    assert any(each.startswith(f"{award.iri}#") for each in subjects), "an award has its amount"
    assert {each.partition("#")[0] for each in subjects} == {award.iri}


def test_every_part_of_every_thing_is_in_its_document(shipped: Index) -> None:
    """A fragment dereferences with its thing, so none may be left out."""
    fragments = {
        quad.subject.value
        for quad in shipped.named_quads()
        if isinstance(quad.subject, NamedNode)
        and shipped.iris.parse(quad.subject.value)
        and "#" in quad.subject.value
    }
    assert fragments
    for thing in sorted({each.partition("#")[0] for each in fragments}):
        told = {quad.subject.value for quad in describe(shipped, thing).statements}
        assert {each for each in fragments if each.startswith(f"{thing}#")} <= told


def test_every_statement_says_which_source_makes_it(award: Description) -> None:
    assert all(isinstance(quad.graph_name, NamedNode) for quad in award.quads())


def test_what_a_link_leads_to_has_a_name(shipped: Index, award: Description) -> None:
    labelled = {quad.subject.value for quad in award.labels}
    assert iri(shipped, "project", "dih-north") in labelled
    assert award.iri not in labelled, "its own labels are among its statements"


def test_links_that_lead_to_a_thing_are_told(shipped: Index) -> None:
    funder = describe(shipped, iri(shipped, "org", "tillvaxtverket"))
    links = {each.predicate: each for each in funder.inbound}
    funded = links["https://w3id.org/nodverk/ns#funder"]
    assert funded.total == len({quad.subject for quad in funded.links})
    assert iri(shipped, "funding", "dih-north-tillvaxtverket") in {
        quad.subject.value for quad in funded.links
    }


def test_links_that_lead_to_a_section_of_a_document_are_told_with_the_document(shipped: Index) -> None:
    told = describe(shipped, iri(shipped, "document", "dih-north-proposal"))
    stated_in = next(each for each in told.inbound if each.predicate.endswith("#statedIn"))
    assert stated_in.total > 10


def test_many_links_are_cut_and_the_cut_is_told(shipped: Index) -> None:
    popular = iri(shipped, "org", "vinnova")
    lines = (
        f"<http://x/{n:04}> <http://x/likes> <{popular}> <http://x/g> .\n" for n in range(MOST_LINKS + 5)
    )
    known = f"<{popular}> <http://x/is> <http://x/liked> <http://x/g> .\n"
    index = replace(shipped, store=store_of(["".join([known, *lines]).encode()]))
    likes = next(each for each in describe(index, popular).inbound if each.predicate == "http://x/likes")
    assert (len(likes.links), likes.total) == (MOST_LINKS, MOST_LINKS + 5)
    assert likes.links[0].subject == NamedNode("http://x/0000")


def test_what_nobody_speaks_of_is_unknown(shipped: Index) -> None:
    with pytest.raises(EntityUnknown):
        describe(shipped, iri(shipped, "org", "no-such-organisation"))


def triples(content: bytes, name: str) -> set[tuple[str, str, str]]:
    return {
        (str(q.subject), str(q.predicate), str(q.object)) for q in parse(content, format=STATEMENTS[name])
    }


@pytest.mark.parametrize("name", STATEMENTS)
def test_all_syntaxes_say_the_same(award: Description, name: str) -> None:
    expected = {(str(q.subject), str(q.predicate), str(q.object)) for q in award.quads()}
    assert triples(document(award.quads(), name), name) == expected


@pytest.mark.parametrize("name", ["nq", "trig"])
def test_quads_keep_their_graphs(award: Description, name: str) -> None:
    assert set(parse(document(award.quads(), name), format=STATEMENTS[name])) == set(award.quads())


@pytest.mark.parametrize("name", ["nq", "trig", "csv"])
def test_a_document_by_source_is_the_same_however_it_was_asked_for(award: Description, name: str) -> None:
    assert document(award.quads(), name) == document(list(award.quads())[::-1], name)


@pytest.mark.parametrize(("kind", "key"), [("funding", "dih-north-tillvaxtverket"), ("org", "vinnova")])
def test_told_once_is_the_same_as_told_by_each_source(shipped: Index, kind: str, key: str) -> None:
    by_source = describe(shipped, iri(shipped, kind, key))
    once = describe(shipped, iri(shipped, kind, key), by_source=False)
    triples_once = [quad.triple for quad in once.quads()]

    assert set(triples_once) == {quad.triple for quad in by_source.quads()}
    assert len(triples_once) == len(set(triples_once))
    assert [(each.predicate, each.total) for each in once.inbound] == [
        (each.predicate, each.total) for each in by_source.inbound
    ]


def test_what_a_document_is_about_comes_first(shipped: Index, award: Description) -> None:
    told = describe(shipped, award.iri, by_source=False)
    (first, *_) = parse(document(told.quads(), "nt"), format=RdfFormat.N_TRIPLES)
    assert (first.subject.value, first.predicate.value) == (award.iri, str(RDF.type))


def test_turtle_has_prefixes(award: Description) -> None:
    assert b"nv:funder" in document(award.quads(), "ttl")


def test_json_ld_is_compact_and_means_the_same_to_another_reader(award: Description) -> None:
    """Another library reads the context and expands it; the engine that wrote the statements is not asked."""
    written = document(award.quads(), "jsonld")
    top = json.loads(written)
    assert set(top) == {"@context", "@graph"}
    assert all(not key.startswith("http") for node in top["@graph"] for key in node)
    expected = Graph().parse(document(award.quads(), "nt"), format="nt")
    assert to_isomorphic(Graph().parse(written, format="json-ld")) == to_isomorphic(expected)


def test_a_table_has_a_line_for_each_statement(award: Description) -> None:
    rows = list(csv.DictReader(io.StringIO(document(award.quads(), "csv").decode())))
    assert len(rows) == len(set(award.quads()))
    labels = [row for row in rows if row["subject"] == award.iri and row["predicate"].endswith("#label")]
    assert {row["language"] for row in labels} <= {"sv", "en"}
    assert all(row["graph"] for row in rows)


def test_rdf_xml_is_read_by_another_reader(award: Description) -> None:
    read = Graph().parse(document(award.quads(), "rdf"), format="xml")
    assert len(read) == len(triples(document(award.quads(), "nt"), "nt"))


def test_json_ld_of_a_literal_that_looks_like_an_iri_stays_a_literal() -> None:
    line = b'<http://x/s> <http://www.w3.org/2000/01/rdf-schema#label> "nv:funder" .\n'
    quads = list(parse(line, format=RdfFormat.N_QUADS))
    assert triples(document(quads, "jsonld"), "jsonld") == triples(line, "nt")
