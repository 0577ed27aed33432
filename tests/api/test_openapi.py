"""The API as machines read of it: the document is valid OpenAPI, complete, and what it says holds."""

import importlib
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from graph.stored_queries.library import library
from graph.stored_queries.lists import listings
from tests.api.own_queries import FILES
from tests.api.running import Server

SWEDISH = set("åäöÅÄÖ")
TRIED = "awards|nodes/|queries$|" + "|".join(
    f"queries/{name}$" for name in ("numbers", "names", "anything", "names-on-a-day", "source-of-a-figure")
)
"""What schemathesis tries: each form of answer and each kind of parameter at least once."""


@pytest.fixture(scope="module")
def described(server: Server) -> dict[str, Any]:
    answer = server.client.get("openapi.json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    document: dict[str, Any] = answer.json()
    return document


def validate(document: dict[str, Any]) -> None:
    """Judge a document by OpenAPI, as schemathesis does, which takes half a second to read in."""
    importlib.import_module("schemathesis").openapi.from_dict(document).validate()


def operations(described: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(path, item["get"]) for path, item in described["paths"].items()]


def test_the_document_is_valid_openapi(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1.")
    validate(described)


def test_a_document_that_is_not_valid_would_be_told(described: dict[str, Any]) -> None:
    broken = {**described, "info": {"title": "without a version"}}

    with pytest.raises(Exception, match="version"):
        validate(broken)


def test_every_list_and_query_is_in_it_also_the_operators_own(described: dict[str, Any]) -> None:
    lists = {f"/api/{each.name}{key}" for each in listings() for key in ("", "/{key}")}
    queries = {f"/api/queries/{each.name}" for each in library()}
    own = {f"/api/queries/{name}" for name in FILES if name != "no-query"}

    assert set(described["paths"]) == lists | queries | own | {"/api/queries"}
    names = [each["operationId"] for _, each in operations(described)]
    assert len(set(names)) == len(names)


def test_whatever_is_told_of_is_told_of_in_english_and_swedish(described: dict[str, Any]) -> None:
    for path, operation in operations(described):
        for told in (operation, *operation["parameters"], operation["responses"]["200"]):
            english, _, swedish = told["description"].rpartition("\n\n")
            assert len(english) > 3, path
            assert len(swedish) > 3, path
    texts = [
        each["description"] for _, operation in operations(described) for each in operation["parameters"]
    ]
    assert any(SWEDISH & set(text.rpartition("\n\n")[2]) for text in texts)


def test_each_parameter_has_a_type_and_an_example_that_fits(described: dict[str, Any]) -> None:
    for path, operation in operations(described):
        for each in operation["parameters"]:
            Draft202012Validator.check_schema(each["schema"])
            validator = Draft202012Validator(each["schema"])
            assert "type" in each["schema"], (path, each["name"])
            assert validator.is_valid(each["example"]), (path, each["name"])
            assert validator.is_valid(each["schema"].get("default", each["example"])), (path, each["name"])


def test_all_that_goes_wrong_is_described_as_a_problem(described: dict[str, Any]) -> None:
    for path, operation in operations(described):
        failures = {status for status in operation["responses"] if status >= "400"}
        assert {"400", "404", "406", "503", "504"} <= failures, path
    for each in described["components"]["responses"].values():
        assert "application/problem+json" in each["content"]


@pytest.mark.parametrize("name", ["organisations", "awards", "projects", "activities", "nodes", "documents"])
def test_the_fields_of_a_list_are_those_described(
    server: Server, described: dict[str, Any], name: str
) -> None:
    schema = described["paths"][f"/api/{name}"]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    whole = {**schema, "components": described["components"]}

    errors = [
        each.message
        for each in Draft202012Validator(whole).iter_errors(server.client.get(f"api/{name}").json())
    ]

    assert errors == []


def test_each_kind_of_parameter_is_tried() -> None:
    asked = {f"/api/queries/{each.name}": each for each in library()} | {
        f"/api/{each.name}": each.which for each in listings()
    }
    kinds = {path: {each.kind.name for each in query.parameters} for path, query in asked.items()}

    assert set().union(*(kinds[path] for path in kinds if re.search(TRIED, path))) == set().union(
        *kinds.values()
    )


@pytest.mark.parametrize(
    ("path", "accept", "location"),
    [
        ("api", "application/json", "/openapi.json"),
        ("api", "text/html", "/en/api"),
        ("api", "*/*", "/en/api"),
    ],
)
def test_the_way_to_the_description_is_short(server: Server, path: str, accept: str, location: str) -> None:
    answer = server.client.get(path, headers={"Accept": accept, "Accept-Language": "en"})

    assert (answer.status_code, answer.headers["Location"]) == (303, location)


def test_the_document_takes_no_other_format(server: Server) -> None:
    assert server.client.get("openapi.json?format=json&release=1").status_code == 200
    assert server.client.get("openapi.json?format=yaml").status_code == 400
    assert server.client.get("openapi.json?formt=json").status_code == 400


def test_schemathesis_finds_nothing(server: Server, tmp_path: Path) -> None:
    """All its checks, with data that fits and data that does not."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "run", f"{server.url}openapi.json"),
            *("--include-path-regex", TRIED, "--checks", "all", "--mode", "all", "--max-examples", "4"),
            *("--phases", "examples,coverage,fuzzing,stateful", "--seed", "5", "--workers", "1"),
            *("--generation-deterministic", "--request-timeout", "60", "--no-color"),
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "No issues found" in done.stdout
