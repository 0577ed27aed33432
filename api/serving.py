"""`nodverk serve`: the release is loaded while the program that is to serve it is brought in.

Python takes a second or two to bring in all that a service is made of, on one of two
processors; so here stands what is needed to begin with, and the rest comes on a thread.
It has ended when the first process is forked.
"""

import os
import socket
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from graph.command_line import FAILED, Folder, application, run, say
from graph.errors import GraphError
from graph.index.following import Follower
from graph.index.placement import Placement, placement, wish
from graph.processes.confinement import network_can_be_refused
from graph.processes.forking import run_apart
from graph.settings import DEFAULT_HOST, DEFAULT_PORT, Limits, base_of_address, dataset_folder, publisher
from graph.store.dataset import CATALOGUE, Dataset
from graph.store.release import Release
from graph.store.tokens import tokens_of
from graph.stored_queries.library import own_queries

if TYPE_CHECKING:
    from api.server import Service

PROGRAM, SHIPPED = "api.service", "graph.ingest.shipped"
"""What is brought in when its time has come."""

TURN_SECONDS = 0.0001
"""How long one thread may keep the other waiting: less than a piece takes to load, not longer as usual."""

MOST_WAITING = 1024
"""Connections that the kernel holds until a web process takes them."""

GIBIBYTE = 1024**3
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - to recognise it, not to bind it


class AddressUnavailable(GraphError):
    """The address to serve at cannot be had."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"Cannot serve at {host}, port {port}: {reason}. Choose another with --port.")
        self.host, self.port = host, port


@dataclass(frozen=True)
class Address:
    """Where the service is reached."""

    host: str
    port: int

    @property
    def base(self) -> str:
        """The base IRI of a dataset that is served here."""
        return base_of_address(DEFAULT_HOST if self.host in EVERYWHERE else self.host, self.port)


def serve(  # noqa: PLR0913, PLR0917 - an option of a command is a parameter
    dataset: Folder = None,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = DEFAULT_HOST,
    port: Annotated[int, typer.Option(help="The port to listen at; 0 for any that is free.")] = DEFAULT_PORT,
    base: Annotated[
        str | None, typer.Option(help="What a new dataset's IRIs begin with (default: the address).")
    ] = None,
    workers: Annotated[
        int, typer.Option(min=1, help="Web processes, and as many query workers.", envvar="NODVERK_WORKERS")
    ] = 2,
    query_seconds: Annotated[
        float, typer.Option(min=0.1, help="How long one query may run.", envvar="NODVERK_QUERY_SECONDS")
    ] = Limits.seconds,
    prepare_from: Annotated[
        int,
        typer.Option(
            min=0,
            help="From how many statements on documents and sums are made before they are asked for.",
            envvar="NODVERK_PREPARE_FROM",
        ),
    ] = Limits.prepared_statements,
    shapes: Annotated[
        Path | None,
        typer.Option(
            help="A folder of SHACL files to judge what is written over HTTP, instead of the shipped ones.",
            envvar="NODVERK_SHAPES",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    queries: Annotated[
        Path | None,
        typer.Option(
            help="A folder of stored queries of your own, which /api/queries answers beside those shipped.",
            envvar="NODVERK_QUERIES",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    token_file: Annotated[
        Path | None,
        typer.Option(help="A file with more tokens, one a line, for who may write.", exists=True),
    ] = None,
) -> None:
    """Serve the graph over HTTP; in an empty folder, make a dataset of the shipped graph first."""
    limits = Limits(seconds=query_seconds, prepared_statements=prepare_from)
    # Read here too, since a web process that could not read it would be forked again and again.
    publisher(os.environ)
    own, unread = own_queries(queries, limits) if queries else ((), ())
    with _listening(host, port) as listener:
        address = Address(host, listener.getsockname()[1])
        home = _opened(dataset_folder(dataset, os.environ), base, address)
        place = placement(home, wish(os.environ))
        more = () if token_file is None else tokens_of(token_file)
        program, follower = _together(home, place)
        service: Service = program.service(
            home, follower, listener, program.Manner(workers, limits, shapes, own, more)
        )
        _tell(service, service.start(), address, place)
        for each in unread:
            say(f"  warning     {each.file} is no stored query: {each.reason}")
        say("Ctrl-C stops it.")
        sys.stdout.flush()
        service.run()


def _together(home: Dataset, place: Placement) -> tuple[ModuleType, Follower]:
    """The program and what it is to serve."""
    if place.on_disk:  # another process makes it, and none may be forked beside a thread
        return import_module(PROGRAM), place.follower(home)
    with ThreadPoolExecutor(1) as beside, _short_turns():
        coming = beside.submit(import_module, PROGRAM)
        follower = place.follower(home)
        return coming.result(), follower


@contextmanager
def _short_turns() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _listening(host: str, port: int) -> socket.socket:
    """The listening socket, bound first so that its port is known. Raises `AddressUnavailable`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=MOST_WAITING)
    except OSError as error:
        raise AddressUnavailable(host, port, error.strerror or str(error)) from error


