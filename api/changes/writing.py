"""What is written over HTTP: updates at `/update` and `/sparql`, and the Graph Store Protocol.

A layer before everything that answers from a release, since a change makes a new one. The
scribe makes it; here it is waited for, and then until new connections are answered from the
new release. The connection is closed with the answer, so that the next request comes to it.
"""

import asyncio
import re
from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.changes import graph_store, written
from api.changes.served import wait_until_served
from api.changes.update_requests import is_update, update_of
from api.http.language import preferred
from api.http.requests import body_of, header, read_already
from api.pages.editions.phrases import LANGUAGES
from api.sparql.protocol import ENCODED, FORM_TYPE, UPDATE_TYPE
from api.write_access import CLOSED, WriteAccess
from graph.errors import GraphError
from graph.ingest.updating import Update
from graph.ingest.writing import GraphWrite, Wanted
from graph.settings import Limits
from graph.store.release import Outcome

SERVED_SECONDS = 30.0
"""How long a change that was made may take to be served, before that is said instead."""

RELEASE = re.compile(r'\s*(?:W/)?"(\d+)(?:-[^"]*)?"\s*(?:,|\Z)')
"""An ETag of ours: it begins with the number of its release."""

FINAL = {"Connection": "close"}
Told = Callable[[Scope, Exception], ASGIApp]


class Writing:
    """An application that also takes changes, where there is somebody to make them."""

    def __init__(self, app: ASGIApp, access: WriteAccess | None, limits: Limits, told: Told) -> None:
        self._app = app
        self._access = access
        self._limits = limits
        self._told = told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Make a change, or pass on a request that asks for none."""
        if scope["type"] != "http" or not _may_write(scope):
            await self._app(scope, receive, send)
            return
        try:
            answerer, receive = await self._answerer(scope, receive)
        except (GraphError, HTTPException) as error:
            answerer = self._told(scope, error)
        except ClientDisconnect:
            return
        await answerer(scope, receive, send)

    async def _answerer(self, scope: Scope, receive: Receive) -> tuple[ASGIApp, Receive]:
        """Who answers, and from where the body is read."""
        if scope["path"] == "/sparql" and not _says_update(scope):
            most = self._limits.query_bytes * ENCODED
            if header(scope, b"authorization"):
                most = self._limits.update_bytes * ENCODED
            body = await body_of(receive, most)
            if not is_update(body):
                return self._app, read_already(body, receive)
            receive = read_already(body, receive)
        return await self._write(scope, receive), receive

    async def _write(self, scope: Scope, receive: Receive) -> Response:
        _check_method(scope)
        if self._access is None:
            raise HTTPException(403, CLOSED)
        by = self._access.writer(header(scope, b"authorization"))
        what = await self._what(scope, receive, self._access)
        wanted = Wanted(what, by, _condition(header(scope, b"if-match")))
        became = await asyncio.to_thread(self._access.door.ask, wanted)
        if became.outcome is Outcome.REJECTED:
            language = preferred(header(scope, b"accept-language"), LANGUAGES)
            return written.refusal(became, header(scope, b"accept"), language, FINAL)
        served = await wait_until_served(self._access.address, became.release, SERVED_SECONDS)
        method = what.method if isinstance(what, GraphWrite) else None
        return written.answer(became, method, served=served, headers=FINAL)

    async def _what(self, scope: Scope, receive: Receive, access: WriteAccess) -> Update | GraphWrite:
        if graph_store.is_graph_store(scope):
            body = await body_of(receive, self._limits.import_bytes)
            return graph_store.write_of(scope, body, access.dataset.iris)
        return update_of(scope, await body_of(receive, self._limits.update_bytes * ENCODED))


def _may_write(scope: Scope) -> bool:
    """Whether a request asks for a change, as far as its head tells."""
    if scope["path"] == "/update":
        return True
    if scope["path"] == "/sparql":
        return scope["method"] == "POST" and (_says_update(scope) or _is_form(scope))
    return scope["method"] not in {"GET", "HEAD"} and graph_store.is_graph_store(scope)


def _says_update(scope: Scope) -> bool:
    return _sent(scope) == UPDATE_TYPE


def _is_form(scope: Scope) -> bool:
    return _sent(scope) == FORM_TYPE


def _sent(scope: Scope) -> str:
    return (header(scope, b"content-type") or "").partition(";")[0].strip().lower()


def _check_method(scope: Scope) -> None:
    """Raises `HTTPException` for a method by which nobody can write here, with a token or without."""
    if graph_store.is_graph_store(scope):
        graph_store.check_method(scope["method"])
    elif scope["method"] != "POST":
        raise HTTPException(405, "An update is sent by POST.")


def _condition(if_match: str | None) -> frozenset[int] | None:
    """The releases that may be the newest (RFC 9110, section 13.1.1); None where any may be.

    Raises `HTTPException` where the condition names no release, so that it cannot be met.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    found = frozenset(int(number) for number in RELEASE.findall(if_match))
    if not found:
        raise HTTPException(412, f"The condition {if_match} names no release of ours.")
    return found
