"""Figures as each language writes them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.editions.numbers import Day, Numbers
from api.pages.editions.phrases import phrases

SWEDISH, ENGLISH = Numbers(phrases("sv")), Numbers(phrases("en"))
BOTH = pytest.mark.parametrize("numbers", [SWEDISH, ENGLISH], ids=["sv", "en"])


def spaced(text: str) -> str:
    """The text with plain spaces; that money does not break over lines has a test of its own."""
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "currency", "swedish", "english"),
    [
        ("30000000", "SEK", "30 000 000 kr", "SEK 30,000,000"),
        ("750000.0", "SEK", "750 000 kr", "SEK 750,000"),
        ("10000000", "DKK", "10 000 000 DKK", "DKK 10,000,000"),
        ("1234.5", "EUR", "1 234,50 EUR", "EUR 1,234.50"),
        ("0", "SEK", "0 kr", "SEK 0"),
    ],
)
def test_money_is_written_in_full(value: str, currency: str, swedish: str, english: str) -> None:
    assert spaced(SWEDISH.money(Decimal(value), currency)) == swedish
    assert spaced(ENGLISH.money(Decimal(value), currency)) == english


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [
        ("7500000", "7,5 mn kr", "SEK 7.5 million"),
        ("100000000", "100 mn kr", "SEK 100 million"),
        ("1250000000", "1,25 md kr", "SEK 1.25 billion"),
        ("750000", "750 000 kr", "SEK 750,000"),
        ("7512345", "7 512 345 kr", "SEK 7,512,345"),
        ("1234000000", "1 234 000 000 kr", "SEK 1,234,000,000"),
    ],
)
def test_brief_money_is_millions_only_where_that_is_exact(value: str, swedish: str, english: str) -> None:
    assert spaced(SWEDISH.brief_money(Decimal(value), "SEK")) == swedish
    assert spaced(ENGLISH.brief_money(Decimal(value), "SEK")) == english


@BOTH
@given(value=st.integers(min_value=0, max_value=10**13), currency=st.sampled_from(["SEK", "EUR", "DKK"]))
def test_a_whole_amount_is_written_with_all_its_digits(numbers: Numbers, value: int, currency: str) -> None:
    written = numbers.money(Decimal(value), currency)

    assert "".join(each for each in written if each.isdigit()) == str(value)
    assert spaced(written).replace(",", " ").count(" ") == 1 + (len(str(value)) - 1) // 3


@BOTH
@given(hundredths=st.integers(min_value=100, max_value=99_999), unit=st.sampled_from([10**6, 10**9]))
def test_brief_money_says_the_same_amount(numbers: Numbers, hundredths: int, unit: int) -> None:
    written = spaced(numbers.brief_money(Decimal(hundredths * unit // 100), "SEK")).replace("SEK ", "")

    assert Decimal(written.split()[0].replace(",", ".")) * 100 == hundredths


def test_only_swedish_kronor_are_called_kr() -> None:
    assert spaced(SWEDISH.brief_money(Decimal(5_000_000), "DKK")) == "5 mn DKK"
    assert spaced(SWEDISH.brief_money(Decimal(5_000_000), "NOK")) == "5 mn NOK"


@BOTH
def test_an_amount_never_breaks_over_two_lines(numbers: Numbers) -> None:
    shown = numbers.money(Decimal(30_000_000), "SEK") + numbers.brief_money(Decimal(7_500_000), "SEK")

    assert " " not in shown


@given(st.decimals(min_value=0, max_value=10**13, places=2))
def test_money_in_full_says_every_digit(value: Decimal) -> None:
    digits = "".join(each for each in SWEDISH.money(value, "SEK") if each.isdigit() or each == ",")

    assert Decimal(digits.replace(",", ".")) == value


@pytest.mark.parametrize(
    ("day", "swedish", "english"),
    [
        (Day(date(2022, 12, 15)), "15 december 2022", "15 December 2022"),
        (Day(date(2024, 12, 1), "month"), "december 2024", "December 2024"),
        (Day(date(2024, 12, 1), "quarter"), "4:e kvartalet 2024", "4th quarter 2024"),
        (Day(date(2024, 10, 1), "season"), "hösten 2024", "autumn 2024"),
        (Day(date(2025, 1, 1), "season"), "vintern 2025", "winter 2025"),
        (Day(date(2020, 1, 1), "year"), "2020", "2020"),
        (Day(date(2020, 1, 1), "approximate"), "omkring 2020", "around 2020"),
    ],
)
def test_a_date_is_written_no_more_exactly_than_it_is_known(day: Day, swedish: str, english: str) -> None:
    assert SWEDISH.day(day) == swedish
    assert ENGLISH.day(day) == english


@pytest.mark.parametrize(
    ("start", "end", "swedish"),
    [
        (Day(date(2025, 1, 1), "year"), Day(date(2026, 12, 31), "year"), "2025–2026"),
        (Day(date(2025, 1, 1), "year"), Day(date(2025, 12, 31), "year"), "2025"),
        (Day(date(2020, 1, 1)), Day(date(2023, 2, 28)), "1 januari 2020 – 28 februari 2023"),
        (Day(date(2019, 1, 1), "year"), None, "från 2019"),
        (None, Day(date(2024, 12, 31)), "till och med 31 december 2024"),
        (None, None, ""),
    ],
)
def test_a_period_is_open_where_an_end_is_not_known(start: Day | None, end: Day | None, swedish: str) -> None:
    assert spaced(SWEDISH.period(start, end)) == swedish


def test_a_share_has_a_decimal_only_where_it_is_small() -> None:
    assert [spaced(SWEDISH.share(value)) for value in (0.711, 0.0812, 0.0)] == ["71 %", "8,1 %", "0 %"]
    assert [ENGLISH.share(value) for value in (0.711, 0.0812)] == ["71%", "8.1%"]
