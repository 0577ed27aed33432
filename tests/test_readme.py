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

from api.cli import app
from graph.settings import DEFAULT_DATASET, DEFAULT_HOST, DEFAULT_PORT, base_of_address

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
FILE = re.compile(r"With this in `(?P<name>[\w.-]+)`\n\n```\w+\n(?P<text>.*?)```", re.DOTALL)
BLOCK = re.compile(r"^    \$ nodverk (?P<arguments>[^\n]+)\n(?P<output>(?:(?:    [^\n]*)?\n)*)", re.MULTILINE)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00:00 +\d+ +\d+")


@dataclass(frozen=True)
class Shown:
    """A command in the README and what it is said to print."""

    arguments: str
    output: str


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


def test_every_command_is_in_the_readme() -> None:
    names = {each.name or each.callback.__name__ for each in app.registered_commands if each.callback}

    assert len(names) > 10
    for name in names:
        assert f"`nodverk {name}`" in README
