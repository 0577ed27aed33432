"""The partner graph: which organisations take part in the same initiatives.

Taking part is what an `nv:Participation` says, in any role. Who pays is another
question: money makes no tie here. A node or sub-body is no organisation, so it
is left out and not counted as the organisation that it belongs to; otherwise
the unit that wrote a plan would be tied to everybody in the plan.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

import networkx as nx
from pyoxigraph import NamedNode

from graph.index.index import Index


def project(index: Index) -> "nx.Graph[str]":
    """The partner graph of a release; its nodes are the IRIs of organisations.

    Every organisation that takes part in anything is there, also one without partners,
    if it has an IRI: what has none cannot be given a figure that can be cited.
    """
    members: dict[str, set[str]] = defaultdict(set)
    for row in index.select("participations"):
        organisation, initiative = row["organisation"], row["initiative"]
        if isinstance(organisation, NamedNode) and isinstance(initiative, NamedNode):
            members[initiative.value].add(organisation.value)
    return partner_graph(members)


def partner_graph(members: Mapping[str, Iterable[str]]) -> "nx.Graph[str]":
    """The graph of those who are members of the same initiatives, given by initiative.

    An initiative with n members ties each pair of them with weight 1/(n-1), so that each
    member gets one unit from it, however large it is; a pair's weights are added up.
    Nodes and edges come in the order of their names, whatever the order of the input.
    """
    weights: dict[tuple[str, str], float] = defaultdict(float)
    everyone: set[str] = set()
    for initiative in sorted(members):
        present = sorted(set(members[initiative]))
        everyone.update(present)
        for pair in combinations(present, 2):
            weights[pair] += 1 / (len(present) - 1)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(everyone))
    graph.add_weighted_edges_from((one, other, weights[one, other]) for one, other in sorted(weights))
    return graph
