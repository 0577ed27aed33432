"""Any address can be asked as of an earlier release, and says which one it answers from."""

import re
import shutil
import time
from collections.abc import Callable
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import pytest
from rdflib.namespace import RDF, RDFS

from graph.store.dataset import Dataset, now
from graph.store.upkeep import let_go
from graph.terms import NV
from tests.api.running import Server, put, wait_until

BASE = "http://127.0.0.1:8000/"
THING = f"{BASE}id/org/renamed"
NAMES = ("First name", "Second name", "Third name", "Fourth name")
OF_NO_RELEASE = {f"/en/{page}" for page in ("about", "api", "datasets", "releases.atom", "sparql")}
QUERY = f"SELECT ?name WHERE {{ <{THING}> <{RDFS.label}> ?name }}"


@pytest.fixture(scope="module")
def with_history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset whose one thing had another name in each of four releases, the first of them let go."""
    folder = tmp_path_factory.mktemp("renamed") / "dataset"
    dataset = Dataset.create(folder, BASE)
    for name in NAMES:
        said = f'<{THING}> <{RDF.type}> <{NV.Organisation}> .\n<{THING}> <{RDFS.label}> "{name}"@sv .\n'
        made = put(folder, {f"{BASE}graph/test": said}).made_at
        wait_until(lambda: now() > made)  # noqa: B023 - it is waited for at once
    let_go(dataset, keep=3)
    return folder


@pytest.fixture(scope="module", params=["memory", "disk"])
def renamed(
    serve: Callable[..., Server],
    with_history: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Server:
    """A service of this dataset, with its index in memory or on disk."""
    folder = tmp_path_factory.mktemp("renamed") / "dataset"
    return serve(shutil.copytree(with_history, folder), NODVERK_INDEX=request.param)


@pytest.mark.parametrize(
    ("release", "name"), [("2", NAMES[1]), ("3", NAMES[2]), ("4", NAMES[3]), (None, NAMES[3])]
)
@pytest.mark.parametrize(
    "address", ["data/org/renamed.ttl", "sv/org/renamed", "sparql", "api/organisations/renamed"]
)
def test_every_address_answers_from_the_release_it_names(
    renamed: Server, address: str, release: str | None, name: str
) -> None:
    parameters = {"query": QUERY} if address == "sparql" else {}
    if release:
        parameters["release"] = release
    text = renamed.client.get(address, params=parameters, headers={"Accept-Language": "sv"}).text

    assert name in text
    assert not [other for other in NAMES if other in text and other != name]


def test_an_answer_says_which_release_it_is_from(renamed: Server) -> None:
    for release in ("2", "3"):
        told = renamed.client.get("data/org/renamed.ttl", params={"release": release}).headers

        assert told["nodverk-release"] == release
        assert told["etag"].startswith(f'W/"{release}-')
    asked = renamed.client.get("sparql", params={"query": QUERY, "release": "2"})
    assert asked.headers["nodverk-release"] == "2"


@pytest.mark.parametrize("address", ["sv/org/renamed", "sv/org", "sv/ranking", "sv/"])
def test_a_page_of_a_release_says_so_and_leads_to_the_newest(renamed: Server, address: str) -> None:
    then, now = (renamed.client.get(address, params=each).text for each in ({"release": "2"}, {}))

    assert "Detta är utgåva 2" in then
    assert f'<a href="/{address}">Till den nyaste utgåvan</a>' in then
    assert '<meta name="robots" content="noindex">' in then
    assert "Detta är utgåva" not in now


@pytest.mark.parametrize(
    ("release", "status"),
    [("1", 410), ("99", 404), ("0", 404), ("-1", 400), ("x", 400), ("", 400), ("9" * 40, 400)],
)
@pytest.mark.parametrize("address", ["data/org/renamed.ttl", "sparql", "sv/org/renamed"])
def test_a_release_that_is_not_there_is_a_problem(
    renamed: Server, address: str, release: str, status: int
) -> None:
    answer = renamed.client.get(address, params={"release": release, "query": "ASK {}"})

    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_address_of_a_thing_passes_the_release_on(renamed: Server) -> None:
    asked = renamed.client.get("id/org/renamed", params={"release": "2"}, headers={"Accept": "text/turtle"})

    assert asked.headers["location"] == "/data/org/renamed.ttl?release=2"


def test_the_address_of_a_thing_leads_to_how_it_was_at_a_moment(renamed: Server) -> None:
    """The time gate and the mementos of RFC 7089."""
    made = {
        release: renamed.client.get("data/org/renamed.ttl", params={"release": release}).headers[
            "memento-datetime"
        ]
        for release in ("2", "3")
    }
    for release, moment in made.items():
        asked = {"Accept": "text/turtle", "Accept-Datetime": moment}
        answer = renamed.client.get("id/org/renamed", headers=asked)

        assert answer.headers["location"] == f"/data/org/renamed.ttl?release={release}"
        assert "accept-datetime" in answer.headers["vary"].lower()
    assert parsedate_to_datetime(made["2"]) < parsedate_to_datetime(made["3"])


def test_a_memento_links_to_the_thing_it_is_about(renamed: Server) -> None:
    link = renamed.client.get("data/org/renamed.ttl", params={"release": "2"}).headers["link"]

    assert f'<{THING}>; rel="original timegate"' in link


def test_before_everything_there_is_the_first_that_is_kept(renamed: Server) -> None:
    long_ago = format_datetime(parsedate_to_datetime("Sat, 01 Jan 2000 00:00:00 GMT"), usegmt=True)
    asked = {"Accept": "text/turtle", "Accept-Datetime": long_ago}

    assert renamed.client.get("id/org/renamed", headers=asked).headers["location"].endswith("?release=2")


def test_a_moment_that_is_no_date_is_refused_with_advice(renamed: Server) -> None:
    answer = renamed.client.get("id/org/renamed", headers={"Accept-Datetime": "yesterday"})

    assert answer.status_code == 400
    assert "GMT" in answer.json()["detail"]


def test_old_releases_come_and_go_without_harm(renamed: Server) -> None:
    """More are asked in turn than are kept in memory."""
    for release in ("2", "3", "4", "2", "3", "2"):
        for turn in range(3):
            address = f"data/org/renamed.ttl?release={release}&turn={turn}-{time.monotonic()}"

            assert NAMES[int(release) - 1] in renamed.client.get(address).text


def test_the_dataset_is_only_read(renamed: Server) -> None:
    before = written(renamed)
    renamed.client.get("sparql", params={"query": QUERY, "release": "3"})

    assert written(renamed) == before


def written(server: Server) -> dict[Path, int]:
    """When each file of the dataset was written, but those that follow from the others."""
    files = (path for path in server.folder.rglob("*") if "index" not in path.parts)
    return {path: path.stat().st_mtime_ns for path in files if path != server.folder}


def test_who_reads_an_older_release_stays_in_it(renamed: Server) -> None:
    page = renamed.client.get("en/org/renamed", params={"release": "2"}).text
    leading = re.findall(r'href="(/(?:en|data)/[^"]*)"', page)
    leaving = [each for each in leading if "release=2" not in each]

    assert {"/en/org?release=2", "/en/ranking?release=2", "/data/org/renamed.ttl?release=2"} <= set(leading)
    assert "/en/org/renamed/statements?release=2" in leading
    assert "/en/org/renamed" in leaving  # to the newest release
    assert {each.partition("#")[0] for each in leaving} <= {"/en/org/renamed", *OF_NO_RELEASE}
    assert '<input type="hidden" name="release" value="2">' in page
