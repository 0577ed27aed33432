"""The processes of a service: what happens when one dies, when the data changes, when it is to stop."""

import http.client
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from api.web_process import KEEP_ALIVE_SECONDS
from graph.store.dataset import Dataset
from tests.api.nursery import Nursery
from tests.api.running import PATIENCE, QUERY_SECONDS, Server, put, refused, wait_until

BASE = "http://127.0.0.1:8000/"
THING = f"{BASE}id/org/x"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


def content(version: int, size: int = 200) -> dict[str, str]:
    """A graph of which every statement says which version it is."""
    lines = [f'<{THING}> <http://x/says-{number}> "{version}" .\n' for number in range(size)]
    return {f"{BASE}graph/test": "".join(lines)}


def commit(server: Server) -> str:
    """Commit a release of which every statement says its number, and give that."""
    number = Dataset.open(server.folder).head().number + 1
    put(server.folder, content(number))
    return str(number)


def filled(folder: Path) -> Path:
    """A small dataset of one release."""
    Dataset.create(folder, BASE)
    put(folder, content(1))
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Such a dataset, for one test to change."""
    return filled(tmp_path / "dataset")


@pytest.fixture
def passing(serve: Callable[..., Server], small: Path) -> Iterator[Server]:
    """A service of it, for one test to stop or to kill parts of."""
    server = serve(small)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def changing(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A service of a small dataset to which tests commit, one after the other.

    It gives time to queries where many ask at once: their workers stand back for all others.
    """
    server = serve(filled(tmp_path_factory.mktemp("changing") / "dataset"), "--query-seconds", "20")
    yield server
    server.stop()


def release_of(client: httpx.Client) -> str:
    """The release that is served."""
    return client.get("data/org/x.nt").headers["Nodverk-Release"]


def versions_in(response: httpx.Response) -> set[str]:
    quads = parse(response.content, format=RdfFormat.N_TRIPLES)
    return {each.object.value for each in quads if each.predicate.value.startswith("http://x/says-")}


def test_it_says_what_it_serves(server: Server) -> None:
    first, *lines = server.said.splitlines()
    assert first.startswith("Nodverk ")
    assert first.endswith(server.url)
    said = "\n".join(lines)
    for each in (
        server.url,
        str(server.folder),
        "release     1 of",
        "named graphs",
        "in memory (at most",
        "2 for queries",
        "60 s",
    ):
        assert each in said
    assert "IRIs do not begin" not in said


def test_the_parent_has_one_thread_and_its_children_are_there(server: Server) -> None:
    assert len(list(Path(f"/proc/{server.process.pid}/task").iterdir())) == 1
    wait_until(lambda: (len(server.web_processes()), len(server.query_workers())) == (2, 2))


def test_a_new_release_is_served_and_no_request_fails_or_mixes_two(changing: Server) -> None:
    """While six clients read without a pause, five releases are committed one after the other."""
    stop = threading.Event()
    failures: list[str] = []
    seen: set[str] = set()

    def read(number: int) -> None:
        query = urlencode({"query": "SELECT DISTINCT ?v { ?s ?p ?v }", "format": "csv"})
        address = "data/org/x.nt" if number % 3 else f"sparql?{query}"
        with httpx.Client(base_url=changing.url, timeout=PATIENCE) as client:
            while not stop.is_set():
                try:
                    response = client.get(address)
                except httpx.HTTPError as error:
                    failures.append(repr(error))
                    continue
                if response.status_code != 200:
                    failures.append(f"{response.status_code} {response.text}")
                    continue
                versions = versions_in(response) if number % 3 else set(response.text.split()[1:])
                if versions != {response.headers["Nodverk-Release"]}:
                    failures.append(f"{response.headers['Nodverk-Release']}: {versions}")
                seen.update(versions)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(6)]
    for each in threads:
        each.start()
    try:
        wait_until(lambda: bool(seen or failures))
        for _ in range(5):
            last = commit(changing)
            time.sleep(0.4)
        wait_until(lambda: last in seen or bool(failures))
    finally:
        stop.set()
        for each in threads:
            each.join()
    assert failures == []


def test_a_commit_is_seen_without_a_restart(changing: Server) -> None:
    number = commit(changing)
    wait_until(lambda: versions_in(changing.client.get("data/org/x.nt")) == {number})
    assert str(changing.client.get("readyz").json()["release"]) == number


def test_what_is_too_large_for_memory_is_served_from_disk_and_followed_there(
    serve: Callable[..., Server], small: Path
) -> None:
    server = serve(small, NODVERK_INDEX_SHARE="0")
    assert f"on disk, in {small / 'index'}" in server.said
    assert versions_in(server.client.get("data/org/x.nt")) == {"1"}
    put(server.folder, content(2))
    wait_until(lambda: versions_in(server.client.get("data/org/x.nt")) == {"2"})
    asked = server.client.get("sparql", params={"query": "ASK { GRAPH ?g { ?s ?p '2' } }"})
    assert asked.json()["boolean"]
    assert asked.headers["Nodverk-Release"] == "2"
    assert len(list(Path(f"/proc/{server.process.pid}/task").iterdir())) == 1
    server.stop()


