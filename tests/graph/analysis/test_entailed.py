"""What follows from the ontology is data too: all of it, no more, and apart from what sources say."""

from collections.abc import Callable

from owlrl import DeductiveClosure, RDFS_Semantics
from pyoxigraph import Quad
from rdflib import Graph
from rdflib.namespace import DCTERMS, ORG, RDF, RDFS

from graph.analysis.entailed import SOURCE, entail
from graph.index.index import Index
from graph.iris import named
from graph.store.dataset import sorted_lines
from graph.terms import NV

SCHEMA = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
nv:Project rdfs:subClassOf nv:Undertaking . nv:Undertaking rdfs:subClassOf nv:Initiative .
nv:nodeOf rdfs:subPropertyOf org:unitOf . org:hasUnit owl:inverseOf org:unitOf .
nv:quotedIn rdfs:subPropertyOf nv:statedIn .
nv:statedIn rdfs:subPropertyOf <http://purl.org/dc/terms/source> .
"""


def told(index: Index) -> set[tuple[str, str, str]]:
    """What follows, in short names."""
    return {
        (short(quad.subject.value), short(quad.predicate.value), short(quad.object.value))
        for quad in entail(index)
        if quad.subject != quad.graph_name
    }


def said(quad: Quad) -> tuple[str, ...]:
    """A statement without its graph, as texts."""
    return quad.subject.value, quad.predicate.value, getattr(quad.object, "value", str(quad.object))


def short(iri: str) -> str:
    return iri.rpartition("/")[2].rpartition("#")[2]


def test_a_thing_is_of_every_class_above_its_own(index_of: Callable[[str], Index]) -> None:
    assert told(index_of(SCHEMA + "p:a a nv:Project .")) == {
        ("a", "type", "Undertaking"),
        ("a", "type", "Initiative"),
    }


def test_a_tie_is_said_in_wider_words_and_from_the_other_end(index_of: Callable[[str], Index]) -> None:
    assert told(index_of(SCHEMA + "n:a nv:nodeOf o:b . n:c org:unitOf o:b . o:b org:hasUnit n:d .")) == {
        ("a", "unitOf", "b"),
        ("b", "hasUnit", "a"),
        ("b", "hasUnit", "c"),
        ("d", "unitOf", "b"),
    }


def test_what_a_source_says_itself_does_not_follow_again(index_of: Callable[[str], Index]) -> None:
    assert told(index_of(SCHEMA + "p:a a nv:Project , nv:Undertaking , nv:Initiative .")) == set()


def test_where_something_is_stated_is_not_said_in_wider_words(index_of: Callable[[str], Index]) -> None:
    assert told(index_of(SCHEMA + "o:a nv:statedIn o:b ; nv:quotedIn o:c .")) == set()


def test_an_import_can_put_a_class_below_ours(index_of: Callable[[str], Index]) -> None:
    extension = "<http://e.example/Hub> rdfs:subClassOf nv:Project . p:a a <http://e.example/Hub> ."
    assert ("a", "type", "Initiative") in told(index_of(SCHEMA + extension))


def test_classes_in_a_circle_come_to_an_end(index_of: Callable[[str], Index]) -> None:
    circle = "nv:Initiative rdfs:subClassOf nv:Project . p:a a nv:Undertaking ."
    assert told(index_of(SCHEMA + circle)) == {("a", "type", "Initiative"), ("a", "type", "Project")}


def test_the_shipped_graph_says_what_a_reasoner_of_others_finds(shipped: Index) -> None:
    """By RDFS, of the classes and of the ties that have a wider word; it knows no inverses."""
    wider = {named(each) for each in (RDF.type, DCTERMS.isPartOf, ORG.unitOf)}
    read = {named(each) for each in (RDFS.subClassOf, RDFS.subPropertyOf, NV.nodeOf, NV.partOf, NV.sectionOf)}
    ours, stated = set(), set()
    for quad in shipped.named_quads():
        if quad.predicate in wider | read:
            entailed = shipped.iris.source(quad.graph_name.value) == SOURCE
            (ours if entailed else stated).add(Quad(quad.subject, quad.predicate, quad.object))
    graph = Graph().parse(data=b"".join(sorted_lines(stated)), format="nt")
    DeductiveClosure(RDFS_Semantics).expand(graph)
    theirs = {
        tuple(map(str, each))
        for each in graph
        if str(each[0]).startswith(shipped.iris.base) and named(each[1]) in wider and each[2] != RDFS.Resource
    }

    assert {said(quad) for quad in ours if quad.predicate in wider} == theirs - {
        said(quad) for quad in stated
    }


def test_every_question_by_a_class_finds_what_is_of_the_classes_below_it(shipped: Index) -> None:
    for quad in shipped.merged_quads(predicate=named(RDFS.subClassOf)):
        below = {each.subject for each in shipped.merged_quads(predicate=named(RDF.type), value=quad.subject)}
        above = {each.subject for each in shipped.merged_quads(predicate=named(RDF.type), value=quad.object)}
        assert below <= above, quad
    assert len(shipped.subjects(RDF.type, NV.Initiative)) > 40


def test_nothing_that_follows_stands_in_a_source_too(shipped: Index) -> None:
    where = named(shipped.iris.graph(SOURCE))
    found = list(shipped.named_quads(graph=where))
    assert len(found) > 400
    for quad in found:
        makers = {each.graph_name for each in shipped.named_quads(quad.subject, quad.predicate, quad.object)}
        assert makers == {where}
