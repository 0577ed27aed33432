"""Tables that one process computed are the same where another finds them."""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.aggregates import handover as module
from graph.aggregates.handover import Handover
from graph.aggregates.links import Values
from graph.aggregates.tables import PAGES, Tables
from graph.processes.forking import run_apart

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
TABLES = st.dictionaries(TEXTS, st.lists(TEXTS, max_size=4).map(tuple), max_size=20)
TABLE = {"a": ("1", "2"), "b": ()}
OTHER = {"c": ("3",)}


@pytest.fixture
def handover() -> Iterator[Handover]:
    made = Handover()
    yield made
    made.close()


def found_or(handover: Handover, made: Values, *name: str) -> Values:
    return Tables({PAGES: handover}).get(*name, make=lambda: made)


@settings(max_examples=60)
@given(st.lists(TABLES, max_size=3), st.lists(TEXTS, max_size=5))
def test_a_table_is_found_as_it_was_left(tables: list[Values], asked: list[str]) -> None:
    handover = Handover()
    handover.leave({("table", str(number)): each for number, each in enumerate(tables)})
    for number, each in enumerate(tables):
        found = found_or(handover, {}, "table", str(number))
        assert dict(found.items()) == each
        assert len(found) == len(each)
        for key in (*asked, *each):
            assert (key in found) == (key in each)
            assert found.get(key) == each.get(key)
    handover.close()


def test_what_another_process_left_is_found_here(handover: Handover) -> None:
    assert run_apart(lambda: handover.leave({("t",): TABLE})) == 0
    assert dict(found_or(handover, OTHER, "t")) == TABLE
    assert found_or(handover, OTHER, "another") == OTHER


def test_a_table_that_is_not_there_yet_is_made_and_kept(handover: Handover) -> None:
    tables = Tables({PAGES: handover})
    assert tables.get("t", make=lambda: OTHER) == OTHER
    handover.leave({("t",): TABLE})
    assert tables.get("t", make=lambda: TABLE) == OTHER
    assert tables.made == {("t",): OTHER}


def test_what_cannot_be_packed_is_not_left(handover: Handover) -> None:
    with pytest.raises(ValueError, match="U\\+0000"):
        handover.leave({("t",): {"a": ("\0",)}})
    assert not handover.settled
    handover.give_up()
    assert found_or(handover, OTHER, "t") == OTHER


def test_who_waits_goes_on_when_the_tables_come_or_never_will(handover: Handover) -> None:
    async def asked() -> list[str]:
        told: list[str] = []

        async def wait() -> None:
            await Tables({PAGES: handover}).come(PAGES)
            told.append("there")

        waiting = asyncio.create_task(wait())
        await asyncio.sleep(3 * module.LOOK_AGAIN_SECONDS)
        told.append("now")
        handover.give_up()
        await waiting
        return told

    assert asyncio.run(asked()) == ["now", "there"]


def test_nobody_waits_twice_for_what_does_not_come(caplog: pytest.LogCaptureFixture) -> None:
    handover = Handover(patience=0.0)
    for _ in range(2):
        asyncio.run(handover.comes())
    assert len(caplog.records) == 1
    handover.close()


def test_what_is_there_is_not_given_up(handover: Handover) -> None:
    handover.leave({("t",): TABLE})
    handover.give_up()
    assert dict(found_or(handover, OTHER, "t")) == TABLE