def test_a_roll_back_is_served_like_any_release(changing: Server) -> None:
    commit(changing)
    with Dataset.open(changing.folder).writing() as writer:
        number = writer.rollback(1).number
    wait_until(lambda: release_of(changing.client) == str(number))
    assert versions_in(changing.client.get("data/org/x.nt")) == {"1"}


def test_an_answer_that_is_under_way_is_finished_by_the_release_it_began_with(changing: Server) -> None:
    first = release_of(changing.client)
    query = urlencode({"query": "SELECT * { ?s ?p ?v . ?s ?q ?w . ?s ?r ?x } LIMIT 60000", "format": "csv"})
    with httpx.stream("GET", f"{changing.url}sparql?{query}", timeout=PATIENCE) as answer:
        pieces = answer.iter_bytes()
        received = next(pieces)
        second = commit(changing)
        wait_until(lambda: release_of(changing.client) == second)
        received += b"".join(pieces)
    assert received.count(b"\r\n") == 60_001
    assert f",{second}".encode() not in received
    assert answer.headers["Nodverk-Release"] == first


def test_a_damaged_release_is_not_served_and_the_old_one_still_is(changing: Server) -> None:
    before = release_of(changing.client)
    changing.process.send_signal(signal.SIGSTOP)  # so that the damage is there before it looks
    release = put(changing.folder, content(int(before) + 1))
    Dataset.open(changing.folder).objects.path(release.graphs[0].sha256).unlink()
    changing.process.send_signal(signal.SIGCONT)
    time.sleep(1)
    assert release_of(changing.client) == before
    number = commit(changing)
    wait_until(lambda: release_of(changing.client) == number)


def test_a_web_process_that_dies_is_replaced(changing: Server) -> None:
    wait_until(lambda: len(changing.web_processes()) == 2)
    first, second = changing.web_processes()
    os.kill(first, signal.SIGKILL)
    with httpx.Client(base_url=changing.url, timeout=PATIENCE) as client:
        assert client.get("healthz").status_code == 200
    wait_until(lambda: len(changing.web_processes()) == 2)
    assert second in changing.web_processes()
    os.kill(second, signal.SIGSEGV)
    wait_until(lambda: len(changing.web_processes()) == 2 and second not in changing.web_processes())
    with httpx.Client(base_url=changing.url, timeout=PATIENCE) as client:
        assert client.get("readyz").status_code == 200


def test_a_request_that_comes_while_a_process_is_held_up_is_answered(changing: Server) -> None:
    """Its connection has been idle for long when the process looks again."""
    busy = changing.web_processes()
    line = http.client.HTTPConnection(httpx.URL(changing.url).netloc.decode(), timeout=30)
    line.request("GET", "/healthz")
    line.getresponse().read()
    for each in busy:
        os.kill(each, signal.SIGSTOP)
    time.sleep(KEEP_ALIVE_SECONDS + 0.5)
    line.request("GET", "/healthz")
    for each in busy:
        os.kill(each, signal.SIGCONT)
    assert line.getresponse().status == 200
    line.close()


def test_query_workers_that_die_are_replaced(server: Server) -> None:
    for pid in server.query_workers():
        os.kill(pid, signal.SIGKILL)
    response = server.client.get("sparql", params={"query": "ASK { ?replaced ?p ?o }"})
    assert response.status_code == 200, response.text
    wait_until(lambda: len(server.query_workers()) == 2)


def test_a_client_that_leaves_ends_its_query(changing: Server) -> None:
    """Else both workers would be busy for twenty seconds, and the last query be turned away after five."""
    for _ in range(4):
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{changing.url}sparql", data={"query": ENDLESS}, timeout=0.3)
    response = changing.client.post("sparql", data={"query": "ASK {}"})
    assert response.status_code == 200, response.text


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGHUP])
def test_it_stops_when_it_is_told_to(passing: Server, how: signal.Signals) -> None:
    children = passing.children()
    passing.process.send_signal(how)
    assert passing.process.wait(PATIENCE) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)


def test_a_request_that_is_under_way_is_answered_before_it_stops(passing: Server) -> None:
    answers: list[int] = []

    def ask() -> None:
        answers.append(
            httpx.get(f"{passing.url}sparql", params={"query": ENDLESS}, timeout=PATIENCE).status_code
        )

    children = passing.children()
    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(QUERY_SECONDS / 3)
    passing.process.send_signal(signal.SIGTERM)
    assert passing.process.wait(PATIENCE) == 0
    asking.join()
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)
    assert answers == [504]


def test_no_child_outlives_a_parent_that_is_killed(passing: Server) -> None:
    children = passing.children()
    assert len(children) == 5
    passing.process.kill()
    passing.process.wait()
    wait_until(lambda: not any(_runs(pid) for pid in children))


def _runs(pid: int) -> bool:
    """Whether a process is more than an entry that nobody has reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_an_address_in_use_is_told_in_one_line(server: Server, nursery: Nursery) -> None:
    said = refused(nursery, server.folder, "--port", server.url.rstrip("/").rpartition(":")[2])
    assert said.startswith("nodverk: Cannot serve at 127.0.0.1")
    assert said.count("\n") == 1


def test_another_base_than_the_dataset_was_made_with_is_refused(server: Server, nursery: Nursery) -> None:
    assert server.url in refused(nursery, server.folder, "--base", "https://example.org/")
