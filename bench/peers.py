"""The servers that are compared: how each is started on the same statements, and asked the same things.

Each is started as its own documentation says, with the defaults it has, on the
same machine and beside the others; only Nodverk's limit for a query is lifted,
so that the heavy ones end here as they do there.
"""

import compileall
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote, urlencode

import api
import graph
from bench.accounting import cpu_seconds, disk_bytes, memory_bytes
from bench.installed import Installed
from bench.load import HOST
from bench.material import BASE, Material
from bench.queries import TURTLE

NODVERK, MEMORY, DISK, RDFLIB = "nodverk", "oxigraph, memory", "oxigraph, disk", "rdflib-endpoint"
JSON_LD = "application/ld+json"
EXTENSIONS = {TURTLE: "ttl", JSON_LD: "jsonld"}
START_SECONDS = 1_800
STOP_SECONDS = 15
QUERY_SECONDS = 300


class PeerFailed(Exception):
    """A server did not start, or did not answer what it should."""


@dataclass(frozen=True)
class Loading:
    """What it took to bring the statements from files into service."""

    seconds: float
    """From the start of the first command to the first document answered."""

    cpu_seconds: float
    memory_bytes: int
    """After the first answer."""

    disk_bytes: int = 0
    """What the server has on disk then; 0 where it has nothing."""


