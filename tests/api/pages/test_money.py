"""Sums hold what they may hold and nothing else."""

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal

import pytest
from pyoxigraph import Literal, NamedNode
from rdflib import RDF
from small_graph import small_index

from api.pages.editions.edition import Edition, edition
from api.pages.money.amounts import Currency, amounts, sums_in_role, sums_of_all
from api.pages.money.funding import side
from api.pages.things.profile import profile
from graph.index.index import Index
from graph.iris import EntityKey, named
from graph.terms import NV

Sums = dict[tuple[str, str], Decimal]


def written(index: Index, subject: str, predicate: str) -> list[str]:
    found = index.objects(subject, predicate)
    return [each.value for each in found if isinstance(each, Literal | NamedNode)]


def counted_by_hand(index: Index, role: str | None = None, thing: str | None = None) -> Sums:
    """What may be added, by the definition of the house, without a query."""
    sums: Sums = defaultdict(Decimal)
    for award in index.subjects(RDF.type, NV.FundingAward):
        if role and (thing not in written(index, award, role)):
            continue
        if role and role != str(NV.benefits) and len(written(index, award, role)) > 1:
            continue
        (status,) = written(index, award, NV.status)
        for amount in written(index, award, NV.amount):
            currency = written(index, amount, NV.currency)
            (basis,) = written(index, amount, NV.timeBasis)
            if currency and not basis.endswith("/per-year") and not written(index, amount, NV.restates):
                (value,) = written(index, amount, NV.value)
                sums[currency[0].rpartition("/")[2], status.rpartition("/")[2]] += Decimal(value)
    return sums


def as_shown(told: Edition, sums: Sums) -> set[tuple[str, str]]:
    return {(told.numbers.money(value, currency), status) for (currency, status), value in sums.items()}


def shown(currencies: tuple[Currency, ...]) -> set[tuple[str, str]]:
    return {(each.text, each.status_notation) for currency in currencies for each in currency.sums}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_sums_of_the_release_are_those_counted_by_hand(
    shipped: Index, told: Callable[[str], Edition], language: str
) -> None:
    by_hand = counted_by_hand(shipped)

    assert by_hand
    assert shown(sums_of_all(told(language))) == as_shown(told(language), by_hand)


@pytest.mark.parametrize(
    "role", [NV.funder, NV.recipient, NV.benefits], ids=["funder", "recipient", "benefits"]
)
def test_the_sums_of_every_thing_in_every_role_are_those_counted_by_hand(
    shipped: Index, told: Callable[[str], Edition], role: str
) -> None:
    things = {quad.object.value for quad in shipped.store.quads_for_pattern(None, named(role), None, None)}

    assert things
    for thing in things:
        assert shown(sums_in_role(told("sv"), thing, role)) == as_shown(
            told("sv"), counted_by_hand(shipped, str(role), thing)
        ), thing


def test_the_north_applies_for_thirty_million_and_is_granted_nothing(told: Callable[[str], Edition]) -> None:
    project = "http://127.0.0.1:8000/id/project/dih-north"

    assert shown(sums_in_role(told("en"), project, NV.benefits)) == {("SEK\u00a030,000,000", "applied")}


def test_the_council_of_ministers_keeps_what_is_decided_apart(told: Callable[[str], Edition]) -> None:
    council = "http://127.0.0.1:8000/id/org/nordic-council-of-ministers"

    (danish,) = sums_in_role(told("en"), council, NV.funder)

    assert [(each.status_notation, each.text, each.remark) for each in danish.sums] == [
        ("decided", "DKK\u00a05,000,000", ""),
        ("earmarked", "DKK\u00a05,000,000", ""),
        ("intended", "DKK\u00a010,000,000", "at most DKK\u00a020,000,000 by another reading or source"),
    ]


