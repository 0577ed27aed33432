"""What was answered once is answered again from memory: the same, and within bounds."""

import asyncio
import gzip
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from api.cache.kept import OVERHEAD_OCTETS, Memory
from api.cache.remembered import Remembered
from api.published import Published


@dataclass
class Counting:
    """An application that counts what it is asked, and answers as it is told."""

    answer: Callable[[Request], Response] = lambda request: PlainTextResponse(
        f"{request.url.path}?{request.url.query}"
    )
    asked: int = 0
    conditions: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        request = Request(scope)
        self.conditions += request.headers.getlist("if-none-match")
        await self.answer(request)(scope, receive, send)


@dataclass(frozen=True)
class Got:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(app: Remembered, path: str = "/x", method: str = "GET", query: str = "", **headers: str) -> Got:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    coming = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> Message:
        return next(coming, None) or await asyncio.Future()

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "scheme": "http",
        "query_string": query.encode(), "headers": raw, "server": ("127.0.0.1", 80), "http_version": "1.1",
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))
    start, *bodies = sent
    told = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    assert re.fullmatch(r"total;dur=\d+\.\d\d", told.pop("server-timing")), (
        "each answer says how long it took"
    )
    return Got(start["status"], told, b"".join(each.get("body", b"") for each in bodies))


def remembering(origin: Counting, octets: int = 1024**2) -> Remembered:
    return Remembered(Published(origin), Memory(octets))


def test_the_same_question_is_asked_once() -> None:
    origin = Counting()
    app = remembering(origin)
    first, second = ask(app, query="a=1"), ask(app, query="a=1")

    assert first == second
    assert first.body == b"/x?a=1"
    assert origin.asked == 1


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/y"},
        {"query": "b=2"},
        {"accept": "text/turtle"},
        {"accept_language": "en"},
    ],
)
def test_whatever_changes_the_answer_is_another_question(other: dict[str, str]) -> None:
    origin = Counting()
    app = remembering(origin)
    ask(app)
    ask(app, **other)

    assert origin.asked == 2


def test_an_answer_gets_the_hash_of_its_bytes_as_a_strong_etag() -> None:
    app = remembering(Counting())
    etag = ask(app).headers["etag"]

    assert etag.startswith('"')
    assert ask(app, path="/y").headers["etag"] != etag


@pytest.mark.parametrize("shape", ["{}", "W/{}", '"other", {}', "*"])
@pytest.mark.parametrize("warm", [True, False])
def test_who_has_the_version_gets_304_without_a_body(shape: str, *, warm: bool) -> None:
    origin = Counting()
    etag = ask(remembering(Counting())).headers["etag"]
    app = remembering(origin)
    if warm:
        ask(app)
    got = ask(app, if_none_match=shape.format(etag))

    assert (got.status, got.body) == (304, b"")
    assert got.headers["etag"] == etag
    assert "content-length" not in got.headers
    assert origin.conditions == []


def test_who_has_another_version_gets_the_answer() -> None:
    assert ask(remembering(Counting()), if_none_match='"another"').status == 200


def test_head_is_get_without_the_body() -> None:
    origin = Counting()
    app = remembering(origin)
    cold = ask(app, method="HEAD")
    full = ask(app)
    warm = ask(app, method="HEAD")

    assert (cold.body, warm.body) == (b"", b"")
    assert warm.headers == full.headers
    assert cold.headers == full.headers
    assert origin.asked == 1


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: PlainTextResponse("no", 404),
        lambda _: PlainTextResponse("now", headers={"Cache-Control": "no-store"}),
        lambda _: StreamingResponse(iter([b"a", b"b"])),
    ],
    ids=["a problem", "what must not be stored", "what comes in pieces"],
)
def test_some_answers_are_not_kept(answer: Callable[[Request], Response]) -> None:
    origin = Counting(answer)
    app = remembering(origin)
    first, second = ask(app), ask(app)

    assert first.body == second.body
    assert origin.asked == 2
    assert app.memory.octets == 0


@pytest.mark.parametrize("call", ["NOW()", "rand( )", "struuid%28%29", "UUID+()", "BNODE(?x)"])
def test_a_query_that_answers_differently_each_time_is_asked_each_time(call: str) -> None:
    origin = Counting()
    app = remembering(origin)
    for _ in range(2):
        ask(app, path="/sparql", query=f"query=SELECT ({call} AS ?x) {{}}")

    assert origin.asked == 2


LONG = b"as long as it is again and again " * 100


def test_an_answer_is_made_once_for_those_who_can_unpack_and_those_who_cannot() -> None:
    origin = Counting(lambda _: PlainTextResponse(LONG))
    app = remembering(origin)
    packed, plain, again = ask(app, accept_encoding="br, gzip"), ask(app), ask(app, accept_encoding="gzip")

    assert origin.asked == 1
    assert gzip.decompress(packed.body) == plain.body == LONG
    assert packed.body is again.body, "compressed once"
    assert (packed.headers["content-encoding"], "content-encoding" in plain.headers) == ("gzip", False)
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert packed.headers["etag"].startswith("W/")
    assert packed.headers["etag"].removeprefix("W/") != plain.headers["etag"]


