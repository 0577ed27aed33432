"""`/api`: lists of things and stored queries, asked as those do who know no RDF."""

import csv
import io
from collections.abc import Callable
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.stored_queries.library import library
from graph.stored_queries.lists import listings
from graph.terms import CODE, CURRENCY
from tests.api.running import Server

LISTS = {each.name: each for each in listings()}
LIBRARY = {each.name: each for each in library()}


def ask(server: Server, path: str, /, accept: str | None = None, **given: str | int) -> httpx.Response:
    headers = {} if accept is None else {"Accept": accept}
    return server.client.get(f"api/{path}", params=given, headers=headers)


def told(server: Server, path: str, /, **given: str | int) -> dict[str, Any]:
    answer = ask(server, path, **given)
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.json()
    return content


def rows(server: Server, query: str) -> list[dict[str, str]]:
    """What SPARQL says, as the bare values."""
    answer = server.client.post("sparql", data={"query": query}, headers={"Accept": "text/csv"})
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def here(address: str) -> str:
    """An address without the service that it names."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def keys(content: dict[str, Any]) -> list[str]:
    return [each["key"] for each in content["items"]]


# Lists


@pytest.mark.parametrize("name", LISTS)
def test_a_list_says_how_long_it_is_and_holds_things_with_key_name_and_address(
    server: Server, name: str
) -> None:
    content = told(server, name)

    assert (content["list"], content["release"], content["limit"], content["offset"]) == (name, 1, 100, 0)
    assert content["total"] == len(content["items"]) > 2
    assert all(each["url"].endswith(f"/{each['key']}") for each in content["items"])
    assert all(each["key"] and each["name"] for each in content["items"])


@pytest.mark.parametrize("name", LISTS)
def test_one_thing_is_told_of_at_its_key_as_in_the_list(server: Server, name: str) -> None:
    for each in told(server, name, limit=3, language="en")["items"]:
        assert told(server, f"{name}/{each['key']}", language="en") == each


PATHS = {
    "organisations": {
        "kind": "<http://www.w3.org/ns/org#classification>",
        "other_names": "<http://www.w3.org/2004/02/skos/core#altLabel>",
        "part_of": "<http://www.w3.org/ns/org#unitOf>",
        "places": "nv:locatedIn",
        "hosts": "nv:hostedBy",
        "documents": "nv:statedIn/nv:sectionOf",
    },
    "awards": {
        "status": "nv:currentStatus",
        "funders": "nv:funder",
        "recipients": "nv:recipient",
        "beneficiaries": "nv:benefits",
        "deciding_bodies": "nv:decidingBody",
        "start": "nv:period/nv:start",
        "end": "nv:period/nv:end",
        "documents": "nv:statedIn/nv:sectionOf",
    },
    "projects": {
        "status": "nv:currentStatus",
        "part_of": "nv:partOf",
        "places": "nv:servesPlace|nv:locatedIn",
    },
    "activities": {"status": "nv:currentStatus", "part_of": "nv:partOf", "start": "nv:period/nv:start"},
    "nodes": {"status": "nv:currentStatus", "node_of": "nv:nodeOf", "hosts": "nv:hostedBy"},
    "documents": {"date": "nv:asOf", "file_name": "nv:fileName"},
}
"""What the fields of a list are in RDF."""


def short(value: Any) -> str:
    """A value of a list as SPARQL's bare value for the same."""
    return str(value["url"]) if isinstance(value, dict) else str(value)


def bare(value: float | str) -> float | str:
    """A value of a row as CSV has it."""
    match value:
        case bool():
            return str(value).lower()
        case float():
            return value
    return str(value)


@pytest.mark.parametrize(("name", "field"), [(name, field) for name in PATHS for field in PATHS[name]])
def test_a_list_says_what_sparql_says(server: Server, name: str, field: str) -> None:
    items = {each["url"]: each for each in told(server, name, limit=1000)["items"]}
    said = {
        (thing, short(value))
        for thing, each in items.items()
        if field in each
        for value in (each[field] if isinstance(each[field], list) else [each[field]])
    }

    found = rows(
        server,
        "PREFIX nv: <https://w3id.org/nodverk/ns#> SELECT DISTINCT ?thing ?value "
        f"{{ ?thing {PATHS[name][field]} ?value FILTER (!isLiteral(?value) || lang(?value) != 'en') }}",
    )

    of_the_list = {(each["thing"], each["value"]) for each in found if each["thing"] in items}
    if field in {"kind", "status"}:
        of_the_list = {(thing, value.rpartition("/")[2]) for thing, value in of_the_list}
    if field == "other_names":
        said = {(thing, value) for thing, value in said if (thing, value) in of_the_list}
    assert said == of_the_list
    assert said


