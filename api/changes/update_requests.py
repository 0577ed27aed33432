"""What a request asks to be changed, by the SPARQL 1.1 Protocol (section 2.2)."""

from starlette.exceptions import HTTPException
from starlette.types import Scope

from api.http.requests import absolute, header, media_type, pairs, text
from api.sparql.protocol import FORM_TYPE, UPDATE_TYPE
from graph.ingest.updating import Update


def is_update(body: bytes) -> bool:
    """Whether a form has an `update`, so that it is no query."""
    return any(each.partition(b"=")[0] == b"update" for each in body.split(b"&"))


def update_of(scope: Scope, body: bytes) -> Update:
    """The update of a POST. Raises `HTTPException` where the protocol is not kept."""
    sent = media_type(header(scope, b"content-type"))
    given = pairs(scope["query_string"])
    if sent == FORM_TYPE:
        given += pairs(body)
    elif sent == UPDATE_TYPE:
        given += [("update", text(body))]
    else:
        raise HTTPException(415, f"Send the update as {UPDATE_TYPE} or in a form as {FORM_TYPE}.")
    texts = [value for name, value in given if name == "update"]
    if len(texts) != 1:
        raise HTTPException(400, "Send one update at a time.")
    if any(name == "query" for name, _ in given):
        raise HTTPException(400, "Send a query or an update, not both.")
    return Update(
        texts[0],
        using=tuple(absolute(value) for name, value in given if name == "using-graph-uri"),
        using_named=tuple(absolute(value) for name, value in given if name == "using-named-graph-uri"),
    )
