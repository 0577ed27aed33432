"""The processes of a service: what happens when one dies, when the data changes, when it is to stop."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from graph.store.dataset import Dataset
from tests.api.running import NODVERK, QUERY_SECONDS, Server, put, wait_until

BASE = "http://127.0.0.1:8000/"
THING = f"{BASE}id/org/x"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


def content(version: int, size: int = 200) -> dict[str, str]:
    """A graph of which every statement says which version it is."""
    lines = [f'<{THING}> <http://x/says-{number}> "{version}" .\n' for number in range(size)]
    return {f"{BASE}graph/test": "".join(lines)}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small dataset, for one test to change."""
    folder = tmp_path / "dataset"
    Dataset.create(folder, BASE)
    put(folder, content(1))
    return folder


@pytest.fixture
def changing(serve: Callable[..., Server], small: Path) -> Iterator[Server]:
    """A service of a small dataset, for one test to change and to kill parts of."""
    server = serve(small)
    yield server
    server.stop()


@pytest.fixture
def patient(serve: Callable[..., Server], small: Path) -> Iterator[Server]:
    """The same with time for queries where many ask at once: their workers stand back for all others."""
    server = serve(small, "--query-seconds", "20")
    yield server
    server.stop()


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
        "1.5 s",
    ):
        assert each in said
    assert "warning" not in said


def test_the_parent_has_one_thread_and_its_children_are_there(server: Server) -> None:
    assert len(list(Path(f"/proc/{server.process.pid}/task").iterdir())) == 1
    wait_until(lambda: (len(server.web_processes()), len(server.query_workers())) == (2, 2), 3)


def test_a_dataset_that_was_left_without_a_release_gets_the_shipped_graph(
    serve: Callable[..., Server], tmp_path: Path
) -> None:
    """As when making it was broken off. It is served at another address than it was made for, and says so."""
    Dataset.create(tmp_path / "dataset", BASE)
    server = serve(tmp_path / "dataset", "--workers", "1")
    assert server.client.get("sv/org/vinnova").status_code == 200
    assert (len(server.web_processes()), len(server.query_workers())) == (1, 1)
    assert "warning     the IRIs do not begin with this address" in server.said


def test_a_new_release_is_served_soon_and_no_request_fails_or_mixes_two(patient: Server) -> None:
    """While eight clients read without a pause, ten releases are committed one after the other."""
    stop = threading.Event()
    failures: list[str] = []
    seen: set[str] = set()

    def read(number: int) -> None:
        query = urlencode({"query": "SELECT DISTINCT ?v { ?s ?p ?v }", "format": "csv"})
        address = "data/org/x.nt" if number % 4 else f"sparql?{query}"
        with httpx.Client(base_url=patient.url, timeout=10) as client:
            while not stop.is_set():
                try:
                    response = client.get(address)
                except httpx.HTTPError as error:
                    failures.append(repr(error))
                    continue
                if response.status_code != 200:
                    failures.append(f"{response.status_code} {response.text}")
                    continue
                versions = versions_in(response) if number % 4 else set(response.text.split()[1:])
                if versions != {response.headers["Nodverk-Release"]}:
                    failures.append(f"{response.headers['Nodverk-Release']}: {versions}")
                seen.update(versions)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    for each in threads:
        each.start()
    for version in range(2, 12):
        put(patient.folder, content(version))
        time.sleep(0.4)
    with httpx.Client(base_url=patient.url, timeout=10) as client:
        wait = wait_until(lambda: client.get("data/org/x.nt").headers["Nodverk-Release"] == "11", 5)
    stop.set()
    for each in threads:
        each.join()
    assert failures == []
    assert wait < 2
    assert {"1", "11"} <= seen


def test_a_commit_is_seen_within_two_seconds(changing: Server) -> None:
    put(changing.folder, content(2))
    assert wait_until(lambda: versions_in(changing.client.get("data/org/x.nt")) == {"2"}, 2) < 2
    assert changing.client.get("readyz").json()["release"] == 2


def test_what_is_too_large_for_memory_is_served_from_disk_and_followed_there(
    serve: Callable[..., Server], small: Path
) -> None:
    server = serve(small, NODVERK_INDEX_SHARE="0")
    assert f"on disk, in {small / 'index'}" in server.said
    assert versions_in(server.client.get("data/org/x.nt")) == {"1"}
    put(server.folder, content(2))
    wait_until(lambda: versions_in(server.client.get("data/org/x.nt")) == {"2"}, 30)
    asked = server.client.get("sparql", params={"query": "ASK { GRAPH ?g { ?s ?p '2' } }"})
    assert asked.json()["boolean"]
    assert asked.headers["Nodverk-Release"] == "2"
    assert len(list(Path(f"/proc/{server.process.pid}/task").iterdir())) == 1
    server.stop()


