"""What a request asks of the endpoint, by the SPARQL 1.1 Protocol (section 2.1).

The parameters are read by hand: they may be repeated, unknown ones are passed
over, and each way of breaking the protocol has a status of its own.
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

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
    pairs = _pairs(scope["query_string"])
    posted = scope["method"] == "POST"
    if posted:
        media_type = _media_type(header(scope, b"content-type") or "")
        body = await _body(receive, most_bytes * (ENCODED if media_type == FORM_TYPE else 1))
        pairs += _pairs(body) if media_type == FORM_TYPE else [("query", _text(body))]
    asked = _asked(pairs)
    if asked.query is None and posted:
        raise HTTPException(400, "There is no query parameter in the form.")
    return asked


def header(scope: Scope, wanted: bytes) -> str | None:
    """The value of a header, its fields joined (RFC 9110, section 5.3); None if there is none."""
    values = [value for name, value in scope["headers"] if name == wanted]
    return b",".join(values).decode("latin-1") if values else None


def _media_type(content_type: str) -> str:
    """The type of a body, if it is one that may be posted."""
    sent, *parameters = content_type.lower().split(";")
    media_type = sent.strip()
    if media_type == UPDATE_TYPE:
        raise HTTPException(415, NO_UPDATES)
    if media_type not in {FORM_TYPE, QUERY_TYPE}:
        raise HTTPException(415, f"Send the query as {QUERY_TYPE} or in a form as {FORM_TYPE}.")
    charsets = [each.partition("=")[2].strip(' "') for each in parameters if "charset" in each]
    if charsets and charsets[0] not in {"utf-8", "utf8"}:
        raise HTTPException(415, f"Send the query in UTF-8, not in {charsets[0]}.")
    return media_type


async def _body(receive: Receive, most_bytes: int) -> bytes:
    """The body, read no further than it may be long."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > most_bytes:
            raise HTTPException(413, f"The request is longer than {most_bytes} bytes.")
    return body


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise HTTPException(400, "The parameters are not percent-encoded UTF-8.") from None


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise HTTPException(400, "The query is not UTF-8.") from None


def _asked(pairs: list[tuple[str, str]]) -> Asked:
    def values(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in pairs if key == name)

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
