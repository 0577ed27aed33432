"""Moments as HTTP writes them (RFC 9110, section 5.6.7): `Sat, 21 Nov 2026 12:00:00 GMT`."""

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime


def http_date(moment: datetime) -> str:
    """A moment, to the second."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def moment_of(written: str) -> datetime:
    """The moment that is written. Raises `ValueError` where it is none."""
    moment = parsedate_to_datetime(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