def test_a_roll_back_is_served_like_any_release(changing: Server) -> None:
    put(changing.folder, content(2))
    with Dataset.open(changing.folder).writing() as writer:
        writer.rollback(1)
    wait_until(lambda: changing.client.get("data/org/x.nt").headers["Nodverk-Release"] == "3", 3)
    assert versions_in(changing.client.get("data/org/x.nt")) == {"1"}


def test_an_answer_that_is_under_way_is_finished_by_the_release_it_began_with(patient: Server) -> None:
    query = urlencode({"query": "SELECT * { ?s ?p ?v . ?s ?q ?w . ?s ?r ?x } LIMIT 60000", "format": "csv"})
    with httpx.stream("GET", f"{patient.url}sparql?{query}", timeout=20) as answer:
        pieces = answer.iter_bytes()
        received = next(pieces)
        put(patient.folder, content(2))
        with httpx.Client(base_url=patient.url) as other:
            wait_until(lambda: other.get("data/org/x.nt").headers["Nodverk-Release"] == "2", 5)
        received += b"".join(pieces)
    assert received.count(b"\r\n") == 60_001
    assert b",2" not in received
    assert answer.headers["Nodverk-Release"] == "1"


def test_a_damaged_release_is_not_served_and_the_old_one_still_is(changing: Server) -> None:
    changing.process.send_signal(signal.SIGSTOP)  # so that the damage is there before it looks
    release = put(changing.folder, content(2))
    Dataset.open(changing.folder).objects.path(release.graphs[0].sha256).unlink()
    changing.process.send_signal(signal.SIGCONT)
    time.sleep(1)
    assert changing.client.get("data/org/x.nt").headers["Nodverk-Release"] == "1"
    put(changing.folder, content(3))
    wait_until(lambda: changing.client.get("data/org/x.nt").headers["Nodverk-Release"] == "3", 5)


def test_a_web_process_that_dies_is_replaced(changing: Server) -> None:
    first, second = changing.web_processes()
    os.kill(first, signal.SIGKILL)
    with httpx.Client(base_url=changing.url, timeout=5) as client:
        assert client.get("healthz").status_code == 200
    wait_until(lambda: len(changing.web_processes()) == 2, 3)
    assert second in changing.web_processes()
    os.kill(second, signal.SIGSEGV)
    wait_until(lambda: len(changing.web_processes()) == 2 and second not in changing.web_processes(), 3)
    with httpx.Client(base_url=changing.url, timeout=5) as client:
        assert client.get("readyz").status_code == 200


def test_query_workers_that_die_are_replaced(server: Server) -> None:
    for pid in server.query_workers():
        os.kill(pid, signal.SIGKILL)
    response = server.client.get("sparql", params={"query": "ASK { ?replaced ?p ?o }"})
    assert response.status_code == 200, response.text
    wait_until(lambda: len(server.query_workers()) == 2, 3)


def test_a_client_that_leaves_ends_its_query(patient: Server) -> None:
    """Else both workers would be busy for twenty seconds, and the last query be turned away after five."""
    for _ in range(4):
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{patient.url}sparql", data={"query": ENDLESS}, timeout=0.3)
    response = patient.client.post("sparql", data={"query": "ASK {}"})
    assert response.status_code == 200, response.text


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGHUP])
def test_it_stops_when_it_is_told_to(changing: Server, how: signal.Signals) -> None:
    children = changing.children()
    changing.process.send_signal(how)
    assert changing.process.wait(10) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)


def test_a_request_that_is_under_way_is_answered_before_it_stops(changing: Server) -> None:
    answers: list[int] = []

    def ask() -> None:
        answers.append(httpx.get(f"{changing.url}sparql", params={"query": ENDLESS}, timeout=20).status_code)

    children = changing.children()
    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(QUERY_SECONDS / 3)
    begun = time.monotonic()
    changing.process.send_signal(signal.SIGTERM)
    assert changing.process.wait(10) == 0
    asking.join()
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)
    assert answers == [504]
    assert time.monotonic() - begun < 10


def test_no_child_outlives_a_parent_that_is_killed(changing: Server) -> None:
    children = changing.children()
    assert len(children) == 5
    changing.process.kill()
    changing.process.wait()
    wait_until(lambda: not any(_runs(pid) for pid in children), 3)


def _runs(pid: int) -> bool:
    """Whether a process is more than an entry that nobody has reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def refused(folder: Path, *options: str) -> str:
    """What is said on standard error when a service does not start."""
    ended = subprocess.run(
        [*NODVERK, "serve", "--dataset", str(folder), *options],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=30,
    )
    assert ended.returncode == 2
    return ended.stderr


def test_an_address_in_use_is_told_in_one_line(server: Server) -> None:
    said = refused(server.folder, "--port", server.url.rstrip("/").rpartition(":")[2])
    assert said.startswith("nodverk: Cannot serve at 127.0.0.1")
    assert said.count("\n") == 1


def test_another_base_than_the_dataset_was_made_with_is_refused(server: Server) -> None:
    assert server.url in refused(server.folder, "--port", "0", "--base", "https://example.org/")
