"""What answers from one release: documents, pages of things and queries by themselves, all else by FastAPI.

Documents and `/sparql` are asked by machines, a thousand times where a list is read once,
and the pages of things by search engines, so they are spared what a framework does for a request.
"""

from contextlib import suppress

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.reply import Reply
from api.linked_data.documents import Documents
from api.linked_data.succession import Succession
from api.linked_data.things import Things
from api.problems import respond
from api.sparql.endpoint import Endpoint
from graph.errors import EntityUnknown, GraphError


class OneRelease:
    """The application that answers from one release, without what all answers bear."""

    def __init__(
        self, documents: Documents, things: Things, succession: Succession, endpoint: Endpoint, pages: FastAPI
    ) -> None:
        self._succession = succession
        self._documents = documents
        self._things = things
        self._endpoint = endpoint
        self._pages = pages
        self._guarded = ServerErrorMiddleware(
            self._answer, handler=lambda request, error: self.problem(request.scope, error)
        )

    def at_once(self, scope: Scope) -> Reply | None:
        """The document or page of a thing that is asked for; None for all else, and where there is none."""
        with suppress(Exception):  # the long way meets it again, and tells it
            return self._made(scope) or self._things.at_once(scope)
        return None

    def _made(self, scope: Scope) -> Reply | None:
        return self._succession.reply(scope) or self._documents.reply(scope)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, whatever happens: what nobody foresaw is a problem document too."""
        await self._guarded(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        answerer: ASGIApp
        try:
            if scope["path"] == "/sparql":
                answerer = await self._endpoint.reply(scope, receive)
            else:
                answerer = self._made(scope) or await self._things.reply(scope) or self._pages
        except EntityUnknown as unknown:
            answerer = self.problem(scope, await self._succession.told(unknown))
        except (GraphError, HTTPException) as error:
            answerer = self.problem(scope, error)
        await answerer(scope, receive, send)

    def problem(self, scope: Scope, error: Exception) -> Response:
        """What went wrong, as an answer."""
        return respond(Request({**scope, "app": self._pages}), error)
