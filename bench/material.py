"""The synthetic graph as it is handed to the servers: a dataset for Nodverk, files for its peers.

It is kept in a folder that is named after the extent and a hash of the code
that makes it, so it is made once. The peers get the statements twice, just as
Nodverk holds them: in their named graphs, and merged in the default graph,
where each stands once. That is what a server needs that answers with sources
and yet counts money once.
"""

import hashlib
import inspect
import json
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench import statements, synthetic, words
from bench.synthetic import Extent, Synthetic
from graph.assets import ontology
from graph.ingest.reading import Original, read
from graph.ingest.shipped import VOCABULARY
from graph.iris import Iris
from graph.settings import DEFAULT_HOST, DEFAULT_PORT, Limits, base_of_address
from graph.store.dataset import Dataset, Lines

BASE = base_of_address(DEFAULT_HOST, DEFAULT_PORT)
MOST_SUBJECTS = 40_000
SORTS = ("programme", "project", "award", "actor")
"""What requests are about: the words that its keys begin with."""

SUBJECT = re.compile(rf"^(<[^>#]+/id/\w+/({'|'.join(SORTS)})-[^>#]+>) <[^>]+#type> ".encode(), re.MULTILINE)
ACTOR = b"/id/org/actor-"


@dataclass(frozen=True)
class Material:
    """One synthetic graph on disk."""

    folder: Path
    extent: Extent
    statements: int
    """How many statements the named graphs hold, with those of the vocabulary."""

    distinct: int
    """How many statements there are when each counts once."""

    terms: dict[str, list[str]]
    """Of each of the `SORTS`, terms to fill the queries' parameters with, in a shuffled order."""

    @property
    def dataset(self) -> Path:
        """The dataset folder."""
        return self.folder / "dataset"

    @property
    def quads(self) -> Path:
        """Named graphs and their merge, as N-Quads."""
        return self.folder / "all.nq"

    @property
    def triples(self) -> Path:
        """The merge alone, as N-Triples."""
        return self.folder / "merge.nt"

    def things(self) -> list[str]:
        """The IRIs that documents are asked of: awards, projects and organisations, mixed."""
        found = [term[1:-1] for sort in ("award", "project", "actor") for term in self.terms[sort]]
        Random(self.extent.seed).shuffle(found)
        return found

    def spare(self, number: int, size: int) -> tuple[str, Lines]:
        """Name and statements of a register of about so many statements that is not in the dataset."""
        graph = Synthetic(self.extent, Iris(BASE))
        return graph.source(self.extent.sources + number, size)


def prepare(extent: Extent, home: Path) -> Material:
    """The material of this extent, made below `home` unless it is there."""
    folder = home / f"{extent.statements}-{_fingerprint(extent)}"
    summary = folder / "summary.json"
    if not summary.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        said = json.dumps(_make(extent, folder))
        summary.write_text(said, "utf-8")
    told = json.loads(summary.read_text("utf-8"))
    return Material(folder, extent, told["statements"], told["distinct"], told["terms"])


def _fingerprint(extent: Extent) -> str:
    code = [
        inspect.getsource(each).encode() for each in (statements, synthetic, words, sys.modules[__name__])
    ]
    made_from = [*code, *_vocabulary().values()]
    return hashlib.sha256(b"".join(made_from) + repr(extent).encode()).hexdigest()[:12]


def _vocabulary() -> dict[str, bytes]:
    """The shipped ontology and code lists, by the name of their source."""
    return {source: ontology(name).read_bytes() for source, name in VOCABULARY.items()}


def _make(extent: Extent, folder: Path) -> dict[str, object]:
    """Write dataset and files; gives what is to be remembered of them."""
    dataset = Dataset.create(folder / "dataset", BASE)
    told = _Told()
    with (
        dataset.writing() as writer,
        (folder / "all.nq").open("wb") as quads,
        (folder / "merge.nt").open("wb") as triples,
    ):
        kept = {}
        for source, lines in _graphs(extent, dataset.iris):
            graph = str(dataset.iris.graph(source))
            kept[graph] = writer.keep_graph(graph, lines)
            merged = told.take(lines)
            quads.writelines(lines)
            quads.write(merged)
            triples.write(merged)
        writer.commit(kept, "Make a synthetic graph")
    return {"statements": told.statements, "distinct": told.distinct, "terms": told.terms(extent.seed)}


def _graphs(extent: Extent, iris: Iris) -> Iterator[tuple[str, Lines]]:
    for source, content in _vocabulary().items():
        yield source, read(Original(f"{source}.ttl", content), source, iris, Limits()).lines
    yield from Synthetic(extent, iris).graphs()


class _Told:
    """What was told so far: how much, and of whom."""

    def __init__(self) -> None:
        self.statements = 0
        self.distinct = 0
        self._subjects: dict[str, dict[str, None]] = {sort: {} for sort in SORTS}
        self._of_actors: set[bytes] = set()

    def take(self, lines: Lines) -> bytes:
        """Count a graph's statements; gives those that no graph made before, as N-Triples.

        Only what is said of organisations is said by several sources.
        """
        content = b"".join(lines)
        for found in SUBJECT.finditer(content):
            self._subjects[found[2].decode()][found[1].decode()] = None
        new = []
        for line in lines:
            triple = line[: line.rindex(b" <")] + b" .\n"
            if ACTOR in line:
                if triple in self._of_actors:
                    continue
                self._of_actors.add(triple)
            new.append(triple)
        self.statements += len(lines)
        self.distinct += len(new)
        return b"".join(new)

    def terms(self, seed: int) -> dict[str, list[str]]:
        """The subjects of each sort, shuffled, at most as many as a run can use."""
        found = {}
        for sort, subjects in self._subjects.items():
            shuffled = list(subjects)
            Random(f"{seed} {sort}").shuffle(shuffled)
            found[sort] = shuffled[:MOST_SUBJECTS]
        return found
