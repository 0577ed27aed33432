"""What pages show of a whole release is computed beside all else: by a process of its own, or on a thread."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from asked_site import Site
from starlette.types import Scope

from api.app import create_app
from api.beforehand import Beforehand
from api.context import Context
from api.pages.description.head import LISTED
from api.pages.editions.edition import Edition
from api.pages.editions.moment import Moment
from api.pages.editions.paging import Asked
from api.pages.printing.press import Press, press
from api.pages.registers.home import home_page
from api.pages.registers.lists import Wanted, list_page
from api.pages.registers.searching import search_page
from api.pages.things.profile import profile
from graph.aggregates.tables import PAGES, Coming, Tables
from graph.index.archive import Archive
from graph.index.index import Index
from graph.iris import EntityKey
from graph.settings import Limits
from graph.store.release import GraphVersion, Release
from graph.workers.door import QueryDoor
from graph.workers.turns import Turns
from tests.api.running import wait_until

PATHS = ("/sv/", "/en/org", "/sv/funding", "/en/project?by=funding", "/sv/org/vinnova", "/en/search?q=region")
ANY_SIZE = 0


@dataclass
class NeverOpen:
    """An index that takes longer to open than anyone waits."""

    release: Release

    def opened(self) -> Index:
        time.sleep(3600)
        raise TimeoutError

    def another(self, _dataset: object, _release: Release) -> Index:
        raise NotImplementedError

    def close(self) -> None:
        """Nothing to let go of."""


@pytest.fixture
def door() -> Iterator[QueryDoor]:
    limits = Limits()
    made = QueryDoor(Path("nobody"), limits, Turns(1, limits.seconds))
    yield made
    made.turns.close()


@pytest.fixture(scope="module")
def coming(shipped: Index) -> Iterator[Coming]:
    """What another process left."""
    made = Beforehand(shipped, ANY_SIZE)
    made.tend()
    wait_until(lambda: all(each.settled for each in made.coming.values()))
    yield made.coming
    made.end()


def site_of(index: Index, door: QueryDoor, coming: Coming) -> Site:
    return Site(create_app(Context(index, door, Limits(), Archive(index), coming=coming)))


def asking(path: str) -> Scope:
    return {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}


def test_the_first_page_of_a_kind_is_made_beside_other_requests(shipped: Index, door: QueryDoor) -> None:
    app = create_app(Context(shipped, door, Limits(), Archive(shipped)))

    assert app.at_once(asking("/sv/org/vinnova")) is None
    assert app.at_once(asking("/data/org/vinnova.ttl")) is not None
    assert Site(app).get("/sv/org/vinnova").status_code == 200
    assert app.at_once(asking("/sv/org/digg")) is not None
    assert app.at_once(asking("/en/org/digg")) is None
    assert app.at_once(asking("/sv/funding/vinnova-2020-2024")) is None


def test_pages_are_the_same_whoever_computed_what_they_show(
    shipped: Index, door: QueryDoor, coming: Coming, site: Site
) -> None:
    other = site_of(shipped, door, coming)
    for path in PATHS:
        assert other.get(path).text == site.get(path).text


def test_where_another_process_computed_nothing_is_computed_again(shipped: Index, coming: Coming) -> None:
    made = press(shipped, Tables(coming))
    for edition in made.editions.values():
        home_page(edition)
        search_page(edition, Asked({"q": "region"}))
        for kind in LISTED:
            list_page(edition, kind, Wanted())
        for iri in shipped_organisations(made):
            profile(edition, EntityKey("org", iri.rpartition("/")[2]), Asked({}))
        assert edition.order.places
    assert made.tables.made == {}


def shipped_organisations(made: Press) -> tuple[str, ...]:
    return made.editions["sv"].reading.aggregates.things["org"]


def test_of_a_day_things_are_in_the_order_of_their_names_then(shipped: Index, coming: Coming) -> None:
    edition = press(shipped, Tables(coming)).editions["sv"]
    then = edition.at(Moment(on=date(2020, 1, 1)))
    assert set(then.order.places) == set(edition.order.places)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_many_things_are_sorted_as_each_of_them_is(language: str, told: Callable[[str], Edition]) -> None:
    edition = told(language)
    things = [iri for each in edition.reading.aggregates.things.values() for iri in each]
    assert edition.sorting([*things, "urn:x:nameless"]) == {
        iri: edition.sorted_by(iri) for iri in (*things, "urn:x:nameless")
    }


def test_when_the_process_is_killed_pages_are_made_without_it(
    shipped: Index, door: QueryDoor, site: Site
) -> None:
    beforehand = Beforehand(NeverOpen(shipped.release), ANY_SIZE)
    beforehand.tend()
    (child,) = [each for each in multiprocessing.active_children() if each.name == "first pages"]
    child.kill()

    def waited_for_no_more() -> bool:
        beforehand.tend()
        return all(each.settled for each in beforehand.coming.values())

    wait_until(waited_for_no_more)
    other = site_of(shipped, door, beforehand.coming)
    assert other.get("/sv/org/vinnova").text == site.get("/sv/org/vinnova").text
    beforehand.end()


def test_a_process_that_has_not_begun_is_not_waited_for_when_the_index_changes(shipped: Index) -> None:
    beforehand = Beforehand(shipped, ANY_SIZE)
    beforehand.settle()
    assert all(each.settled for each in beforehand.coming.values())
    before = multiprocessing.active_children()
    beforehand.tend()
    assert multiprocessing.active_children() == before
    beforehand.end()


def test_of_a_small_release_each_process_computes_what_it_needs(shipped: Index) -> None:
    beforehand = Beforehand(shipped, shipped.release.statements + 1)
    assert not beforehand.busy
    assert not beforehand.coming


def test_what_takes_longer_is_waited_for_longer(shipped: Index) -> None:
    large = replace(shipped.release, graphs=(GraphVersion("urn:x:graph", "", 10_000_000),))
    of_small, of_large = (Beforehand(NeverOpen(each), ANY_SIZE) for each in (shipped.release, large))
    assert of_large.coming[PAGES].patience == 10 * of_small.coming[PAGES].patience
    for each in (of_small, of_large):
        each.end()


def test_it_ends_with_its_release(shipped: Index) -> None:
    beforehand = Beforehand(NeverOpen(shipped.release), ANY_SIZE)
    before = multiprocessing.active_children()
    beforehand.tend()
    assert len(multiprocessing.active_children()) == len(before) + 1
    beforehand.end()
    assert multiprocessing.active_children() == before
