"""How a language writes money, numbers, dates and periods.

Swedish: `30 000 000 kr`, `7,5 mn kr`, `1 januari 2020`. English: `SEK 30,000,000`,
`SEK 7.5 million`, `1 January 2020`. Values stay `Decimal`; nothing here rounds money.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache, partial
from typing import Literal

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import (
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_name,
    get_decimal_symbol,
    get_group_symbol,
)

from api.pages.editions.phrases import Phrases

LOCALES = {"sv": "sv_SE", "en": "en_GB"}
"""British English, for the order of day and month."""

NBSP = "\u00a0"
MILLION, MILLIARD = Decimal(10**6), Decimal(10**9)
PATTERNS = {"year": "y", "quarter": "QQQQ y", "month": "LLLL y", "day": "d MMMM y"}
"""How a date is written, by its precision."""

MOST_KEPT = 4096
"""Days and counts that are kept as they are written, since writing one takes as long as reading a thing."""

AROUND, SEASON = "approximate", "season"


@dataclass(frozen=True)
class Day:
    """A day, and how exact it is: a notation of the `precision` codes."""

    date: date
    precision: str = "day"


@dataclass(frozen=True)
class Numbers:
    """The figures of one language."""

    phrases: Phrases

    @cached_property
    def locale(self) -> Locale:
        """The locale that figures are written by."""
        return Locale.parse(LOCALES[self.phrases.language])

    @cached_property
    def count(self) -> Callable[[int], str]:
        """A whole number."""
        return lru_cache(MOST_KEPT)(partial(format_decimal, locale=self.locale))

    def number(self, value: Decimal) -> str:
        """A number with the decimals that it has."""
        return format_decimal(value, locale=self.locale, decimal_quantization=False)

    def decimal(self, value: float | Decimal) -> str:
        """A measured number, to three decimals."""
        return format_decimal(value, format="0.000", locale=self.locale)

    def share(self, value: float) -> str:
        """A share of one as a percentage, with one decimal below ten."""
        pattern = "0 %" if self.phrases.language == "sv" else "0%"
        finer = pattern.replace("0", "0.#", 1)
        return format_percent(
            value, format=(finer if value < 0.1 else pattern).replace(" ", NBSP), locale=self.locale
        )

    def money(self, value: Decimal, currency: str) -> str:
        """An amount in full; `currency` is an ISO 4217 code."""
        if value < 0 or value != value.to_integral_value():
            return self._money(value, currency)
        before, after = self._beside_money(currency)
        return f"{before}{self._grouped(int(value))}{after}"

    def brief_money(self, value: Decimal, currency: str) -> str:
        """An amount in millions or milliards, where two decimals say it exactly; otherwise in full."""
        unit = MILLION if value < MILLIARD else MILLIARD
        if value < MILLION or value % (unit / 100):
            return self.money(value, currency)
        whole, point, decimals = f"{(value / unit).normalize():f}".partition(".")
        number = self._grouped(int(whole)) + (get_decimal_symbol(self.locale) if point else "") + decimals
        before, after = self._beside_units(unit)
        brief = f"{before}{number}{after}"
        if self.phrases.language == "en":
            return f"{currency} {brief}".replace(" ", NBSP)
        return f"{brief} {'kr' if currency == 'SEK' else currency}".replace(" ", NBSP)

    # A library that knows all languages takes longer to write one amount than a page takes to say all else
    # of it. So it is asked once what stands beside the digits, and between thousands.

    @cached_property
    def _beside_money(self) -> Callable[[str], tuple[str, str]]:
        """What stands before and after the digits of a whole amount in a currency."""
        return lru_cache(MOST_KEPT)(lambda currency: _beside("0", self._money(Decimal(0), currency)))

    @cached_property
    def _beside_units(self) -> Callable[[Decimal], tuple[str, str]]:
        """What stands before and after a number of millions or milliards."""
        length: Literal["long", "short"] = "long" if self.phrases.language == "en" else "short"

        def beside(unit: Decimal) -> tuple[str, str]:
            return _beside("7", format_compact_decimal(7 * unit, format_type=length, locale=self.locale))

        return lru_cache(MOST_KEPT)(beside)

    def _grouped(self, whole: int) -> str:
        return f"{whole:,}".replace(",", self._between_thousands)

    @cached_property
    def _between_thousands(self) -> str:
        return get_group_symbol(self.locale)

    def _money(self, value: Decimal, currency: str) -> str:
        digits = "#,##0" if value == value.to_integral_value() else "#,##0.00"
        return format_currency(
            value, currency, self._with_currency(digits, currency), locale=self.locale, currency_digits=False
        )

    def currency_name(self, currency: str) -> str:
        """The currency's name in the plural: `svenska kronor`."""
        return get_currency_name(currency, count=2, locale=self.locale)

    def _with_currency(self, digits: str, currency: str) -> str:
        if self.phrases.language == "en":
            return f"¤¤{NBSP}{digits}"
        # Only Swedish kronor are written "kr": the neighbours have a "kr" of their own.
        return f"{digits}{NBSP}{'¤' if currency == 'SEK' else '¤¤'}"

    @cached_property
    def day(self) -> Callable[[Day], str]:
        """A date, written no more exactly than it is known."""
        return lru_cache(MOST_KEPT)(self._day)

    def _day(self, day: Day) -> str:
        if day.precision == AROUND:
            return self.phrases.gettext("around %(year)s", year=day.date.year)
        if day.precision == SEASON:
            return self._season(day.date)
        return format_date(day.date, PATTERNS[day.precision], locale=self.locale)

    def time(self, moment: datetime) -> str:
        """A moment to the minute, in UTC."""
        there = moment.astimezone(UTC)
        return f"{self.day(Day(there.date()))}{NBSP}{there:%H:%M} UTC"

    def _season(self, day: date) -> str:
        gettext = self.phrases.gettext
        names = (
            gettext("winter %(year)s", year=day.year),
            gettext("spring %(year)s", year=day.year),
            gettext("summer %(year)s", year=day.year),
            gettext("autumn %(year)s", year=day.year),
        )
        return names[day.month % 12 // 3]

    def period(self, start: Day | None, end: Day | None) -> str:
        """A stretch of time, open where an end of it is not known; empty where neither is."""
        if start and end:
            first, last = self.day(start), self.day(end)
            if first == last:
                return first
            dash = f"{NBSP}– " if " " in first + last else "–"
            return f"{first}{dash}{last}"
        if start:
            return self.phrases.gettext("from %(day)s", day=self.day(start))
        if end:
            return self.phrases.gettext("until %(day)s", day=self.day(end))
        return ""


def _beside(digit: str, written: str) -> tuple[str, str]:
    before, _, after = written.partition(digit)
    return before, after
