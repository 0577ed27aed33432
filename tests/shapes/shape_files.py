"""The fixture files of the shapes: where they lie, and how they are read."""

import re
from collections import Counter
from pathlib import Path

from rdflib import Graph

BASE = "http://127.0.0.1:8000/"
NAMESPACE = "https://w3id.org/nodverk/shape#"
FOLDER = Path(__file__).parent
SURROUNDINGS = FOLDER / "surroundings.ttl"
VALID = sorted(FOLDER.glob("*/valid.ttl"))
BROKEN = sorted(set(FOLDER.glob("*/*.ttl")) - set(VALID))
SAID = re.compile(r"# (breaks|advises): (sh:\w+) on (\S+)")


def fixture_graph(path: Path) -> Graph:
    """A fixture, read as shipped Turtle is: relative to the base of the dataset."""
    return Graph().parse(path, format="turtle", publicID=BASE)


def said(path: Path) -> Counter[tuple[str, ...]]:
    """What the first lines of a fixture say that it breaks: severity, component and path."""
    lines = path.read_text("utf-8").splitlines()
    return Counter(match.groups() for line in lines if (match := SAID.fullmatch(line)))


def named(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"
