"""`/sparql`: the endpoint for queries, by the SPARQL 1.1 Protocol.

What was answered once is kept by question: query, dataset, formats and release,
however it was sent. A GET is kept a second time by its address, as all are, which
spares the next one the reading; the bytes of the answer are the same.
"""

import asyncio
from collections.abc import Hashable
from functools import lru_cache

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope

from api.cache.kept import Kept, Memory
from api.context import Context
from api.http.compression import takes_gzip
from api.http.departure import Departed, while_connected
from api.http.language import preferred
from api.http.negotiation import HTML, MEANT, ROWS, STATEMENTS, Offer, choose
from api.http.reply import Headers, Reply
from api.http.requests import client, header
from api.http.streaming import StreamedAnswer
from api.pages.editions.phrases import LANGUAGES
from api.sparql.description import describe_endpoint
from api.sparql.protocol import Asked, read
from graph.formats import document
from graph.workers.conversation import Question
from graph.workers.door import Answer
from graph.workers.sparql_scan import depends_on_chance

VARY = (b"vary", b"Accept, Accept-Language, Accept-Encoding")
NEVER_KEPT = (b"cache-control", b"no-store")
CLIENT_GONE = Reply(499, [])
"""An answer that nobody receives."""

MOST_ACCEPTS = 256
"""How many `Accept` headers are remembered with what they chose."""

ROWS_BY_NAME = {each.name: each for each in ROWS}
STATEMENTS_BY_NAME = {each.name: each for each in STATEMENTS}


class Endpoint:
    """The endpoint of one release."""

    def __init__(self, context: Context, memory: Memory[Hashable]) -> None:
        self._context = context
        self._base = f"{context.index.iris.base}sparql"
        self._memory = memory
        self._chosen = lru_cache(MOST_ACCEPTS)(_chosen)
        self._merged: int | None = None
        """The number of statements in the default graph, counted when it is first asked for."""

    async def reply(self, scope: Scope, receive: Receive) -> ASGIApp:
        """The answer to a query; without one, what the endpoint can do.

        Raises `GraphError` and `HTTPException`.
        """
        if scope["method"] not in ("GET", "HEAD", "POST"):
            raise HTTPException(405)
        try:
            asked = await read(scope, receive, self._context.limits.query_bytes)
        except ClientDisconnect:
            return CLIENT_GONE
        rows, statements, page = self._chosen(header(scope, b"accept"), asked.format)
        if page and scope["method"] != "POST":
            return _to_page(scope)
        if rows is None and statements is None:
            offered = dict.fromkeys(each.media_type for each in (*ROWS, *STATEMENTS))
            raise HTTPException(406, f"Answers come as {', '.join(offered)}.")
        if asked.query is None:
            return await self._description(statements)
        return await self._answer(self._question(asked.query, asked, rows, statements), scope, receive)

    def _question(self, query: str, asked: Asked, rows: Offer | None, statements: Offer | None) -> Question:
        return Question(
            text=query,
            base=self._base,
            rows=rows.name if rows else None,
            statements=statements.name if statements else None,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            release=self._context.door.release,
        )

    async def _answer(self, question: Question, scope: Scope, receive: Receive) -> ASGIApp:
        """The answer that is kept, or a worker's."""
        kept = self._memory.get(question)
        if kept is None:
            try:
                answer = await while_connected(receive, self._context.door.of(client(scope)).ask(question))
            except Departed:
                return CLIENT_GONE
            by_chance = depends_on_chance(question.text)
            headers = _headers(answer, by_chance=by_chance)
            if not answer.ended:
                return StreamedAnswer(answer.content(), headers)
            kept = Kept(200, headers, await answer.whole(), validated=False)
            if not by_chance:
                self._memory.keep(question, kept)
        return kept.form(b"", unpacks=takes_gzip((header(scope, b"accept-encoding") or "").encode("latin-1")))

    async def _description(self, offer: Offer | None) -> Reply:
        if offer is None:
            offered = ", ".join(each.media_type for each in STATEMENTS)
            raise HTTPException(406, f"The description comes as {offered}.")
        index = self._context.index
        if self._merged is None:
            self._merged = await asyncio.to_thread(index.merged_size)
        described = describe_endpoint(index, self._merged, updates=self._context.access is not None)
        content = document(described, offer.name)
        return Reply(200, [(b"content-type", offer.content_type.encode()), VARY], content)


def _to_page(scope: Scope) -> Reply:
    """To the form, with the query in it; it shows the result."""
    language = preferred(header(scope, b"accept-language"), LANGUAGES)
    query = b"?" + scope["query_string"] if scope["query_string"] else b""
    return Reply(303, [(b"location", f"/{language}/sparql".encode() + query), VARY])


def _chosen(accept: str | None, format_: str) -> tuple[Offer | None, Offer | None, bool]:
    """The formats for rows and for statements, and whether a person's browser asks, which wants a page.

    The `format` parameter comes before `Accept`. It may be one of our short names or a
    media type; what it is else is passed over.
    """
    rows, statements = ROWS_BY_NAME.get(format_), STATEMENTS_BY_NAME.get(MEANT.get(format_, format_))
    if rows is None and statements is None:
        liked = format_ if "/" in format_ else accept
        rows, statements = choose(liked, ROWS), choose(liked, STATEMENTS)
    page = not format_ and choose(accept, (*ROWS, *STATEMENTS, HTML)) is HTML
    return rows, statements, page


def _headers(answer: Answer, *, by_chance: bool) -> Headers:
    offers = STATEMENTS_BY_NAME if answer.form.result == "statements" else ROWS_BY_NAME
    content_type = offers[answer.form.format].content_type.encode()
    headers = [
        (b"content-type", content_type),
        VARY,
        (b"nodverk-release", str(answer.form.release).encode()),
    ]
    return [*headers, NEVER_KEPT] if by_chance else headers