def _opened(folder: Path, base: str | None, address: Address) -> Dataset:
    """The dataset in the folder, made from the shipped graph where there is none or it has no release yet."""
    if not (folder / CATALOGUE).exists():
        _apart(folder, lambda shipped: shipped.create(folder, base or address.base, Limits()))
    elif Dataset.open(folder, base).catalogue.head() == 0:
        _apart(folder, lambda shipped: shipped.fill(Dataset.open(folder), Limits()))
    return Dataset.open(folder, base)


def _apart(folder: Path, make: Callable[[ModuleType], object]) -> None:
    """Make a dataset in a child, since validation and centrality start threads that we must not have."""

    def work() -> None:
        try:
            with Console(stderr=True).status(f"Making a dataset of the shipped graph in {folder}"):
                make(import_module(SHIPPED))
        except GraphError as error:
            Console(stderr=True, soft_wrap=True).print(f"nodverk: {error}", markup=False, highlight=False)
            sys.exit(FAILED)

    if run_apart(work) != 0:
        raise typer.Exit(FAILED)


def _tell(service: "Service", release: Release, address: Address, place: Placement) -> None:
    """Say what is served, from where and how, and what is not as it should be."""
    limits, size = service.limits, service.size
    say(f"Nodverk {version('nodverk')} at {address.base}")
    say(f"  IRIs begin  {service.dataset.iris.base}")
    say(f"  dataset     {service.dataset.folder.resolve()}")
    say(
        f"  release     {release.number} of {release.made_at:%Y-%m-%d %H:%M} UTC: "
        f"{release.statements} statements in {len(release.graphs)} named graphs"
    )
    say(
        f"  processes   {size} for the web, {size} for queries "
        f"(each query {limits.seconds:g} s and {limits.memory_mebibytes} MiB)"
    )
    say(f"  index       {_place(place, service.dataset)}")
    for warning in _warnings(service.dataset, address):
        say(f"  warning     {warning}")


def _place(place: Placement, dataset: Dataset) -> str:
    """Where the index is, and what it would take in memory."""
    told = f"at most {place.needed_bytes / GIBIBYTE:.1f} of {place.memory_bytes / GIBIBYTE:.1f} GiB"
    if place.on_disk:
        return f"on disk, in {(dataset.folder / 'index').resolve()} (in memory it would take {told})"
    return f"in memory ({told})"


def _warnings(dataset: Dataset, address: Address) -> list[str]:
    found = []
    if dataset.iris.base != address.base:
        found.append("the IRIs do not begin with this address: let a proxy serve them, or make a new dataset")
    if not network_can_be_refused():
        found.append(
            "this system cannot keep queries from the network; only their text is checked for SERVICE"
        )
    if address.host in EVERYWHERE and dataset.iris.base == address.base:
        found.append(
            "the IRIs work on this machine only: make the dataset with --base for others to use them"
        )
    return found


def main() -> int:
    """Run a command line that begins with `serve`."""
    alone = application()
    alone.callback()(lambda: None)  # or the only command would have no name
    alone.command()(serve)
    return run(alone)
