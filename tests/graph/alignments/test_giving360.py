"""Grants of the 360Giving standard: what is required is there, exact, and nothing is made up."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from graph.alignments.giving360 import exact
from graph.alignments.views import MODELS, view
from graph.index.index import Index

BASE = "http://127.0.0.1:8000/"
STANDARD = Path(__file__).parents[3].parent / "shared" / "data" / "giving360" / "360-giving-schema.json"
ORGANISATIONS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["id", "name"],
        "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
    },
}
DAY = "^[0-9]{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])$"
REQUIRED = {
    "id": {"type": "string"},
    "title": {"type": "string"},
    "description": {"type": "string"},
    "currency": {"enum": ["DKK", "EUR", "ISK", "NOK", "SEK"]},
    "amountAwarded": {"type": "number"},
    "awardDate": {"type": "string", "pattern": DAY},
    "fundingOrganization": ORGANISATIONS,
    "recipientOrganization": ORGANISATIONS,
}
"""What version 1.4 of the standard requires of a grant to an organisation, and of what form."""
REDUCED = {"type": "object", "required": list(REQUIRED), "properties": REQUIRED}


FORMATS = FormatChecker(formats=())
"""The two formats that the standard's schema names; without them it takes a day for a moment as well."""


@FORMATS.checks("date-time", raises=ValueError)
def is_moment(text: object) -> bool:
    return "T" in str(text) and bool(datetime.fromisoformat(str(text)))


@FORMATS.checks("uri", raises=ValueError)
def is_uri(text: object) -> bool:
    return bool(urlsplit(str(text)).scheme)


def grants(index: Index) -> list[dict[str, Any]]:
    content = view(index, MODELS["360giving"]).content
    found: list[dict[str, Any]] = json.loads(content, parse_float=Decimal, parse_int=Decimal)["grants"]
    return found


def test_a_grant_of_which_all_is_known_is_told_in_full(sample: Index) -> None:
    full = next(each for each in grants(sample) if each["id"] == f"{BASE}id/funding/full")

    assert full == {
        "id": f"{BASE}id/funding/full",
        "title": "The grant for the study",
        "description": "Pays for the study.",
        "currency": "SEK",
        "amountAwarded": Decimal("628832.75"),
        "awardDate": "2025-03-14",
        "fundingOrganization": [
            {"id": "SE-ON-2021000001", "name": "Example Agency", "department": "Example Board"}
        ],
        "recipientOrganization": [{"id": f"{BASE}id/org/university", "name": "Example University"}],
        "dataSource": f"{BASE}id/funding/full",
        "plannedDates": [{"startDate": "2025-04", "endDate": "2026-03"}],
        "grantProgramme": [{"title": "The call"}],
    }


def test_money_said_three_times_is_one_grant_with_the_day_of_its_contract(sample: Index) -> None:
    (paid,) = [each for each in grants(sample) if each["id"] == f"{BASE}id/funding/paid"]

    assert (paid["amountAwarded"], paid["currency"]) == (70_000, "EUR")
    assert paid["awardDate"] == "2024-11-05"
    assert paid["description"] == "The study"


def test_only_awards_with_all_that_is_required_are_grants(sample: Index) -> None:
    lacks = {
        each.award.iri.rpartition("/")[2]: each.lacks for each in view(sample, MODELS["360giving"]).left_out
    }

    assert len(grants(sample)) == 2
    assert set(lacks) == {"joint", "unknown-sum", "applied", "rejected"}
    assert lacks["joint"] == (
        "no funder, or several",
        "no recipient that is an organisation, or several",
        "the day of the decision not known",
    )
    assert lacks["unknown-sum"] == (
        "no granted amount with a currency",
        "the day of the decision not known",
    )


def test_no_document_that_is_shipped_says_enough_of_any_award(shipped: Index) -> None:
    seen = view(shipped, MODELS["360giving"])

    assert grants(shipped) == []
    assert len(seen.left_out) == 27
    assert all(each.lacks for each in seen.left_out)


def test_each_grant_has_what_the_standard_requires(sample: Index) -> None:
    validator = Draft202012Validator(REDUCED)

    for grant in grants(sample):
        validator.validate(grant)


@pytest.mark.parametrize("field", REQUIRED)
def test_a_grant_without_a_required_field_would_be_found_out(sample: Index, field: str) -> None:
    grant = grants(sample)[0]
    del grant[field]

    assert not Draft202012Validator(REDUCED).is_valid(grant)


@pytest.mark.skipif(not STANDARD.is_file(), reason="the standard's schema is not beside this checkout")
def test_each_grant_is_valid_by_the_schema_of_the_standard(sample: Index) -> None:
    schema = json.loads(STANDARD.read_text("utf-8"))
    validator = Draft202012Validator(schema, format_checker=FORMATS)

    assert grants(sample)
    for grant in grants(sample):
        validator.validate(grant)
        assert set(grant) <= set(schema["properties"])
    assert set(schema["oneOf"][0]["required"]) == set(REQUIRED)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_is_a_number_with_all_its_digits(value: Decimal) -> None:
    read = json.loads(exact({"amounts": [value]}), parse_float=Decimal, parse_int=Decimal)

    assert read == {"amounts": [value]}


@given(
    st.recursive(
        st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=12,
    )
)
def test_what_is_written_is_json_that_says_the_same(value: Any) -> None:
    assert json.loads(exact(value)) == value
