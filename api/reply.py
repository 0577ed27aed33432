"""An answer that is made at once, without a framework's response around it."""

from dataclasses import dataclass

from starlette.types import Receive, Scope, Send

Headers = list[tuple[bytes, bytes]]


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
