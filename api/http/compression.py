"""Compressed answers: who can read them, which are worth it, and a stream that is compressed as it goes.

Only gzip is spoken, which every client knows. A compressed answer bears an ETag of its
own (RFC 9110, section 8.8.3.3): a shared cache that asks about both forms at once must be
told which of them is still good for this client.
"""

import gzip
import re
import zlib

from starlette.types import Message, Send

from api.http.reply import Headers

LEAST_OCTETS = 1024
"""Shorter answers fit into a packet or two as they are."""

LEVEL = 5
"""Three times as fast as level 9, and a few per cent larger."""

GZIP_FRAMES = 31
"""What zlib calls a deflated stream with gzip's head and tail."""

WORTH_IT = re.compile(rb"text/|image/svg|application/(?!gzip|zip|octet-stream|pdf)")
"""How the types of content begin that text makes up."""

WEIGHT = re.compile(rb"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
"""How much a client wants a coding (RFC 9110, section 12.4.2)."""

CODED = (b"content-encoding", b"gzip")
VARIES = b"Accept-Encoding"


def takes_gzip(accept_encoding: bytes) -> bool:
    """Whether a client takes gzip, and likes the plain form no better (RFC 9110, section 12.5.3)."""
    weights = {}
    for each in accept_encoding.lower().split(b","):
        coding, _, parameter = each.partition(b";")
        weights[coding.strip()] = _weight(parameter.replace(b" ", b"")) if parameter else 1.0
    gzipped = weights.get(b"gzip", weights.get(b"*", 0.0))
    return gzipped > 0 and gzipped >= weights.get(b"identity", 0.0)


def _weight(parameter: bytes) -> float:
    """The weight of a coding; what is no weight says nothing against it."""
    found = WEIGHT.fullmatch(parameter)
    return float(found[1]) if found else 1.0


def is_worth_it(headers: Headers) -> bool:
    """Whether content with these headers gets much shorter.

    What has a coding has had its turn, and a range is counted in bytes of the plain form.
    """
    sort = b""
    for name, value in headers:
        if name in (b"content-encoding", b"content-range"):
            return False
        if name == b"content-type":
            sort = value
    return WORTH_IT.match(sort) is not None


def packed(body: bytes) -> bytes:
    """The content compressed, equal content always to equal bytes."""
    return gzip.compress(body, LEVEL, mtime=0)


def varying(headers: Headers) -> Headers:
    """The headers of an answer which may also come compressed."""
    vary = b", ".join(value for name, value in headers if name == b"vary")
    if VARIES.lower() in vary.lower():
        return headers
    others = [each for each in headers if each[0] != b"vary"]
    return [*others, (b"vary", vary + b", " + VARIES if vary else VARIES)]


def of_packed(headers: Headers) -> Headers:
    """The headers of the compressed form of an answer, without its length."""
    kept = [each for each in varying(headers) if each[0] not in (b"content-length", b"etag")]
    tags = [(name, tag_of_packed(value)) for name, value in headers if name == b"etag"]
    return [*kept, *tags, CODED]


def tag_of_packed(etag: bytes) -> bytes:
    """The ETag of the compressed form: weak, since another zlib may find other bytes for it."""
    return b"W/" + etag.removeprefix(b"W/").removesuffix(b'"') + b'-gzip"'


class Packing:
    """Sends an answer on, compressed unless it is short, of another kind or compressed already."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._stream = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP_FRAMES)
        self._packs = False

    async def __call__(self, message: Message) -> None:
        """Take the next message of the answer."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        if self._start is not None:
            await self._begin(self._start, message)
            self._start = None
        await (self._pack(message) if self._packs else self._send(message))

    async def _begin(self, start: Message, first: Message) -> None:
        """Decide by the first piece, and send the headers that fit."""
        long = first.get("more_body") or len(first.get("body", b"")) >= LEAST_OCTETS
        if is_worth_it(start["headers"]):
            self._packs = bool(long)
            start = {**start, "headers": (of_packed if long else varying)(start["headers"])}
        await self._send(start)

    async def _pack(self, message: Message) -> None:
        more = bool(message.get("more_body"))
        body = self._stream.compress(message.get("body", b""))
        if not more:
            body += self._stream.flush()
        if body or not more:
            await self._send({"type": "http.response.body", "body": body, "more_body": more})
