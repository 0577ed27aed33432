"""A file as HTTP gives it: whole, from a byte on, or not at all to whoever has it (RFC 9110, 13 and 14)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from api.http.compression import tag_of_packed
from graph.dumps.shelf import Dump

RANGE = r"\s*(?:\d{1,18}-(?:\d{1,18})?|-\d{1,18})\s*"
RANGES = re.compile(rf"bytes={RANGE}(?:,{RANGE})*", re.IGNORECASE)
MEDIA_TYPE = "application/gzip"


@dataclass(frozen=True)
class Version:
    """What tells one content of a file from another."""

    etag: str
    modified: datetime
    """In whole seconds, which is all that HTTP says."""

    octets: int

    @classmethod
    def of(cls, dump: Dump, made_at: datetime) -> "Version":
        """The version of a dump whose release was made at that moment."""
        return cls(f'"{dump.sha256}"', made_at.astimezone(UTC).replace(microsecond=0), dump.octets)

    @property
    def headers(self) -> dict[str, str]:
        """How an answer names it."""
        return {"ETag": self.etag, "Last-Modified": format_datetime(self.modified, usegmt=True)}

    def is_known(self, headers: Mapping[str, str]) -> bool:
        """Whether a client has it; the date counts only for whoever names no version (13.1.3)."""
        if "if-none-match" in headers:
            return is_known(headers, self.etag)
        since = _moment(headers.get("if-modified-since"))
        return since is not None and self.modified <= since

    def is_wanted(self, headers: Mapping[str, str]) -> bool:
        """Whether it is the version that a client wants at all; no weak ETag says so (13.1.1, 13.1.4)."""
        if "if-match" in headers:
            return bool({"*", self.etag} & {each.strip() for each in headers["if-match"].split(",")})
        unless = _moment(headers.get("if-unmodified-since"))
        return unless is None or self.modified <= unless

    def is_continued(self, headers: Mapping[str, str]) -> bool:
        """Whether a client that asks for a part has other parts of this very version, or of none (13.1.5)."""
        condition = headers.get("if-range")
        return condition in (None, self.etag) or _moment(condition) == self.modified


def is_known(headers: Mapping[str, str], etag: str) -> bool:
    """Whether `If-None-Match` names this version, weak or strong, plain or compressed (13.1.2)."""
    named = {each.strip().removeprefix("W/") for each in headers.get("if-none-match", "").split(",")}
    versions = (etag, tag_of_packed(etag.encode()).decode())
    return bool({"*", *(each.removeprefix("W/") for each in versions)} & named)


def file_answer(request: Request, path: Path, version: Version, headers: Mapping[str, str]) -> Response:
    """The file, parts of it, or 304.

    Raises `HTTPException` where it has none of the parts, and where another version is wanted.
    """
    told = {**headers, **version.headers}
    if not version.is_wanted(request.headers):
        raise HTTPException(412, "The file is not, or is no longer, the one that the request is about.", told)
    if version.is_known(request.headers):
        return Response(None, 304, told)
    wanted = request.headers.get("range", "")
    in_parts = request.method == "GET" and version.is_continued(request.headers)
    return _Parts(path, told, _satisfiable(wanted, version.octets) if in_parts else "")


def _satisfiable(wanted: str, octets: int) -> str:
    """Those of the wanted ranges that begin within the file; empty where it is no list of ranges.

    Raises `HTTPException` where none of them does.
    """
    if not RANGES.fullmatch(wanted):
        return ""
    found = []
    for each in wanted.partition("=")[2].split(","):
        start, _, end = each.strip().partition("-")
        if start and end and int(end) < int(start):
            return ""
        if int(start) < octets if start else int(end) > 0:
            found.append(each.strip())
    if not found:
        raise HTTPException(416, f"It has {octets} bytes.", {"Content-Range": f"bytes */{octets}"})
    return f"bytes={','.join(found)}"


class _Parts(FileResponse):
    """A file, of which these ranges are sent, or all of it where there are none."""

    def __init__(self, path: Path, headers: Mapping[str, str], ranges: str) -> None:
        super().__init__(
            path, headers=headers, media_type=MEDIA_TYPE, filename=path.name, stat_result=path.stat()
        )
        self._ranges = ranges

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        others = [each for each in scope["headers"] if each[0] not in (b"range", b"if-range")]
        ranges = [(b"range", self._ranges.encode())] if self._ranges else []
        await super().__call__({**scope, "headers": [*others, *ranges]}, receive, send)


def _moment(written: str | None) -> datetime | None:
    """A date as HTTP writes it; None where it is none."""
    try:
        return parsedate_to_datetime(written or "").astimezone(UTC)
    except ValueError:
        return None
