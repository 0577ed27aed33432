"""Dumps and differences as a downloader meets them: parts, conditions, checksums, and what is not there."""

import base64
import gzip
import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from tests.api.running import Server

WHOLE = "dumps/nodverk-1.nq.gz"


@pytest.fixture(scope="module")
def whole(server: Server) -> httpx.Response:
    answer = server.client.get(WHOLE)
    assert answer.status_code == 200
    return answer


def test_a_dump_tells_its_type_size_date_and_checksum(whole: httpx.Response) -> None:
    headers = whole.headers
    sha256 = hashlib.sha256(whole.content)

    assert headers["Content-Type"] == "application/gzip"
    assert "Content-Encoding" not in headers
    assert headers["Content-Length"] == str(len(whole.content))
    assert headers["Repr-Digest"] == f"sha-256=:{base64.b64encode(sha256.digest()).decode()}:"
    assert headers["ETag"] == f'"{sha256.hexdigest()}"'
    assert headers["Accept-Ranges"] == "bytes"
    assert headers["Nodverk-Release"] == "1"
    assert parsedate_to_datetime(headers["Last-Modified"])


def test_a_dump_holds_as_many_statements_as_its_release(server: Server, whole: httpx.Response) -> None:
    quads = list(parse(gzip.decompress(whole.content), format=RdfFormat.N_QUADS))
    asked = {"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "format": "csv"}

    counted = server.client.get("sparql", params=asked).text.split()[1]

    assert len(quads) == int(counted)


def test_the_checksum_lies_beside_it_and_is_linked(server: Server, whole: httpx.Response) -> None:
    beside = server.client.get(f"{WHOLE}.sha256")

    assert beside.text == f"{hashlib.sha256(whole.content).hexdigest()}  nodverk-1.nq.gz\n"
    assert f'</{WHOLE}.sha256>; rel="describedby"' in whole.headers["Link"]
    again = server.client.get(f"{WHOLE}.sha256", headers={"If-None-Match": beside.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_head_tells_the_same_without_the_file(server: Server, whole: httpx.Response) -> None:
    head = server.client.head(WHOLE, headers={"Range": "bytes=0-9"})

    assert (head.status_code, head.content) == (200, b"")
    told = ("content-length", "etag", "repr-digest", "last-modified", "content-type")
    assert {name: head.headers[name] for name in told} == {name: whole.headers[name] for name in told}


@pytest.mark.parametrize(
    ("wanted", "part"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-5", slice(-5, None)),
        ("bytes=10-99999999999", slice(10, None)),
        ("bytes=99999999999-, 4-7", slice(4, 8)),
    ],
)
def test_a_part_is_the_part(wanted: str, part: slice, server: Server, whole: httpx.Response) -> None:
    answer = server.client.get(WHOLE, headers={"Range": wanted})

    size = len(whole.content)
    start, stop, _ = part.indices(size)
    assert answer.status_code == 206
    assert answer.content == whole.content[part]
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{size}"
    assert answer.headers["ETag"] == whole.headers["ETag"]


def test_several_parts_come_in_one_answer(server: Server, whole: httpx.Response) -> None:
    answer = server.client.get(WHOLE, headers={"Range": "bytes=0-1,50-59"})

    assert answer.status_code == 206
    assert answer.headers["Content-Type"].startswith("multipart/byteranges; boundary=")
    assert whole.content[50:60] in answer.content


@pytest.mark.parametrize("wanted", ["bytes=99999999999-", "bytes=-0", "bytes=99999998-99999999"])
def test_a_part_beyond_the_end_is_refused_with_the_size(
    wanted: str, server: Server, whole: httpx.Response
) -> None:
    answer = server.client.get(WHOLE, headers={"Range": wanted})

    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(whole.content)}"
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "wanted", ["potato", "lines=1-2", "bytes=", "bytes=9-2", "bytes=a-b", f"bytes=0-{'9' * 5000}"]
)
def test_what_is_no_range_is_as_good_as_none(wanted: str, server: Server, whole: httpx.Response) -> None:
    answer = server.client.get(WHOLE, headers={"Range": wanted})

    assert (answer.status_code, answer.content) == (200, whole.content)


def test_a_download_goes_on_only_where_it_is_still_the_same_file(
    server: Server, whole: httpx.Response
) -> None:
    modified = parsedate_to_datetime(whole.headers["Last-Modified"])
    earlier = format_datetime(modified - timedelta(days=1), usegmt=True)

    def status(condition: str, wanted: str = "bytes=5-9") -> int:
        return server.client.get(WHOLE, headers={"Range": wanted, "If-Range": condition}).status_code

    assert status(whole.headers["ETag"]) == 206
    assert status(whole.headers["Last-Modified"]) == 206
    assert status('"another"') == 200
    assert status(f"W/{whole.headers['ETag']}") == 200, "a weak version does not tell bytes apart"
    assert status(earlier) == 200
    assert status('"another"', "bytes=99999999999-") == 200


@pytest.mark.parametrize(
    ("condition", "value", "status"),
    [
        ("If-None-Match", "{etag}", 304),
        ("If-None-Match", 'W/{etag}, "another"', 304),
        ("If-None-Match", "*", 304),
        ("If-None-Match", '"another"', 200),
        ("If-Modified-Since", "{date}", 304),
        ("If-Modified-Since", "Sat, 01 Jan 2000 00:00:00 GMT", 200),
        ("If-Modified-Since", "yesterday", 200),
    ],
)
def test_whoever_has_the_file_does_not_get_it_again(
    condition: str, value: str, status: int, server: Server, whole: httpx.Response
) -> None:
    told = value.format(etag=whole.headers["ETag"], date=whole.headers["Last-Modified"])

    answer = server.client.get(WHOLE, headers={condition: told})

    assert answer.status_code == status
    assert answer.headers["ETag"] == whole.headers["ETag"]
    assert bool(answer.content) == (status == 200)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("nodverk.nq.gz", "nodverk-1.nq.gz"),
        ("latest.nq.gz", "nodverk-1.nq.gz"),
        ("nodverk-latest.ttl.gz", "nodverk-1.ttl.gz"),
        ("southern-node-plan-latest.nq.gz.sha256", "southern-node-plan-1.nq.gz.sha256"),
        ("southern-node-plan.ttl.gz", "southern-node-plan-1.ttl.gz"),
    ],
)
def test_the_newest_dump_has_an_address_of_its_own(asked: str, found: str, server: Server) -> None:
    answer = server.client.get(f"dumps/{asked}")

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/dumps/{found}")
    assert server.client.head(f"dumps/{found}").status_code == 200


