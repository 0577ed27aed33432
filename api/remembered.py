"""Answers that were given before, given again without asking anyone.

A pure ASGI layer in front of everything else. A web process serves one release
and nothing in it changes, so an answer stays right as long as the process lives,
and what was asked is the whole key. Memory is bounded; what was used least
recently goes first.

An answer is kept as it went out, compressed or not. One without a validator
gets the hash of its bytes as a strong ETag, which is right for just these bytes
(RFC 9110, section 8.8.3). Answers that are sent while they are made are not kept.
"""

import hashlib
import re
from collections import OrderedDict
from dataclasses import dataclass, field

from starlette.types import Message, Receive, Scope, Send

from api.published import Published

KEPT_STATUSES = {200, 303}
REPEATED_IN_304 = {
    b"access-control-allow-origin",
    b"access-control-expose-headers",
    b"cache-control",
    b"content-location",
    b"etag",
    b"link",
    b"nodverk-release",
    b"vary",
}
"""What a 304 repeats of the answer that it stands for (RFC 9110, section 15.4.5), and what is ours."""

CHANCE = re.compile(rb"(?:now|rand|uuid|bnode)(?:\s|\+|%20|%0a|%0d|%09)*(?:\(|%28)", re.IGNORECASE)
"""Functions of SPARQL, as they stand in an address, that answer differently each time."""

OVERHEAD_OCTETS = 2048
"""What an answer takes in memory beside its body: headers and key."""

NOT_TO_BE_KEPT = {(b"cache-control", b"no-store")}

END: Message = {"type": "http.response.body", "body": b""}
Headers = list[tuple[bytes, bytes]]
Key = tuple[str, bytes, bytes, bytes, bool]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it went out, and the 304 that stands for it."""

    start: Message
    body: Message
    etag: bytes
    unmodified: Message

    @property
    def octets(self) -> int:
        """About what it takes in memory."""
        return len(self.body["body"]) + OVERHEAD_OCTETS


class Remembered:
    """An application that remembers its answers to GET, up to `most_octets` of them."""

    def __init__(self, app: Published, most_octets: int) -> None:
        self.app = app
        self.octets = 0
        self._most_octets = most_octets
        self._kept: OrderedDict[Key, Kept] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or ask the application and keep its answer."""
        if self.app.closing or scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        key, known = _asked(scope)
        kept = None if _about_time(scope) else self._kept.get(key)
        if kept is None:
            kept = await self._ask(key, scope, receive, send)
        else:
            self._kept.move_to_end(key)
        if kept is not None:
            await _give(kept, known, scope["method"] == "HEAD", send)

    def make_way(self) -> None:
        """End each connection with its next answer, since another process takes over."""
        self.app.closing = True

    async def _ask(self, key: Key, scope: Scope, receive: Receive, send: Send) -> Kept | None:
        """Have the application answer; None where its answer went out already and is not kept."""
        if scope["method"] == "HEAD" or CHANCE.search(scope["query_string"]) or _about_time(scope):
            await self.app(scope, receive, send)
            return None
        held = _Held(send)
        headers = [each for each in scope["headers"] if each[0] != b"if-none-match"]
        await self.app({**scope, "headers": headers}, receive, held)
        if held.start is None or held.body is None:
            return None
        kept = _kept(held.start, held.body)
        if not NOT_TO_BE_KEPT & set(kept.start["headers"]) and kept.octets <= self._most_octets // 8:
            self._keep(key, kept)
        return kept

    def _keep(self, key: Key, kept: Kept) -> None:
        if key in self._kept:  # two asked at once
            return
        self._kept[key] = kept
        self.octets += kept.octets
        while self.octets > self._most_octets:
            _, oldest = self._kept.popitem(last=False)
            self.octets -= oldest.octets


@dataclass
class _Held:
    """Takes in an answer that comes at once; lets through one that comes in pieces or is not to be kept."""

    send: Send
    start: Message | None = None
    body: Message | None = None
    _passing: bool = field(default=False)

    async def __call__(self, message: Message) -> None:
        if self._passing:
            await self.send(message)
        elif message["type"] == "http.response.start" and message["status"] in KEPT_STATUSES:
            self.start = message
        elif self.start is not None and not message.get("more_body"):
            self.body = message
        else:
            await self._let_through(message)

    async def _let_through(self, message: Message) -> None:
        self._passing = True
        if self.start is not None:
            await self.send(self.start)
            self.start = None
        await self.send(message)


def _about_time(scope: Scope) -> bool:
    """Whether a moment in time is asked for, which is no part of the key."""
    return any(name == b"accept-datetime" for name, _ in scope["headers"])


def _asked(scope: Scope) -> tuple[Key, bytes]:
    """All that an answer depends on, and the versions that the client has already."""
    accept = language = known = b""
    compressed = False
    for name, value in scope["headers"]:
        if name == b"accept":
            accept = b",".join((accept, value)) if accept else value
        elif name == b"accept-language":
            language = value
        elif name == b"accept-encoding":
            compressed = b"gzip" in value
        elif name == b"if-none-match":
            known = value
    return (scope["path"], scope["query_string"], accept, language, compressed), known


def _kept(start: Message, body: Message) -> Kept:
    headers: Headers = list(start["headers"])
    etag = next((value for name, value in headers if name.lower() == b"etag"), b"")
    if start["status"] == 200 and not etag:
        etag = b'"%s"' % hashlib.sha256(body["body"]).hexdigest()[:20].encode()
        headers.append((b"etag", etag))
    repeated = [each for each in headers if each[0].lower() in REPEATED_IN_304]
    return Kept(
        start={**start, "headers": headers},
        body={"type": "http.response.body", "body": body.get("body", b"")},
        etag=etag.removeprefix(b"W/"),
        unmodified={"type": "http.response.start", "status": 304, "headers": repeated},
    )


async def _give(kept: Kept, known: bytes, head: bool, send: Send) -> None:  # noqa: FBT001 - of the request
    if known and kept.etag and _has(known, kept.etag):
        await send(kept.unmodified)
        await send(END)
    else:
        await send(kept.start)
        await send(END if head else kept.body)


def _has(known: bytes, etag: bytes) -> bool:
    """Whether the client has this version, by weak comparison (RFC 9110, section 13.1.2)."""
    return known == etag or any(
        each.strip().removeprefix(b"W/") == etag or each.strip() == b"*" for each in known.split(b",")
    )
