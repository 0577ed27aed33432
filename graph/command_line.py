"""What all commands have in common: their command line, options, exit statuses and ways to speak."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from graph.errors import GraphError
from graph.index.index import Index, load
from graph.index.newest import load_newest
from graph.settings import dataset_folder
from graph.store.dataset import Dataset

DONE, REFUSED, FAILED = 0, 1, 2
ABOUT = "An open knowledge graph of the actors, projects and money of the Swedish and Nordic AI ecosystem."


def application() -> typer.Typer:
    """A command line without commands."""
    return typer.Typer(
        help=ABOUT,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )


app = application()
"""What the commands of `graph.cli` belong to."""

Folder = Annotated[
    Path | None,
    typer.Option("--dataset", help="The dataset's folder (default: NODVERK_DATASET or ./nodverk-dataset)."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a machine to read.")]


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


def release_index(home: Dataset, number: int | None) -> Index:
    """The index of a release, the newest if no number is given."""
    with Console(stderr=True).status("Loading the release"):
        return load_newest(home) if number is None else load(home, home.catalogue.release(number))


def say(text: str) -> None:
    """Print a line of result, as it is."""
    Console(soft_wrap=True).print(text, markup=False, highlight=False)
