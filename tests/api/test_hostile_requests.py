"""Whatever bytes come, what answers is a plain refusal or a plain answer, and the service lives on."""

import select
import socket
from urllib.parse import urlsplit

import pytest

from tests.api.running import PATIENCE, Server

FIRST_SECONDS, MORE_SECONDS = 0.4, 0.02
"""How long the beginning of an answer, and more of it, is waited for before the sending end is closed."""

END = b"\r\n\r\n"
HOST = b" HTTP/1.1\r\nHost: x\r\n"
LONG = b"a" * 70_000


def get(path: bytes, *headers: bytes) -> bytes:
    return b"GET " + path + HOST + b"".join(each + b"\r\n" for each in headers) + b"\r\n"


def post(body: bytes, *headers: bytes, path: bytes = b"/sparql") -> bytes:
    return b"POST " + path + HOST + b"".join(each + b"\r\n" for each in headers) + b"\r\n" + body


QUERY = b"Content-Type: application/sparql-query"
FORM = b"Content-Type: application/x-www-form-urlencoded"
CHUNKED = b"Transfer-Encoding: chunked"
PATH = b"/data/org/vinnova.ttl"

REFUSED = {
    "no request": b"\r\n\r\n",
    "a method alone": b"GET" + END,
    "no version": b"GET /" + END,
    "a version to come": b"GET / HTTP/9.9\r\nHost: x" + END,
    "a version that is none": b"GET / HTTQ/1.1\r\nHost: x" + END,
    "two spaces": b"GET  / HTTP/1.1 x\r\nHost: x" + END,
    "a method with a colon": b"G:T / HTTP/1.1\r\nHost: x" + END,
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64),
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a NUL in the address": get(b"/\x00"),
    "a header without a colon": get(PATH, b"Nothing"),
    "a space before the colon": get(PATH, b"Name : value"),
    "a NUL in a header": get(PATH, b"Name: a\x00b"),
    "a NUL in a header's name": get(PATH, b"Na\x00me: a"),
    "a length below nothing": post(b"", QUERY, b"Content-Length: -1"),
    "a length that is no number": post(b"", QUERY, b"Content-Length: ten"),
    "a length beyond all numbers": post(b"", QUERY, b"Content-Length: 99999999999999999999999"),
    "two lengths": post(b"ASK {}", QUERY, b"Content-Length: 6", b"Content-Length: 7"),
    "a length and chunks": post(b"0" + END, QUERY, b"Content-Length: 6", CHUNKED),
    "chunks before something else": post(b"0" + END, QUERY, b"Transfer-Encoding: chunked, identity"),
    "a chunk that is no number": post(b"zz\r\nASK {}\r\n0" + END, QUERY, CHUNKED),
    "a chunk below nothing": post(b"-6\r\nASK {}\r\n0" + END, QUERY, CHUNKED),
    "a chunk beyond all numbers": post(b"fffffffffffffffff\r\nASK {}\r\n0" + END, QUERY, CHUNKED),
    "an address that is too long": get(b"/" + LONG),
    "headers that are too long": get(PATH, b"Name: " + LONG, b"Other: " + LONG),
    "too many headers": get(PATH, *[b"n%d: abcdefghij" % n for n in range(10_000)]),
    "a tunnel": b"CONNECT elsewhere.example:80 HTTP/1.1\r\nHost: elsewhere.example:80" + END,
    "a trace": b"TRACE / HTTP/1.1\r\nHost: x" + END,
    "a method that nobody knows": b"BREW / HTTP/1.1\r\nHost: x" + END,
    "a form that is no UTF-8": post(b"query=%ff", FORM, b"Content-Length: 9"),
    "a query that is no UTF-8": post(b"\xff\xfe", QUERY, b"Content-Length: 2"),
    "a query with a NUL": post(b"\x00", QUERY, b"Content-Length: 1"),
    "a body of no type": post(b"ASK {}", b"Content-Length: 6"),
    "a type with a line end in it": post(b"ASK {}", b"Content-Type: a/b%0d%0ax", b"Content-Length: 6"),
    "a packed body": post(b"\x1f\x8b\x08", QUERY, b"Content-Encoding: gzip", b"Content-Length: 3"),
    "a query of no text": get(b"/sparql?query="),
    "a query twice": get(b"/sparql?query=ASK%7B%7D&query=ASK%7B%7D"),
    "a graph that is no IRI": get(b"/sparql?query=ASK%7B%7D&default-graph-uri=%20"),
    "parent folders": get(b"/static/../../../etc/passwd"),
    "parent folders, encoded": get(b"/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd"),
    "parent folders with encoded strokes": get(b"/static/..%2f..%2f..%2fetc%2fpasswd"),
    "parent folders with other strokes": get(b"/static/..\\..\\..\\etc\\passwd"),
    "the catalogue": get(b"/dumps/../catalogue.sqlite"),
    "the catalogue, encoded": get(b"/dumps/%2e%2e%2fcatalogue.sqlite"),
    "a file by its whole name": get(b"/static//etc/passwd"),
    "a NUL, encoded": get(b"/data/org/vinnova%00.ttl"),
    "half a percent sign": get(b"/data/org/%"),
    "a percent sign of no number": get(b"/data/org/%zz.ttl"),
    "bytes that are no UTF-8": get(b"/data/org/%ff.ttl"),
    "half of a pair": get(b"/data/org/%ed%a0%80.ttl"),
    "a release below nothing": get(PATH + b"?release=-1"),
    "a release beyond all numbers": get(PATH + b"?release=" + b"9" * 40),
    "a release that is no number": get(PATH + b"?release=NaN"),
    "a release in other digits": get(PATH + b"?release=%D9%A1"),
    "a day that is none": get(b"/sv/org/vinnova?on=0000-00-00"),
    "a limit beyond all numbers": get(b"/api/awards?limit=" + b"9" * 30),
    "a limit of letters": get(b"/api/awards?limit=1e9"),
}
"""What is no request, or none that can be met."""

