"""What the shipped graphs hold beside money: how much of each, and what it rests on."""

from collections import Counter
from decimal import Decimal

import pytest
from rdflib import ORG, RDF, RDFS, Literal

from graph.terms import NV, code


def of_kind(graph, kind):
    return set(graph.subjects(RDF.type, kind))


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        (NV.Target, 9),
        (NV.Indicator, 7),
        (NV.Observation, 10),
        (NV.PolicyDocument, 8),
        (NV.Offering, 11),
        (NV.Person, 6),
        (NV.Office, 7),
        (NV.NegativeStatement, 10),
        (NV.Ambiguity, 22),
        (NV.Conflict, 9),
        (NV.TextualSlip, 14),
    ],
    ids=str,
)
def test_there_are_as_many_as_the_texts_give(everything, kind, count):
    assert len(of_kind(everything, kind)) == count


def test_seven_activities_have_targets_and_three_of_these_have_no_operator(everything):
    operators = Counter(everything.value(each, NV.operator) for each in of_kind(everything, NV.Target))

    assert len(set(everything.subjects(NV.target))) == 7
    assert operators == {code("operator", "at-least"): 6, code("operator", "unstated"): 3}


def test_an_estimated_value_is_no_money_to_anyone(everything):
    estimates = set(everything.subjects(NV.estimated, Literal(True)))
    money = {
        Decimal(str(value))
        for item in everything.subjects(NV.timeBasis)
        for value in everything.objects(item, NV.value)
    }

    assert {everything.value(each, NV.value).toPython() for each in estimates} == {Decimal(140_000_000_000)}
    assert max(money) == 100_000_000
    assert all((each, NV.currency, None) not in everything for each in estimates)


def test_the_people_are_those_who_hold_an_office(everything):
    people = of_kind(everything, NV.Person)
    holders = set(everything.subjects(ORG.holds))

    assert people == holders
    assert {predicate for person in people for predicate in everything.predicates(person)} == {
        RDF.type,
        RDFS.label,
        ORG.holds,
        NV.party,
        NV.quotedIn,
        NV.statedIn,
        NV.lines,
    }


def test_an_amount_that_can_be_read_higher_has_its_readings(everything):
    for amount in everything.subjects(NV.highestReading):
        (ambiguity,) = everything.subjects(NV.concerns, amount)
        readings = {everything.value(each, NV.value) for each in everything.objects(ambiguity, NV.reading)}

        assert readings == {everything.value(amount, NV.value), everything.value(amount, NV.highestReading)}


def test_a_conflict_has_a_side_in_each_place_that_it_is_between(everything):
    for conflict in of_kind(everything, NV.Conflict):
        places = {
            (section, lines)
            for side in everything.objects(conflict, NV.reading)
            for section in everything.objects(side, NV.statedIn)
            for lines in everything.objects(side, NV.lines)
        }
        assert len(places) > 1, conflict