@dataclass
class Server:
    """A running server."""

    name: str
    version: str
    port: int
    process: subprocess.Popen[bytes]
    query_path: str

    def request(self, path: str, **headers: str) -> bytes:
        """A request for a path, as it goes over the line."""
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return "\r\n".join([f"GET {path} HTTP/1.1", f"Host: {HOST}:{self.port}", *lines, "", ""]).encode()

    def query(self, text: str, accept: str) -> bytes:
        """A request that asks a query."""
        return self.request(f"{self.query_path}?{urlencode({'query': text}, quote_via=quote)}", Accept=accept)

    def document(self, iri: str, media_type: str) -> bytes:
        """A request for what is said of a thing."""
        if self.name != NODVERK:
            return self.query(f"DESCRIBE <{iri}>", media_type)
        thing = iri.removeprefix(f"{BASE}id/")
        return self.request(f"/data/{thing}.{EXTENSIONS[media_type]}")

    def stop(self) -> None:
        """End it."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def get(
    port: int, request: bytes, patience: float = START_SECONDS, process: subprocess.Popen[bytes] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the answer to a request, on a connection of its own.

    Waits for a server that does not listen yet, as long as its process lives. Raises `PeerFailed`.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            with socket.create_connection((HOST, port), timeout=patience) as line:
                line.sendall(request)
                answer = http.client.HTTPResponse(line)
                answer.begin()
                return answer.status, dict(answer.getheaders()), answer.read()
        except ConnectionError as error:
            if time.monotonic() > deadline or (process and process.poll() is not None):
                raise PeerFailed(f"nothing listens on port {port}") from error
            time.sleep(0.005)


@dataclass(frozen=True)
class Ground:
    """What servers are started on and with."""

    material: Material
    folder: Path
    """For logs and for what servers write."""

    tools: Installed | None
    """The peers; None where only Nodverk is started."""

    @property
    def dataset(self) -> Path:
        """The dataset that Nodverk serves."""
        return self.folder / "dataset"

    @property
    def store(self) -> Path:
        """What oxigraph has on disk."""
        return self.folder / "oxigraph"


Started = tuple[Server, Loading]
Start = Callable[[Ground], Started]


def nodverk(ground: Ground) -> Started:
    """Nodverk on a copy of the dataset, so that commits do not change the material."""
    # Objects never change and the catalogue is replaced as a whole, so links are as good as copies.
    shutil.copytree(ground.material.dataset, ground.dataset, copy_function=os.link)
    # As an installer does, which the peers had: else Python would translate our source at each start.
    for package in (graph, api):
        compileall.compile_dir(str(Path(package.__file__ or "").parent), quiet=1)
    return nodverk_again(ground)


def nodverk_again(ground: Ground) -> Started:
    """Nodverk on what it served before."""
    port = _free_port()
    command = [str(Path(sys.executable).with_name("nodverk")), "serve"]
    command += ["--dataset", str(ground.dataset), "--port", str(port), "--query-seconds", str(QUERY_SECONDS)]

    def begin() -> Server:
        return Server(NODVERK, version("nodverk"), port, _run(ground, NODVERK, command), "/sparql")

    return _timed(ground, begin, ground.dataset)


def oxigraph_in_memory(ground: Ground) -> Started:
    """`oxigraph serve` without a place on disk; it is handed the file over HTTP."""
    tools, port = _tools(ground), _free_port()

    def begin() -> Server:
        process = _run(ground, MEMORY, [tools.command("oxigraph"), "serve", "--bind", f"{HOST}:{port}"])
        server = Server(MEMORY, tools.version("oxigraph"), port, process, "/query")
        get(port, server.query("ASK {}", "*/*"))
        _put(port, ground.material.quads)
        return server

    return _timed(ground, begin)


def oxigraph_on_disk(ground: Ground) -> Started:
    """`oxigraph load`, `oxigraph optimize` as it advises, then `oxigraph serve-read-only`."""
    tools, port = _tools(ground), _free_port()
    place = ground.store
    binary = tools.command("oxigraph")

    def begin() -> Server:
        for step in (["load", "--file", str(ground.material.quads)], ["optimize"]):
            done = _run(ground, DISK, [binary, step[0], "--location", str(place), *step[1:]])
            if done.wait(START_SECONDS):
                raise PeerFailed(f"oxigraph {step[0]} ended with {done.returncode}")
        command = [binary, "serve-read-only", "--location", str(place), "--bind", f"{HOST}:{port}"]
        return Server(DISK, tools.version("oxigraph"), port, _run(ground, DISK, command), "/query")

    return _timed(ground, begin, place)


def rdflib_endpoint(ground: Ground) -> Started:
    """`rdflib-endpoint serve` on the merge alone, since it has a default graph of its own making."""
    tools, port = _tools(ground), _free_port()
    command = [tools.command("rdflib-endpoint"), "serve", "--host", HOST, "--port", str(port)]
    command.append(str(ground.material.triples))

    def begin() -> Server:
        return Server(RDFLIB, tools.version("rdflib-endpoint"), port, _run(ground, RDFLIB, command), "/")

    return _timed(ground, begin)


PEERS: dict[str, Start] = {MEMORY: oxigraph_in_memory, DISK: oxigraph_on_disk, RDFLIB: rdflib_endpoint}
"""The servers to compare with, by name."""


def _timed(ground: Ground, begin: Callable[[], Server], place: Path | None = None) -> Started:
    """Begin, wait for the first document, and note what that took."""
    reaped = _reaped()
    begun = time.perf_counter()
    server = begin()
    wanted = server.document(ground.material.things()[0], TURTLE)
    try:
        status, _, body = get(server.port, wanted, process=server.process)
    except (PeerFailed, TimeoutError) as error:
        server.stop()
        raise PeerFailed(
            f"{server.name} did not start: {_log(ground, server.name).read_text()[-3000:]}"
        ) from error
    seconds = time.perf_counter() - begun
    if status != http.HTTPStatus.OK or not body:
        server.stop()
        raise PeerFailed(f"{server.name} answered {status}: {body[:300]!r}")
    used = cpu_seconds(server.process.pid) + _reaped() - reaped
    return server, Loading(seconds, used, memory_bytes(server.process.pid), disk_bytes(place) if place else 0)


def _reaped() -> float:
    """Processor time of those of our children that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def _run(ground: Ground, name: str, command: list[str]) -> subprocess.Popen[bytes]:
    with _log(ground, name).open("ab") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, cwd=ground.folder)


def _log(ground: Ground, name: str) -> Path:
    return ground.folder / f"{name.replace(', ', '-')}.log"


def _put(port: int, file: Path) -> None:
    connection = http.client.HTTPConnection(HOST, port, timeout=START_SECONDS)
    with file.open("rb") as content:
        headers = {"Content-Type": "application/n-quads", "Content-Length": str(file.stat().st_size)}
        connection.request("POST", "/store?no_transaction", content, headers)
        answer = connection.getresponse()
        said = answer.read()
    connection.close()
    if answer.status >= http.HTTPStatus.BAD_REQUEST:
        raise PeerFailed(f"the file was refused with {answer.status}: {said[:300]!r}")


def _tools(ground: Ground) -> Installed:
    if ground.tools is None:
        raise PeerFailed("the peers are not installed")
    return ground.tools


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as taken:
        return int(taken.getsockname()[1])
