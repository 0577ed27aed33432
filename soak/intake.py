"""Bad files are sent to a server that may be written to: each is refused with a reason, changing nothing."""

import json
from collections import Counter
from hashlib import sha256
from pathlib import Path

from graph.store import tokens
from graph.store.dataset import CATALOGUE
from soak.asking import FAILURES, Answer, Line
from soak.bad_files import DOUBTFUL, WELL, refused
from soak.findings import Finding, none_of
from soak.serving import Served, serving
from soak.sizes import Size
from soak.statements import new_dataset, versioned

TYPES = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "trig": "application/trig",
    "n3": "text/n3",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}


def run(size: Size, place: Path) -> list[Finding]:
    """Send what must be refused, and then what must be taken."""
    folder = place / "dataset"
    secret = tokens.add(new_dataset(folder, {"x": versioned("x", 1, 10)}), "soak")
    files = list(refused().items())[:: size.file_step]
    troubles: list[str] = []
    placed, statuses = 0, Counter[int]()
    with serving(folder, place, "--workers", "1") as server:
        before = sha256((folder / CATALOGUE).read_bytes()).digest()
        for name, (syntax, content) in files:
            answer = _sent(server, secret, syntax, content)
            statuses[answer.status] += 1
            told = _problem(answer)
            placed += "line" in told
            if not (400 <= answer.status < 500 and told.get("detail")):
                troubles.append(f"{name}: {answer.status}")
            now = sha256((folder / CATALOGUE).read_bytes()).digest()
            if now != before:
                troubles.append(f"{name} has changed the dataset")
                before = now
        good = list(WELL.items())[:: size.file_step]
        untaken = [
            f"{name}: {answer.status} {answer.body[:200]!r}"
            for name, (syntax, content) in good
            if (answer := _sent(server, secret, syntax, content.encode())).status not in {201, 202, 204}
        ]
        broken = [
            f"{name}: {answer.status}"
            for name, (syntax, content) in DOUBTFUL.items()
            if not 200 <= (answer := _sent(server, secret, syntax, content.encode())).status < 500
        ]
    told = ", ".join(f"{n} × {status}" for status, n in sorted(statuses.items()))
    return [
        none_of(
            "a bad file is refused with a reason and changes nothing",
            troubles,
            f"{len(files)} files ({told}; {placed} with the line)",
        ),
        none_of("a good file is taken", untaken, f"{len(good)} files"),
        none_of("a doubtful file breaks nothing", broken, f"{len(DOUBTFUL)} files"),
    ]


def _sent(server: Served, secret: str, syntax: str, content: bytes) -> Answer:
    """Put a graph; an answer that does not come is one of status 0."""
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": TYPES[syntax]}
    with Line(server.port, patience=180.0) as line:
        try:
            return line.ask("PUT", "/graph/sent", content, headers)
        except FAILURES as error:
            return Answer(0, {}, repr(error).encode())


def _problem(answer: Answer) -> dict[str, object]:
    """The problem document of an answer; empty where it is none."""
    if answer.headers.get("Content-Type") != "application/problem+json":
        return {}
    found: dict[str, object] = json.loads(answer.body)
    return found
