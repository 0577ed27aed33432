"""An answer that is given again: plain, compressed, or as the 304 that stands for it."""

import hashlib
from collections import OrderedDict
from collections.abc import Hashable
from contextlib import suppress
from typing import Generic, TypeVar

from starlette.types import Receive, Scope, Send

from api.http.compression import LEAST_OCTETS, is_worth_it, of_packed, packed, tag_of_packed, varying
from api.http.http_date import moment_of
from api.http.reply import Headers

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

OVERHEAD_OCTETS = 4096
"""What an answer takes in memory beside its body: key, and headers in each of its forms."""

Key = TypeVar("Key", bound=Hashable)


class Form:
    """One form of an answer, ready to be sent."""

    __slots__ = ("_head", "body", "headers", "status")

    def __init__(self, status: int, headers: Headers, body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self._head = b""

    @property
    def head(self) -> bytes:
        """The headers as they stand in a message of HTTP/1.1."""
        if not self._head:
            self._head = b"".join(b"%s: %s\r\n" % each for each in self.headers)
        return self._head

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it, to HEAD without the body."""
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else self.body})


class Kept:
    """An answer in all its forms, each made when it is first asked for.

    Where it is to be `validated` and has no validator, the hash of its bytes becomes its strong
    ETag, which is right for just these bytes; the compressed form has one made from it.
    """

    __slots__ = ("_headers", "_modified", "_packed", "_plain", "_unmodified", "etag")

    def __init__(self, status: int, headers: Headers, body: bytes, *, validated: bool = True) -> None:
        headers = [each for each in headers if each[0] != b"content-length"]
        self.etag = next((value for name, value in headers if name == b"etag"), b"")
        if validated and status == 200 and not self.etag:
            self.etag = b'"%s"' % hashlib.sha256(body).hexdigest()[:20].encode()
            headers.append((b"etag", self.etag))
        self._packed: Form | bool = len(body) >= LEAST_OCTETS and is_worth_it(headers)
        if self._packed:
            headers = varying(headers)
        self._headers = headers
        self._modified = next((value for name, value in headers if name == b"last-modified"), b"")
        self._plain = Form(status, [*headers, _length(body)], body)
        self._unmodified: dict[bool, Form] = {}

    @property
    def octets(self) -> int:
        """About what it takes in memory; a compressed form is kept if it takes less than half."""
        plain = len(self._plain.body)
        return OVERHEAD_OCTETS + plain + (plain // 2 if self._packed else 0)

    def form(self, known: bytes, *, unpacks: bool, since: bytes = b"") -> Form:
        """What a client gets who has the versions `known` already, and who can unpack or not.

        A client that tells no version may tell `since` when it has what it has. What it gets is
        compared with what it has form by form: 304 for the other one would let a shared cache
        give that to a client who cannot read it (RFC 9111, section 4.3.4).
        """
        chosen = self._in_gzip() if unpacks and self._packed else self._plain
        if not known and not since:
            return chosen
        packed = chosen is not self._plain
        if known:
            tag = tag_of_packed(self.etag) if packed else self.etag
            is_known = bool(self.etag) and _has(known, tag)
        else:
            is_known = bool(self._modified) and _not_before(since, self._modified)
        return self._not_modified(packed=packed) if is_known else chosen

    def _in_gzip(self) -> Form:
        """The compressed form; the plain one if that is not much shorter."""
        if isinstance(self._packed, Form):
            return self._packed
        body = packed(self._plain.body)
        if len(body) > len(self._plain.body) // 2:
            self._packed = False
            return self._plain
        self._packed = Form(self._plain.status, [*of_packed(self._headers), _length(body)], body)
        return self._packed

    def _not_modified(self, *, packed: bool) -> Form:
        if packed not in self._unmodified:
            headers = of_packed(self._headers) if packed else self._headers
            self._unmodified[packed] = Form(
                304, [each for each in headers if each[0] in REPEATED_IN_304], b""
            )
        return self._unmodified[packed]


class Memory(Generic[Key]):
    """Kept answers by what was asked, up to so many octets of them; the least recently used go first."""

    def __init__(self, most_octets: int) -> None:
        self.octets = 0
        self._most_octets = most_octets
        self._kept: OrderedDict[Key, tuple[Kept, int]] = OrderedDict()

    def get(self, key: Key) -> Kept | None:
        """The answer to a question, if it is still there."""
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def keep(self, key: Key, kept: Kept) -> None:
        """Keep an answer, unless it is so large that it would drive out many others."""
        octets = kept.octets
        if octets > self._most_octets // 8 or key in self._kept:
            return
        self._kept[key] = kept, octets
        self.octets += octets
        while self.octets > self._most_octets:
            _, (_, freed) = self._kept.popitem(last=False)
            self.octets -= freed


def _length(body: bytes) -> tuple[bytes, bytes]:
    return b"content-length", str(len(body)).encode()


def _not_before(since: bytes, modified: bytes) -> bool:
    """Whether what was got at a time is still good (RFC 9110, section 13.1.3); False for what is no time."""
    if since == modified:
        return True
    with suppress(ValueError):
        return moment_of(since.decode("latin-1")) >= moment_of(modified.decode("latin-1"))
    return False


def _has(known: bytes, etag: bytes) -> bool:
    """Whether the client has this version, by weak comparison (RFC 9110, section 13.1.2)."""
    opaque = etag.removeprefix(b"W/")
    return known in (etag, opaque) or any(
        each.strip().removeprefix(b"W/") == opaque or each.strip() == b"*" for each in known.split(b",")
    )
