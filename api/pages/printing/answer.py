"""How a page goes out: its headers, its validator, its language."""

import hashlib

from starlette.requests import Request
from starlette.responses import Response

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy: nothing from elsewhere, nothing inline."""

SAFETY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
"""Headers that every page bears."""

REVALIDATE = "public, no-cache"
PAGE_HEADERS = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"cache-control", REVALIDATE.encode()),
    *((name.lower().encode(), value.encode()) for name, value in SAFETY.items()),
]
"""What a page bears, as a message of ASGI."""

FOR_EVER = "public, max-age=31536000, immutable"


def html(request: Request, content: str, language: str, status: int = 200) -> Response:
    """A page, or 304 where the reader has it already (RFC 9110, section 13.1.2)."""
    body = content.encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {**SAFETY, "Content-Language": language, "Cache-Control": REVALIDATE}
    if status != 200:
        return Response(body, status, headers, "text/html")
    headers["ETag"] = etag
    if etag in _listed(request.headers.get("if-none-match", "")):
        return Response(None, 304, headers)
    return Response(body, 200, headers, "text/html")


def _listed(if_none_match: str) -> set[str]:
    return {each.strip().removeprefix("W/") for each in if_none_match.split(",")}
