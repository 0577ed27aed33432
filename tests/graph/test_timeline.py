"""What held on a day: of statuses the latest that was known, of names and hosts the last that began."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph.index.index import Index, store_of
from graph.iris import Iris
from graph.store.dataset import now, sorted_lines
from graph.store.release import Release
from graph.timeline import current_statuses, given_statuses, holds_on, hosts, name_on, status_on

BASE = "https://example.org/"
PREFIXES = "PREFIX nv: <https://w3id.org/nodverk/ns#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
GRANT = f"{BASE}grant"
LAB = f"{BASE}lab"

PAPERS = """
<a#1> nv:sectionOf <a> . <a> nv:asOf "2020-01-01"^^xsd:date .
<b#1> nv:sectionOf <b> . <b> nv:asOf "2024-01-01"^^xsd:date .
<c#1> nv:sectionOf <c> .
"""
EVENT = (
    "<grant> nv:status <{status}> ; nv:statusEvent <{event}> . <{event}> nv:gaveStatus <{status}> ; {more} ."
)


def made(**sources: str) -> Index:
    """An index of what sources say, by their names, in Turtle."""
    graphs = [
        b"".join(
            sorted_lines(
                Quad(each.subject, each.predicate, each.object, NamedNode(f"{BASE}graph/{name}"))
                for each in parse(PREFIXES + text, format=RdfFormat.TURTLE, base_iri=BASE)
            )
        )
        for name, text in sources.items()
    ]
    return Index(store_of(graphs), Release(1, now(), "", ()), Iris(BASE))


def event(status: str, more: str, name: str = "") -> str:
    return EVENT.format(status=status, event=name or f"grant#{status}", more=more)


def on(day: str) -> str:
    return f'nv:on "{day}"^^xsd:date'


def status(index: Index, day: date | None = None) -> str | None:
    found = status_on(index, GRANT, day)
    return found.status.removeprefix(BASE) if found else None


def test_the_status_of_the_latest_event_is_the_current_one_whichever_source_tells_of_it() -> None:
    index = made(early=event("applied", on("2023-05-01")), late=event("decided", on("2023-09-01")))

    assert status(index) == "decided"
    assert dict(current_statuses(index)) == {GRANT: f"{BASE}decided"}


def test_before_the_decision_the_award_was_applied_for_and_before_the_application_nothing() -> None:
    index = made(early=event("applied", on("2023-05-01")), late=event("decided", on("2023-09-01")))

    assert status(index, date(2023, 8, 31)) == "applied"
    assert status(index, date(2023, 9, 1)) == "decided"
    assert status(index, date(2023, 4, 30)) is None


def test_an_event_without_a_day_is_known_from_the_day_that_its_document_speaks_from() -> None:
    index = made(
        papers=PAPERS,
        old=event("applied", "nv:statedIn <a#1>"),
        new=event("decided", "nv:statedIn <b#1>"),
        between=event("returned", on("2022-02-02")),
    )

    assert [status(index, date(year, 6, 1)) for year in (2019, 2021, 2023, 2025)] == [
        None,
        "applied",
        "returned",
        "decided",
    ]


def test_what_is_known_from_no_day_comes_before_all_that_has_one() -> None:
    index = made(
        papers=PAPERS, undated=event("paid", "nv:statedIn <c#1>"), dated=event("applied", on("1999-01-01"))
    )

    assert status(index) == "applied"
    assert status(index, date(1998, 1, 1)) == "paid"


def test_of_two_events_of_one_day_the_one_counts_that_the_source_names_as_its_latest() -> None:
    index = made(
        papers=PAPERS,
        one="""<grant> nv:status <applied> ; nv:statusEvent <grant#applied> , <grant#proposed> .
            <grant#applied> nv:gaveStatus <applied> ; nv:statedIn <a#1> .
            <grant#proposed> nv:gaveStatus <proposed> ; nv:statedIn <a#1> .""",
    )

    assert status(index) == "applied"
    assert {each.status for each in given_statuses(index, GRANT)} == {f"{BASE}applied", f"{BASE}proposed"}


def test_a_status_without_an_event_is_known_from_the_day_of_the_section_that_its_source_cites() -> None:
    index = made(
        papers=PAPERS,
        a="<grant> nv:status <standing> ; nv:statedIn <b#1> .",
        b=event("paid", on("2023-01-01")),
    )

    assert status(index) == "standing"
    assert status(index, date(2023, 6, 1)) == "paid"


@given(st.lists(st.dates(date(2000, 1, 1), date(2030, 1, 1)), min_size=1, max_size=6, unique=True))
def test_on_any_day_the_status_is_that_of_the_last_event_up_to_it(days: list[date]) -> None:
    index = made(**{f"s{number}": event(f"status-{number}", on(str(day))) for number, day in enumerate(days)})
    by_day = {day: f"status-{number}" for number, day in enumerate(days)}

    for day in (each + timedelta(step) for each in days for step in (-1, 0, 1)):
        past = [each for each in days if each <= day]
        assert status(index, day) == (by_day[max(past)] if past else None)


NAMES = """
<lab> nv:naming <lab#old> , <lab#new> , <lab#new-en> .
<lab#old> nv:name "Labbet"@sv ; nv:period <lab#p1> .
<lab#p1> nv:start "2019-01-01"^^xsd:date ; nv:end "2021-12-31"^^xsd:date .
<lab#new> nv:name "Nya labbet"@sv ; nv:period <lab#p2> .
<lab#new-en> nv:name "The New Lab"@en ; nv:period <lab#p2> .
<lab#p2> nv:start "2023-01-01"^^xsd:date .
"""


@pytest.mark.parametrize(
    ("day", "language", "name"),
    [
        (date(2018, 12, 31), "sv", None),
        (date(2019, 1, 1), "sv", "Labbet"),
        (date(2021, 12, 31), "en", "Labbet"),
        (date(2022, 6, 1), "sv", None),
        (date(2023, 1, 1), "sv", "Nya labbet"),
        (date(2023, 1, 1), "en", "The New Lab"),
        (None, "sv", "Nya labbet"),
    ],
)
def test_a_name_holds_from_its_first_day_to_its_last(
    day: date | None, language: str, name: str | None
) -> None:
    found = name_on(made(a=NAMES), LAB, language, day)

    assert (found.value if isinstance(found, Literal) else found) == name


def test_of_two_hosts_without_an_end_the_one_that_began_last_is_the_host() -> None:
    hosting = (
        '<{0}> nv:hosted <lab> ; nv:host <{0}-host> ; nv:period <{0}#p> . <{0}#p> nv:start "{1}"^^xsd:date .'
    )
    index = made(a=hosting.format("first", "2019-01-01"), b=hosting.format("second", "2022-01-01"))

    assert [each.value for each in hosts(index, LAB) if each.covers(date(2020, 1, 1))] == [
        f"{BASE}first-host"
    ]
    assert hosts(index, LAB)[-1].value == f"{BASE}second-host"


def test_what_has_a_period_holds_within_it_and_what_has_none_always() -> None:
    index = made(
        a='<p> nv:period <p#t> . <p#t> nv:start "2024-01-01"^^xsd:date ; nv:end "2024-12-31"^^xsd:date .'
    )

    assert holds_on(index, f"{BASE}p", date(2024, 6, 1))
    assert not holds_on(index, f"{BASE}p", date(2025, 1, 1))
    assert holds_on(index, f"{BASE}q", date(1900, 1, 1))
