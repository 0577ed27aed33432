"""The synthetic graph is what the shipped one is, only larger: valid, canonical and the same each time."""

import hashlib
import subprocess
import sys

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Graph

from bench.synthetic import Extent, Synthetic
from graph import assets
from graph.ingest.validation import load_shapes, validate
from graph.iris import Iris
from graph.store.dataset import sorted_lines

IRIS = Iris("http://127.0.0.1:8000/")
TINY = Extent(3_000, per_source=1_000)


@pytest.fixture(scope="module")
def tiny() -> dict[str, tuple[bytes, ...]]:
    return dict(Synthetic(TINY, IRIS).graphs())


def merged(graphs: dict[str, tuple[bytes, ...]]) -> list[bytes]:
    return [line.rpartition(b" <")[0] for lines in graphs.values() for line in lines]


def test_it_conforms_to_the_shapes_without_a_warning(tiny: dict[str, tuple[bytes, ...]]) -> None:
    candidate, codes = Graph(), Graph()
    candidate.parse(data=b" .\n".join([*merged(tiny), b""]), format="nt")
    for name in assets.ONTOLOGY_FILES:
        codes.parse(data=assets.ontology(name).read_bytes(), format="turtle")

    report = validate(candidate, codes, load_shapes())

    assert report.results == ()


def test_its_lines_are_what_the_store_would_write(tiny: dict[str, tuple[bytes, ...]]) -> None:
    for lines in tiny.values():
        assert sorted_lines(parse(b"".join(lines), format=RdfFormat.N_QUADS)) == lines


def test_another_process_makes_the_same_bytes(tiny: dict[str, tuple[bytes, ...]]) -> None:
    here = hashlib.sha256(b"".join(line for lines in tiny.values() for line in lines)).hexdigest()
    program = (
        "import hashlib\n"
        "from tests.bench.test_synthetic import IRIS, TINY, Synthetic\n"
        "content = b''.join(line for _, lines in Synthetic(TINY, IRIS).graphs() for line in lines)\n"
        "print(hashlib.sha256(content).hexdigest())"
    )

    there = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout

    assert there.strip() == here


def test_another_seed_makes_another_graph(tiny: dict[str, tuple[bytes, ...]]) -> None:
    other = dict(Synthetic(Extent(3_000, per_source=1_000, seed=1), IRIS).graphs())

    assert other.keys() == tiny.keys()
    assert other["register-0"] != tiny["register-0"]


@pytest.mark.parametrize("wanted", [5_000, 30_000])
def test_it_is_about_as_large_as_asked(wanted: int) -> None:
    statements = sum(len(lines) for _, lines in Synthetic(Extent(wanted), IRIS).graphs())

    assert wanted <= statements < wanted * 1.05


def test_some_statements_stand_in_several_graphs(tiny: dict[str, tuple[bytes, ...]]) -> None:
    lines = merged(tiny)

    assert 0.8 < len(set(lines)) / len(lines) < 0.99
