"""The pages of the shipped graph."""

from collections.abc import Callable, Iterator

import pytest
from asked_site import Site

from api.app import create_app
from api.context import Context
from api.pages.editions.edition import Edition, edition
from graph.index.archive import Archive
from graph.index.index import Index
from graph.settings import Limits
from graph.workers.workers import Workers

NEVER_IDLE = 86_400.0
"""Nobody replaces the query worker here, so it must not give place to another."""


@pytest.fixture(scope="session")
def site(shipped: Index) -> Iterator[Site]:
    limits = Limits(idle_seconds=NEVER_IDLE)
    with Workers(shipped, 1, limits) as workers:
        yield Site(create_app(Context(shipped, workers.door, limits, Archive(shipped))))


@pytest.fixture(scope="session")
def told(shipped: Index) -> Callable[[str], Edition]:
    """The editions of the shipped graph, by language."""
    made = {language: edition(shipped, language) for language in ("sv", "en")}
    return made.__getitem__
