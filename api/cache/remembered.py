"""Answers that were given before, given again without asking anyone.

A pure ASGI layer in front of everything else. A web process serves one release
and nothing in it changes, so an answer stays right as long as the process lives,
and what was asked is the whole key. Memory is bounded; what was used least
recently goes first.

An application is asked for whole, uncompressed, unconditional answers to GET:
HEAD, conditions and `Accept-Encoding` are matters of the form in which what
is kept is given. Answers that are sent while they are made are not kept, and are
compressed on their way.
"""

from collections.abc import Hashable
from time import perf_counter
from urllib.parse import unquote

from starlette.types import Message, Receive, Scope, Send

from api.cache.kept import Form, Kept, Memory
from api.http.compression import Packing, takes_gzip
from api.http.reply import Headers
from api.published import Published
from graph.workers.sparql_scan import depends_on_chance

KEPT_STATUSES = {200, 303}
READS = ("GET", "HEAD")

FILES = "/dumps/"
"""How the addresses of files begin, which are read from the disk and answer conditions themselves."""

NOT_TO_BE_KEPT = {(b"cache-control", b"no-store")}
MATTERS_OF_FORM = {b"if-none-match", b"if-modified-since", b"accept-encoding"}
CLOSING = (b"connection", b"close")

Key = tuple[str, bytes, bytes, bytes]


class Remembered:
    """An application that remembers its answers to GET.

    After `make_way`, each answer also ends its connection: the process is being
    replaced, and a client that knows so does not send its next request to the old one.
    """

    def __init__(self, app: Published, memory: Memory[Hashable]) -> None:
        self.app = app
        self.memory = memory
        self.closing = False

    def make_way(self) -> None:
        """End each connection with its next answer, since another process takes over."""
        self.closing = True

    def at_once(self, scope: Scope) -> Form | None:
        """The answer to GET or HEAD, if it is known or can be given without waiting for anything."""
        asked = _Asked(scope)
        if self.closing or asked.about_more:
            return None
        kept = self._known(asked, scope)
        return kept.form(asked.known, unpacks=asked.unpacks, since=asked.since) if kept else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or ask the application and keep its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = _Asked(scope)
        sending = _Sending(send, asked, head=scope["method"] == "HEAD", closing=self.closing)
        if scope["method"] not in READS or scope["path"].startswith(FILES):
            await self.app(scope, receive, sending.packing())
            return
        kept = self._known(asked, scope) or await self._ask(asked, scope, receive, sending)
        if kept is not None:
            form = kept.form(asked.known, unpacks=asked.unpacks, since=asked.since)
            await form(scope, receive, sending)

    def _known(self, asked: "_Asked", scope: Scope) -> Kept | None:
        """The answer that is kept, or one that takes no waiting."""
        if asked.about_more:
            return None
        kept = self.memory.get(asked.key)
        if kept is None:
            reply = self.app.at_once(scope)
            if reply is not None:
                kept = Kept(reply.status, reply.headers, reply.body)
                self.memory.keep(asked.key, kept)
        return kept

    async def _ask(self, asked: "_Asked", scope: Scope, receive: Receive, sending: "_Sending") -> Kept | None:
        """Have the application answer; None where its answer went out already and is not kept."""
        held = _Held(sending.packing())
        await self.app({**scope, "method": "GET", "headers": asked.rest}, receive, held)
        if held.start is None or held.body is None:
            return None
        kept = Kept(held.start["status"], held.start["headers"], held.body)
        if not (asked.about_more or asked.by_chance or NOT_TO_BE_KEPT & set(held.start["headers"])):
            self.memory.keep(asked.key, kept)
        return kept


def timing(begun: float) -> tuple[bytes, bytes]:
    """How long it took from a moment of `perf_counter` until the answer began (W3C Server Timing)."""
    return b"server-timing", b"total;dur=%.2f" % ((perf_counter() - begun) * 1000)


class _Asked:
    """What a request asks for, apart from the form in which the client wants it."""

    __slots__ = ("_scope", "about_more", "key", "known", "since", "unpacks")

    def __init__(self, scope: Scope) -> None:
        accept = language = known = since = b""
        unpacks = about_more = False
        for name, value in scope["headers"]:
            if name == b"accept":
                accept = b",".join((accept, value)) if accept else value
            elif name == b"accept-language":
                language = value
            elif name == b"accept-encoding":
                unpacks = takes_gzip(value)
            elif name == b"if-none-match":
                known = value
            elif name == b"if-modified-since":
                since = value
            elif name in (b"accept-datetime", b"authorization"):
                about_more = True
        self._scope = scope
        self.key: Key = (scope["path"], scope["query_string"], accept, language)
        self.known = known
        self.since = since
        self.unpacks = unpacks
        self.about_more = about_more
        """Whether it also depends on the time or on who asks, which is no part of the key."""

    @property
    def rest(self) -> Headers:
        """The headers that tell what is wanted."""
        return [each for each in self._scope["headers"] if each[0] not in MATTERS_OF_FORM]

    @property
    def by_chance(self) -> bool:
        """Whether it is a query that may answer differently each time."""
        return depends_on_chance(unquote(self._scope["query_string"].decode("latin-1")))


class _Sending:
    """Where answers go: to HEAD without a body, and with the end of the connection if that is near."""

    def __init__(self, send: Send, asked: _Asked, *, head: bool, closing: bool) -> None:
        self._send = send
        self._unpacks = asked.unpacks
        self._head = head
        self._closing = closing
        self._begun = perf_counter()

    async def __call__(self, message: Message) -> None:
        """Send the next message of an answer."""
        if message["type"] == "http.response.start":
            headers = [*message["headers"], timing(self._begun)]
            message = {**message, "headers": [*headers, CLOSING] if self._closing else headers}
        elif self._head:
            message = {**message, "body": b""}
        await self._send(message)

    def packing(self) -> Send:
        """The same for an answer that is not kept, which is compressed on its way."""
        return Packing(self) if self._unpacks else self


class _Held:
    """Takes in an answer that comes at once; lets through one that comes in pieces or is not to be kept."""

    def __init__(self, send: Send) -> None:
        self.start: Message | None = None
        self.body: bytes | None = None
        self._send = send
        self._passing = False

    async def __call__(self, message: Message) -> None:
        if self._passing:
            await self._send(message)
        elif message["type"] == "http.response.start" and message["status"] in KEPT_STATUSES:
            self.start = message
        elif self.start is not None and not message.get("more_body"):
            self.body = message.get("body", b"")
        else:
            await self._let_through(message)

    async def _let_through(self, message: Message) -> None:
        self._passing = True
        if self.start is not None:
            await self._send(self.start)
            self.start = None
        await self._send(message)
