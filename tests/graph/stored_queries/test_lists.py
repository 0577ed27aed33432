"""The lists of the API: what is in them, in which order, and what is told of each thing."""

from collections.abc import Mapping
from typing import Any

import pytest

from graph.errors import EntityUnknown, ParameterInvalid
from graph.index.index import Index
from graph.stored_queries.lists import COLUMN_KINDS, Listing, listings
from graph.stored_queries.plain import Row, Teller
from graph.stored_queries.questions import check_that_known, notations

LISTS = {each.name: each for each in listings()}
FILTERS = [
    (each, parameter.name, parameter.example)
    for each in LISTS.values()
    for parameter in each.which.parameters
    if parameter.name not in {"language", "sort"}
]


def rows(index: Index, text: str) -> list[Row]:
    found = index.store.query(text, base_iri=index.iris.base)
    names = [variable.value for variable in found.variables]
    return [{name: row[name] for name in names if row[name] is not None} for row in found]


def members(index: Index, listing: Listing, given: Mapping[str, str]) -> list[str]:
    check_that_known(listing.which, given, index)
    return [row[listing.subject].value for row in rows(index, listing.which.asked(given))]


def told(index: Index, name: str, language: str = "sv", **given: str) -> list[dict[str, Any]]:
    order = members(index, LISTS[name], given)
    return Teller(index, language).things(LISTS[name], order, rows(index, LISTS[name].of(order)))


@pytest.mark.parametrize("listing", LISTS.values(), ids=LISTS)
def test_the_fields_are_the_columns_of_the_query(listing: Listing) -> None:
    columns = listing.told.columns

    assert listing.told.variables == (listing.subject, *(each.name for each in columns))
    assert {each.kind for each in columns} <= COLUMN_KINDS
    assert [each.name for each in listing.fields if bool(each.parts) != (each.column.kind == "part")] == []


@pytest.mark.parametrize("listing", LISTS.values(), ids=LISTS)
def test_each_thing_is_in_a_list_once_and_has_a_key_a_name_and_an_address(
    listing: Listing, shipped: Index
) -> None:
    things = told(shipped, listing.name)

    assert len({each["url"] for each in things}) == len(members(shipped, listing, {})) == len(things)
    assert all({"key", "name", "url"} <= set(each) for each in things)
    assert {each["type"] for each in things} <= set(listing.kinds)


@pytest.mark.parametrize("listing", LISTS.values(), ids=LISTS)
def test_each_field_is_told_of_something(listing: Listing, shipped: Index) -> None:
    things = told(shipped, listing.name)

    for field in listing.fields:
        values = [each[field.name] for each in things if field.name in each]
        assert values, field.name
        assert {isinstance(each, list) for each in values} == {field.column.several}, field.name
        for part in field.parts:
            name = part.name.partition("__")[2]
            assert any(name in each for value in values for each in value), part.name


@pytest.mark.parametrize(
    ("listing", "name", "example"), FILTERS, ids=lambda each: getattr(each, "name", each)
)
def test_a_filter_keeps_some_of_the_list_in_its_order(
    listing: Listing, name: str, example: str, shipped: Index
) -> None:
    everything = members(shipped, listing, {})

    kept = members(shipped, listing, {name: example})

    assert kept
    assert kept == [each for each in everything if each in kept]


@pytest.mark.parametrize("listing", LISTS.values(), ids=LISTS)
def test_an_order_and_its_reverse_hold_the_same_and_put_the_unknown_last(
    listing: Listing, shipped: Index
) -> None:
    sort = next(each for each in listing.which.parameters if each.name == "sort")
    for order in sort.kind.argument.split("|")[::2]:
        up = members(shipped, listing, {"sort": order})
        down = members(shipped, listing, {"sort": f"-{order}"})
        assert set(up) == set(down) == set(members(shipped, listing, {}))
        assert up != down


def test_names_come_in_the_language_that_is_asked_for(shipped: Index) -> None:
    names = {each["key"]: each["name"] for each in told(shipped, "nodes", "en")}

    assert names["gothenburg"] == "Gothenburg node"
    assert {each["key"]: each["name"] for each in told(shipped, "nodes")}["gothenburg"] == "Göteborgsnoden"


def test_an_amount_keeps_its_digits_its_currency_and_what_it_could_mean(shipped: Index) -> None:
    awards = {each["key"]: each for each in told(shipped, "awards")}

    assert awards["ncm-2026-2027"]["amounts"] == [
        {
            "value": "10000000",
            "currency": "DKK",
            "currency_basis": "stated",
            "kind": "intended",
            "time_basis": "unclear",
            "highest_reading": "20000000",
        }
    ]


def test_the_same_money_said_again_is_marked_and_an_unknown_amount_is_absent(shipped: Index) -> None:
    awards = {each["key"]: each for each in told(shipped, "awards")}

    said = awards["region-skane-southern-node-2025-2026"]["amounts"]

    assert [(each["value"], each.get("same_money")) for each in said] == [("1500000", None), ("750000", True)]
    assert "amounts" not in awards["vgr-ai-sweden"]


def test_what_is_both_an_organisation_and_a_programme_is_in_both_lists(shipped: Index) -> None:
    programmes = told(shipped, "projects", kind="programme")

    assert "ai-sweden" in {each["key"] for each in programmes}
    assert {each["kind"] for each in programmes} == {"programme"}
    assert "ai-sweden" in {each["key"] for each in told(shipped, "organisations")}


def test_a_slip_in_a_code_or_key_is_told_instead_of_finding_nothing(shipped: Index) -> None:
    with pytest.raises(ParameterInvalid, match=r"status takes one of applied, .*budgeted"):
        members(shipped, LISTS["awards"], {"status": "decide"})
    with pytest.raises(EntityUnknown, match="id/org/vinova"):
        members(shipped, LISTS["awards"], {"funder": "vinova"})


def test_the_notations_of_a_code_list_are_known(shipped: Index) -> None:
    assert {"SEK", "DKK", "EUR"} <= set(notations(shipped, "currency"))
    assert "municipality" in notations(shipped, "orgkind")
