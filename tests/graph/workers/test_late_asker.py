"""An asker that is held up tells a query that took too long from one whose worker crashed."""

import asyncio
import time

import pytest

from graph.errors import QueryTimedOut
from graph.index.index import Index
from graph.settings import Limits
from graph.workers.conversation import Question
from graph.workers.workers import Workers

PRODUCT = " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(5))
ENDLESS = Question(f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}", "http://x/", "json", None)
SECONDS, HELD_UP = 0.4, 0.25


def test_the_limit_is_named_though_the_greeting_was_heard_late(shipped: Index) -> None:
    async def ask(workers: Workers) -> None:
        asking = asyncio.create_task(workers.door.ask(ENDLESS))
        await asyncio.sleep(0)  # by which the question is put
        time.sleep(HELD_UP)  # as by a page that takes long
        with pytest.raises(QueryTimedOut):
            await asking

    with Workers(shipped, 1, Limits(seconds=SECONDS)) as workers:
        asyncio.run(ask(workers))
