"""The pages of the shipped graph, asked for as a browser does."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx
import pytest

from api.app import create_app
from api.context import Context
from api.pages.edition import Edition, edition
from api.published import Published
from graph.settings import Limits
from graph.store.index import Index
from graph.store.workers import Workers


@dataclass(frozen=True)
class Site:
    """The application without a socket."""

    app: Published

    def get(self, path: str, **headers: str) -> httpx.Response:
        """The answer to a GET, redirects not followed."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
                return await client.get(path, headers={k.replace("_", "-"): v for k, v in headers.items()})

        return asyncio.run(ask())


@pytest.fixture(scope="session")
def site(shipped: Index) -> Iterator[Site]:
    limits = Limits()
    with Workers(shipped, 1, limits) as workers:
        yield Site(create_app(Context(shipped, workers.door, limits)))


@pytest.fixture(scope="session")
def told(shipped: Index) -> Callable[[str], Edition]:
    """The editions of the shipped graph, by language."""
    made = {language: edition(shipped, language) for language in ("sv", "en")}
    return made.__getitem__
