"""The application: what is answered from one release, put together in one place."""

from collections.abc import Hashable

from fastapi import FastAPI

from api.as_of import AsOf
from api.cache.kept import Memory
from api.cache.remembered import Remembered
from api.changes.writing import Writing
from api.context import Context
from api.http.by_path import ByPath
from api.linked_data.described import Writer
from api.linked_data.documents import Documents
from api.linked_data.succession import Succession
from api.linked_data.things import Things
from api.one_release import OneRelease
from api.pages.printing.press import Press, press
from api.problems import tell_problems
from api.publication.differences import Differences
from api.publication.dumps import dumps_of
from api.published import Published
from api.routes import (
    crawling,
    datasets,
    documentation,
    dumps,
    exports,
    graph_store,
    health,
    pages,
    questions,
)
from api.sparql.endpoint import Endpoint
from graph.aggregates.tables import Tables

ROUTES = (health, dumps, exports, datasets, crawling, questions, documentation, graph_store, pages)
"""What FastAPI answers. Documents, queries and the pages of things come before it: see `api.one_release`."""


def create_app(context: Context) -> Remembered:
    """The ASGI application for one release.

    Answers of all releases are kept in one memory.
    """
    memory: Memory[Hashable] = Memory(context.limits.remembered_bytes)
    releases = AsOf(context, lambda context: _one_release(context, memory))
    writing = Writing(releases, context.access, context.limits, releases.app.problem)
    return Remembered(Published(writing, releases.at_once), memory)


def _one_release(context: Context, memory: Memory[Hashable]) -> OneRelease:
    """What answers from one release, without what all answers bear."""
    index = context.index
    made, writer = press(index, Tables(context.coming)), Writer(index, context.prepared)
    return OneRelease(
        Documents(context, writer),
        Things(made, writer, index.release, index.iris.base),
        Succession(context),
        Endpoint(context, memory),
        _pages(context, made),
    )


def _pages(context: Context, press: Press) -> FastAPI:
    """The other pages. FastAPI's own documentation pages stay closed: they load scripts from elsewhere."""
    app = FastAPI(title="Nodverk", openapi_url=None, docs_url=None, redoc_url=None)
    app.add_middleware(ByPath)
    app.state.context = context
    app.state.press = press
    app.state.dumps = dumps_of(context)
    app.state.differences = Differences()
    tell_problems(app)
    for routes in ROUTES:
        app.include_router(routes.router)
    return app
