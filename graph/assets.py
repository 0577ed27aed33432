"""The files that come with the code: ontology, shapes, curated data, query texts.

They are read as package resources, never by a path relative to the working
folder: in a wheel they lie in `graph/_rdf/`, in a checkout beside `graph/`.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

ONTOLOGY_FILES = ("nodverk.ttl", "codes.ttl", "alignments.ttl")
STYLE = "style.ttl"


def _room(name: str) -> Traversable:
    package = files("graph")
    packed = package / "_rdf" / name
    if packed.is_dir():
        return packed
    return Path(str(package)).parent / name


def ontology(name: str) -> Traversable:
    """A file of `ontology/`."""
    return _room("ontology") / name


def _turtle(room: str) -> tuple[Traversable, ...]:
    found = (each for each in _room(room).iterdir() if each.name.endswith(".ttl"))
    return tuple(sorted(found, key=lambda each: each.name))


def shapes() -> tuple[Traversable, ...]:
    """The SHACL files that judge data, by name."""
    return tuple(each for each in _turtle("shapes") if each.name != STYLE)


def style() -> Traversable:
    """The SHACL file that judges the ontology itself."""
    return _room("shapes") / STYLE


def curated() -> tuple[Traversable, ...]:
    """The curated graphs that are shipped, one file for each source, by name."""
    return _turtle("data")


def stored_queries() -> tuple[Traversable, ...]:
    """The queries for users that are shipped, by name."""
    found = (each for each in (_room("data") / "queries").iterdir() if each.name.endswith(".rq"))
    return tuple(sorted(found, key=lambda each: each.name))


def listing(name: str) -> Traversable:
    """A query of a list of the API, `data/lists/{name}.rq`."""
    return _room("data") / "lists" / f"{name}.rq"


def query_text(name: str) -> str:
    """The text of `graph/queries/{name}.rq`."""
    return (files("graph") / "queries" / f"{name}.rq").read_text("utf-8")
