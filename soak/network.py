"""Traps are set on the loopback address; no query and no file makes Nodverk step into one.

There are two walls: what would send a request is refused by its text, and the
kernel gives the process no socket. Each is also tried alone. What is left out
of the tests of the walls themselves is here: real commands, with real traps.
"""

import select
import socket
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode

from pyoxigraph import QueryBoolean, Store

from graph.errors import QueryRefused, SourceUnreadable
from graph.index.archive import Archive
from graph.index.index import Index
from graph.ingest.ingest import check
from graph.ingest.parsing import Refusal, Task, statements
from graph.ingest.reading import Original, read
from graph.iris import Iris
from graph.processes.confinement import refuse_network, ring_at
from graph.processes.forking import run_apart
from graph.settings import Limits
from graph.store.dataset import Dataset, now
from graph.store.release import Release
from graph.workers.answering import answer
from graph.workers.conversation import Question
from graph.workers.sparql_scan import scan
from soak.asking import Line
from soak.findings import Finding, none_of
from soak.serving import serving
from soak.sizes import Size
from soak.statements import BASE, graph, new_dataset, versioned

FAILED = 1
"""The exit status of a process that ended with an error."""

SETTLE_SECONDS = 0.03
"""How long a visit to a trap may take to be noted, once who visited it has ended."""

MOST_SECONDS = 60.0
BAIT_SECONDS = 1.0
"""After which one who went to the trap is ended, who waits in vain for an answer."""

QUERIES = {
    "SERVICE": "SELECT * { SERVICE <TRAP> { ?s ?p ?o } }",
    "SERVICE SILENT": "SELECT * { SERVICE SILENT <TRAP> { ?s ?p ?o } }",
    "SERVICE of a prefix": "PREFIX t: <TRAP> SELECT * { SERVICE t: { ?s ?p ?o } }",
    "SERVICE run together": "PREFIX t: <TRAP> SELECT * { SERVICEt: { ?s ?p ?o } }",
    "SERVICE of a base": "BASE <TRAP> SELECT * { SERVICE <x> { ?s ?p ?o } }",
    "SERVICE of a variable": "SELECT * { VALUES ?t { <TRAP> } SERVICE ?t { ?s ?p ?o } }",
    "SERVICE in EXISTS": "ASK { FILTER EXISTS { SERVICE <TRAP> { ?s ?p ?o } } }",
    "SERVICE in a subquery": "SELECT * { { SELECT * { SERVICE <TRAP> { ?s ?p ?o } } } }",
    "SERVICE in CONSTRUCT": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <TRAP> { ?s ?p ?o } }",
    "SERVICE behind a comment": "SELECT * { #\nSERVICE <TRAP> { ?s ?p ?o } }",
    "FROM": "SELECT * FROM <TRAP> { ?s ?p ?o }",
    "FROM NAMED": "SELECT * FROM NAMED <TRAP> { GRAPH ?g { ?s ?p ?o } }",
    "GRAPH": "SELECT * { GRAPH <TRAP> { ?s ?p ?o } }",
    "DESCRIBE": "DESCRIBE <TRAP>",
    "LOAD": "LOAD <TRAP>",
    "LOAD SILENT": "LOAD SILENT <TRAP> INTO GRAPH <http://x/>",
    "INSERT with SERVICE": "INSERT { ?s ?p ?o } WHERE { SERVICE <TRAP> { ?s ?p ?o } }",
}

Attempt = Callable[[str, str], None]
"""What is tried with a text and its name."""

XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">'
    '<rdf:Description rdf:about="id/org/x"><x:p>{}</x:p></rdf:Description></rdf:RDF>'
)
FILES = {
    "remote-context.jsonld": '{"@context": "TRAPc.jsonld", "@id": "id/org/x", "http://x/p": 1}',
    "two-contexts.jsonld": '{"@context": [{"a": "http://x/a"}, "TRAPc.jsonld"], "@id": "id/org/x", "a": 1}',
    "imported-context.jsonld": '{"@context": {"@version": 1.1, "@import": "TRAPc.jsonld"}, "http://x/p": 1}',
    "scoped-context.jsonld": '{"@context": {"p": {"@id": "http://x/p", "@context": "TRAPc"}}, "p": {"q": 1}}',
    "external-entity.rdf": f'<!DOCTYPE r [<!ENTITY e SYSTEM "TRAPe">]>{XML.format("&e;")}',
    "parameter-entity.rdf": f'<!DOCTYPE r [<!ENTITY % e SYSTEM "TRAPe"> %e;]>{XML.format("e")}',
    "external-dtd.rdf": f'<!DOCTYPE r SYSTEM "TRAPd.dtd">{XML.format("d")}',
    "styled.rdf": f'<?xml-stylesheet href="TRAPs.xsl" type="text/xsl"?>{XML.format("s")}',
    "included.rdf": XML.format('<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="TRAPx.xml"/>'),
    "owl-imports.ttl": "<id/org/x> <http://www.w3.org/2002/07/owl#imports> <TRAPo.ttl> .",
    "shapes-graph.ttl": "<id/org/x> <http://www.w3.org/ns/shacl#shapesGraph> <TRAPs.ttl> .",
    "base.ttl": "@base <TRAPb/> . <x> a <y> .",
    "cited.n3": "<TRAPn.n3> <http://www.w3.org/2000/10/swap/log#semantics> <id/org/x> .",
}


