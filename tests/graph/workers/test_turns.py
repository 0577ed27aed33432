"""Who asks much never takes all workers while one waits who asks little, and takes all of them otherwise."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from graph.processes.forking import run_apart
from graph.workers import accounts
from graph.workers import turns as module
from graph.workers.turns import OURSELVES, Place, Turns, asker_of

SECONDS = 60.0
ONE, OTHER, THIRD = 1, 2, 3


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice as much is clearly more, no answer is too young to give way, and who waits goes on waiting."""
    monkeypatch.setattr(module, "TURN_SECONDS", 0.0)
    monkeypatch.setattr(module, "WAITING_SECONDS", 60.0)
    monkeypatch.setattr(module, "MORE_SECONDS", 0.0)


@pytest.fixture
def turns() -> Iterator[Turns]:
    made = Turns(2, SECONDS)
    yield made
    made.close()


def places(turns: Turns) -> tuple[Place, Place]:
    """Those of two workers; in truth each is had by a process of its own."""
    return Place(turns, 0), Place(turns, 1)


def test_a_client_may_have_all_workers_while_nobody_waits(turns: Turns) -> None:
    first, second = places(turns)

    assert first.begin(ONE)
    turns.make_room(ONE)  # it waits for itself
    assert second.begin(ONE)
    assert not first.gives_way()
    assert not second.gives_way()


def test_what_a_client_has_beyond_its_share_gives_way_to_one_who_waits(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TURN_SECONDS", 0.0)
    first, second = places(turns)
    first.begin(ONE)
    time.sleep(0.001)
    second.begin(ONE)

    turns.make_room(OTHER)

    assert not first.gives_way()
    assert second.gives_way()
    second.end()
    assert not second.gives_way()
    assert not second.begin(ONE)
    assert second.begin(OTHER)


@pytest.mark.parametrize(("turn", "second_asker"), [(60.0, ONE), (0.0, OTHER)])
def test_nothing_gives_way_before_its_turn_or_within_a_share(
    turns: Turns, monkeypatch: pytest.MonkeyPatch, turn: float, second_asker: int
) -> None:
    monkeypatch.setattr(module, "TURN_SECONDS", turn)
    first, second = places(turns)
    first.begin(ONE)
    second.begin(second_asker)
    time.sleep(0.001)

    turns.make_room(3)

    assert not first.gives_way()
    assert not second.gives_way()


@pytest.mark.usefixtures("strict")
def test_all_who_have_had_much_leave_one_worker_to_one_who_has_had_little(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = places(turns)
    first.begin(ONE)
    time.sleep(0.001)
    second.begin(OTHER)
    time.sleep(0.001)

    turns.make_room(THIRD)

    assert first.gives_way(), "who has had most gives way"
    assert not second.gives_way()
    first.end()
    monkeypatch.setattr(module, "WAITING_SECONDS", 0.0)
    assert not first.begin(ONE)
    assert not first.begin(OTHER)
    assert first.begin(THIRD)


@pytest.mark.usefixtures("strict")
def test_who_has_had_much_begins_nothing_while_one_waits_who_has_had_little(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = places(turns)
    first.begin(ONE)
    time.sleep(0.001)
    first.end()
    turns.make_room(OTHER)

    assert not first.begin(ONE)
    assert first.begin(OTHER)
    monkeypatch.setattr(module, "WAITING_SECONDS", 0.0)
    assert second.begin(ONE), "one worker is left to who has had much"


@pytest.mark.usefixtures("strict")
def test_who_is_kept_out_gets_the_worker_of_one_who_has_had_far_more(turns: Turns) -> None:
    first, second = places(turns)
    second.begin(OTHER)
    second.end()
    first.begin(ONE)
    turns.make_room(THIRD)
    assert not second.begin(OTHER), "the other worker is for those who have had little"
    assert not first.gives_way()

    until = time.monotonic() + 30
    while not first.gives_way() and time.monotonic() < until:
        turns.make_room(OTHER)
        time.sleep(0.001)

    assert first.gives_way()


@pytest.mark.usefixtures("strict")
def test_what_a_client_has_had_is_forgotten(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = places(turns)
    first.begin(ONE)
    time.sleep(0.001)
    first.end()
    turns.make_room(OTHER)
    assert not first.begin(ONE)

    monkeypatch.setattr(accounts, "HALF_LIFE_SECONDS", 1e-9)

    assert first.begin(ONE)


@pytest.mark.usefixtures("strict")
def test_the_time_of_a_worker_that_was_killed_is_counted_by_the_next(turns: Turns) -> None:
    def work_and_die() -> None:
        assert turns.place().begin(ONE)
        time.sleep(0.001)
        os.kill(os.getpid(), signal.SIGKILL)

    def next_one() -> None:
        turns.place()

    run_apart(work_and_die)
    assert run_apart(next_one) == 0
    turns.make_room(OTHER)

    assert not Place(turns, 0).begin(ONE)


def test_a_claim_is_forgotten(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CLAIM_SECONDS", 0.0)
    first, second = places(turns)
    first.begin(ONE)
    turns.make_room(OTHER)

    assert second.begin(ONE)


def test_a_place_is_free_again_when_its_worker_is_killed(turns: Turns) -> None:
    def take_and_die() -> None:
        assert turns.place().number == 0
        os.kill(os.getpid(), signal.SIGKILL)

    def take() -> None:
        assert turns.place().number == 0

    run_apart(take_and_die)
    assert run_apart(take) == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
    ],
)
def test_a_client_is_an_address_or_a_network_of_ipv6(one: str, other: str, same: bool) -> None:
    assert (asker_of(one) == asker_of(other)) is same
    assert OURSELVES not in {asker_of(one), asker_of(other)}


def test_who_has_no_address_is_nobody_in_particular() -> None:
    assert asker_of("testclient") == OURSELVES
