"""What is computed over a whole release is what a query says of each thing, to the last digit."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import RDF, XSD
from releases import IRIS, index_of, synthetic_index

from graph.aggregates.money import ROLES, Ledger, Sum
from graph.aggregates.partners import Membership
from graph.aggregates.release import Aggregates
from graph.index.index import Index, Term
from graph.iris import named
from graph.terms import NV, code, currency

SUMMED = ROLES[:3]
Rows = set[tuple[str, str, int, Decimal, Decimal, int]]


@pytest.fixture(scope="module")
def synthetic() -> Index:
    return synthetic_index()


@pytest.fixture(params=["shipped", "synthetic"])
def index(request: pytest.FixtureRequest) -> Index:
    found: Index = request.getfixturevalue(request.param)
    return found


def number(row: dict[str, Term], name: str) -> Decimal:
    term = row[name]
    assert isinstance(term, Literal)
    return Decimal(term.value)


def text(row: dict[str, Term], name: str) -> str:
    term = row[name]
    assert isinstance(term, NamedNode)
    return term.value


def asked(rows: list[dict[str, Term]]) -> Rows:
    return {
        (
            text(row, "currency"),
            text(row, "status"),
            int(number(row, "awards")),
            number(row, "total"),
            number(row, "highest"),
            int(number(row, "approximate")),
        )
        for row in rows
        if "currency" in row
    }


def added(sums: tuple[Sum, ...]) -> Rows:
    return {
        (each.currency, each.status, each.awards, each.total, each.highest, each.approximate) for each in sums
    }


def things_in(index: Index, role: str) -> set[str]:
    quads = index.merged_quads(predicate=named(role))
    return {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}


def assert_sums_are_those_of_the_queries(index: Index) -> None:
    ledger = Ledger(index)
    assert added(ledger.sums_of_all) == asked(index.select("sums-of-all"))
    for role in SUMMED:
        for thing in things_in(index, role):
            rows = index.select("sums-in-role", role=named(role), thing=named(thing))
            assert added(ledger.sums(role, thing)) == asked(rows), (role, thing)


def test_the_sums_of_every_thing_in_every_role_are_those_that_a_query_gives(index: Index) -> None:
    assert all(things_in(index, role) for role in SUMMED)
    assert_sums_are_those_of_the_queries(index)


def test_the_items_of_every_thing_in_every_role_are_those_that_a_query_gives(index: Index) -> None:
    ledger = Ledger(index)
    for role in ROLES:
        for thing in things_in(index, role):
            rows = index.select("funding-in-role", role=named(role), thing=named(thing))
            awards = {text(row, "item") for row in rows if text(row, "kind") == str(NV.FundingAward)}
            others = {text(row, "item") for row in rows} - awards
            side = ledger.side(role, thing)

            assert set(side.awards) == awards, (role, thing)
            assert set(side.around) >= others
            assert side.without_amount == sum(not index.objects(award, NV.amount) for award in awards)


def test_what_contains_or_restates_an_item_is_what_a_query_gives(index: Index) -> None:
    ledger = Ledger(index)
    found = {item: ledger.around(item) for item in (*ledger.awards, *ledger.others)}

    assert any(found.values())
    for item, around in found.items():
        rows = index.select("funding-around", item=named(item))
        assert around == {text(row, "item_around") for row in rows}, item


def test_the_partners_of_every_organisation_are_those_that_a_query_gives(index: Index) -> None:
    membership = Membership(index)
    organisations = index.subjects(RDF.type, NV.Organisation)

    assert any(membership.partners(each) for each in organisations)
    for organisation in organisations:
        rows = index.select("partners-of", organisation=named(organisation))
        counted = {text(row, "partner"): int(number(row, "shared")) for row in rows if "partner" in row}
        assert membership.partners(organisation) == counted, organisation


def test_every_thing_is_listed_under_its_kind_and_no_part_is(index: Index) -> None:
    listed = {iri for things in Aggregates(index).things.values() for iri in things}
    typed = {
        quad.subject.value
        for quad in index.merged_quads(predicate=named(RDF.type))
        if isinstance(quad.subject, NamedNode) and str(quad.object).startswith(f"<{NV}")
    }

    assert listed == {iri for iri in typed if iri.startswith(f"{IRIS.base}id/") and "#" not in iri}


def test_a_thing_is_counted_once_among_those_that_lead_to_another_by_two_properties(index: Index) -> None:
    linked = Aggregates(index).linked(str(NV.recipient), str(NV.benefits))

    for thing, items in linked.items():
        both = {*index.subjects(NV.recipient, thing), *index.subjects(NV.benefits, thing)}
        assert list(items) == sorted(both)


def iri(kind: str, key: str) -> NamedNode:
    return named(IRIS.entity(kind, key))


ACTORS = [iri("org", key) for key in "abc"]
AWARDS = [iri("funding", key) for key in "uvwx"]
NUMBERS = st.decimals("0.01", "900000000000000", places=2).map(
    lambda value: Literal(format(value, "f"), datatype=named(XSD.decimal))
)


@st.composite
def amounts(draw: st.DrawFn, award: NamedNode) -> list[tuple[NamedNode, str, Term]]:
    """What a source says of an amount: perhaps what another denies, and perhaps too little to count it."""
    amount = named(f"{award.value}#{draw(st.sampled_from(['one', 'two']))}")
    said: list[tuple[NamedNode, str, Term]] = [(award, NV.amount, amount)]
    said += [(amount, NV.value, each) for each in draw(st.lists(NUMBERS, max_size=2))]
    letters = draw(st.lists(st.sampled_from(["SEK", "EUR"]), max_size=1))
    said += [(amount, NV.currency, named(currency(each))) for each in letters]
    bases = draw(st.lists(st.sampled_from(["whole-period", "unclear", "per-year"]), max_size=2))
    said += [(amount, NV.timeBasis, named(code("basis", each))) for each in bases]
    said += [(amount, NV.highestReading, each) for each in draw(st.lists(NUMBERS, max_size=1))]
    if draw(st.booleans()):
        said.append((amount, NV.approximate, Literal(draw(st.booleans()))))
    if draw(st.integers(0, 5)) == 0:
        said.append((amount, NV.restates, named(f"{award.value}#one")))
    return said


@st.composite
def sources(draw: st.DrawFn) -> list[Quad]:
    """What one source says of awards."""
    graph = named(IRIS.graph(draw(st.sampled_from(["s", "t"]))))
    said: list[tuple[NamedNode, str, Term]] = []
    for award in draw(st.lists(st.sampled_from(AWARDS), unique=True, min_size=1)):
        said.append((award, RDF.type, named(draw(st.sampled_from([NV.FundingAward, NV.FundingTotal])))))
        said += [
            (award, draw(st.sampled_from(SUMMED)), each) for each in draw(st.lists(st.sampled_from(ACTORS)))
        ]
        statuses = draw(st.lists(st.sampled_from(["decided", "applied"]), max_size=1))
        said += [(award, NV.currentStatus, named(code("status", each))) for each in statuses]
        said += draw(amounts(award))
    return [Quad(subject, named(predicate), value, graph) for subject, predicate, value in said]


@settings(max_examples=150)
@given(st.lists(sources(), min_size=1, max_size=3))
def test_sums_are_those_of_the_queries_whatever_the_sources_say(told: list[list[Quad]]) -> None:
    by_graph: dict[str, list[Quad]] = {}
    for quads in told:
        by_graph.setdefault(str(quads[0].graph_name), []).extend(quads)

    assert_sums_are_those_of_the_queries(index_of(*by_graph.values()))


def test_the_lower_of_two_values_is_counted_and_the_higher_is_told() -> None:
    (award, *_), graph = AWARDS, named(IRIS.graph("s"))
    amount = named(f"{award.value}#one")
    said: list[tuple[NamedNode, str, Term]] = [
        (award, RDF.type, named(NV.FundingAward)),
        (award, NV.funder, ACTORS[0]),
        (award, NV.currentStatus, named(code("status", "decided"))),
        (award, NV.amount, amount),
        (amount, NV.currency, named(currency("SEK"))),
        (amount, NV.timeBasis, named(code("basis", "whole-period"))),
        (amount, NV.value, Literal("5.5", datatype=named(XSD.decimal))),
        (amount, NV.value, Literal("7.0", datatype=named(XSD.decimal))),
    ]
    index = index_of(Quad(subject, named(predicate), value, graph) for subject, predicate, value in said)

    (found,) = Ledger(index).sums(NV.funder, ACTORS[0].value)

    assert (found.total, found.highest) == (Decimal("5.5"), Decimal(7))
