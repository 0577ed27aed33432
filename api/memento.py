"""Documents as they were: time in the address of a thing, and in the answer (RFC 7089, Memento).

The address of a thing is its own time gate: with `Accept-Datetime` it leads to the
document of the release that was the newest then.
"""

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.context import Context
from graph.store.release import Release


def as_of_then(request: Request, context: Context) -> str:
    """The query string that an address needs, for the release that a request is about; empty for the newest.

    Raises `HTTPException` where `Accept-Datetime` is no date.
    """
    if "release" in request.query_params:
        return f"?release={context.index.release.number}"
    if "accept-datetime" not in request.headers:
        return ""
    number = context.archive.number_at(_moment(request.headers["accept-datetime"]))
    return f"?release={number}"


def memento(release: Release, thing: str, links: str) -> dict[str, str]:
    """The headers of a document that says when it is from, given its other links."""
    moment = format_datetime(release.made_at.astimezone(UTC), usegmt=True)
    return {"Memento-Datetime": moment, "Link": f'{links}, <{thing}>; rel="original timegate"'}


def _moment(written: str) -> datetime:
    try:
        moment = parsedate_to_datetime(written)
    except ValueError:
        advice = "Accept-Datetime is written like Sat, 21 Nov 2026 12:00:00 GMT."
        raise HTTPException(400, advice) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
