"""The documents that are asked for most are made beforehand, once for all processes of a service.

Crawlers ask for every thing once, so that nothing is remembered yet of what they ask for. What
is prepared is the plain Turtle document of each thing; other syntaxes are written from it.
"""

import logging
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import NamedNode
from rdflib.namespace import RDF

from api.cache.prepared import Prepared
from api.linked_data.described import Writer, thing_named
from graph.errors import DatasetDamaged
from graph.index.changes import changes
from graph.index.following import Holding
from graph.index.index import Index
from graph.iris import KEY, KINDS, named
from graph.processes.forking import Errand, call_oneself
from graph.store.dataset import Dataset
from graph.store.release import Release
from graph.touched import touched

MOST_STATEMENTS = 5_000_000
"""In a larger release it would take minutes and gigabytes to prepare what hardly anyone asks for."""

TYPE = named(RDF.type)
PROCESS = "documents"
LEAST_PRIORITY = 19
WITHOUT = "Documents are not made beforehand, but when they are asked for."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Edition:
    """A release, and the documents of it that are prepared or are to be."""

    release: Release
    prepared: Prepared


class Preparing:
    """Has the documents of the newest release made by a child, of one release at a time."""

    def __init__(self, dataset: Dataset, least: int) -> None:
        self._dataset = dataset
        self._least = least
        self._newest: Edition | None = None
        self._begun: Edition | None = None
        self._last: Edition | None = None
        """The last that is whole: what has not changed since is taken from it."""

        self._errand: Errand | None = None

    def edition(self, release: Release) -> Prepared | None:
        """What will be prepared of a release, for the processes that serve it; None where nothing is."""
        self._newest = None
        if self._least <= release.statements <= MOST_STATEMENTS:
            try:
                self._newest = Edition(release, Prepared())
            except OSError as error:
                log.warning("%s %s", WITHOUT, error)
        return self._newest.prepared if self._newest else None

    def tend(self, holding: Holding) -> None:
        """Begin where nothing is under way. The holding is that of the newest edition."""
        if self._under_way() or self._newest is None or self._newest is self._begun:
            return
        newest, last = self._newest, self._last
        self._begun = newest
        try:
            self._errand = Errand(lambda: _work(self._dataset, holding, newest, last), name=PROCESS)
        except OSError as error:
            log.warning("%s %s", WITHOUT, error)

    def stop(self) -> None:
        """End what is under way."""
        if self._errand is not None:
            self._errand.stop()

    def _under_way(self) -> bool:
        if self._errand is None:
            return False
        if not self._errand.done():
            return True
        if self._errand.failed():
            log.warning(WITHOUT)
        else:
            self._last = self._begun
        self._errand = None
        return False


def _work(dataset: Dataset, holding: Holding, edition: Edition, last: Edition | None) -> None:
    """Be the child that makes them."""
    call_oneself(PROCESS)
    os.nice(LEAST_PRIORITY)
    try:
        prepare(dataset, holding.opened(), edition.prepared, last)
    except OSError as error:
        log.warning("Documents could not be written to a temporary file: %s", error)
        sys.exit(1)


def prepare(dataset: Dataset, index: Index, prepared: Prepared, before: Edition | None = None) -> None:
    """Make the documents of a release, of those of an earlier one where little differs.

    Raises `OSError` where the disk is full.
    """
    stale = _stale(dataset, index, before.release) if before else None
    if before is None or stale is None:
        prepared.fill(_made(index, _with_type(index)))
    else:
        kept = ((path, content) for path, content in before.prepared.all() if path not in stale)
        prepared.fill(chain(kept, _made(index, _with_type(index, stale))))


def _made(index: Index, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """By the path of each thing its document; nothing for one of several pages."""
    writer = Writer(index)
    for path in paths:
        kind, _, key = path.partition("/")
        if kind in KINDS and KEY.fullmatch(key):
            document = writer.document(thing_named(index, kind, key), "ttl")
            yield path, document.content if document.pages == 1 else b""


def _with_type(index: Index, among: Iterable[str] | None = None) -> Iterator[str]:
    """The paths of all things that have a type, or of those among some; few other things are asked for."""
    start = f"{index.iris.base}id/"
    starts = (None,) if among is None else (named(start + path) for path in among)
    quads = chain.from_iterable(index.merged_quads(each, TYPE) for each in starts)
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    return (iri.removeprefix(start) for iri in subjects if iri.startswith(start) and "#" not in iri)


def _stale(dataset: Dataset, index: Index, before: Release) -> set[str] | None:
    """The paths of things whose documents have changed since an earlier release; None where unknown."""
    try:
        steps = changes(dataset, before, index.release)
    except DatasetDamaged:  # the earlier release was let go: its files are no longer there
        return None
    start = f"{index.iris.base}id/"
    return {iri.removeprefix(start) for iri in touched(index, steps) if iri.startswith(start)}
