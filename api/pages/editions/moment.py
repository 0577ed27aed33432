"""The moment that a page tells of: a day in the world, and the release that knows of it.

`?on=2024-06-30` asks for the state of the world on a day, `?release=3` for the state of
knowledge at a release; both can be asked at once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.exceptions import HTTPException

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Moment:
    """What an address asks for beside a page."""

    on: date | None = None
    """None for what is known without regard to a day."""

    release: str = ""
    """The number of a release that was asked for by number; else empty."""

    @property
    def query(self) -> str:
        """The query string that asks for it; empty for the present of the newest release."""
        asked = {"on": self.on.isoformat() if self.on else "", "release": self.release}
        return urlencode({name: value for name, value in asked.items() if value})


NOW = Moment()
"""What is known in the newest release, without regard to a day."""


def moment(parameters: Mapping[str, str]) -> Moment:
    """The moment that a query string asks for. Raises `HTTPException` where its day is none."""
    return Moment(_day(parameters.get("on", "")), parameters.get("release", ""))


def _day(written: str) -> date | None:
    if not written:
        return None
    no_day = HTTPException(400, "The parameter on is a day, such as ?on=2024-06-30.")
    if not DAY.fullmatch(written):
        raise no_day
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise no_day from None
