"""What stands in a request, read by hand: headers, parameters, the body."""

from urllib.parse import parse_qsl

from pyoxigraph import NamedNode
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from graph.workers.turns import OURSELVES, asker_of


def header(scope: Scope, wanted: bytes) -> str | None:
    """The value of a header, its fields joined (RFC 9110, section 5.3); None if there is none."""
    values = [value for name, value in scope["headers"] if name == wanted]
    return b",".join(values).decode("latin-1") if values else None


def client(scope: Scope) -> int:
    """By which number the query workers know whoever sent a request."""
    return asker_of(scope["client"][0]) if scope.get("client") else OURSELVES


def media_type(content_type: str | None) -> str:
    """A media type without its parameters. Raises `HTTPException` where the text is not in UTF-8."""
    sent, *parameters = (content_type or "").lower().split(";")
    for each in parameters:
        name, _, value = each.partition("=")
        if name.strip() == "charset" and value.strip(' "') not in {"utf-8", "utf8"}:
            raise HTTPException(415, f"Send texts in UTF-8, not in {value.strip()}.")
    return sent.strip()


def pairs(encoded: bytes) -> list[tuple[str, str]]:
    """The parameters of an address or form, each decoded once."""
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise HTTPException(400, "The parameters are not percent-encoded UTF-8.") from None


def text(body: bytes) -> str:
    """A body as text."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise HTTPException(400, "The body is not UTF-8.") from None


def absolute(iri: str) -> str:
    """An IRI as it came, checked. Raises `HTTPException` where it is none, or relative."""
    try:
        return NamedNode(iri).value
    except ValueError:
        raise HTTPException(400, f"'{iri}' is no absolute IRI.") from None


async def body_of(receive: Receive, most_bytes: int) -> bytes:
    """The body, read no further than it may be long. Raises `HTTPException`, `ClientDisconnect`."""
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > most_bytes:
            raise HTTPException(413, f"The request is longer than {most_bytes} bytes.")
    return bytes(body)


def read_already(body: bytes, receive: Receive) -> Receive:
    """A body that was read, for whoever reads it again."""
    given = False

    async def again() -> dict[str, object]:
        nonlocal given
        if given:
            return dict(await receive())
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
