"""A stranger's query is answered, or ended by a limit, and nobody else is harmed."""

import asyncio
import json
import os
import signal
import sys
import tempfile
import time
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest
from pyoxigraph import RdfFormat, parse

from graph.errors import (
    AskerCrowdedOut,
    FormatUnavailable,
    QueryCrashed,
    QueryCrowdedOut,
    QueryEnded,
    QueryMalformed,
    QueryOutOfMemory,
    QueryRefused,
    QueryTimedOut,
    ResultTooLarge,
)
from graph.index.index import Index, store_of
from graph.index.on_disk import Volume, follow_on_disk
from graph.iris import Iris
from graph.settings import Limits
from graph.store.dataset import Dataset
from graph.store.release import Release
from graph.workers import turns
from graph.workers.conversation import Question
from graph.workers.workers import Workers

T = TypeVar("T")

LIMITS = Limits(seconds=20, memory_mebibytes=256, wait_seconds=60.0, result_bytes=4 * 1024 * 1024)
BASE = "http://127.0.0.1/sparql"

CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i ."
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"
GREEDY = (
    "SELECT * { BIND('0123456789abcdef' AS ?v0) "
    + " ".join(f"BIND(CONCAT(?v{n}, ?v{n}, ?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(14))
    + " }"
)


@pytest.fixture(scope="module")
def index() -> Index:
    """Three thousand statements in three graphs: enough that products of them never end."""
    graphs = ("".join(_lines(graph)).encode() for graph in range(3))
    return Index(
        store_of(graphs), Release(7, datetime(2026, 11, 21, tzinfo=UTC), "", ()), Iris("http://127.0.0.1/")
    )


def _lines(graph: int) -> Iterator[str]:
    for n in range(graph, 3000, 3):
        yield f'<http://x/{n}> <http://x/p{n % 7}> "{n}" <http://x/g{graph}> .\n'


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Volume]:
    """The same statements on disk."""
    dataset = Dataset.create(tmp_path_factory.mktemp("large") / "dataset", "http://127.0.0.1/")
    with dataset.writing() as writer:
        graphs = {f"http://x/g{n}": sorted(line.encode() for line in _lines(n)) for n in range(3)}
        writer.commit({name: writer.keep_graph(name, lines) for name, lines in graphs.items()}, "")
    volume = follow_on_disk(dataset).holding
    yield volume
    volume.shelf.close()


IN_BOTH_PLACES = pytest.mark.parametrize("place", ["memory", "disk"])


@pytest.fixture
def place() -> str:
    """Where the index is, for tests to which that makes no difference."""
    return "memory"


@pytest.fixture
def seconds() -> float:
    """How long a query may run, for tests in which none should reach that."""
    return LIMITS.seconds


@pytest.fixture
def workers(index: Index, place: str, seconds: float, request: pytest.FixtureRequest) -> Iterator[Workers]:
    holding = request.getfixturevalue("on_disk") if place == "disk" else index
    with Workers(holding, 2, replace(LIMITS, seconds=seconds)) as started:
        yield started


@pytest.fixture(scope="module")
def lasting(index: Index, on_disk: Volume) -> Iterator[Callable[[str], Workers]]:
    """Workers that stay to the end of the module, by the place of their index."""
    holdings = {"memory": index, "disk": on_disk}
    with ExitStack() as stack:
        yield cache(lambda place: stack.enter_context(Workers(holdings[place], 2, LIMITS)))


@pytest.fixture
def steady(lasting: Callable[[str], Workers], place: str) -> Workers:
    """Workers for tests that ask nothing which ends one."""
    return lasting(place)


@asynccontextmanager
async def tended(workers: Workers) -> AsyncIterator[None]:
    """What the parent process does all the time."""

    async def tend() -> None:
        while True:
            workers.tend()
            await asyncio.sleep(0.02)

    task = asyncio.create_task(tend())
    try:
        yield
    finally:
        task.cancel()