def award(
    key: str, amount: str, *, funders: str = "organisation:a", currency: str = "nv:currency currency:SEK ;"
) -> str:
    return f"""
    funding:{key} a nv:FundingAward ; rdfs:label "{key}"@sv ; nv:funder {funders} ; nv:benefits project:p ;
        nv:status status:decided ; nv:amount <id/funding/{key}#amount> .
    <id/funding/{key}#amount> a nv:AmountStatement ; nv:value {amount} ; {currency}
        nv:timeBasis basis:whole-period .
    """


A = "http://127.0.0.1:8000/id/org/a"
P = "http://127.0.0.1:8000/id/project/p"


def test_what_several_give_together_counts_for_none_of_them_but_for_what_it_benefits() -> None:
    told = edition(
        small_index(
            s=award("alone", "5.0") + award("joint", "9.0", funders="organisation:a, organisation:b")
        ),
        "en",
    )

    assert shown(sums_in_role(told, A, NV.funder)) == {("SEK\u00a05", "decided")}
    assert shown(sums_in_role(told, P, NV.benefits)) == {("SEK\u00a014", "decided")}
    assert {line.name.text for line in side(told, A, NV.funder).awards} == {"alone", "joint"}


def test_money_that_two_sources_state_alike_counts_once() -> None:
    told = edition(small_index(one=award("same", "5.0"), two=award("same", "5.0")), "en")

    assert shown(sums_of_all(told)) == {("SEK\u00a05", "decided")}


def test_currencies_are_never_added_and_the_swedish_comes_first() -> None:
    texts = award("a", "5.0") + award("b", "7.0", currency="nv:currency currency:DKK ;")

    currencies = sums_of_all(edition(small_index(s=texts), "en"))

    assert [[each.text for each in currency.sums] for currency in currencies] == [
        ["SEK\u00a05"],
        ["DKK\u00a07"],
    ]


def test_an_amount_without_a_currency_is_shown_and_not_added() -> None:
    told = edition(small_index(s=award("bare", "5000.0", currency="")), "en")
    (amount,) = amounts(told, "http://127.0.0.1:8000/id/funding/bare")

    assert amount.text == "5,000, currency not stated"
    assert not amount.counted
    assert sums_of_all(told) == ()


def test_an_award_without_an_amount_is_listed_and_has_none(told: Callable[[str], Edition]) -> None:
    region = side(told("sv"), "http://127.0.0.1:8000/id/org/vastra-gotalandsregionen", NV.funder)

    assert region.without_amount == len(region.awards) == 1
    assert region.awards[0].amount is None
    assert region.sums == ()


def test_totals_and_restatements_stand_apart_from_the_awards(told: Callable[[str], Edition]) -> None:
    node = side(told("sv"), "http://127.0.0.1:8000/id/node/southern-sweden", NV.benefits)
    vinnova = side(told("sv"), "http://127.0.0.1:8000/id/org/vinnova", NV.funder)

    assert {line.kind for line in node.awards} == {"award"}
    assert {line.kind for line in node.around} == {"total"}
    assert {line.kind for line in vinnova.around} == {"restatement", "total"}


def test_a_yearly_amount_is_shown_as_yearly_and_not_counted(told: Callable[[str], Edition]) -> None:
    (amount,) = amounts(told("sv"), "http://127.0.0.1:8000/id/funding/stockholm-node-yearly")

    assert amount.text == "cirka 50\u00a0000\u00a0000\u00a0kr per år"
    assert not amount.counted
    assert "valutan är utläst ur sammanhanget" in amount.remarks


def test_what_is_received_for_oneself_is_told_once(told: Callable[[str], Edition]) -> None:
    """It would else look like twice the money."""
    programme = profile(told("en"), EntityKey("org", "ai-sweden")).sections.money
    university = profile(told("en"), EntityKey("org", "lulea-tekniska-universitet")).sections.money

    assert not programme.received
    assert programme.benefiting.count == 4
    assert all(not each.recipients for each in programme.benefiting.awards)
    assert university.received.count == 4
