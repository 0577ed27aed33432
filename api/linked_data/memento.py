"""Documents as they were: time in the address of a thing, and in the answer (RFC 7089, Memento).

The address of a thing is its own time gate: with `Accept-Datetime` it leads to the
document of the release that was the newest then.
"""

from datetime import datetime

from starlette.exceptions import HTTPException

from api.context import Context
from api.http.http_date import http_date, moment_of
from graph.iris import as_uri
from graph.store.release import Release


def as_of_then(context: Context, *, named: bool, moment: str | None) -> str:
    """The release that a request is about, as an address names it; empty for the newest.

    A request names its release, or else a `moment` by `Accept-Datetime`, or is about the newest.
    Raises `HTTPException` where the moment is no date.
    """
    if named:
        return str(context.index.release.number)
    if moment is None:
        return ""
    return str(context.archive.number_at(_moment(moment)))


def memento(release: Release, thing: str, links: str) -> tuple[str, str]:
    """The moment that a document is from and its links, given its other links: two headers."""
    return http_date(release.made_at), f'{links}, <{as_uri(thing)}>; rel="original timegate"'


def _moment(written: str) -> datetime:
    try:
        return moment_of(written)
    except ValueError:
        advice = "Accept-Datetime is written like Sat, 21 Nov 2026 12:00:00 GMT."
        raise HTTPException(400, advice) from None
