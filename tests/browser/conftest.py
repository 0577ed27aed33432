"""The shipped graph served on a free port, and a Chromium to look at it with."""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn

from api.app import create_app
from api.context import Context
from graph.index.archive import Archive
from graph.index.index import load
from graph.settings import Limits, base_of_address
from graph.store.dataset import Dataset
from graph.workers.workers import Workers

pytest.importorskip("playwright.sync_api", reason="NO BROWSER TESTS WERE RUN: Playwright is missing")
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
START_SECONDS = 60
NEVER_IDLE = 86_400.0
"""Nobody replaces the query worker here, so it must not give place to another."""


# Of the module, not the session: Playwright keeps an event loop in this thread until it is closed,
# and the tests that come after have loops of their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("NO BROWSER TESTS WERE RUN: Chromium is not installed")
    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--disable-dev-shm-usage"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def address(
    browser: Browser, shipped_moved: Callable[[Path, str], Dataset], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where the site is served, without the last slash."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        base = base_of_address(*listener.getsockname())
        dataset = shipped_moved(tmp_path_factory.mktemp("browsed") / "dataset", base)
        index, limits = load(dataset, dataset.head()), Limits(idle_seconds=NEVER_IDLE)
        with Workers(index, 1, limits) as workers:
            app = create_app(Context(index, workers.door, limits, Archive(index)))
            server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
            thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
            thread.start()
            began = time.monotonic()
            while not server.started and time.monotonic() - began < START_SECONDS:
                time.sleep(0.05)
            yield base.rstrip("/")
            server.should_exit = True
            thread.join()
