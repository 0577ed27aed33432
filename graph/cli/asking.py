"""`nodverk centrality` and `nodverk export`."""

import json
import sys
from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import IO, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph.alignments.views import MODELS, View, view
from graph.analysis.ranking import MEASURES, ranking
from graph.command_line import AsJson, Folder, app, opened, release_index, say
from graph.export import export
from graph.formats import STATEMENTS
from graph.ingest.ingest import refresh_centrality

ReleaseNumber = Annotated[
    int | None, typer.Option("--release", help="A release by number (default: the newest).")
]


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
    index = release_index(home, None)
    ranked = ranking(index, measure)[:top]
    if as_json:
        say(json.dumps([asdict(each) for each in ranked], ensure_ascii=False, indent=2))
        return
    table = Table("Rank", "Organisation", measure.capitalize(), box=None, pad_edge=False)
    for each in ranked:
        name = index.label(each.organisation, "sv")
        table.add_row(str(each.rank), escape(name.value if name else each.organisation), f"{each.score:.4f}")
    Console().print(table)


@app.command("export")
def export_release(
    syntax: Annotated[
        str | None,
        typer.Option("--format", help=f"One of {', '.join(STATEMENTS)} (default: trig); others with --as."),
    ] = None,
    model: Annotated[
        str | None, typer.Option("--as", help=f"In the terms of another model: {', '.join(MODELS)}.")
    ] = None,
    graph: Annotated[str | None, typer.Option(help="Only the graph of this source.")] = None,
    output: Annotated[Path | None, typer.Option(help="The file to write (default: standard output).")] = None,
    release: ReleaseNumber = None,
    dataset: Folder = None,
) -> None:
    """Write a release as one document, in our own terms or in those of another model."""
    home = opened(dataset)
    if model is not None:
        if model not in MODELS or graph is not None:
            raise typer.BadParameter(f"--as takes one of {', '.join(MODELS)}, and no --graph")
        seen = view(release_index(home, release), MODELS[model], syntax)
        with _target(output) as target:
            target.write(seen.content)
        _tell_what_is_left_out(seen, model)
        return
    chosen = syntax or "trig"
    if chosen not in STATEMENTS:
        raise typer.BadParameter(f"{chosen} is not one of {', '.join(STATEMENTS)}")
    index = release_index(home, release)
    with _target(output) as target:
        export(index, STATEMENTS[chosen], target, graph)


def _target(output: Path | None) -> AbstractContextManager[IO[bytes]]:
    return output.open("wb") if output else nullcontext(sys.stdout.buffer)


def _tell_what_is_left_out(seen: View, model: str) -> None:
    """On standard error, so that nobody takes a view for the whole graph: how many awards, and why."""
    notes = Console(stderr=True, soft_wrap=True)
    awards = len(seen.grants) + len(seen.left_out)
    notes.print(f"{len(seen.grants)} of {awards} awards are grants in {model}.", highlight=False)
    for lack, count in Counter(lack for each in seen.left_out for lack in each.lacks).most_common():
        notes.print(f"{count} left out: {lack}.", highlight=False)
