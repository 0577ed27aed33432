"""What search engines are told: every page there is, and nothing that is not there."""

from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest

from api.publication.sitemap import overview, sitemap
from graph.index.index import Index
from tests.api.running import Server

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def told(content: bytes) -> list[str]:
    return [each.text or "" for each in ET.fromstring(content).iterfind(".//s:loc", NAMES)]


def test_robots_may_read_the_pages_but_not_ask_queries(server: Server) -> None:
    rules = RobotFileParser()
    rules.parse(server.client.get("robots.txt").text.splitlines())

    assert rules.site_maps() == [f"{server.url}sitemap.xml"]
    assert rules.can_fetch("*", f"{server.url}sv/org/vinnova")
    assert rules.can_fetch("*", f"{server.url}datasets/dcat")
    assert not rules.can_fetch("*", f"{server.url}sparql?query=ASK%7B%7D")


def test_the_sitemaps_list_the_pages_that_there_are(server: Server) -> None:
    (only,) = told(server.client.get("sitemap.xml").content)
    answer = server.client.get(only)
    pages = told(answer.content)

    assert answer.headers["Content-Type"].startswith("application/xml")
    assert len(pages) == len(set(pages))
    assert {f"{server.url}sv/org/vinnova", f"{server.url}en/org/vinnova", f"{server.url}sv/"} <= set(pages)
    general = [page for page in pages if page.count("/") < 5]
    assert {server.client.get(page).status_code for page in [*general, *pages[::40]]} == {200}


@pytest.mark.parametrize("path", ["sitemap-0.xml", "sitemap-2.xml", "sitemap-x.xml", "sitemap-99999999.xml"])
def test_there_is_no_other_sitemap(path: str, server: Server) -> None:
    assert server.client.get(path).status_code == 404


def test_many_things_are_told_of_in_several_sitemaps(shipped: Index) -> None:
    parts = told(overview(shipped, most=50))

    pages = [
        page for number in range(1, len(parts) + 1) for page in told(sitemap(shipped, number, most=50) or b"")
    ]

    assert len(parts) > 2
    assert pages == told(sitemap(shipped, 1) or b"")
    assert sitemap(shipped, len(parts) + 1, most=50) is None