class Trap:
    """An address that must never be asked. It answers nobody, and knows who came."""

    def __init__(self, listener: socket.socket) -> None:
        self.address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        self._listener = listener

    def new_visits(self) -> int:
        """How many came since this was last asked."""
        visits = 0
        while select.select([self._listener], [], [], SETTLE_SECONDS)[0]:
            self._listener.accept()[0].close()
            visits += 1
        return visits


class NotTried(Exception):
    """An attempt ended with an error of its own, so that it shows nothing."""


@contextmanager
def trap() -> Iterator[Trap]:
    """Set a trap for a while."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        yield Trap(listener)


def run(_size: Size, place: Path) -> list[Finding]:
    """Try everything against both walls, and against each alone."""
    dataset = new_dataset(place / "dataset", {"x": versioned("x", 1, 10)})
    with trap() as found:
        asked = _asked_of_a_server(dataset.folder, place, found)
        return [
            none_of("no query makes the server send a request", asked, f"{2 * len(QUERIES)} attempts"),
            _tried("nor with the look at its text left out", QUERIES, _unscanned, found),
            _tried("nor with the wall around the process left out", QUERIES, _unconfined, found),
            _tried("no import sends a request", FILES, partial(_imported, dataset), found),
            _tried("nor with the wall around the parser left out", FILES, _parsed, found),
            _tried("nor would a parser that wanted to", {"a request": "TRAP"}, _fetched_confined, found),
            *_baits(found),
        ]


def _tried(promise: str, texts: dict[str, str], attempt: Attempt, found: Trap) -> Finding:
    """Do something with each of these, in a process of its own; none may go to the trap."""
    visited = [name for name, text in texts.items() if _visited(found, attempt, name, text)]
    return none_of(promise, visited, f"{len(texts)} attempts")


def _visited(found: Trap, attempt: Attempt, name: str, text: str, seconds: float = MOST_SECONDS) -> bool:
    bait = text.replace("TRAP", found.address)

    def work() -> None:
        ring_at(seconds)
        attempt(name, bait)

    if run_apart(work) == FAILED:
        raise NotTried(name)
    return found.new_visits() > 0


def _baits(found: Trap) -> list[Finding]:
    """What shows that the trap works: it is visited where there are no walls."""
    baits = {"SERVICE": _bare, "a request": _fetched}
    texts = {"SERVICE": QUERIES["SERVICE"], "a request": "TRAP"}
    passed = [
        name for name, bait in baits.items() if not _visited(found, bait, name, texts[name], BAIT_SECONDS)
    ]
    return [none_of("without walls, the trap is visited", passed, f"{len(baits)} baits")]


def _asked_of_a_server(folder: Path, place: Path, found: Trap) -> list[str]:
    """Ask a real server each query, and for each a dataset that is the trap."""
    visited = []
    with (
        serving(folder, place, "--workers", "1", "--query-seconds", "2") as server,
        Line(server.port) as line,
    ):
        for name, text in QUERIES.items():
            query = text.replace("TRAP", found.address)
            line.query(query)
            graphs = {"default-graph-uri": found.address, "named-graph-uri": found.address}
            line.get(f"/sparql?{urlencode({'query': query, **graphs})}")
            if found.new_visits():
                visited.append(name)
    return visited


def _imported(dataset: Dataset, name: str, text: str) -> None:
    """Read and judge a file as an import does."""
    with suppress(SourceUnreadable):
        candidate = read(Original(name, text.encode()), "x", dataset.iris, Limits(import_seconds=20))
        check(dataset, [candidate])


def _unscanned(_name: str, query: str) -> None:
    """Answer a query as a worker does, without the look at its text."""
    refuse_network()
    index = Index(Store(), Release(1, now(), "", ()), Iris(BASE))
    answer(Archive(index), Question(query, BASE, "json", "ttl"), Limits(), _Nowhere())


def _unconfined(name: str, query: str) -> None:
    """Ask a query that the look at its text lets through, without a wall around the process."""
    with suppress(QueryRefused):
        scan(query, Limits())
        _bare(name, query)


def _bare(_name: str, query: str) -> None:
    with suppress(SyntaxError, RuntimeError, ValueError, OSError):
        found = Store().query(query)
        if not isinstance(found, QueryBoolean):
            list(found)


def _parsed(_name: str, text: str) -> None:
    """Read a file as the parsing child does, in every syntax, without its wall."""
    limits = Limits()
    for extension in ("jsonld", "rdf", "ttl", "n3"):
        task = Task(extension, BASE, BASE, graph("x"), int(limits.import_seconds), limits.memory_mebibytes)
        with suppress(Refusal):
            list(statements(text.encode(), task))


def _fetched(_name: str, address: str) -> None:
    with suppress(URLError, OSError):
        urllib.request.urlopen(address, timeout=2).close()


def _fetched_confined(name: str, address: str) -> None:
    refuse_network()
    _fetched(name, address)


class _Nowhere:
    """A channel that leads nowhere."""

    def sendall(self, _data: bytes, /) -> None:
        """Let it go."""
