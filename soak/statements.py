"""What the datasets say to which things are done: which version a statement is of, in every one of them.

So whoever reads sees at once whether an answer is of one version, and whether it is whole.
"""

import re
from pathlib import Path

from graph.settings import DEFAULT_HOST, DEFAULT_PORT, base_of_address
from graph.store.dataset import Dataset, Lines
from graph.store.release import Release
from graph.terms import NV

BASE = base_of_address(DEFAULT_HOST, DEFAULT_PORT)
SAYS = "http://example.org/says-"
VERSION = re.compile(rb'says-\d+>\s+"(\d+)"')
LABELLED = re.compile(rb'"Mark (\d+) of \d+"@sv')


def graph(source: str) -> str:
    """The IRI of a source's named graph."""
    return f"{BASE}graph/{source}"


def versioned(source: str, version: int, size: int) -> Lines:
    """A graph of so many statements about one organisation, each of which says the version."""
    thing = f"{BASE}id/org/{source}"
    lines = [f'<{thing}> <{SAYS}{n}> "{version}" <{graph(source)}> .\n'.encode() for n in range(size)]
    return tuple(sorted(lines))


def scattered(source: str, version: int, size: int) -> Lines:
    """A graph of so many statements about half as many things, each of which says the version."""
    lines = [
        f'<{BASE}id/org/{source}-{n // 2}> <{SAYS}{n % 2}> "{version}" <{graph(source)}> .\n'.encode()
        for n in range(size)
    ]
    return tuple(sorted(lines))


def turtle(version: int, size: int, name: str = "mark") -> str:
    """A file to import, with so many organisations whose names say the version; `name` begins their keys."""
    head = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    mark = [
        f'<id/org/{name}-{n}> a <{NV}Organisation> ; rdfs:label "Mark {version} of {n}"@sv .\n'
        for n in range(size)
    ]
    return head + "".join(mark)


def versions(content: bytes) -> list[int]:
    """The version of each statement that says one, in whichever form."""
    return [int(each) for each in (*VERSION.findall(content), *LABELLED.findall(content))]


def commit(folder: Path, graphs: dict[str, Lines], note: str = "soak") -> Release:
    """Make a release in which these sources say this."""
    with Dataset.open(folder).writing() as writer:
        kept = {graph(source): writer.keep_graph(graph(source), lines) for source, lines in graphs.items()}
        return writer.commit(kept, note)


def new_dataset(folder: Path, graphs: dict[str, Lines]) -> Dataset:
    """A dataset whose first release says this."""
    Dataset.create(folder, BASE)
    commit(folder, graphs)
    return Dataset.open(folder)
