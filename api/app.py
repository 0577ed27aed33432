"""The application: what is answered from one release, put together in one place."""

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from api.as_of import AsOf
from api.context import Context
from api.pages.press import press
from api.problems import tell_problems
from api.published import Published
from api.remembered import Remembered
from api.routes import entities, health, pages, sparql

COMPRESSED_FROM_BYTES = 1024
COMPRESSION_LEVEL = 5
"""Three times as fast as level 9, and a few per cent larger."""


def create_app(context: Context) -> Remembered:
    """The ASGI application for one release.

    FastAPI's own documentation pages stay closed: they load scripts from elsewhere.
    """
    app = _application(context)
    return Remembered(Published(AsOf(app, context, _application)), context.limits.remembered_bytes)


def _application(context: Context) -> FastAPI:
    """What answers from one release, without what all answers bear."""
    app = FastAPI(title="Nodverk", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.context = context
    app.state.press = press(context.index)
    tell_problems(app)
    for routes in (health, sparql, entities, pages):
        app.include_router(routes.router)
    app.add_middleware(GZipMiddleware, minimum_size=COMPRESSED_FROM_BYTES, compresslevel=COMPRESSION_LEVEL)
    return app
