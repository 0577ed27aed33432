"""The README is true: its commands run and print what it says, and it leaves no command out."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from api.commands import app
from api.pages.service.model import ARROWS, PLACES, STATED
from graph.assets import ONTOLOGY_FILES, ontology
from graph.settings import DEFAULT_DATASET, DEFAULT_HOST, DEFAULT_PORT, base_of_address
from graph.terms import NV

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
FILE = re.compile(r"With this in `(?P<name>[\w.-]+)`\n\n```\w+\n(?P<text>.*?)```", re.DOTALL)
BLOCK = re.compile(r"^    \$ nodverk (?P<arguments>[^\n]+)\n(?P<output>(?:(?:    [^\n]*)?\n)*)", re.MULTILINE)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00:00 +\d+ +\d+")


@dataclass(frozen=True)
class Shown:
    """A command in the README and what it is said to print."""

    arguments: str
    output: str


DRAWING = README.partition("## The model\n\n")[2].partition("\n\nMoney")[0]
SHOWN = [Shown(each["arguments"], each["output"]) for each in BLOCK.finditer(README)]


def plain(text: str) -> list[str]:
    """Text without ends of lines, and without moments and counts, which differ with the data."""
    lines = [MOMENT.sub("<moment>", line.rstrip()) for line in text.splitlines()]
    return [line for line in lines if line]


@pytest.fixture(scope="module")
def folder(shipped_folder: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the dataset that is shipped and the files that the README shows."""
    home = tmp_path_factory.mktemp("readme")
    shutil.copytree(shipped_folder(base_of_address(DEFAULT_HOST, DEFAULT_PORT)), home / DEFAULT_DATASET)
    for file in FILE.finditer(README):
        (home / file["name"]).write_text(file["text"], "utf-8")
    return home


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    graph = Graph()
    for name in ONTOLOGY_FILES:
        graph.parse(data=ontology(name).read_text("utf-8"), format="turtle")
    return graph


def test_the_readme_shows_commands_and_files() -> None:
    assert len(SHOWN) >= 5
    assert len(FILE.findall(README)) == 2


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.arguments.partition(" ")[0])
def test_a_command_prints_what_the_readme_says(shown: Shown, folder: Path) -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("nodverk"), *shown.arguments.split()],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "COLUMNS": "200"},
    )

    assert plain(done.stdout) == [line.removeprefix("    ") for line in plain(shown.output)], done.stderr


def test_the_drawing_of_the_model_has_the_terms_of_the_picture(vocabulary: Graph) -> None:
    """The picture of `/ns` is held to the domains and ranges of the ontology by a test of its own."""
    drawn = {URIRef(f"{NV._NS}{word}") for word in re.findall(r"[A-Za-z]+", DRAWING)}
    classes = {each for each in drawn if (each, RDF.type, OWL.Class) in vocabulary}
    properties = {each for each in drawn if (each, RDFS.range, None) in vocabulary}
    of_amounts = {NV.value, NV.currency, NV.status}

    assert classes == set(PLACES)
    assert properties - of_amounts - {NV.actor} == {each.term for each in (*ARROWS, STATED)}


@pytest.mark.parametrize("term", [NV.Initiative, NV.FundingItem])
def test_the_drawing_of_the_model_names_all_kinds_of_a_class(vocabulary: Graph, term: URIRef) -> None:
    below = vocabulary.subjects(RDFS.subClassOf, term)
    labels = {
        str(each) for kind in below for each in vocabulary.objects(kind, RDFS.label) if each.language == "en"
    }
    words = {each.split()[-1] for each in labels}

    assert words
    assert words <= set(re.findall(r"[a-z]+", DRAWING))


def test_every_command_is_in_the_readme() -> None:
    names = {each.name or each.callback.__name__ for each in app.registered_commands if each.callback}

    assert len(names) > 10
    for name in names:
        assert f"`nodverk {name}`" in README
