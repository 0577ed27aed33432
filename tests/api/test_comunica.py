"""Comunica 4, the query engine that browsers and Node use, as it comes from npm."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from rdflib.namespace import RDFS

from tests.api.running import Server

CLIENTS = Path(__file__).parents[1] / "clients"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def ask(*questions: dict[str, Any]) -> list[Any]:
    """The answers of one process; one costs a second to start."""
    if shutil.which("node") is None:
        pytest.skip("COMUNICA WAS NOT TESTED: Node is not installed")
    if not (CLIENTS / "node_modules").exists():
        pytest.skip("COMUNICA WAS NOT TESTED: `make clients` has not installed it")
    done = subprocess.run(
        ["node", CLIENTS / "ask.mjs"],
        check=False,
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers


def test_comunica_asks_the_endpoint_it_is_told_of_and_the_one_it_finds_by_the_description(
    server: Server,
) -> None:
    endpoint = f"{server.url}sparql"
    construct = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 7"
    told = {"type": "sparql", "value": endpoint}

    counted, found, truth, graph, again = ask(
        {"source": told, "query": COUNT},
        {"source": endpoint, "query": COUNT},
        {"source": endpoint, "query": "ASK { ?s a <https://w3id.org/nodverk/ns#FundingAward> }"},
        {"source": endpoint, "query": construct},
        {"source": told, "query": construct},
    )

    assert counted == found
    assert int(counted[0]["n"]) > 1000
    assert truth is True
    assert len(graph) == len(again) == 7


def test_comunica_reads_a_thing_by_its_address(server: Server) -> None:
    """Of the formats that it names it likes N-Quads best, and it looks into the default graph."""
    vinnova = f"{server.url}id/org/vinnova"
    question = f"SELECT DISTINCT ?label {{ <{vinnova}> <{RDFS.label}> ?label }}"

    (rows,) = ask({"source": vinnova, "query": question})

    assert {each["label"] for each in rows} == {"Vinnova"}


def test_the_pinned_client_comes_from_wherever_npm_is_told() -> None:
    """The lock names what is installed by its hash and no host; npm asks the registry that it is set to."""
    lock = json.loads((CLIENTS / "package-lock.json").read_text("utf-8"))
    packages = {name: each for name, each in lock["packages"].items() if name}

    assert packages["node_modules/@comunica/query-sparql"]["version"].startswith("4.")
    assert all(each["integrity"].startswith("sha512-") for each in packages.values())
    assert "://" not in (CLIENTS / "package-lock.json").read_text("utf-8")
