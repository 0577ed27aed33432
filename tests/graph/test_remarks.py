"""What the dataset says of conflicts and of what is not so, in the shipped graph and in any other."""

from collections import defaultdict
from collections.abc import Callable

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from rdflib.namespace import OWL, RDF, XSD

from graph.analysis.derived import derive
from graph.index.index import Index, store_of
from graph.iris import named
from graph.store.dataset import sorted_lines
from graph.terms import NV, code

PAGE = NamedNode("https://example.org/graph/page")
LETTER = NamedNode("https://example.org/graph/letter")
ONTOLOGY = NamedNode("https://example.org/graph/ontology")
LAB = NamedNode("https://example.org/lab")
XSD_DATE = named(XSD.date)
TYPE = named(RDF.type)

TWO_AMOUNTS = """
<grant> nv:amount <#{source}> .
<#{source}> nv:amountKind <#granted> ; nv:currency <#SEK> ; nv:timeBasis <#{basis}> ; nv:value {value} .
"""
TWO_STATUSES = """
<grant> nv:status <#{status}> ; nv:statusEvent <#{source}> .
<#{source}> nv:gaveStatus <#{status}> ; nv:on "{day}"^^xsd:date .
"""
PREFIXES = "PREFIX nv: <https://w3id.org/nodverk/ns#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
Sources = Callable[..., Index]


@pytest.fixture
def of_sources(shipped: Index) -> Sources:
    """An index of what sources say, with what follows from it; the ontology says what has one value."""

    def made(*stated: list[Quad]) -> Index:
        single = [
            Quad(named(term), TYPE, named(OWL.FunctionalProperty), ONTOLOGY)
            for term in shipped.subjects(RDF.type, OWL.FunctionalProperty)
        ]
        graphs = [b"".join(sorted_lines(quads)) for quads in (single, *stated)]
        before = Index(store_of(graphs), shipped.release, shipped.iris)
        graphs.append(b"".join(sorted_lines(derive(before))))
        return Index(store_of(graphs), shipped.release, shipped.iris)

    return made


@pytest.fixture
def two_sources(of_sources: Sources) -> Callable[..., Index]:
    """What two sources say of a lab, from the property and the values that they give."""

    def made(property_, on_the_page, in_the_letter):
        return of_sources(
            [Quad(LAB, named(property_), on_the_page, PAGE)],
            [Quad(LAB, named(property_), in_the_letter, LETTER)],
        )

    return made


def written(text: str, graph: NamedNode, **words: str) -> list[Quad]:
    """What a source says, in Turtle; its words may be filled in."""
    turtle = (PREFIXES + text).format(source=graph.value.rpartition("/")[2], **words)
    return [
        Quad(triple.subject, triple.predicate, triple.object, graph)
        for triple in parse(turtle, format=RdfFormat.TURTLE, base_iri="https://example.org/")
    ]


def contradicted(index: Index) -> dict[tuple[str, str], set[str]]:
    """The things and properties of the conflicts that were found, each with what its sides say."""
    found = defaultdict(set)
    for row in index.select("conflicts"):
        if row["found"].value == "true":
            described = index.objects(row["reading"].value, "http://purl.org/dc/terms/description")
            said = next(each.value for each in described if each.language == "en")
            found[row["thing"].value, row["property"].value] |= {said}
    return found


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
        (NV.value, Literal(7), Literal(8)),
        (NV.start, Literal("2024-01-01", datatype=XSD_DATE), Literal("2025-01-01", datatype=XSD_DATE)),
        (NV.role, NamedNode("https://example.org/owner"), NamedNode("https://example.org/partner")),
    ],
)
def test_two_sources_with_different_values_are_a_conflict_that_nobody_has_noted(
    two_sources, property_, one, other
):
    found = contradicted(two_sources(property_, one, other))

    assert found == {
        (LAB.value, str(property_)): {
            f"The source {PAGE.value} says {one.value}.",
            f"The source {LETTER.value} says {other.value}.",
        }
    }


def test_a_found_conflict_is_told_once_where_the_editors_have_noted_it(two_sources, of_sources):
    one, other = (
        [Quad(LAB, named(NV.value), Literal(each), graph)] for each, graph in ((7, PAGE), (8, LETTER))
    )
    noted = written(
        f"<#c> a nv:Conflict ; nv:concerns <{LAB.value}> ; nv:concernsProperty nv:value .", ONTOLOGY
    )

    assert contradicted(two_sources(NV.value, Literal(7), Literal(8)))
    assert contradicted(of_sources(one, other, noted)) == {}


def test_a_later_status_is_no_conflict_and_one_of_the_same_day_is(of_sources):
    applied = written(TWO_STATUSES, PAGE, status="applied", day="2024-01-01")
    later = written(TWO_STATUSES, LETTER, status="decided", day="2024-06-01")
    at_once = written(TWO_STATUSES, LETTER, status="decided", day="2024-01-01")

    assert contradicted(of_sources(applied, later)) == {}
    assert list(contradicted(of_sources(applied, at_once))) == [("https://example.org/grant", str(NV.status))]


def test_two_amounts_of_one_kind_from_two_sources_are_a_conflict_of_their_item(of_sources):
    one = written(TWO_AMOUNTS, PAGE, basis="whole", value="5000000.0")
    other = written(TWO_AMOUNTS, LETTER, basis="whole", value="6000000.0")
    yearly = written(TWO_AMOUNTS, LETTER, basis="yearly", value="6000000.0")

    assert list(contradicted(of_sources(one, other))) == [("https://example.org/grant", str(NV.amount))]
    assert contradicted(of_sources(one, yearly)) == {}


def test_two_sources_that_agree_are_no_conflict(two_sources):
    ongoing = named(code("state", "ongoing"))

    assert two_sources(NV.role, ongoing, ongoing).select("conflicts") == []


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
