"""The commands on the graph that is shipped: what only a whole graph has."""

import json
from pathlib import Path

import pytest
from rdflib import Graph

from graph.cli import DONE
from graph.store.dataset import Dataset
from tests.graph.terminal import Nodverk


def test_the_centrality_ranks_organisations(nodverk: Nodverk) -> None:
    ranked = json.loads(nodverk("centrality", "--measure", "degree", "--json").output)

    assert [each["rank"] for each in ranked] == sorted(each["rank"] for each in ranked)
    assert all(0 <= each["score"] <= 1 for each in ranked)
    assert "Region Skåne" in nodverk("centrality").output


def test_recomputing_centrality_gives_the_same_figures_in_a_new_release(
    nodverk: Nodverk, dataset: Dataset
) -> None:
    first = nodverk("centrality", "--json").output
    second = nodverk("centrality", "--recompute", "--json").output

    assert first == second
    assert dataset.head().number == 2


@pytest.mark.parametrize(
    ("model", "syntax", "grants"),
    [("eurio", "turtle", 2), ("frapo", "turtle", 2), ("schema.org", "json-ld", 2)],
)
def test_an_export_as_another_model_says_how_many_awards_it_leaves_out_and_why(
    nodverk: Nodverk, model: str, syntax: str, grants: int
) -> None:
    told = nodverk("export", "--as", model)

    assert told.status == DONE
    assert len(Graph().parse(data=told.output, format=syntax)) > 30
    assert f"{grants} of 27 awards are grants in {model}." in told.error
    assert f"{27 - grants} left out: not decided, contracted or paid." in told.error


def test_an_export_as_360giving_is_json_and_makes_no_grant_up(nodverk: Nodverk, tmp_path: Path) -> None:
    told = nodverk("export", "--as", "360giving", "--output", str(tmp_path / "grants.json"))

    assert json.loads((tmp_path / "grants.json").read_text("utf-8")) == {"grants": []}
    assert "0 of 27 awards are grants in 360giving." in told.error
    assert "left out: the day of the decision not known." in told.error


def test_what_the_editors_add_is_said_to_be_theirs(nodverk: Nodverk) -> None:
    told = json.loads(nodverk("why", "org/ai-sweden", "nv:sameInSources", "--json").output)

    assert [each["assertion"].rpartition("/")[2] for each in told] == ["editorial"]


def test_what_was_worked_out_is_said_to_be_derived(nodverk: Nodverk) -> None:
    told = json.loads(nodverk("why", "funding/vinnova-2020-2024", "nv:currentStatus", "--json").output)

    assert [each["assertion"].rpartition("/")[2] for each in told] == ["derived"]
