"""An answer that is made at once, without a framework's response around it."""

from dataclasses import dataclass
from string import printable
from urllib.parse import quote

from starlette.types import Receive, Scope, Send

Headers = list[tuple[bytes, bytes]]


def in_header(iri: str) -> str:
    """An IRI as a header can bear it: its URI, with all but ASCII percent-encoded (RFC 3987, section 3.1)."""
    return quote(iri, safe=printable)


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer. It is an ASGI application that gives it to whoever asks."""

    status: int
    headers: Headers
    """Names in lower case; without a length, which whoever sends it adds."""

    body: bytes = b""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it."""
        length = (b"content-length", str(len(self.body)).encode())
        await send({"type": "http.response.start", "status": self.status, "headers": [*self.headers, length]})
        await send({"type": "http.response.body", "body": self.body})
