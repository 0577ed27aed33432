"""`nodverk token`: who may change the dataset over HTTP."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from graph.command_line import AsJson, Folder, app, opened, say
from graph.store import tokens

commands = typer.Typer(
    help="Say who may change the dataset over HTTP; without a token nobody can.", no_args_is_help=True
)
app.add_typer(commands, name="token")

Name = Annotated[str, typer.Argument(help="Who will use it: letters a-z, digits and hyphens.")]


@commands.command()
def add(name: Name, dataset: Folder = None) -> None:
    """Make a token and print it, once: only its hash is kept."""
    say(tokens.add(opened(dataset), name))


@commands.command()
def revoke(name: Name, dataset: Folder = None) -> None:
    """Let a token be good no longer; a service that runs heeds it at once."""
    tokens.revoke(opened(dataset), name)
    say(f"The token '{name}' is good no longer.")


@commands.command("list")
def list_(dataset: Folder = None, as_json: AsJson = False) -> None:
    """List the names of the tokens, and when each was made."""
    found = tokens.tokens(opened(dataset).catalogue)
    if as_json:
        say(json.dumps([{"name": each.name, "madeAt": each.made_at.isoformat()} for each in found], indent=2))
        return
    table = Table("Name", "Made", box=None, pad_edge=False)
    for each in found:
        table.add_row(each.name, each.made_at.isoformat(sep=" "))
    Console().print(table)
