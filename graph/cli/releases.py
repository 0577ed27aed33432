"""`nodverk log` and `rollback`, and the commands that look after the dataset."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph.command_line import FAILED, AsJson, Folder, app, opened, say
from graph.dumps.making import shelf_of
from graph.settings import Limits
from graph.store import upkeep
from graph.store.release import Release


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
        table.add_row(str(each.number), made, str(each.statements), str(len(each.graphs)), escape(each.note))
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


@app.command()
def verify(dataset: Folder = None, as_json: AsJson = False) -> None:
    """Read every file of the dataset, compare it with its name, and read what it says."""
    with Console(stderr=True).status("Reading every file"):
        found = upkeep.verify(opened(dataset))
    if as_json:
        damages = [{"path": each.path, "reason": each.reason} for each in found.damages]
        whole = {"objects": found.objects, "releases": found.releases, "statements": found.statements}
        say(json.dumps({**whole, "damages": damages}, ensure_ascii=False, indent=2))
    else:
        for damage in found.damages:
            say(str(damage))
        verdict = f"{len(found.damages)} are damaged" if found.damages else "all are whole"
        say(f"{found.objects} files of {found.releases} releases: {verdict}.")
    if found.damages:
        raise typer.Exit(FAILED)


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="The folder to make; it must not be there yet.")],
    dataset: Folder = None,
) -> None:
    """Copy the dataset as it is now to another folder, while it is in use."""
    with Console(stderr=True).status("Copying"):
        head = upkeep.back_up(opened(dataset), target)
    say(f"{target} holds the releases up to {head.number}.")


@app.command()
def gc(
    keep: Annotated[int, typer.Option(min=1, help="How many of the newest releases to keep.")] = 100,
    dataset: Folder = None,
) -> None:
    """Let go of the content of old releases and of files that nothing names; the log stays."""
    home = opened(dataset)
    gone = upkeep.let_go(home, keep)
    kept = {each.number for each in home.catalogue.releases() if each.kept}
    octets = gone.octets + shelf_of(home, Limits.dump_bytes).let_go(kept)
    say(f"Let go of {gone.releases} releases and {gone.objects} files, {octets / 1024**2:.1f} MiB.")
