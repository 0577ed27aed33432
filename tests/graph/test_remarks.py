"""What the dataset says of conflicts and of what is not so, in the shipped graph and in any other."""

from collections import defaultdict

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store
from rdflib.namespace import XSD

from graph.assets import ontology
from graph.iris import named
from graph.store.index import Index
from graph.terms import NV, code

PAGE = NamedNode("https://example.org/graph/page")
LETTER = NamedNode("https://example.org/graph/letter")
LAB = NamedNode("https://example.org/lab")
XSD_DATE = named(XSD.date)


@pytest.fixture
def two_sources(shipped: Index):
    """An index of what two sources say of a lab, from the property and the values that they give."""

    def made(property_, on_the_page, in_the_letter):
        store = Store()
        store.load(ontology("nodverk.ttl").read_bytes(), format=RdfFormat.TURTLE)
        store.add(Quad(LAB, named(property_), on_the_page, PAGE))
        store.add(Quad(LAB, named(property_), in_the_letter, LETTER))
        return Index(store, shipped.release, shipped.iris)

    return made


def test_each_noted_conflict_is_listed_with_at_least_two_readings(shipped):
    readings = defaultdict(set)
    for row in shipped.select("conflicts"):
        readings[row["conflict"].value].add(row["reading"].value)

    assert len(readings) == 9
    assert all(len(each) >= 2 for each in readings.values())


def test_a_conflict_between_documents_and_one_within_a_document_are_both_listed(shipped):
    listed = {(row["thing"].value, row.get("property")) for row in shipped.select("conflicts")}

    node = str(shipped.iris.entity("node", "southern-sweden"))
    assert (node, named(NV.servesPlace)) in listed
    assert (str(shipped.iris.entity("org", "malmo-stad")), named(NV.participant)) in listed


@pytest.mark.parametrize(
    ("property_", "one", "other"),
    [
        (NV.status, named(code("state", "ongoing")), named(code("state", "proposed"))),
        (NV.value, Literal(7), Literal(8)),
        (NV.start, Literal("2024-01-01", datatype=XSD_DATE), Literal("2025-01-01", datatype=XSD_DATE)),
    ],
)
def test_two_sources_with_different_values_are_a_conflict_that_nobody_has_noted(
    two_sources, property_, one, other
):
    found = two_sources(property_, one, other).select("conflicts")

    assert {(row["thing"], row["property"], row["value"], row["graph"]) for row in found} == {
        (LAB, named(property_), one, PAGE),
        (LAB, named(property_), other, LETTER),
    }


def test_two_sources_that_agree_are_no_conflict(two_sources):
    ongoing = named(code("state", "ongoing"))

    assert two_sources(NV.status, ongoing, ongoing).select("conflicts") == []


def test_a_property_that_may_have_several_values_is_no_conflict(two_sources):
    one, other = NamedNode("https://example.org/skane"), NamedNode("https://example.org/blekinge")

    assert two_sources(NV.servesPlace, one, other).select("conflicts") == []


def test_what_is_said_not_to_be_so_is_listed_with_its_kind_and_thing(shipped):
    listed = {
        (row["kind"].value, row["thing"].value, row["graph"].value) for row in shipped.select("negatives")
    }

    plan = str(shipped.iris.graph("southern-node-plan"))
    activity = shipped.iris.entity("activity", "meeting-place")
    place = shipped.iris.entity("node", "meeting-place-skane")
    assert (str(code("negative", "not-financed")), str(activity), plan) in listed
    assert (str(code("negative", "not-started")), str(activity), plan) in listed
    assert (str(code("negative", "nonexistent")), str(place), plan) in listed


def test_what_the_sources_are_silent_on_is_no_negative_statement(shipped):
    denied = {row["thing"].value for row in shipped.select("negatives")}

    without_funder = str(shipped.iris.entity("funding", "stockholm-node-yearly"))
    assert without_funder not in denied
