"""What the query string of an address asks of the document that it leads to."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from starlette.exceptions import HTTPException

from api.http.negotiation import MEANT, Offer

SAID = {"1": True, "true": True, "0": False, "false": False}
MOST_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which document about a thing is wanted, apart from what `Accept` says."""

    format: str = ""
    """The short name of a format, or a media type; what is neither is passed over."""

    page: int = 1
    """Which part of the links that lead to the thing."""

    provenance: bool = False
    """Whether each statement is to stand in the named graph that makes it."""

    compact: bool = False
    """Whether JSON-LD is to be written in the short names of our context, which it then refers to."""

    release: str = ""
    """The number of the release, as it is given; empty where the newest is meant."""

    def query(self, release: str = "", page: int = 0) -> str:
        """The query string for the same, or for another page of it; empty for the plain document."""
        page = page or self.page
        asked = {
            "release": release or self.release,
            "provenance": "1" if self.provenance else "",
            "compact": "1" if self.compact else "",
            "page": str(page) if page > 1 else "",
        }
        written = urlencode({name: value for name, value in asked.items() if value})
        return f"?{written}" if written else ""

    def of(self, offers: Mapping[str, Offer]) -> Offer | None:
        """The one of the offers that the parameter `format` names."""
        name = MEANT.get(self.format, self.format)
        return offers.get(name) or next((each for each in offers.values() if each.accepts(name)), None)


PLAIN = Wanted()


def wanted(query_string: bytes) -> Wanted:
    """What a query string asks. Raises `HTTPException` where a page or a wish is unreadable.

    The last of several equal parameters counts; others than ours are passed over.
    """
    if not query_string:
        return PLAIN
    given = dict(parse_qsl(query_string.decode("latin-1"), keep_blank_values=True))
    return Wanted(
        format=given.get("format", ""),
        page=_page(given.get("page", "1")),
        provenance=_wish("provenance", given),
        compact=_wish("compact", given),
        release=given.get("release", ""),
    )


def _page(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS and int(given)):
        raise HTTPException(400, "The parameter page is a number from 1 on, such as ?page=2.")
    return int(given)


def _wish(name: str, given: Mapping[str, str]) -> bool:
    said = SAID.get(given.get(name, "0").lower())
    if said is None:
        raise HTTPException(400, f"The parameter {name} is 1 or 0, such as ?{name}=1.")
    return said
