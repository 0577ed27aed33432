"""What a client of linked data relies on, tried on addresses of many kinds."""

from itertools import product

import pytest

from tests.api.running import Server

ADDRESSES = (
    "id/org/vinnova",
    "id/node/southern-sweden",
    "id/funding/vinnova-2020-2024",
    "id/document/vinnova-extension",
    "id/analysis/partners",
    "id/import/1",
    "graph/vinnova-extension",
    "graph/places",
    "ns",
    "code/status/decided",
    "data/org/vinnova",
    "data/org/vinnova.jsonld",
    "en/org/vinnova",
    "sparql",
    "datasets/dcat",
    "void",
    "id/org/nobody",
    "nowhere",
)
ACCEPTED = ("*/*", "text/html", "text/turtle", "image/png")
OF_THE_MOMENT = {"date", "server-timing", "transfer-encoding"}


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_tells_what_get_tells(server: Server, address: str) -> None:
    for accept, coding in product(ACCEPTED, ("identity", "gzip")):
        headers = {"Accept": accept, "Accept-Encoding": coding}
        whole, head = (server.client.request(method, address, headers=headers) for method in ("GET", "HEAD"))
        told, told_first = (
            {name: value for name, value in each.headers.items() if name not in OF_THE_MOMENT}
            for each in (whole, head)
        )
        assert (head.status_code, told_first, head.content) == (whole.status_code, told, b""), headers


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_host_that_a_client_claims_comes_back(server: Server, address: str) -> None:
    for path in (address, f"{address}/"):
        response = server.client.get(path, headers={"Host": "elsewhere.example", "Accept": "text/html"})
        assert "elsewhere.example" not in response.text + str(response.headers)


@pytest.mark.parametrize("path", ["sv", "en/org/", "sv/about/?release=1"])
def test_a_slash_more_or_less_leads_to_the_page_by_path_alone(server: Server, path: str) -> None:
    response = server.client.get(path)

    target = response.headers["Location"]
    assert target.startswith("/")
    assert target.endswith("?release=1") == path.endswith("?release=1")
    assert server.client.get(target).status_code == 200


@pytest.mark.parametrize("thing", ["id/org/vinnova", "graph/places", "code/status/decided"])
@pytest.mark.parametrize("suffix", ["ttl", "nt", "rdf", "jsonld", "html"])
def test_the_address_of_a_thing_takes_the_suffix_of_a_format(server: Server, thing: str, suffix: str) -> None:
    by_suffix = server.client.get(f"{thing}.{suffix}", headers={"Accept": "image/png"})
    by_parameter = server.client.get(thing, params={"format": suffix}, headers={"Accept": "image/png"})

    assert by_suffix.status_code == 303
    assert by_suffix.headers["Location"] == by_parameter.headers["Location"]
    assert server.client.get(by_suffix.headers["Location"]).status_code == 200


@pytest.mark.parametrize("path", ["id/org/nobody.ttl", "id/org/vinnova.exe", "id/org/.ttl", "graph/none.nt"])
def test_a_suffix_makes_nothing_known(server: Server, path: str) -> None:
    assert server.client.get(path).status_code == 404


@pytest.mark.parametrize("graph", ["places", "void", "provenance"])
def test_a_named_graph_without_a_document_has_a_page_that_lists_it(server: Server, graph: str) -> None:
    response = server.client.get(f"graph/{graph}", headers={"Accept": "text/html", "Accept-Language": "en"})

    assert response.status_code == 303
    assert f"/dumps/{graph}-1." in server.client.get(response.headers["Location"]).text


def test_a_release_is_asked_for_in_any_spelling_of_the_address(server: Server) -> None:
    for query in ("release=99", "%72elease=99", "rele%61se=%39%39"):
        response = server.client.get(f"data/org/vinnova.ttl?{query}")
        assert response.status_code == 404, query


def test_a_language_that_is_refused_is_not_given(server: Server) -> None:
    for refused, given in (("sv;q=0", "en"), ("en;q=0", "sv"), ("sv;q=0, *;q=0.1", "en"), ("*;q=0", "sv")):
        headers = {"Accept": "text/html", "Accept-Language": refused}
        location = server.client.get("id/org/vinnova", headers=headers).headers["Location"]
        assert location == f"/{given}/org/vinnova", refused


CONDITIONS = {
    "another version": ({"If-Match": '"another"'}, 412),
    "this version": ({"If-Match": "{etag}"}, 200),
    "one of several": ({"If-Match": '"another", {etag}'}, 200),
    "any version": ({"If-Match": "*"}, 200),
    "this version, weakly": ({"If-Match": "W/{etag}"}, 412),
    "not since long ago": ({"If-Unmodified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}, 412),
    "not since it was made": ({"If-Unmodified-Since": "{modified}"}, 200),
    "no date": ({"If-Unmodified-Since": "long ago"}, 200),
    "a date beside a version": (
        {"If-Match": "{etag}", "If-Unmodified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
        200,
    ),
}


@pytest.mark.parametrize("what", CONDITIONS)
def test_a_file_is_given_on_condition(server: Server, what: str) -> None:
    path = "dumps/places-1.nq.gz"
    first = server.client.get(path).headers
    condition, status = CONDITIONS[what]
    headers = {
        name: value.format(etag=first["ETag"], modified=first["Last-Modified"])
        for name, value in condition.items()
    }

    response = server.client.get(path, headers=headers)

    assert response.status_code == status
