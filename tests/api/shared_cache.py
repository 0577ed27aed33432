"""A shared cache by the letter of RFC 9111, as small as it can be: what stands between us and clients."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx


@dataclass(frozen=True)
class Stored:
    """A response, with the request headers that its `Vary` names (section 4.1)."""

    nominated: Mapping[str, str]
    response: httpx.Response
    content: bytes
    """The content as it was sent, compressed or not."""

    def fits(self, headers: Mapping[str, str]) -> bool:
        return all(headers.get(name, "") == value for name, value in self.nominated.items())

    @property
    def tag(self) -> str:
        """The ETag for weak comparison."""
        return self.response.headers.get("etag", "").removeprefix("W/")


@dataclass
class SharedCache:
    """Keeps what clients were given, and gives it again.

    One that is `bold` takes everything as fresh, whatever it is told: only `Vary` then keeps
    variants apart. Another asks the origin each time, with the ETags of all variants that it has
    (section 4.3.1), and on 304 gives the newest of those with the ETag of the answer (section 4.3.4).
    """

    origin: httpx.Client
    bold: bool
    hits: int = 0
    _stored: dict[str, list[Stored]] = field(default_factory=lambda: defaultdict(list))

    def get(self, path: str, headers: Mapping[str, str]) -> Stored:
        stored = self._stored[path]
        fitting = [each for each in stored if each.fits(headers)]
        if self.bold and fitting:
            self.hits += 1
            return fitting[-1]
        tags = ", ".join(each.response.headers["etag"] for each in stored if each.tag)
        got = fetched(self.origin, path, {**headers, **({"if-none-match": tags} if tags else {})})
        if got.response.status_code == 304:
            self.hits += 1
            return next(each for each in reversed(stored) if each.tag == got.tag)
        stored.append(got)
        return got


def fetched(origin: httpx.Client, path: str, headers: Mapping[str, str]) -> Stored:
    """What the origin gives, as it comes over the wire."""
    asked = origin.build_request("GET", path)
    for name in ("accept", "accept-encoding", "accept-language"):
        asked.headers.pop(name, None)
    asked.headers.update(headers)
    response = origin.send(asked, stream=True)
    content = b"".join(response.iter_raw())
    vary = [each.strip().lower() for each in response.headers.get("vary", "").split(",") if each.strip()]
    return Stored({name: headers.get(name, "") for name in vary}, response, content)
