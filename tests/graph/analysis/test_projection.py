"""The partner graph: who is in it, who is tied to whom, and how strongly."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.projection import partner_graph, project
from graph.index.index import Index

ORG = "https://example.org/id/org/"
IndexOf = Callable[[str], Index]


def takes_part(name: str, who: str, what: str) -> str:
    return f"{what}\\#{name} a nv:Participation ; nv:participant {who} ; nv:participatesIn {what} .\n"


def test_two_organisations_in_one_project_are_tied(index_of: IndexOf) -> None:
    index = index_of(
        "o:a a nv:Organisation . o:b a nv:Organisation ."
        + takes_part("a", "o:a", "p:x")
        + takes_part("b", "o:b", "p:x")
    )

    assert list(project(index).edges(data="weight")) == [(f"{ORG}a", f"{ORG}b", 1)]


def test_an_organisation_with_two_roles_in_a_project_is_one_member(index_of: IndexOf) -> None:
    index = index_of(
        "o:a a nv:Organisation . o:b a nv:Organisation ."
        + takes_part("a-lead", "o:a", "p:x")
        + takes_part("a-owner", "o:a", "p:x")
        + takes_part("b", "o:b", "p:x")
    )

    assert list(project(index).edges(data="weight")) == [(f"{ORG}a", f"{ORG}b", 1)]


def test_an_organisation_alone_in_its_project_has_no_ties(index_of: IndexOf) -> None:
    graph = project(index_of("o:a a nv:Organisation ." + takes_part("a", "o:a", "p:x")))

    assert list(graph) == [f"{ORG}a"]
    assert list(graph.edges) == []


def test_nodes_sub_bodies_and_collectives_are_no_partners(index_of: IndexOf) -> None:
    index = index_of(
        "o:a a nv:Organisation . o:many a nv:Organisation ; org:classification orgkind:collective ."
        "o:board a nv:SubBody ; org:unitOf o:a . n:south a nv:Node ; nv:nodeOf o:a ."
        + takes_part("a", "o:a", "p:x")
        + takes_part("many", "o:many", "p:x")
        + takes_part("board", "o:board", "p:x")
        + takes_part("south", "n:south", "p:x")
    )

    assert list(project(index)) == [f"{ORG}a"]


def test_money_makes_no_tie(index_of: IndexOf) -> None:
    index = index_of(
        "o:a a nv:Organisation . o:b a nv:Organisation ."
        + takes_part("a", "o:a", "p:x")
        + "<id/funding/f> a nv:FundingAward ; nv:funder o:b ; nv:recipient o:a ; nv:benefits p:x ."
    )

    assert list(project(index)) == [f"{ORG}a"]


def test_a_release_without_participations_has_an_empty_graph(index_of: IndexOf) -> None:
    assert len(project(index_of("o:a a nv:Organisation ."))) == 0


def test_a_pair_adds_up_what_its_initiatives_give() -> None:
    graph = partner_graph({"two": "ab", "three": "abc"})

    assert graph["a"]["b"]["weight"] == 1 + 1 / 2
    assert graph["a"]["c"]["weight"] == 1 / 2


@given(st.dictionaries(st.text(max_size=2), st.sets(st.sampled_from("abcdefgh")), max_size=8))
def test_a_member_gets_one_unit_from_each_initiative_that_it_shares(members: dict[str, set[str]]) -> None:
    graph = partner_graph(members)

    shared = {node: sum(node in those and len(those) > 1 for those in members.values()) for node in graph}
    assert dict(graph.degree(weight="weight")) == pytest.approx(shared)


@given(st.lists(st.tuples(st.text(max_size=2), st.sets(st.sampled_from("abcdefgh"))), max_size=8))
def test_the_order_of_what_is_stated_changes_nothing(stated: list[tuple[str, set[str]]]) -> None:
    members = dict(stated)
    reversed_members = dict(reversed(members.items()))

    one, other = partner_graph(members), partner_graph(reversed_members)

    assert list(one.nodes) == list(other.nodes)
    assert list(one.edges(data=True)) == list(other.edges(data=True))
