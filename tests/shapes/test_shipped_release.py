"""What is served meets the shapes by a plain run of pySHACL too, with none of our aiming at candidates.

Whoever takes a dump and the shapes sees this; that the shapes are well formed themselves, by the
shapes of SHACL, is held beside. Only the parsing of query texts is remembered, for speed.
"""

import pyshacl
import pytest
from pyoxigraph import Quad
from rdflib import Graph

from graph.index.index import Index
from graph.ingest.parsed_once import ParsedOnce
from graph.store.dataset import sorted_lines


@pytest.fixture(scope="module")
def release(shipped: Index) -> Graph:
    """All named graphs of the release, those that are worked out too, as one."""
    merged = (Quad(each.subject, each.predicate, each.object) for each in shipped.merged_quads())
    return ParsedOnce().parse(data=b"".join(sorted_lines(merged)), format="nt")


def test_the_release_meets_the_shapes_for_data(release: Graph, for_data: Graph) -> None:
    conforms, _, text = pyshacl.validate(release, shacl_graph=for_data, inplace=True)

    assert conforms, text


def test_the_release_meets_the_shapes_of_style(release: Graph, for_the_ontology: Graph) -> None:
    conforms, _, text = pyshacl.validate(release, shacl_graph=for_the_ontology, inplace=True)

    assert conforms, text


def test_a_plain_run_sees_what_is_wrong(for_data: Graph) -> None:
    """The law above could not fail, were nothing aimed at."""
    broken = Graph().parse(
        data="<http://e.example/a> a <https://w3id.org/nodverk/ns#FundingAward> .", format="turtle"
    )
    conforms, _, _ = pyshacl.validate(broken, shacl_graph=for_data, inplace=True)

    assert not conforms
