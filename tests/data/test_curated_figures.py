"""The figures of the shipped graphs: how many of each there are, and what the money adds up to."""

from collections import Counter, defaultdict
from decimal import Decimal

import pytest
from rdflib import ORG, RDF

from graph.terms import NV, code, currency

SEK, DKK = currency("SEK"), currency("DKK")
WHOLE, YEARLY, UNCLEAR = (code("basis", notation) for notation in ("whole-period", "per-year", "unclear"))


def of_kinds(graph, *kinds):
    return {thing for kind in kinds for thing in graph.subjects(RDF.type, kind)}


def classified(graph, *notations):
    return {
        thing
        for notation in notations
        for thing in graph.subjects(ORG.classification, code("orgkind", notation))
    }


def amount(graph, item, basis):
    """The value that an item states on a time basis, or None."""
    for statement in graph.objects(item, NV.amount):
        if (statement, NV.timeBasis, basis) in graph:
            return graph.value(statement, NV.value).toPython()
    return None


def countable(graph, award):
    """The amounts of an award that may be summed: of a known currency, not per year, said once."""
    return [
        (graph.value(statement, NV.currency), graph.value(statement, NV.value).toPython())
        for statement in graph.objects(award, NV.amount)
        if (statement, NV.currency, None) in graph
        and graph.value(statement, NV.timeBasis) in {WHOLE, UNCLEAR}
        and (statement, NV.restates, None) not in graph
    ]


def sums(graph, awards):
    """What awards add up to, by currency and status."""
    totals = defaultdict(Decimal)
    for award in awards:
        for unit, value in countable(graph, award):
            totals[unit, graph.value(award, NV.status)] += value
    return dict(totals)


def years(graph, item):
    """The first and the last year of an item's period."""
    period = graph.value(item, NV.period)
    return graph.value(period, NV.start).toPython().year, graph.value(period, NV.end).toPython().year


@pytest.fixture(scope="session")
def awards(everything):
    return of_kinds(everything, NV.FundingAward)


@pytest.fixture(scope="session")
def totals(everything):
    return of_kinds(everything, NV.FundingTotal)


@pytest.fixture(scope="session")
def item(iris):
    """The IRI of a funding item by its key."""
    return lambda key: iris.entity("funding", key)


def test_there_are_38_organisations_besides_the_fund_and_the_collectives(everything):
    organisations = of_kinds(everything, NV.Organisation)
    apart = classified(everything, "fund", "collective")

    assert len(organisations - apart) == 38
    assert len(organisations & apart) == 3


@pytest.mark.parametrize(
    ("kind", "count"), [("municipality", 17), ("region", 4), ("ministerial-group", 3), ("university", 1)]
)
def test_organisations_and_sub_bodies_are_counted_by_kind(everything, kind, count):
    assert len(classified(everything, kind)) == count


@pytest.mark.parametrize(
    ("kinds", "count"),
    [
        ([NV.SubBody], 5),
        ([NV.Node, NV.Centre, NV.Lab, NV.Infrastructure], 17),
        ([NV.Undertaking, NV.Programme, NV.Call, NV.Project], 12),
        ([NV.Activity], 18),
        ([NV.FundingAward], 27),
        ([NV.Allocation], 13),
    ],
    ids=["sub-bodies", "nodes", "undertakings", "activities", "awards", "allocations"],
)
def test_there_is_one_of_each_that_the_documents_name(everything, kinds, count):
    assert len(of_kinds(everything, *kinds)) == count


def test_there_are_five_founding_documents_with_their_files(everything):
    assert len(set(everything.subjects(NV.fileName))) == 5
    assert len(set(everything.objects(None, NV.sha256))) == 5


def test_12_of_the_awards_have_an_amount(everything, awards):
    assert len({award for award in awards if (award, NV.amount, None) in everything}) == 12


def test_the_documents_repeat_money_five_times_and_the_editors_derive_three_totals(everything, totals):
    derived = {total for total in totals if (total, NV.derivation, None) in everything}

    assert len((totals | of_kinds(everything, NV.FundingRestatement)) - derived) == 5
    assert len(derived) == 3


def test_awards_totals_and_restatements_are_kept_apart(everything, awards, totals):
    restatements = of_kinds(everything, NV.FundingRestatement)

    assert awards.isdisjoint(totals | restatements)
    assert totals.isdisjoint(restatements)
    assert set(everything.subjects(NV.sumOf)) == totals


def test_no_money_is_counted_in_two_statements_of_one_award(everything, awards):
    assert {len(countable(everything, award)) for award in awards} == {0, 1}


def test_an_amount_that_is_said_again_points_to_the_one_it_repeats(everything, awards, totals):
    for item in (awards | totals) & set(everything.subjects(NV.amount)):
        said = set(everything.objects(item, NV.amount))
        first = {statement for statement in said if (statement, NV.restates, None) not in everything}
        assert len(first) == 1, item
        assert {everything.value(statement, NV.restates) for statement in said - first} <= first, item


