"""`nodverk query`: a SPARQL query from the command line, under the limits of the endpoint."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph.command_line import Folder, app, opened, release_index
from graph.formats import ROWS, STATEMENTS
from graph.index.index import Index
from graph.settings import Limits
from graph.workers.conversation import Form, Question
from graph.workers.workers import Workers

TABLE = "table"
SYNTAXES = (TABLE, *ROWS, *STATEMENTS)


@app.command()
def query(
    text: Annotated[
        str, typer.Argument(help="The query, the name of a file with it, or - for standard input.")
    ],
    syntax: Annotated[str, typer.Option("--format", help=f"One of {', '.join(SYNTAXES)}.")] = TABLE,
    seconds: Annotated[float, typer.Option(help="How long the query may run.")] = Limits.seconds,
    release: Annotated[int | None, typer.Option(help="A release by number (default: the newest).")] = None,
    dataset: Folder = None,
) -> None:
    """Ask the graph a SPARQL question. The default graph is the merge of all named graphs."""
    if syntax not in SYNTAXES:
        raise typer.BadParameter(f"{syntax} is not one of {', '.join(SYNTAXES)}")
    index = release_index(opened(dataset), release)
    rows = "json" if syntax == TABLE else syntax if syntax in ROWS else None
    statements = "ttl" if syntax == TABLE else syntax if syntax in STATEMENTS else None
    asked = Question(_query_text(text), index.iris.base, rows, statements)
    form, content = _answer(index, asked, Limits(seconds=seconds))
    if syntax == TABLE and form.result != "statements":
        _print_rows(json.loads(content))
    else:
        sys.stdout.buffer.write(content)


def _query_text(given: str) -> str:
    if given == "-":
        return sys.stdin.read()
    # A query has spaces or braces; what has none can only be meant as the name of a file.
    if set(given) & set(" {\n"):
        return given
    if not Path(given).is_file():
        raise typer.BadParameter(f"{given} is no query, and there is no file of that name")
    return Path(given).read_text("utf-8")


def _answer(index: Index, asked: Question, limits: Limits) -> tuple[Form, bytes]:
    async def ask() -> tuple[Form, bytes]:
        answer = await workers.door.ask(asked)
        return answer.form, await answer.whole()

    with Workers(index, 1, limits) as workers, Console(stderr=True).status("Asking"):
        return asyncio.run(ask())


def _print_rows(results: dict[str, object]) -> None:
    match results:
        case {"boolean": bool(truth)}:
            print("yes" if truth else "no")
        case {"head": {"vars": list(names)}, "results": {"bindings": list(rows)}}:
            table = Table(*names, box=None, pad_edge=False)
            for row in rows:
                table.add_row(*(_shown(row.get(name)) for name in names))
            Console().print(table)


def _shown(term: dict[str, str] | None) -> str:
    return escape(term["value"]) if term else ""
