"""`nodverk diff`: what changed from one release to another."""

import sys
from typing import Annotated

import typer

from graph.command_line import Folder, app, opened
from graph.dumps.difference import Change, Difference

SYNTAXES = ("patch", "added", "removed")


@app.command()
def diff(
    before: Annotated[int, typer.Argument(help="The release to begin from.")],
    after: Annotated[int, typer.Argument(help="The release to end with.")],
    syntax: Annotated[
        str, typer.Option("--as", help="An RDF patch, or only what was added or removed, as N-Quads.")
    ] = "patch",
    dataset: Folder = None,
) -> None:
    """Write what was added and removed from one release to another."""
    if syntax not in SYNTAXES:
        raise typer.BadParameter(f"{syntax} is not one of {', '.join(SYNTAXES)}")
    home = opened(dataset)
    compared = Difference(home, home.catalogue.release(before), home.catalogue.release(after))
    lines = compared.patch() if syntax == "patch" else compared.of(Change[syntax.upper()])
    sys.stdout.buffer.writelines(lines)
