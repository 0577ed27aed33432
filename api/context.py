"""What every request is answered from: one release, and the door to its query workers."""

from dataclasses import dataclass, field, replace

from starlette.requests import Request

from api.cache.prepared import Prepared
from api.http.requests import client
from api.write_access import WriteAccess
from graph.aggregates.tables import Coming
from graph.index.archive import Archive
from graph.index.index import Index
from graph.settings import Limits, Publisher
from graph.stored_queries.questions import Questions, questions
from graph.workers.door import QueryDoor


@dataclass(frozen=True)
class Context:
    """One release, as a web process serves it."""

    index: Index
    door: QueryDoor
    limits: Limits
    archive: Archive
    """The other releases, for whoever asks as of then."""

    publisher: Publisher = field(default_factory=Publisher)
    """Who is named as the publisher in the catalogue."""

    questions: Questions = field(default_factory=questions)
    """What can be asked by name."""

    prepared: Prepared | None = None
    """The documents that are made beforehand; None where none are."""

    access: WriteAccess | None = None
    """Who may write and by whom; None where nothing can be written over HTTP."""

    coming: Coming = field(default_factory=dict)
    """What another process computes over the whole release."""


def context_of(request: Request) -> Context:
    """The context of the application that a request came to."""
    context: Context = request.app.state.context
    return context


def asking(request: Request) -> Context:
    """The context of a request that is answered by a query, whose door knows who asks."""
    context = context_of(request)
    return replace(context, door=context.door.of(client(request.scope)))