@pytest.mark.parametrize("mine", ["gzip", "identity"])
@pytest.mark.parametrize("accepted", ["gzip", "identity"])
@pytest.mark.parametrize("warm", [True, False])
def test_304_is_about_the_form_that_the_client_would_get(mine: str, accepted: str, *, warm: bool) -> None:
    """Or else a shared cache gives the one form to clients that asked for the other."""
    origin = Counting(lambda _: PlainTextResponse(LONG))
    etags = {
        each: ask(remembering(origin), accept_encoding=each).headers["etag"] for each in (mine, accepted)
    }
    app = remembering(origin)
    got = ask(app, accept_encoding=accepted, if_none_match=etags[mine])

    assert got.status == (304 if mine == accepted else 200)
    assert got.headers["etag"] == etags[accepted]
    assert got.headers["vary"] == "Accept-Encoding"
    both = ask(app, accept_encoding=accepted, if_none_match=", ".join(etags.values()))
    assert (both.status, both.headers["etag"]) == (304, etags[accepted])


DATED = "Sat, 21 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("since", "status"),
    [
        (DATED, 304),
        ("Sat, 21 Nov 2026 12:00:01 GMT", 304),
        ("Sat, 21 Nov 2026 11:59:59 GMT", 200),
        ("yesterday", 200),
    ],
)
def test_who_has_what_was_last_modified_gets_304(since: str, status: int) -> None:
    app = remembering(Counting(lambda _: PlainTextResponse("x", headers={"Last-Modified": DATED})))

    assert ask(app, if_modified_since=since).status == status
    assert ask(app, if_modified_since=since, if_none_match='"other"').status == 200, "a version beats a date"


def test_an_answer_without_a_date_is_not_compared_with_one() -> None:
    assert ask(remembering(Counting()), if_modified_since=DATED).status == 200


@pytest.mark.parametrize(
    "refused", ["identity", "gzip;q=0", "gzip; q=0.0, br", "deflate, br", "*;q=0", "gzip;q=0.5, identity;q=1"]
)
def test_who_cannot_unpack_gzip_gets_the_plain_form(refused: str) -> None:
    app = remembering(Counting(lambda _: PlainTextResponse(LONG)))

    assert "content-encoding" not in ask(app, accept_encoding=refused).headers


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: PlainTextResponse("short"),
        lambda _: Response(LONG, media_type="image/png"),
        lambda _: Response(
            gzip.compress(LONG * 100), headers={"Content-Encoding": "gzip"}, media_type="text/x"
        ),
        lambda _: Response(random.Random(1).randbytes(5000), media_type="text/plain"),
    ],
    ids=["short", "no text", "packed already", "no shorter for it"],
)
def test_some_answers_are_sent_as_they_are(answer: Callable[[Request], Response]) -> None:
    app = remembering(Counting(answer))

    assert ask(app, accept_encoding="gzip").body == ask(app).body


def test_a_stream_is_compressed_on_its_way() -> None:
    pieces = [LONG, b"", LONG]
    origin = Counting(lambda _: StreamingResponse(iter(pieces), media_type="text/csv"))
    got = ask(remembering(origin), accept_encoding="gzip")

    assert gzip.decompress(got.body) == b"".join(pieces)
    assert len(got.body) < len(LONG)
    assert "content-length" not in got.headers
    assert got.headers["vary"] == "Accept-Encoding"


def test_what_is_answered_for_someone_is_not_kept() -> None:
    origin = Counting()
    app = remembering(origin)
    for _ in range(2):
        ask(app, authorization="Bearer x")

    assert origin.asked == 2


def test_other_methods_pass() -> None:
    origin = Counting()
    app = remembering(origin)
    for _ in range(2):
        ask(app, method="POST")

    assert origin.asked == 2


def test_a_process_that_makes_way_says_so_with_each_answer() -> None:
    app = remembering(Counting())
    before = ask(app)
    app.make_way()

    assert "connection" not in before.headers
    assert ask(app).headers["connection"] == "close"


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5000)), max_size=60))
def test_memory_is_bounded_whatever_is_asked(questions: list[tuple[int, int]]) -> None:
    most = 6 * OVERHEAD_OCTETS
    origin = Counting(lambda request: Response(b"x" * int(request.url.query)))
    app = remembering(origin, most)
    for number, size in questions:
        assert len(ask(app, path=f"/{number}", query=str(size)).body) == size

        assert 0 <= app.memory.octets <= most


def test_what_was_used_last_is_kept_longest() -> None:
    origin = Counting()
    app = remembering(origin, 20 * OVERHEAD_OCTETS)
    ask(app, path="/kept")
    for number in range(100):
        ask(app, path=f"/{number}")
        ask(app, path="/kept")

    assert origin.asked == 101
