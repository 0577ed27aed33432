"""How the server is asked: over one connection that is kept alive, as a browser or a program does."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import quote, urlencode

FAILURES = (OSError, http.client.HTTPException)
"""What a request can raise whose answer does not come, or not whole."""


@dataclass(frozen=True)
class Answer:
    """An answer, whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def release(self) -> int | None:
        """The release that it says it is from."""
        said = self.headers.get("Nodverk-Release")
        return int(said) if said else None


class Line:
    """A connection; a new one takes its place when the server says that it closes it."""

    def __init__(self, port: int, patience: float = 30.0, source: str = "127.0.0.1") -> None:
        self._connection = http.client.HTTPConnection(
            "127.0.0.1", port, timeout=patience, source_address=(source, 0)
        )

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a path. Raises one of `FAILURES` where no whole answer comes."""
        return self.ask("GET", path, None, {name.replace("_", "-"): text for name, text in headers.items()})

    def query(self, text: str) -> Answer:
        """Ask a SPARQL query by POST."""
        return self.ask("POST", "/sparql", text.encode(), {"Content-Type": "application/sparql-query"})

    def ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        """Send a request and take its answer. The connection is given up where that fails."""
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        except FAILURES:
            self.close()
            raise

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        self._connection.close()

    def __enter__(self) -> Self:
        """Use it for a while."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


def query_path(text: str, syntax: str) -> str:
    """The address that asks a query by GET."""
    return f"/sparql?{urlencode({'query': text, 'format': syntax}, quote_via=quote)}"