ANSWERED = {
    "a stroke before another host": get(b"//elsewhere.example/%2e%2e"),
    "another host's address": get(b"http://elsewhere.example/healthz"),
    "no host": b"GET /healthz HTTP/1.1" + END,
    "two hosts": get(b"/healthz", b"Host: y"),
    "a host with markup": b'GET /sv/ HTTP/1.1\r\nHost: "><script>' + END,
    "an old version": b"GET /healthz HTTP/1.0" + END,
    "a header that goes on in the next line": get(b"/healthz", b"Name: a\r\n b"),
    "all at once": b"OPTIONS * HTTP/1.1\r\nHost: x" + END,
    "an expectation": get(b"/healthz", b"Expect: everything"),
    "a web socket": get(b"/healthz", b"Connection: Upgrade", b"Upgrade: websocket", b"Sec-WebSocket-Key: x"),
    "HTTP/2 later": get(b"/healthz", b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c"),
    "types of no sense": get(PATH, b"Accept: ;;;,/,*/x;q=nan,text/turtle;q=1e999"),
    "a thousand types": get(PATH, b"Accept: " + b",".join(b"a/b%d;q=0.1" % n for n in range(1000)) + b",*/*"),
    "languages of no sense": get(b"/", b"Accept-Language: ;q=,-,*-*;q=-1," + b"x-" * 1000),
    "encodings of no sense": get(PATH, b"Accept-Encoding: gzip;q=nan, ;;, br;q=2"),
    "a day of no sense": get(b"/id/org/vinnova", b"Accept-Datetime: Thu, 99 Xyz 99999 99:99:99 GMT"),
    "validators of no sense": get(PATH, b'If-None-Match: W/"' + b'","' * 5000, b"If-Match: ,,,"),
    "dates of no sense": get(PATH, b"If-Modified-Since: yesterday"),
    "a thousand ranges": get(PATH, b"Range: bytes=" + b",".join(b"%d-%d" % (n, n) for n in range(1000))),
    "a range below nothing": get(PATH, b"Range: bytes=-99999999999999999999"),
    "a long cookie": get(PATH, b"Cookie: " + b"a=b; " * 10_000),
    "a thousand parameters": get(PATH + b"?" + b"&".join(b"a%d=b" % n for n in range(1000))),
    "a search for much": get(b"/sv/search?q=" + b"%C3%A5" * 5000),
    "a search for markup": get(b"/sv/search?q=%22%3E%3Cscript%3E%00%0d%0aX:%20y"),
    "more than was said": post(b"ASK {}ASK {}", QUERY, b"Content-Length: 6", b"Connection: close"),
    "an extension of a chunk": post(b"6;a=b\r\nASK {}\r\n0" + END, QUERY, CHUNKED),
}
"""What is odd, but can be answered: with what was asked for, or with a refusal."""


def answer_to(server: Server, request: bytes) -> bytes:
    """What comes back; who waits for more than was sent is told that there is no more."""
    received = bytearray()
    with socket.create_connection((urlsplit(server.url).hostname, urlsplit(server.url).port)) as connection:
        try:
            connection.settimeout(PATIENCE)
            connection.sendall(request)
            while select.select([connection], [], [], MORE_SECONDS if received else FIRST_SECONDS)[0]:
                piece = connection.recv(1 << 16)
                if not piece:
                    break
                received += piece
            if not received:
                connection.shutdown(socket.SHUT_WR)
                while piece := connection.recv(1 << 16):
                    received += piece
        except ConnectionError:  # it has closed before all was read
            pass
    return bytes(received)


def status_of(answer: bytes) -> int:
    assert answer.startswith(b"HTTP/1.1 ")
    return int(answer[9:12])


@pytest.mark.parametrize("request_", REFUSED.values(), ids=REFUSED)
def test_what_is_no_request_is_refused(server: Server, request_: bytes) -> None:
    answer = answer_to(server, request_)

    assert not answer or 300 <= status_of(answer) < 500, answer[:200]
    assert b"root:" not in answer
    assert server.client.get("healthz").status_code == 200


@pytest.mark.parametrize("request_", ANSWERED.values(), ids=ANSWERED)
def test_what_is_odd_is_answered_or_refused(server: Server, request_: bytes) -> None:
    answer = answer_to(server, request_)

    assert not answer or status_of(answer) < 500, answer[:200]
    assert b"<script>" not in answer.replace(b"<script src", b"")
    assert b"\r\nX: y" not in answer.partition(END)[0]
    assert server.client.get("healthz").status_code == 200


def test_half_a_body_changes_nothing_and_holds_up_nobody(server: Server) -> None:
    assert answer_to(server, post(b"ASK", QUERY, b"Content-Length: 6")) == b""
    assert server.client.post("sparql", data={"query": "ASK {}"}).json()["boolean"] is True


def test_what_is_smuggled_behind_a_request_is_not_answered(server: Server) -> None:
    """A length and chunks contradict each other: one reader sees one request here, another two."""
    inner = get(b"/healthz")
    sent = post(b"0" + END + inner, QUERY, b"Content-Length: %d" % (5 + len(inner)), CHUNKED)

    assert b'"alive"' not in answer_to(server, sent)
