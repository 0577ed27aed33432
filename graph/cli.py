"""The commands that read and change a dataset: `nodverk import`, `log`, `query` and the others.

Every command takes `--dataset` (or `NODVERK_DATASET`) and exits with 0 when done,
1 when the shapes refused an import, 2 when it failed. What a machine may read
comes with `--json`. `nodverk serve` is in `api.cli`, one floor up.
"""

import json
import os
import sys
from contextlib import nullcontext
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from graph.analysis.ranking import MEASURES, ranking
from graph.errors import GraphError
from graph.export import FORMATS, export
from graph.ingest.ingest import (
    Change,
    Checked,
    Committed,
    Rejected,
    Unchanged,
    check,
    ingest,
    refresh_centrality,
)
from graph.ingest.reading import Candidate, original, read, source_name
from graph.settings import Limits, dataset_folder
from graph.store.dataset import Dataset
from graph.store.index import Index, load
from graph.store.release import Release

DONE, REFUSED, FAILED = 0, 1, 2

app = typer.Typer(
    help="An open knowledge graph of the actors, projects and money of the Swedish and Nordic AI ecosystem.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Language(StrEnum):
    """The languages that a report is written in."""

    SV = "sv"
    EN = "en"


Folder = Annotated[
    Path | None,
    typer.Option("--dataset", help="The dataset's folder (default: NODVERK_DATASET or ./nodverk-dataset)."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a machine to read.")]
Files = Annotated[list[Path], typer.Argument(help="RDF files: .ttl .nt .nq .trig .rdf .jsonld .n3")]
Source = Annotated[str | None, typer.Option(help="The source that the file belongs to (default: its name).")]
In = Annotated[Language, typer.Option("--language", help="The language of the report.")]
ReleaseNumber = Annotated[
    int | None, typer.Option("--release", help="A release by number (default: the newest).")
]


def run(application: typer.Typer, arguments: list[str] | None = None) -> int:
    """Run a command line and return its exit status; a typed error becomes one line on standard error."""
    try:
        application(arguments, standalone_mode=True, prog_name="nodverk")
    except GraphError as error:
        Console(stderr=True, soft_wrap=True).print(f"nodverk: {error}", markup=False, highlight=False)
        return FAILED
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED
    return DONE


def opened(folder: Path | None) -> Dataset:
    """The dataset that a command works on."""
    return Dataset.open(dataset_folder(folder, os.environ))


def say(text: str) -> None:
    """Print a line of result, as it is."""
    Console(soft_wrap=True).print(text, markup=False, highlight=False)


@app.command("import")
def import_files(
    files: Files,
    source: Source = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Judge, show and change nothing.")] = False,
    language: In = Language.EN,
    dataset: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Bring RDF files into the dataset as one new release, or show why not and change nothing."""
    home = opened(dataset)
    candidates = _candidates(home, files, source)
    with Console(stderr=True).status("Judging the files by the shapes"):
        names = ", ".join(each.original.name for each in candidates)
        outcome = check(home, candidates) if dry_run else ingest(home, candidates, f"Import {names}")
    _show(outcome, language.value, as_json)


@app.command()
def validate(
    files: Files,
    source: Source = None,
    language: In = Language.EN,
    dataset: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Judge RDF files as an import would, and change nothing."""
    import_files(files, source, dry_run=True, language=language, dataset=dataset, as_json=as_json)


def _candidates(home: Dataset, files: list[Path], source: str | None) -> list[Candidate]:
    limits = Limits()
    if source is not None and len(files) > 1:
        raise typer.BadParameter("--source names one source; import several files without it.")
    return [read(original(path, limits), source_name(path.name, source), home.iris, limits) for path in files]


def _show(outcome: Committed | Rejected | Unchanged | Checked, language: str, as_json: bool) -> None:
    if as_json:
        say(json.dumps(_plain(outcome), ensure_ascii=False, indent=2))
    else:
        _tell(outcome, language)
    if isinstance(outcome, Rejected):
        raise typer.Exit(REFUSED)


def _tell(outcome: Committed | Rejected | Unchanged | Checked, language: str) -> None:
    match outcome:
        case Committed(release, changes, report):
            _tell_changes(changes)
            if report.results:
                say(report.text(language))
            say(f"Release {release.number}: {release.statements} statements in {len(release.graphs)} graphs.")
        case Checked(changes, report):
            _tell_changes(changes)
            if report.results:
                say(report.text(language))
            say("The shapes are met. Nothing was changed.")
        case Unchanged(release):
            say(f"Release {release.number} says exactly this already. Nothing was changed.")
        case Rejected(report):
            say(report.text(language))
            say("Nothing was changed.")


def _tell_changes(changes: tuple[Change, ...]) -> None:
    for change in changes:
        say(f"<{change.graph}>: {change.new} new, {change.removed} removed, {change.kept} as before")


def _plain(outcome: Committed | Rejected | Unchanged | Checked) -> dict[str, object]:
    match outcome:
        case Committed(release, changes, report):
            told: dict[str, object] = {"outcome": "committed", "release": release.number}
        case Checked(changes, report):
            told = {"outcome": "conforms"}
        case Unchanged(release):
            return {"outcome": "unchanged", "release": release.number}
        case Rejected(report):
            return {"outcome": "rejected", "report": json.loads(report.as_json())}
    return {**told, "graphs": [asdict(change) for change in changes], "report": json.loads(report.as_json())}


@app.command()
def log(dataset: Folder = None, as_json: AsJson = False) -> None:
    """List the releases, newest first."""
    releases = opened(dataset).catalogue.releases()
    if as_json:
        say(json.dumps([_release(each) for each in releases], ensure_ascii=False, indent=2))
        return
    table = Table("Release", "Made", "Statements", "Graphs", "Note", box=None, pad_edge=False)
    for each in releases:
        made = each.made_at.isoformat(sep=" ")
        table.add_row(str(each.number), made, str(each.statements), str(len(each.graphs)), each.note)
    Console().print(table)


def _release(release: Release) -> dict[str, object]:
    return {
        "release": release.number,
        "madeAt": release.made_at.isoformat(),
        "statements": release.statements,
        "note": release.note,
        "graphs": {each.graph: each.sha256 for each in release.graphs},
    }


@app.command()
def rollback(
    release: Annotated[int, typer.Argument(help="The release to go back to.")], dataset: Folder = None
) -> None:
    """Make a new release with the content of an old one; nothing is lost."""
    with opened(dataset).writing() as writer:
        made = writer.rollback(release)
    say(f"Release {made.number}: as release {release}.")


@app.command("centrality")
def show_centrality(
    measure: Annotated[str, typer.Option(help=f"One of {', '.join(MEASURES)}.")] = "betweenness",
    top: Annotated[int, typer.Option(help="How many organisations to list.")] = 20,
    recompute: Annotated[
        bool, typer.Option("--recompute", help="Compute anew and publish a release.")
    ] = False,
    dataset: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Rank the organisations by their place among the partners."""
    if measure not in MEASURES:
        raise typer.BadParameter(f"{measure} is not one of {', '.join(MEASURES)}")
    home = opened(dataset)
    if recompute:
        with Console(stderr=True).status("Computing centrality"):
            refresh_centrality(home)
    index = _index(home, None)
    ranked = ranking(index, measure)[:top]
    if as_json:
        say(json.dumps([asdict(each) for each in ranked], ensure_ascii=False, indent=2))
        return
    table = Table("Rank", "Organisation", measure.capitalize(), box=None, pad_edge=False)
    for each in ranked:
        name = index.label(each.organisation, "sv")
        table.add_row(str(each.rank), name.value if name else each.organisation, f"{each.score:.4f}")
    Console().print(table)


@app.command("export")
def export_release(
    syntax: Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.")] = "trig",
    graph: Annotated[str | None, typer.Option(help="Only the graph of this source.")] = None,
    output: Annotated[Path | None, typer.Option(help="The file to write (default: standard output).")] = None,
    release: ReleaseNumber = None,
    dataset: Folder = None,
) -> None:
    """Write a release as one RDF document."""
    if syntax not in FORMATS:
        raise typer.BadParameter(f"{syntax} is not one of {', '.join(FORMATS)}")
    index = _index(opened(dataset), release)
    with output.open("wb") if output else nullcontext(sys.stdout.buffer) as target:
        export(index, FORMATS[syntax], target, graph)


def _index(home: Dataset, number: int | None) -> Index:
    with Console(stderr=True).status("Loading the release"):
        return load(home, home.head() if number is None else home.catalogue.release(number))
