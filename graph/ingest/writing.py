"""What may be written to a dataset from outside, and the one way that it is: an import like any other.

A SPARQL update or an operation of the Graph Store Protocol becomes candidates, which are judged
by the shapes in their surroundings and become one release with its provenance, or change nothing.
"""

import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from rdflib import Graph

from graph.errors import (
    GraphAbsent,
    GraphDerived,
    GraphPresent,
    GraphUnknown,
    ReleaseMovedOn,
    WriteCrowdedOut,
    WriterBusy,
)
from graph.ingest.ingest import Change, Committed, Rejected, Unchanged, bring_in, made_here, newest_content
from graph.ingest.judgement import Content
from graph.ingest.parsing import first_free, genid
from graph.ingest.reading import Candidate, Original, Target, read_into
from graph.ingest.report import Report
from graph.ingest.updating import SOURCE, Update, evaluate
from graph.iris import Iris
from graph.settings import Limits
from graph.store.dataset import Dataset, Lines, Writer
from graph.store.release import Outcome

AGAIN_SECONDS = 0.05


class Method(StrEnum):
    """What is done to one named graph (SPARQL 1.1 Graph Store HTTP Protocol, section 5)."""

    PUT = "put"
    POST = "post"
    DELETE = "delete"


@dataclass(frozen=True)
class GraphWrite:
    """An operation on one named graph."""

    method: Method
    graph: str | None = ""
    """The graph's IRI; empty for the one that stands in for the default graph, None for a new one."""

    files: tuple[Original, ...] = ()
    only_new: bool = False
    """Whether there must be no such graph yet."""

    only_there: bool = False
    """Whether there must be such a graph already."""


@dataclass(frozen=True)
class Wanted:
    """A change that is asked for."""

    what: Update | GraphWrite
    by: str
    """The name of the token of whoever asks."""

    releases: frozenset[int] | None = None
    """The releases of which one must be the newest, if that was made a condition."""


@dataclass(frozen=True)
class Written:
    """What became of a change."""

    outcome: Outcome
    release: int
    """The newest release, which is the change's own if it made one."""

    changes: tuple[Change, ...] = ()
    report: Report = field(default_factory=lambda: Report(()))
    graph: str = ""
    """The graph of an operation on one."""

    created: bool = False
    """Whether that graph is new."""


def write(dataset: Dataset, wanted: Wanted, limits: Limits, shapes: Graph | None = None) -> Written:
    """Make a change, whole or not at all.

    Raises what `evaluate` and `read_into` raise, `ReleaseMovedOn`, `GraphUnknown`, `GraphPresent`,
    `GraphAbsent`, `GraphDerived`, `WriteCrowdedOut`, `ValidatorUndecided` and `DatasetUnwritable`.
    """
    with ExitStack() as stack:
        writer = _writer(dataset, stack, limits.wait_seconds)
        newest = dataset.catalogue.head()
        if wanted.releases is not None and newest not in wanted.releases:
            raise ReleaseMovedOn(max(wanted.releases), newest)
        content = newest_content(dataset)
        if isinstance(wanted.what, Update):
            graph, candidates = "", _updated(wanted.what, wanted.by, content, dataset.iris, limits)
        else:
            graph = _graph(wanted.what, newest, dataset.iris)
            _check_conditions(wanted.what, graph, content, made_here(dataset))
            candidates = _operated(wanted.what, wanted.by, graph, content, dataset.iris, limits)
        _check_not_made_here(candidates, content, made_here(dataset))
        candidates = [each for each in candidates if each.graph not in made_here(dataset)]
        if not candidates:
            return Written(Outcome.UNCHANGED, newest, graph=graph)
        outcome = bring_in(writer, content, candidates, _note(wanted, candidates), shapes)
    created = bool(graph and candidates[0].lines) and graph not in content
    return _told(outcome, newest, graph, created=created)


def _writer(dataset: Dataset, stack: ExitStack, seconds: float) -> Writer:
    """Hold the writer's lock as soon as it is free. Raises `WriteCrowdedOut`."""
    until = time.monotonic() + seconds
    while True:
        try:
            return stack.enter_context(dataset.writing())
        except WriterBusy:
            if time.monotonic() > until:
                raise WriteCrowdedOut(seconds) from None
        time.sleep(AGAIN_SECONDS)


def _updated(update: Update, by: str, content: Content, iris: Iris, limits: Limits) -> list[Candidate]:
    return evaluate(update, content, iris, Original(f"{by}.ru", update.text.encode()), limits)


def _graph(asked: GraphWrite, newest: int, iris: Iris) -> str:
    """The IRI of the graph that an operation is on."""
    if asked.graph is None:
        return str(iris.graph(f"posted-{newest + 1}"))
    return asked.graph or str(iris.graph(SOURCE))


def _operated(
    asked: GraphWrite, by: str, graph: str, content: Content, iris: Iris, limits: Limits
) -> list[Candidate]:
    """What an operation makes of its graph."""
    if asked.method is Method.DELETE:
        if graph not in content:
            raise GraphUnknown(graph)
        return [Candidate(Original(f"{by}.delete", b""), iris.source(graph), graph, ())]
    found: Lines = content.get(graph, ()) if asked.method is Method.POST else ()
    for file in asked.files:
        first = first_free(genid(iris.base, graph), found)
        found += read_into(Target(graph, graph, first), file, iris, limits).lines
    whole = Original(asked.files[0].name, b"".join(each.content for each in asked.files))
    return [Candidate(whole, iris.source(graph), graph, tuple(sorted(set(found))))]


def _check_conditions(asked: GraphWrite, graph: str, content: Content, made: set[str]) -> None:
    if graph in made:
        raise GraphDerived(graph)
    if asked.only_new and graph in content:
        raise GraphPresent(graph)
    if asked.only_there and graph not in content:
        raise GraphAbsent(graph)


def _check_not_made_here(candidates: Sequence[Candidate], content: Content, made: set[str]) -> None:
    """Refuse an update that is about graphs which every commit makes anew.

    What is taken out of one comes back. So they may be emptied all together, and a thing may
    be removed wherever it stands; but an update that does nothing else is told so.
    """
    theirs = [each for each in candidates if each.graph in made]
    for each in theirs:
        if not set(each.lines) <= set(content.get(each.graph, ())):
            raise GraphDerived(each.graph)
    emptied = {each.graph for each in theirs if not each.lines}
    all_emptied = emptied == {graph for graph in made if content.get(graph)}
    if theirs and not all_emptied and (emptied or len(theirs) == len(candidates)):
        raise GraphDerived(theirs[0].graph)


def _note(wanted: Wanted, candidates: Sequence[Candidate]) -> str:
    """What the log says of a change: what it was, whose, and what was sent."""
    sent = candidates[0].original.content
    what = "Update"
    if isinstance(wanted.what, GraphWrite):
        what = f"{wanted.what.method.upper()} <{candidates[0].graph}>"
    return f"{what} by {wanted.by}: {len(sent)} bytes, SHA-256 {sha256(sent).hexdigest()}"


def _told(outcome: Committed | Rejected | Unchanged, newest: int, graph: str, *, created: bool) -> Written:
    match outcome:
        case Committed(release, changes, report):
            return Written(Outcome.COMMITTED, release.number, changes, report, graph, created)
        case Rejected(report):
            return Written(Outcome.REJECTED, newest, report=report, graph=graph)
        case Unchanged(release):
            return Written(Outcome.UNCHANGED, release.number, graph=graph)
