"""What follows from the ontology and the shipped data by OWL 2 RL contradicts nothing and adds no surprise.

The rules are those of OWL 2 Profiles, section 4.3, as owlrl applies them. Looked
at in the closure are: the inconsistencies that the rules themselves find
(disjoint classes among them), members of owl:Nothing, things that came out as
one, and classes that something got without anybody's having said so.
"""

import re
from collections.abc import Iterator

import owlrl
import pytest
from owlrl.Namespaces import ERRNS
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef
from rdflib.namespace import ORG
from rdflib.term import Node

from graph.assets import ontology
from graph.terms import NV

FUNDING = URIRef("http://127.0.0.1:8000/id/funding/vinnova-2020-2024")


WORDS = {RDFS.label, SKOS.definition, SKOS.scopeNote, SKOS.altLabel, SKOS.notation, DCTERMS.description}
"""What is only read: nothing of interest follows from it, at nearly half of the price."""


class Rules(owlrl.OWLRL_Semantics):
    """The rules without the first, eq-ref: that each thing is itself takes a third of the time to write down.

    Nothing else follows from it but where something is said to differ from itself.
    """

    def store_triple(self, t: tuple[Node, Node, Node]) -> None:
        if t[0] is not t[2] or t[1] != OWL.sameAs:
            super().store_triple(t)


def closed(*graphs: Graph) -> Graph:
    """All that follows from the graphs together, their words left out."""
    closure = Graph("SimpleMemory")
    for graph in graphs:
        closure += (triple for triple in graph if triple[1] not in WORDS)
    owlrl.DeductiveClosure(Rules).expand(closure)
    assert not any(one == other for one, other in closure.subject_objects(OWL.differentFrom))
    return closure


def contradictions(closure: Graph) -> list[str]:
    return [str(each) for each in closure.objects(None, ERRNS.error)]


def merged(closure: Graph) -> Iterator[tuple[URIRef, URIRef]]:
    """Different IRIs that came out as one thing."""
    for one, other in closure.subject_objects(OWL.sameAs):
        if isinstance(one, URIRef) and isinstance(other, URIRef) and one < other:
            yield one, other


def classes(graph: Graph, thing: URIRef) -> set[URIRef]:
    """The classes of this ontology that a thing is stated to have."""
    return {kind for kind in graph.objects(thing, RDF.type) if str(kind).startswith(str(NV._NS))}


@pytest.fixture(scope="module")
def closure(vocabulary: Graph, data: Graph) -> Graph:
    return closed(vocabulary, data)


def test_nothing_contradicts_itself(closure: Graph) -> None:
    assert contradictions(closure) == []
    assert list(closure.subjects(RDF.type, OWL.Nothing)) == []


def test_no_two_things_come_out_as_one(closure: Graph) -> None:
    assert list(merged(closure)) == []


def test_a_thing_has_only_classes_that_its_source_says_and_those_above(
    closure: Graph, vocabulary: Graph, data: Graph
) -> None:
    surprises = []
    for thing in {each for each in data.subjects(RDF.type) if isinstance(each, URIRef)}:
        stated = classes(data, thing)
        above = {kind for each in stated for kind in vocabulary.transitive_objects(each, RDFS.subClassOf)}
        surprises += [(thing, kind) for kind in classes(closure, thing) - above]

    assert surprises == []


def test_what_follows_is_more_than_what_is_said(closure: Graph, data: Graph) -> None:
    assert (FUNDING, RDF.type, NV.FundingItem) in closure
    assert (FUNDING, RDF.type, NV.FundingItem) not in data


ODD = Namespace("https://example.org/odd/")
STATEMENTS = """
@prefix nv: <https://w3id.org/nodverk/ns#> .
@prefix odd: <https://example.org/odd/> .

odd:award-and-place a nv:FundingAward , nv:Place .
odd:award-and-total a nv:FundingAward , nv:FundingTotal .
odd:organisation-and-person a nv:Organisation , nv:Person .
odd:organisation-with-an-amount a nv:Organisation ; nv:budgetLine odd:line .
odd:place-by-its-name a nv:Project .
odd:programme nv:servesPlace odd:place-by-its-name .
odd:participation nv:participant odd:one , odd:other .
odd:organisation-and-programme a nv:Organisation , nv:Programme .
"""


@pytest.fixture(scope="module")
def odd_closure() -> Graph:
    """What follows from the ontology and statements that are wrong, or look so."""
    terms = Graph().parse(data=ontology("nodverk.ttl").read_bytes(), format="turtle")
    return closed(terms, Graph().parse(data=STATEMENTS, format="turtle"))


@pytest.mark.parametrize(
    "thing",
    [
        "award-and-place",
        "award-and-total",
        "organisation-and-person",
        "organisation-with-an-amount",
        "place-by-its-name",
    ],
)
def test_what_cannot_be_contradicts_the_ontology(thing: str, odd_closure: Graph) -> None:
    assert [each for each in contradictions(odd_closure) if re.search(rf"{ODD[thing]}(?![\w-])", each)]


def test_two_values_of_a_property_that_has_one_come_out_as_one_thing(odd_closure: Graph) -> None:
    assert (ODD.one, ODD.other) in set(merged(odd_closure))


def test_an_organisation_may_be_a_programme(odd_closure: Graph) -> None:
    both = ODD["organisation-and-programme"]

    assert {ORG.Organization, NV.Initiative} <= set(odd_closure.objects(both, RDF.type))
    assert [each for each in contradictions(odd_closure) if str(both) in each] == []