def test_amounts_are_strings_with_their_currency_and_never_a_sum(server: Server) -> None:
    items = told(server, "awards")["items"]
    said = sorted(
        (each["url"], amount["value"], amount.get("currency", ""))
        for each in items
        for amount in each.get("amounts", [])
    )

    found = rows(
        server,
        "PREFIX nv: <https://w3id.org/nodverk/ns#> SELECT ?award ?amount ?value ?currency "
        "{ ?award a nv:FundingAward ; nv:amount ?amount . ?amount nv:value ?value "
        "OPTIONAL { ?amount nv:currency ?currency } }",
    )

    assert said == sorted((r["award"], r["value"], r["currency"].removeprefix(CURRENCY)) for r in found)
    assert {type(value) for _, value, _ in said} == {str}
    assert {currency for *_, currency in said} >= {"SEK", "DKK"}


FILTERS: dict[str, Callable[[dict[str, Any]], set[str]]] = {
    "status": lambda item: {item.get("status", "")},
    "currency": lambda item: {each.get("currency", "") for each in item.get("amounts", [])},
    "funder": lambda item: {each["key"] for each in item.get("funders", [])},
    "document": lambda item: {each["key"] for each in item.get("documents", [])},
}


@settings(max_examples=30)
@given(data=st.data())
def test_filters_order_and_parts_of_a_list_agree_with_the_whole(server: Server, data: st.DataObject) -> None:
    whole = told(server, "awards", limit=1000)["items"]
    wanted = data.draw(st.sets(st.sampled_from(sorted(FILTERS)), max_size=3))
    given_ = {
        name: data.draw(st.sampled_from(sorted({v for item in whole for v in FILTERS[name](item)} - {""})))
        for name in sorted(wanted)
    }
    limit = data.draw(st.integers(1, 12))
    sort = data.draw(st.sampled_from(["name", "-name", "status", "-start"]))

    parts, address = [], f"api/awards?{httpx.QueryParams({**given_, 'limit': limit, 'sort': sort})}"
    while address:
        content = server.client.get(here(address)).json()
        parts.append(content)
        address = content.get("next", "")

    found = [key for part in parts for key in keys(part)]
    expected = {item["key"] for item in whole if all(given_[name] in FILTERS[name](item) for name in given_)}
    assert set(found) == expected
    assert len(found) == len(expected) == parts[0]["total"]
    assert all(len(part["items"]) <= limit for part in parts)
    assert found == keys(told(server, "awards", limit=1000, sort=sort, **given_))