def test_all_countable_money_by_currency_and_status(everything, awards):
    assert sums(everything, awards) == {
        (DKK, code("status", "decided")): 5_000_000,
        (DKK, code("status", "earmarked")): 5_000_000,
        (DKK, code("status", "intended")): 10_000_000,
        (SEK, code("status", "applied")): 30_000_000,
        (SEK, code("status", "budgeted")): 1_500_000,
        (SEK, code("status", "decided")): 100_000_000,
    }


def test_dih_north_is_30_million_kronor_applied_for_and_none_decided(everything, awards, iris):
    dih_north = {
        award for award in awards if (award, NV.benefits, iris.entity("project", "dih-north")) in everything
    }

    assert len(dih_north) == 5
    assert sums(everything, dih_north) == {(SEK, code("status", "applied")): 30_000_000}


def test_the_nordic_money_of_2025_is_half_decided_and_half_earmarked(everything, awards):
    danish = {award for award in awards if any(unit == DKK for unit, _ in countable(everything, award))}
    nordic = {award for award in danish if years(everything, award) == (2025, 2025)}

    assert sums(everything, nordic) == {
        (DKK, code("status", "decided")): 5_000_000,
        (DKK, code("status", "earmarked")): 5_000_000,
    }


def test_a_total_is_the_sum_of_its_parts_where_all_state_an_amount(everything, totals, item):
    checked = set()
    for total in totals:
        parts = [amount(everything, part, WHOLE) for part in everything.objects(total, NV.sumOf)]
        if None not in parts and amount(everything, total, WHOLE) is not None:
            assert amount(everything, total, WHOLE) == sum(parts), total
            checked.add(total)

    assert checked == {item("ncm-2025-total"), item("dih-north-total"), item("southern-node-two-year-total")}


@pytest.mark.parametrize(
    ("total", "parts"),
    [
        ("southern-node-yearly-total", ["southern-node-regional-share", "southern-node-national-share"]),
        (
            "southern-node-regional-share",
            ["region-skane-southern-node-2025-2026", "southern-node-municipal-share"],
        ),
    ],
)
def test_the_yearly_budget_of_the_southern_node_is_its_shares(everything, item, total, parts):
    shares = [amount(everything, item(part), YEARLY) for part in parts]

    assert amount(everything, item(total), YEARLY) == sum(shares)


@pytest.mark.parametrize(
    "key",
    ["region-skane-southern-node-2025-2026", "southern-node-municipal-share", "southern-node-national-share"],
)
def test_two_years_of_the_southern_node_are_twice_one(everything, item, key):
    assert amount(everything, item(key), WHOLE) == 2 * amount(everything, item(key), YEARLY)


def test_the_two_years_of_the_southern_node_are_twice_its_yearly_budget(everything, item):
    yearly = amount(everything, item("southern-node-yearly-total"), YEARLY)

    assert amount(everything, item("southern-node-two-year-total"), WHOLE) == 2 * yearly


def test_each_financier_is_named_in_as_many_activities_as_the_plan_names_it(everything, awards, iris):
    activities = of_kinds(everything, NV.Activity)
    named = {
        (financier, everything.value(allocation, NV.allocatedTo))
        for allocation, financier in everything.subject_objects(NV.namedFinancier)
    }
    funded = {
        (funder, activity)
        for award in awards
        for funder in everything.objects(award, NV.funder)
        for activity in everything.objects(award, NV.benefits)
        if activity in activities
    }

    assert Counter(iris.parse(financier).key for financier, _ in named | funded) == {
        "region-skane": 16,
        "lunds-kommun": 12,
        "lomma-kommun": 12,
        "helsingborgs-stad": 12,
        "vinnova": 12,
        "tillvaxtverket": 12,
        "erdf": 1,
    }


def test_three_activities_are_paid_through_ai_skane(everything, awards):
    activities = of_kinds(everything, NV.Activity)
    benefits = {
        benefit
        for award in awards
        if (award, NV.budgetLine, None) in everything
        for benefit in everything.objects(award, NV.benefits)
    }

    assert len(benefits & activities) == 3


def test_eleven_activities_live_on_the_base_funding_alone(everything, awards):
    allocated = set(everything.objects(None, NV.allocatedTo))
    funded = {benefit for award in awards for benefit in everything.objects(award, NV.benefits)}

    assert len(allocated - funded) == 11


def test_an_allocation_is_no_new_money(everything):
    allocations = of_kinds(everything, NV.Allocation)

    assert set(everything.subjects(NV.amount)).isdisjoint(allocations)


def test_eight_activities_were_running_and_two_had_not_begun(everything):
    states = Counter(everything.value(activity, NV.status) for activity in of_kinds(everything, NV.Activity))

    assert states == {
        code("state", "ongoing"): 8,
        code("state", "not-started"): 2,
        code("state", "awaiting-decision"): 1,
        None: 7,
    }