def during(workers: Workers, work: Callable[[], Awaitable[T]]) -> T:
    async def run() -> T:
        async with tended(workers):
            return await work()

    return asyncio.run(run())


def question(text: str, **fields: object) -> Question:
    return replace(Question(text, BASE, "json", "ttl"), **fields)  # type: ignore[arg-type]


def answer(workers: Workers, text: str, **fields: object) -> bytes:
    async def ask() -> bytes:
        return await (await workers.door.ask(question(text, **fields))).whole()

    return during(workers, ask)


def answer_at_last(workers: Workers, text: str) -> bytes:
    """The answer where little time is given, in which a busy machine may not come to even a short query."""
    until = time.monotonic() + 60
    while True:
        try:
            return answer(workers, text)
        except QueryTimedOut:
            assert time.monotonic() < until


def rows(content: bytes) -> list[dict[str, dict[str, str]]]:
    return json.loads(content)["results"]["bindings"]


def counted(workers: Workers, text: str, **fields: object) -> int:
    return int(rows(answer(workers, text, **fields))[0]["n"]["value"])


@IN_BOTH_PLACES
def test_the_default_graph_is_the_merge_of_all(steady: Workers) -> None:
    assert counted(steady, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == 3000
    assert counted(steady, "SELECT (COUNT(*) AS ?n) { GRAPH <http://x/g1> { ?s ?p ?o } }") == 1000


@IN_BOTH_PLACES
@pytest.mark.parametrize(
    ("text", "fields", "expected"),
    [
        ("SELECT (COUNT(*) AS ?n) FROM <http://x/g1> { ?s ?p ?o }", {}, 1000),
        ("SELECT (COUNT(*) AS ?n) FROM <http://x/g1> FROM <http://x/g2> { ?s ?p ?o }", {}, 2000),
        ("SELECT (COUNT(*) AS ?n) FROM NAMED <http://x/g1> { ?s ?p ?o }", {}, 0),
        ("SELECT (COUNT(*) AS ?n) FROM NAMED <http://x/g1> { GRAPH ?g { ?s ?p ?o } }", {}, 1000),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", {"default_graphs": ("http://x/g0", "http://x/g2")}, 2000),
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", {"default_graphs": ("http://x/g0",)}, 0),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", {"named_graphs": ("http://x/g0",)}, 0),
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", {"named_graphs": ("http://x/g0",)}, 1000),
        (
            "SELECT (COUNT(*) AS ?n) FROM <http://x/g1> { ?s ?p ?o }",
            {"default_graphs": ("http://x/none",)},
            0,
        ),
    ],
)
def test_the_dataset_is_what_the_asker_or_the_query_says(
    steady: Workers, text: str, fields: dict[str, object], expected: int
) -> None:
    assert counted(steady, text, **fields) == expected


def test_relative_iris_are_resolved_against_the_endpoint(steady: Workers) -> None:
    (row,) = rows(answer(steady, "SELECT (<../x> AS ?iri) {}"))
    assert row["iri"]["value"] == "http://127.0.0.1/x"


@pytest.mark.parametrize(
    ("format_", "content"),
    [
        ("json", b'{"head":{},"boolean":true}'),
        ("xml", b"<boolean>true</boolean>"),
        ("csv", b"true"),
        ("tsv", b"true"),
    ],
)
def test_a_truth_value_comes_in_every_format_for_rows(steady: Workers, format_: str, content: bytes) -> None:
    assert content in answer(steady, "ASK {}", rows=format_)


@IN_BOTH_PLACES
@pytest.mark.parametrize("format_", ["ttl", "nt", "nq", "trig", "rdf", "jsonld"])
def test_statements_come_in_every_syntax(steady: Workers, format_: str) -> None:
    text = "CONSTRUCT { <http://x/1> ?p ?o } WHERE { <http://x/1> ?p ?o }"
    content = answer(steady, text, statements=format_)
    syntax = RdfFormat.from_extension(format_)
    (quad,) = parse(content, format=syntax)
    assert (quad.subject.value, quad.predicate.value, quad.object.value) == ("http://x/1", "http://x/p1", "1")


def test_an_answer_says_which_release_it_is_from(steady: Workers) -> None:
    async def ask() -> int:
        found = await steady.door.ask(question("ASK {}"))
        await found.whole()
        return found.form.release

    assert during(steady, ask) == 7


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("SELEC * {}", QueryMalformed),
        ("", QueryMalformed),
        ("ASK {} ASK {}", QueryMalformed),
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", QueryRefused),
        ("DELETE WHERE { ?s ?p ?o }", QueryRefused),
    ],
)
def test_what_is_no_query_is_refused(steady: Workers, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        answer(steady, text)


def test_a_syntax_error_is_placed(steady: Workers) -> None:
    with pytest.raises(QueryMalformed) as caught:
        answer(steady, "SELECT *\nWHERE { ?s ?p }")
    assert (caught.value.line, caught.value.column) == (2, 16)


def test_a_graph_that_is_no_iri_is_refused(steady: Workers) -> None:
    with pytest.raises(QueryRefused):
        answer(steady, "ASK {}", default_graphs=("no iri",))


def test_a_result_that_nobody_can_read_is_not_made(steady: Workers) -> None:
    with pytest.raises(FormatUnavailable) as caught:
        answer(steady, "CONSTRUCT WHERE { ?s ?p ?o }", statements=None)
    assert "ttl" in caught.value.formats
    with pytest.raises(FormatUnavailable):
        answer(steady, "ASK {}", rows=None)


FIFTY_PARTS = "SELECT * { " + "".join(f"OPTIONAL {{ ?s{n} ?p ?o{n} }} " for n in range(50)) + "}"
LONG_PATH = "ASK { ?s " + "/".join(f"<http://x/p{n % 7}>*" for n in range(400)) + " ?o }"
RUNAWAYS = {
    "counting a product": (ENDLESS, QueryTimedOut, 0.3),
    "joining strings": (GREEDY, QueryOutOfMemory, 20),
    "sorting a product": (f"SELECT * {{ {CROSS} }} ORDER BY ?a LIMIT 1", QueryEnded, 0.3),
    "grouping a product": (f"SELECT ?a (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a ?d ?g", QueryEnded, 0.3),
    "fifty optional parts": (FIFTY_PARTS, QueryEnded, 0.3),
    "a long path": (LONG_PATH, QueryEnded, 0.3),
}


@IN_BOTH_PLACES
@pytest.mark.parametrize(("text", "error", "seconds"), RUNAWAYS.values(), ids=RUNAWAYS)
def test_a_runaway_query_is_ended_in_time_and_a_worker_is_there_again(
    workers: Workers, text: str, error: type[Exception], seconds: float
) -> None:
    begun = time.monotonic()
    with pytest.raises(error):
        answer(workers, text)
    assert time.monotonic() - begun < seconds + 30
    assert answer_at_last(workers, "ASK {}") == b'{"head":{},"boolean":true}'


@pytest.mark.parametrize("seconds", [1.5])
@pytest.mark.parametrize(
    "text",
    [
        f"ASK {{ FILTER({'STR(' * 95}1{')' * 95}) }}",
        f"ASK {{ FILTER({'!' * 60_000}true) }}",
        f"ASK {{ FILTER({'1+' * 30_000}1) }}",
        f"ASK {{ FILTER({'true||' * 10_000}true) }}",
        f"ASK {{ ?s {'^' * 50_000}<http://x/p> ?o }}",
    ],
)
def test_deep_expressions_end_nobody_else(workers: Workers, text: str) -> None:
    """Whatever becomes of them: less deep ones than these end a process with a usual stack, at once."""

    async def ask() -> bytes:
        deep = asyncio.create_task(workers.door.ask(question(text)))
        other = await (await workers.door.ask(question("ASK {}"))).whole()
        with suppress(QueryEnded, QueryRefused):
            (await deep).close()
        return other

    assert during(workers, ask) == b'{"head":{},"boolean":true}'


@IN_BOTH_PLACES
def test_a_result_may_not_be_larger_than_is_said(workers: Workers) -> None:
    with pytest.raises(ResultTooLarge):
        answer(workers, "SELECT * { ?a ?b ?c . ?d ?e ?f }")


def test_an_answer_that_breaks_off_is_never_taken_for_whole(workers: Workers) -> None:
    """The first megabyte has been passed on when the limit is reached."""

    async def ask() -> bytes:
        content = (await workers.door.ask(question("SELECT * { ?a ?b ?c . ?d ?e ?f }"))).content()
        received = bytearray()
        with suppress(ResultTooLarge):
            async for piece in content:
                received += piece
        return bytes(received)

    received = during(workers, ask)
    assert 1024 * 1024 <= len(received) <= LIMITS.result_bytes
    with pytest.raises(ValueError, match=r"delimiter|Unterminated|Expecting"):
        json.loads(received)


def test_an_asker_that_goes_away_ends_its_query(index: Index) -> None:
    limits = replace(LIMITS, seconds=60)

    async def ask(door_of: Workers) -> bytes:
        task = asyncio.create_task(door_of.door.ask(question(ENDLESS)))
        await asyncio.sleep(0.3)
        task.cancel()
        return await (await door_of.door.ask(question("ASK {}"))).whole()

    with Workers(index, 1, limits) as one:
        begun = time.monotonic()
        during(one, lambda: ask(one))
        assert time.monotonic() - begun < limits.seconds / 2


def test_a_reader_that_goes_away_ends_its_query(index: Index) -> None:
    limits = replace(LIMITS, seconds=60, result_bytes=10**9)

    async def ask(door_of: Workers) -> bytes:
        found = await door_of.door.ask(question("SELECT * { ?a ?b ?c . ?d ?e ?f }"))
        async for _ in found.content():
            break
        found.close()
        return await (await door_of.door.ask(question("ASK {}"))).whole()

    with Workers(index, 1, limits) as one:
        assert during(one, lambda: ask(one))


def test_who_finds_no_free_worker_is_told_so(index: Index) -> None:
    limits = replace(LIMITS, seconds=60, wait_seconds=0.3)

    async def ask(door_of: Workers) -> None:
        first = asyncio.create_task(door_of.door.ask(question(ENDLESS)))
        await asyncio.sleep(0.1)
        begun = time.monotonic()
        with pytest.raises(QueryCrowdedOut):
            await door_of.door.ask(question("ASK {}"))
        assert 0.3 <= time.monotonic() - begun < limits.seconds / 2
        first.cancel()

    with Workers(index, 1, limits) as one:
        during(one, lambda: ask(one))


def test_one_who_wants_all_workers_leaves_one_to_another_who_waits(index: Index) -> None:
    limits = replace(LIMITS, seconds=60, wait_seconds=20)

    async def ask(workers: Workers) -> None:
        greedy, fair = workers.door.of(1), workers.door.of(2)
        running = [asyncio.create_task(greedy.ask(question(ENDLESS))) for _ in range(40)]
        await asyncio.sleep(0.2)
        for _ in range(3):
            answer = await fair.ask(question("ASK {}"))
            assert b"true" in await answer.whole()
        assert not all(each.done() for each in running), "the share of the greedy one is left to it"
        for each in running:
            each.cancel()
        ended = await asyncio.gather(*running, return_exceptions=True)
        assert any(isinstance(each, AskerCrowdedOut) for each in ended)

    with Workers(index, 2, limits) as two:
        during(two, lambda: ask(two))


def test_two_who_want_all_workers_leave_one_to_another_who_waits(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "TURN_SECONDS", 0.2)
    monkeypatch.setattr(turns, "MORE_SECONDS", 0.2)
    limits = replace(LIMITS, seconds=60, wait_seconds=20)

    async def ask(workers: Workers) -> None:
        fair = workers.door.of(3)
        running = [asyncio.create_task(workers.door.of(1 + n % 2).ask(question(ENDLESS))) for n in range(80)]
        await asyncio.sleep(0.2)
        begun = time.monotonic()
        for _ in range(3):
            answer = await fair.ask(question("ASK {}"))
            assert b"true" in await answer.whole()
        assert time.monotonic() - begun < limits.wait_seconds / 2
        assert not all(each.done() for each in running), "one worker is left to those who want all"
        for each in running:
            each.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    with Workers(index, 2, limits) as two:
        during(two, lambda: ask(two))


def test_a_worker_that_is_killed_is_replaced_and_its_query_is_not_answered(workers: Workers) -> None:
    async def ask() -> bytes:
        task = asyncio.create_task(workers.door.ask(question(ENDLESS)))
        await asyncio.sleep(0.2)
        for pid in workers.crew.pids():
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(QueryCrashed):
            await task
        return await (await workers.door.ask(question("ASK {}"))).whole()

    assert during(workers, ask) == b'{"head":{},"boolean":true}'


@pytest.mark.parametrize(("mebibytes", "replaced"), [(0, True), (10_000, False)])
def test_a_worker_that_has_much_memory_gives_place_to_a_new_one_when_nobody_asks(
    index: Index, mebibytes: int, replaced: bool
) -> None:
    limits = replace(LIMITS, idle_seconds=0.2, idle_mebibytes=mebibytes)
    with Workers(index, 2, limits) as workers:
        before = set(workers.crew.pids())

        async def wait() -> None:
            until = time.monotonic() + (60 if replaced else 5 * limits.idle_seconds)
            while time.monotonic() < until and before & set(workers.crew.pids()):
                await asyncio.sleep(0.05)

        during(workers, wait)

        assert bool(before & set(workers.crew.pids())) is not replaced
        assert answer(workers, "ASK {}") == b'{"head":{},"boolean":true}'


def test_many_answers_are_each_whole_and_their_own(steady: Workers) -> None:
    async def ask(number: int) -> tuple[int, int]:
        found = await steady.door.ask(question(f"SELECT ({number} AS ?n) {{}}"))
        return number, int(rows(await found.whole())[0]["n"]["value"])

    async def all_at_once() -> list[tuple[int, int]]:
        return [
            pair
            for start in range(0, 200, 20)
            for pair in await asyncio.gather(*map(ask, range(start, start + 20)))
        ]

    assert all(asked == answered for asked, answered in during(steady, all_at_once))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of our own for temporary files."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_nothing_is_left_behind(index: Index, temporary: Path) -> None:
    with Workers(index, 2, LIMITS) as started:
        pids = started.crew.pids()
        assert all(each.stat().st_mode & 0o077 == 0 for each in temporary.iterdir()), "others could ask"
    assert list(temporary.iterdir()) == []
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux reaches a socket without its name")
def test_a_process_that_is_killed_leaves_no_file_behind(index: Index, temporary: Path) -> None:
    with Workers(index, 1, LIMITS) as started:
        assert list(temporary.iterdir()) == []
        assert answer(started, "ASK {}") == b'{"head":{},"boolean":true}'


def test_a_release_is_let_go_with_its_workers() -> None:
    """At once, and not when someone collects garbage: a release is large, and the parent makes little."""
    index = Index(
        store_of(["".join(_lines(0)).encode()]), Release(1, datetime.now(UTC), "", ()), Iris("http://x/")
    )
    watched = weakref.ref(index)
    with Workers(index, 1, LIMITS):
        pass
    del index
    assert watched() is None
