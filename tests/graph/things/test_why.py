"""Where a statement is said: on its own lines, where a source says other things of the same elsewhere."""

import pytest
from pyoxigraph import NamedNode

from graph.index.index import Index
from graph.iris import named
from graph.terms import NV
from graph.things.why import Reason, reasons


def told(index: Index, thing: str, term: str) -> list[Reason]:
    """Why what the dataset's sources say of a thing by a property is there."""
    subject = named(f"{index.iris.base}id/{thing}")
    return reasons(None, index, index.named_quads(subject, named(str(NV._NS) + term)))


@pytest.mark.parametrize(
    ("thing", "term", "section", "lines"),
    [
        ("project/dih-north", "targetGroup", "syfte", "66-69"),
        ("activity/kickstart-ai", "scope", "ett-robust-ai-ekosystem-for-skanskt-naringsliv", "141-144"),
        ("project/dih-north", "period", "finansiering", "129"),
        ("activity/kickstart-ai", "status", "ett-robust-ai-ekosystem-for-skanskt-naringsliv", "154"),
        ("activity/kickstart-ai", "focusArea", "ett-robust-ai-ekosystem-for-skanskt-naringsliv", "128-157"),
    ],
    ids=["cited", "cited within an activity", "a part", "a status by its event", "the thing itself"],
)
def test_a_statement_has_the_nearest_place_that_is_known(
    shipped: Index, thing: str, term: str, section: str, lines: str
) -> None:
    found = told(shipped, thing, term)

    assert (section, lines) in {(each.sections[0].partition("#")[2], each.lines[0]) for each in found}
    assert all(len(each.lines) == 1 for each in found if section in each.sections[0])


def test_a_remark_has_its_own_place_and_not_that_of_the_part_it_is_about(shipped: Index) -> None:
    for each in shipped.named_quads(None, named(NV.concerns)):
        (reason,) = reasons(None, shipped, [each])
        own = {
            quad.object.value
            for quad in shipped.named_quads(each.subject, named(NV.statedIn), graph=each.graph_name)
            if isinstance(quad.object, NamedNode)
        }
        assert set(reason.sections) == own


def test_each_citation_is_for_something_that_its_source_says(shipped: Index) -> None:
    cited = list(shipped.named_quads(None, named(NV.citation)))

    assert len(cited) > 60
    for each in cited:
        for said in shipped.named_quads(each.object, named(NV.citedFor), graph=each.graph_name):
            assert next(shipped.named_quads(each.subject, said.object, graph=each.graph_name), None), said