@pytest.mark.parametrize(
    "missing",
    [
        "dumps/nodverk-2.nq.gz",
        "dumps/nodverk-1.csv.gz",
        "dumps/nosuch-1.nq.gz",
        "dumps/nosuch.nq.gz",
        "dumps/..%2Fcatalogue.sqlite",
        "dumps/diff/1..9",
        "dumps/diff/1-2",
        "dumps/diff/1..1.csv",
    ],
)
def test_what_there_is_no_file_of_is_not_found(missing: str, server: Server) -> None:
    answer = server.client.get(missing)

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_folder_of_dumps_leads_to_what_lists_them(server: Server) -> None:
    for path in ("dumps", "dumps/"):
        page = server.client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
        entry = server.client.get(path, headers={"Accept": "text/turtle"}, follow_redirects=True)

        assert page.url.path == "/sv/datasets"
        assert entry.url.path == "/datasets/dcat.ttl"


def test_many_who_ask_at_once_for_what_is_not_made_yet_get_the_same_file(server: Server) -> None:
    folder = server.folder / "dumps"
    for made in folder.glob("editors-1.*"):
        made.unlink()

    with ThreadPoolExecutor(8) as threads:
        asked = [f"{server.url}dumps/editors-1.{syntax}.gz" for syntax in ("nq", "ttl") * 4]
        answers = list(threads.map(lambda address: httpx.get(address, timeout=60), asked))

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 2