def test_links_lead_through_a_list_and_back(server: Server) -> None:
    answer = ask(server, "organisations", limit=20, offset=20, format="csv")
    links = {name: each["url"] for name, each in answer.links.items()}
    total = int(answer.headers["X-Total-Count"])

    assert set(links) == {"first", "prev", "next", "last", "service-desc"}
    assert total == told(server, "organisations")["total"]
    ends = {name: server.client.get(here(links[name])) for name in ("first", "prev", "next", "last")}
    assert (
        ends["first"].text == ends["prev"].text == ask(server, "organisations", limit=20, format="csv").text
    )
    assert (
        ends["last"].text
        == ask(server, "organisations", limit=20, offset=total // 20 * 20, format="csv").text
    )
    assert "next" not in ends["last"].links
    assert "prev" not in ends["first"].links


def test_what_lies_past_the_end_is_empty_and_leads_back(server: Server) -> None:
    content = told(server, "nodes", offset=1000, limit=5)

    assert (content["items"], "next" in content) == ([], False)
    assert told(server, urlsplit(content["prev"]).path.removeprefix("/api/"), limit=5)["items"]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_as_a_table_has_the_same_things_and_fields(
    server: Server, pandas: ModuleType, name: str
) -> None:
    content = told(server, name)

    table = pandas.read_csv(f"{server.url}api/{name}?format=csv", dtype=str, keep_default_na=False)

    assert list(table["key"]) == keys(content)
    assert list(table["name"]) == [each["name"] for each in content["items"]]
    for listing_field in LISTS[name].fields:
        column = listing_field.name
        if listing_field.parts or listing_field.column.kind != "thing":
            continue
        for cell, each in zip(table[f"{column}.key"], content["items"], strict=True):
            values = each.get(column, [])
            told_of = values if isinstance(values, list) else [values]
            assert cell == "; ".join(value["key"] for value in told_of)


def test_a_table_for_pandas_holds_amounts_and_currencies_apart(server: Server, pandas: ModuleType) -> None:
    table = pandas.read_csv(f"{server.url}api/awards?format=csv&currency=DKK", index_col="key")

    assert table.loc["ncm-cooperation-2025", ["amounts.value", "amounts.currency"]].tolist() == [
        5000000,
        "DKK",
    ]
    assert set(table["amounts.currency"]) == {"DKK"}


# Stored queries


def test_the_list_of_queries_tells_what_each_takes_and_gives_and_its_example_works(server: Server) -> None:
    content = told(server, "queries")
    by_name = {each["name"]: each for each in content["queries"]}

    assert set(by_name) == {*LIBRARY, "numbers", "names", "anything"}
    assert content["total"] == len(by_name)
    for each in by_name.values():
        assert set(each["title"]) == set(each["description"]) == {"sv", "en"}
        assert server.client.get(here(each["example"])).status_code == 200
    assert by_name["numbers"]["parameters"] == [
        {
            "name": "least",
            "kind": "integer:1..9",
            "required": False,
            "example": "2",
            "description": {"sv": "Det minsta", "en": "The least"},
            "default": "1",
        }
    ]


@pytest.mark.parametrize("name", LIBRARY)
def test_a_stored_query_answers_what_its_text_answers(server: Server, pandas: ModuleType, name: str) -> None:
    query = LIBRARY[name]
    given_ = {each.name: each.example for each in query.parameters}

    content = told(server, f"queries/{name}", **given_)
    table = pandas.read_csv(io.StringIO(ask(server, f"queries/{name}", "text/csv", **given_).text), dtype=str)
    by_sparql = rows(server, query.text())

    assert (content["query"], content["parameters"]) == (name, given_)
    assert content["columns"] == list(table.columns)
    assert content["total"] == len(content["rows"]) == len(table) == len(by_sparql) > 0
    for row, said in zip(content["rows"], by_sparql, strict=True):
        for column in content["columns"]:
            value = row.get(column, "")
            assert (float(said[column]) if isinstance(value, float) else said[column]) == bare(value)


def test_an_operators_own_query_is_answered_with_plain_values(server: Server) -> None:
    assert told(server, "queries/numbers", least=2) == {
        "query": "numbers",
        "release": 1,
        "parameters": {"least": "2"},
        "columns": ["number", "half", "known"],
        "total": 2,
        "rows": [{"number": 2, "half": "1"}, {"number": 3, "half": "1.5", "known": False}],
    }
    assert told(server, "queries/numbers")["parameters"] == {"least": "1"}
    assert told(server, "queries/anything")["answer"] is True


def test_a_file_that_is_no_query_is_named_at_the_start(server: Server) -> None:
    assert "no-query.rq is no stored query: the header has no title" in server.said


@pytest.mark.parametrize(
    ("name", "wanted", "media_type", "begins"),
    [
        ("numbers", {}, "application/json", "{"),
        ("numbers", {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}, "application/json", "{"),
        ("numbers", {"accept": "text/csv"}, "text/csv", "number,half,known\r\n1,0.5,true"),
        ("numbers", {"format": "csv"}, "text/csv", "number,half,known\r\n1,0.5,true"),
        ("numbers", {"format": "tsv"}, "text/tab-separated-values", "?number\t?half\t?known\n1\t0.5\ttrue"),
        ("numbers", {"format": "xml"}, "application/sparql-results+xml", "<?xml"),
        ("numbers", {"format": "sparql-json"}, "application/sparql-results+json", '{"head":'),
        ("names", {}, "text/turtle", "@prefix"),
        ("names", {"accept": "application/ld+json"}, "application/ld+json", "{"),
        ("names", {"format": "nt"}, "application/n-triples", "<"),
    ],
)
def test_an_answer_comes_in_the_format_that_is_wanted(
    server: Server, name: str, wanted: dict[str, str], media_type: str, begins: str
) -> None:
    answer = ask(server, f"queries/{name}", **wanted)

    assert answer.headers["Content-Type"].partition(";")[0] == media_type
    assert answer.text.lstrip().startswith(begins)


# Whatever is asked


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("nothing", 404, "There is no list nothing. There are: organisations, awards"),
        ("queries/nothing", 404, "There is no query nothing. /api/queries lists"),
        ("awards/nothing", 404, "id/funding/nothing"),
        ("awards/%00", 404, "Nothing"),
        ("awards/svea/more", 404, ""),
        ("awards?stauts=decided", 400, "no parameter stauts here. There are: status, currency"),
        ("awards?status=decide", 400, "status takes one of applied"),
        ("awards?funder=vinova", 404, "id/org/vinova"),
        ("awards?funder=Vinnova!", 400, "funder takes the key of a thing in id/org, such as vinnova"),
        ("awards?year=soon", 400, "year takes a whole number, such as 2025"),
        ("awards?limit=0", 400, "limit takes a whole number from 1 to 1000"),
        ("awards?limit=5&limit=6", 400, "limit is given more than once"),
        ("awards?text=%FF", 400, "UTF-8"),
        ("awards?format=xlsx", 400, "format takes one of json, csv"),
        ("awards?release=99", 404, "99"),
        ("awards?release=first", 400, "release"),
        ("awards?release=", 400, "release"),
        ("awards/vinnova-2020-2024?language=de", 400, "language takes sv or en"),
        ("queries?name=x", 400, "no parameter name here"),
        ("queries/largest-named-funder", 400, "currency is needed. It takes a code of the list currency"),
        ("queries/largest-named-funder?currency=XXX", 400, "currency takes one of DKK"),
        ("queries/documents-about-a-node?name=Ingen+nod", 404, "Nothing is called Ingen nod in Swedish"),
        ("queries/hosts-on-a-day?day=2024-02-30", 400, "day takes a day as YYYY-MM-DD"),
        ("queries/source-of-a-figure?figure=1e9", 400, "figure takes a decimal number"),
        ("queries/numbers?least=10", 400, "least takes a whole number from 1 to 9, such as 2"),
    ],
)
def test_a_slip_is_told_in_a_problem_document(server: Server, path: str, status: int, said: str) -> None:
    answer = server.client.get(f"api/{path}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert said in answer.json()["detail"]


@pytest.mark.parametrize("path", ["awards", "awards/vinnova-2020-2024", "queries", "queries/numbers"])
def test_who_accepts_none_of_the_formats_gets_406(server: Server, path: str) -> None:
    answer = ask(server, path, "image/png")

    assert answer.status_code == 406
    assert "application/json" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["awards", "awards/vinnova-2020-2024", "queries", "queries/numbers"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_another_method_is_refused_with_those_that_there_are(server: Server, path: str, method: str) -> None:
    answer = server.client.request(method, f"api/{path}")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.json()["status"] == 405
    assert server.client.options(f"api/{path}").headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    "path", ["awards?limit=7", "awards?format=csv", "nodes/gothenburg", "queries", "queries/numbers?least=3"]
)
def test_head_says_the_same_and_who_has_the_version_gets_304(server: Server, path: str) -> None:
    got, head = server.client.get(f"api/{path}"), server.client.head(f"api/{path}")
    again = server.client.get(f"api/{path}", headers={"If-None-Match": got.headers["ETag"]})

    moment = {"date", "server-timing"}
    assert {k: v for k, v in head.headers.items() if k not in moment} == {
        k: v for k, v in got.headers.items() if k not in moment
    }
    assert head.content == b""
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == got.headers["ETag"]
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    assert {"Accept", "Accept-Encoding"} <= set(got.headers["Vary"].split(", "))


def test_formats_and_languages_are_different_versions(server: Server) -> None:
    answers = [
        ask(server, "nodes"),
        ask(server, "nodes", "text/csv"),
        ask(server, "nodes", language="en"),
        ask(server, "nodes", limit=3),
    ]

    assert len({each.headers["ETag"] for each in answers}) == len(answers)


def test_a_release_is_named_and_can_be_asked_for(server: Server) -> None:
    now, then = ask(server, "nodes", limit=2), ask(server, "nodes", limit=2, release=1)

    assert now.json()["items"] == then.json()["items"]
    assert now.headers["Nodverk-Release"] == then.headers["Nodverk-Release"] == "1"
    assert "release=1" in then.json()["next"]
    assert "release" not in now.json()["next"]


def test_a_text_to_search_for_may_look_like_a_release(server: Server) -> None:
    assert server.client.get("api/awards?text=release=7").json()["total"] == 0


def test_codes_are_notations_of_the_code_lists(server: Server) -> None:
    known = {
        each["code"]
        for each in rows(server, "SELECT ?code { ?code a <http://www.w3.org/2004/02/skos/core#Concept> }")
    }

    assert {f"{CODE}status/{each['status']}" for each in told(server, "awards")["items"]} <= known
    assert {
        f"{CODE}orgkind/{each['kind']}" for each in told(server, "organisations")["items"] if "kind" in each
    } <= known


def test_the_query_form_offers_an_operators_own_queries(server: Server) -> None:
    page = server.client.get("en/sparql").text
    shown_first = page.partition("<aside")[2].partition("<details>")[0]

    assert "Which numbers?" in shown_first
    assert "Is there anything?" in shown_first
