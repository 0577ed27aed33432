"""A service as `nodverk serve` was asked for it: this module brings in all that one is made of."""

import socket
from dataclasses import dataclass
from pathlib import Path

from api.pages.editions.phrases import LANGUAGES, phrases
from api.server import Service
from graph.index.following import Follower
from graph.ingest.scribe import Scribe
from graph.ingest.validation import load_shapes
from graph.settings import Limits
from graph.store.dataset import Dataset
from graph.store.tokens import Token
from graph.stored_queries.library import StoredQuery
from graph.stored_queries.questions import questions


@dataclass(frozen=True)
class Manner:
    """How to serve."""

    size: int
    """How many web processes there are, and as many query workers."""

    limits: Limits
    shapes: Path | None = None
    """A folder of shapes to judge by what is written, instead of the shipped ones."""

    queries: tuple[StoredQuery, ...] = ()
    """Of an operator's own."""

    tokens: tuple[Token, ...] = ()
    """Of those who may write, beside those of the dataset."""


def service(dataset: Dataset, follower: Follower, listener: socket.socket, manner: Manner) -> Service:
    """A service that is not yet begun. Raises `SourceUnreadable` where a file of shapes is none."""
    for language in LANGUAGES:
        phrases(language)  # while there is one process: those that are forked for each release have them then
    scribe = Scribe(dataset, manner.limits, load_shapes(manner.shapes))
    asked = questions(manner.queries)
    return Service(dataset, follower, listener, manner.size, manner.limits, scribe, manner.tokens, asked)
