"""How HTTP/1.1 is read: uvicorn's fast protocol, with a limit on what comes before the body.

The parser below it keeps a header that never ends in memory for as long as it grows.
"""

import json
from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD_BYTES = 128 * 1024
"""Request line and headers together."""

MOST_ADDRESS_BYTES = 65_535
"""What the parser's 16-bit offsets can tell apart."""


class BoundedHead(HttpToolsProtocol):
    """A connection that is closed when the address or the whole head of a request is too long."""

    _head_bytes = 0
    _in_head = True

    def data_received(self, data: bytes) -> None:
        """Take in what came, unless it is too much of a head."""
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                self._refuse(431, f"Request line and headers are longer than {MOST_HEAD_BYTES} bytes.")
                return
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """Begin with the body, unless the address is longer than can be read."""
        self._in_head = False
        if len(self.url) > MOST_ADDRESS_BYTES:
            self._refuse(
                414, f"The address is longer than {MOST_ADDRESS_BYTES} bytes. Send a long query by POST."
            )
            return
        super().on_headers_complete()

    def _refuse(self, status: int, detail: str) -> None:
        """Answer with a problem document (RFC 9457) and close the connection."""
        title = HTTPStatus(status).phrase
        problem = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        content = json.dumps(problem).encode()
        head = (
            f"HTTP/1.1 {status} {title}\r\nContent-Type: application/problem+json\r\n"
            f"Content-Length: {len(content)}\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + content)
        self.transport.close()

    def on_message_complete(self) -> None:
        """Make ready for the next request."""
        if self.transport.is_closing():
            return
        self._in_head, self._head_bytes = True, 0
        super().on_message_complete()
