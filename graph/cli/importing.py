"""`nodverk import` and `nodverk validate`."""

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from graph.command_line import REFUSED, AsJson, Folder, app, opened, say
from graph.ingest.ingest import Change, Checked, Committed, Rejected, Unchanged, check, ingest
from graph.ingest.reading import Candidate, original, read, source_name
from graph.settings import Limits
from graph.store.dataset import Dataset

WORDS = {
    "sv": {"met": "Formerna är uppfyllda.", "unchanged": "Inget ändrades."},
    "en": {"met": "The shapes are met.", "unchanged": "Nothing was changed."},
}
Outcome = Committed | Rejected | Unchanged | Checked


class Language(StrEnum):
    """The languages that a report is written in."""

    SV = "sv"
    EN = "en"


Files = Annotated[list[Path], typer.Argument(help="RDF files: .ttl .nt .nq .trig .rdf .jsonld .n3")]
Source = Annotated[str | None, typer.Option(help="The source that the file belongs to (default: its name).")]
In = Annotated[Language, typer.Option("--language", help="The language of the report.")]


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


def _show(outcome: Outcome, language: str, as_json: bool) -> None:
    if as_json:
        say(json.dumps(_plain(outcome), ensure_ascii=False, indent=2))
    else:
        _tell(outcome, language)
    if isinstance(outcome, Rejected):
        raise typer.Exit(REFUSED)


def _tell(outcome: Outcome, language: str) -> None:
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
            say(WORDS[language]["met"])
            say(WORDS[language]["unchanged"])
        case Unchanged(release):
            say(f"Release {release.number} says exactly this already. Nothing was changed.")
        case Rejected(report):
            say(report.text(language))
            say(WORDS[language]["unchanged"])


def _tell_changes(changes: tuple[Change, ...]) -> None:
    for change in changes:
        say(f"<{change.graph}>: {change.new} new, {change.removed} removed, {change.kept} as before")


def _plain(outcome: Outcome) -> dict[str, object]:
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
