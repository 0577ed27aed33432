"""The whole walk of an import: candidates, validation, and one new release or none.

Several files make one release together, judged together, so that they may
refer to each other. What is derived from the content (provenance, centrality)
is part of the same release.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rdflib import Graph

from graph.analysis.derived import SOURCE as DERIVED
from graph.analysis.derived import derive
from graph.analysis.entailed import SOURCE as ENTAILED
from graph.analysis.entailed import entail
from graph.analysis.publication import SOURCE as CENTRALITY
from graph.analysis.publication import publish
from graph.description.publication import describe
from graph.description.void import SOURCE as DESCRIPTION
from graph.index.index import Index, store_of
from graph.index.merging import put
from graph.ingest.judgement import Content, judge
from graph.ingest.provenance import SOURCE as PROVENANCE
from graph.ingest.provenance import describe_graphs
from graph.ingest.reading import Candidate
from graph.ingest.report import Report
from graph.store.dataset import Dataset, Lines, Writer, now, sorted_lines
from graph.store.release import GraphVersion, ImportRecord, Outcome, Release


@dataclass(frozen=True)
class Change:
    """What an import does to one named graph, in statements."""

    graph: str
    new: int
    removed: int
    kept: int


@dataclass(frozen=True)
class Committed:
    """The import made a release."""

    release: Release
    changes: tuple[Change, ...]
    report: Report


@dataclass(frozen=True)
class Rejected:
    """The shapes were not met; not one statement was changed."""

    report: Report


@dataclass(frozen=True)
class Unchanged:
    """The dataset already says exactly this."""

    release: Release


@dataclass(frozen=True)
class Checked:
    """The shapes are met; nothing was changed, since only a check was asked for."""

    changes: tuple[Change, ...]
    report: Report


def check(dataset: Dataset, candidates: Sequence[Candidate]) -> Checked | Rejected:
    """Judge candidates beside the rest of the newest release, and change nothing."""
    content = newest_content(dataset)
    report = judge(content, candidates, worked_out_graphs(dataset))
    return Checked(changes(content, candidates), report) if report.conforms else Rejected(report)


def ingest(dataset: Dataset, candidates: Sequence[Candidate], note: str) -> Committed | Rejected | Unchanged:
    """Bring candidates into the dataset as one new release, or change nothing.

    Raises `WriterBusy`, and `ValidatorUndecided` where the shapes could not be applied.
    """
    with dataset.writing() as writer:
        return bring_in(writer, newest_content(dataset), candidates, note)


def bring_in(
    writer: Writer,
    content: Content,
    candidates: Sequence[Candidate],
    note: str,
    shapes: Graph | None = None,
) -> Committed | Rejected | Unchanged:
    """Bring candidates in beside the content of the newest release, while the lock is held.

    A candidate without statements takes its graph out. `shapes` stand in for the shipped ones.
    """
    dataset, started = writer.dataset, now()
    done = changes(content, candidates)
    if content and not any(change.new or change.removed for change in done):
        writer.note(_records(candidates, Outcome.UNCHANGED, started, ""))
        return Unchanged(dataset.head())
    report = judge(content, candidates, worked_out_graphs(dataset), shapes)
    kept = writer.keep(report.as_json().encode())
    if not report.conforms:
        writer.note(_records(candidates, Outcome.REJECTED, started, kept))
        return Rejected(report)
    records = _records(candidates, Outcome.COMMITTED, started, kept)
    return Committed(_commit(writer, content, candidates, records, note), done, report)


def refresh_centrality(dataset: Dataset) -> Release:
    """Compute centrality anew from the newest release, and publish it as a release of its own.

    Needed where a new version of the software computes otherwise; an import does it by itself.
    """
    with dataset.writing() as writer:
        content = newest_content(dataset)
        found = dict(worked_out(dataset, content))
        found |= [describe(dataset.iris, {**content, **found})]
        kept = {graph: writer.keep_graph(graph, lines) for graph, lines in found.items()}
        return writer.commit(kept, "Compute centrality")


def newest_content(dataset: Dataset) -> Content:
    """What the newest release says; nothing where there is none yet."""
    if not dataset.catalogue.head():
        return {}
    return {version.graph: dataset.lines(version) for version in dataset.head().graphs}


def changes(content: Content, candidates: Sequence[Candidate]) -> tuple[Change, ...]:
    """How the candidates differ from what their named graphs say now."""
    found = []
    for candidate in candidates:
        before, after = set(content.get(candidate.graph, ())), set(candidate.lines)
        found.append(Change(candidate.graph, len(after - before), len(before - after), len(after & before)))
    return tuple(found)


def _commit(
    writer: Writer,
    content: Content,
    candidates: Sequence[Candidate],
    records: Sequence[ImportRecord],
    note: str,
) -> Release:
    dataset = writer.dataset
    for candidate in candidates:
        writer.keep(candidate.original.content)
    kept: dict[str, GraphVersion | None] = {
        each.graph: writer.keep_graph(each.graph, each.lines) if each.lines else None for each in candidates
    }
    after = {**content, **{each.graph: each.lines for each in candidates}}
    derived = dict(worked_out(dataset, after))
    kept |= {graph: writer.keep_graph(graph, lines) for graph, lines in derived.items()}
    about = dict([_provenance(dataset, kept, records)])
    about |= [describe(dataset.iris, {**after, **derived, **about})]
    kept |= {graph: writer.keep_graph(graph, lines) for graph, lines in about.items()}
    return writer.commit(kept, note, records)


def worked_out_graphs(dataset: Dataset) -> set[str]:
    """The named graphs of what follows from all others; a release made before there was one lacks it."""
    return {str(dataset.iris.graph(source)) for source in (CENTRALITY, DERIVED, ENTAILED)}


def made_here(dataset: Dataset) -> set[str]:
    """The named graphs that every commit makes anew, so that nobody else can write them."""
    return worked_out_graphs(dataset) | {str(dataset.iris.graph(each)) for each in (PROVENANCE, DESCRIPTION)}


def worked_out(dataset: Dataset, content: Content) -> list[tuple[str, Lines]]:
    """The named graphs of what follows from the content of the release that comes next."""
    number, graphs = dataset.catalogue.head() + 1, worked_out_graphs(dataset)
    store = store_of(b"".join(lines) for name, lines in content.items() if name not in graphs)
    index = Index(store, Release(number, now(), "", ()), dataset.iris)
    found = [
        (str(dataset.iris.graph(CENTRALITY)), sorted_lines(publish(index, number))),
        (str(dataset.iris.graph(DERIVED)), sorted_lines(derive(index))),
    ]
    for _, lines in found:
        put(store, b"".join(lines))
    return [*found, (str(dataset.iris.graph(ENTAILED)), sorted_lines(entail(index)))]


def _provenance(
    dataset: Dataset, kept: Mapping[str, GraphVersion | None], records: Sequence[ImportRecord]
) -> tuple[str, Lines]:
    number = dataset.catalogue.head() + 1
    before = {version.graph: version for version in dataset.head().graphs} if number > 1 else {}
    graphs = {graph: version for graph, version in {**before, **kept}.items() if version}
    earlier = dataset.catalogue.imports()
    coming = [
        replace(record, release=number, number=len(earlier) + place)
        for place, record in enumerate(records, 1)
    ]
    made = [record for record in earlier if record.outcome is Outcome.COMMITTED]
    quads = describe_graphs(dataset.iris, graphs.values(), [*made, *coming])
    return str(dataset.iris.graph(PROVENANCE)), sorted_lines(quads)


def _records(
    candidates: Sequence[Candidate], outcome: Outcome, started: datetime, report: str
) -> list[ImportRecord]:
    return [
        ImportRecord(each.graph, each.original.name, each.original.sha256, outcome, started, report)
        for each in candidates
    ]
