"""What a kind of page computes of a whole release holds up nobody but who asks for the first of them."""

from pathlib import Path

from asked_site import Site
from starlette.types import Scope

from api.app import create_app
from api.context import Context
from graph.settings import Limits
from graph.store.archive import Archive
from graph.store.door import QueryDoor
from graph.store.index import Index
from graph.store.turns import Turns


def asking(path: str) -> Scope:
    return {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}


def test_the_first_page_of_a_kind_is_made_beside_other_requests(shipped: Index) -> None:
    limits = Limits()
    door = QueryDoor(Path("nobody"), limits, Turns(1, limits.seconds))
    app = create_app(Context(shipped, door, limits, Archive(shipped)))

    assert app.at_once(asking("/sv/org/vinnova")) is None
    assert app.at_once(asking("/data/org/vinnova.ttl")) is not None
    assert Site(app).get("/sv/org/vinnova").status_code == 200
    assert app.at_once(asking("/sv/org/digg")) is not None
    assert app.at_once(asking("/en/org/digg")) is None
    assert app.at_once(asking("/sv/funding/vinnova-2020-2024")) is None
    door.turns.close()
