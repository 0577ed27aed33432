"""What a request asks of the endpoint, by the SPARQL 1.1 Protocol (section 2.1).

The parameters are read by hand: they may be repeated, unknown ones are passed
over, and each way of breaking the protocol has a status of its own.
"""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope

from api.http.requests import body_of, header, media_type, pairs, text

QUERY_TYPE = "application/sparql-query"
FORM_TYPE = "application/x-www-form-urlencoded"
UPDATE_TYPE = "application/sparql-update"
ENCODED = 3
"""How much longer a text can get when each of its bytes is percent-encoded."""

NO_UPDATES = "This endpoint answers queries only; it takes no updates."


@dataclass(frozen=True)
class Asked:
    """The parameters of a request."""

    query: str | None
    """None where no query was sent."""

    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str
    """The first `format` parameter; empty where there is none."""


async def read(scope: Scope, receive: Receive, most_bytes: int) -> Asked:
    """The parameters of a GET or POST.

    Raises `HTTPException` where the protocol is not kept, and `ClientDisconnect`.
    """
    given = pairs(scope["query_string"])
    posted = scope["method"] == "POST"
    if posted:
        sent = _media_type(header(scope, b"content-type"))
        body = await body_of(receive, most_bytes * (ENCODED if sent == FORM_TYPE else 1))
        given += pairs(body) if sent == FORM_TYPE else [("query", text(body))]
    asked = _asked(given)
    if asked.query is None and posted:
        raise HTTPException(400, "There is no query parameter in the form.")
    return asked


def _media_type(content_type: str | None) -> str:
    """The type of a body, if it is one that may be posted."""
    sent = media_type(content_type)
    if sent == UPDATE_TYPE:
        raise HTTPException(415, NO_UPDATES)
    if sent not in {FORM_TYPE, QUERY_TYPE}:
        raise HTTPException(415, f"Send the query as {QUERY_TYPE} or in a form as {FORM_TYPE}.")
    return sent


def _asked(given: list[tuple[str, str]]) -> Asked:
    def values(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in given if key == name)

    if values("update"):
        raise HTTPException(400, NO_UPDATES)
    queries = values("query")
    if len(queries) > 1:
        raise HTTPException(400, "Send one query at a time.")
    return Asked(
        query=queries[0] if queries else None,
        default_graphs=values("default-graph-uri"),
        named_graphs=values("named-graph-uri"),
        format=(values("format") or ("",))[0],
    )
