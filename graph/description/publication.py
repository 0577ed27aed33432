"""The named graph that describes all others to tools, made with every import.

It is part of the release like any other graph, so that it is as old as what it counts:
an earlier release, and a roll-back to one, have their own right figures. It names no
release and no moment; what depends on those is told where it is asked for.
"""

from collections.abc import Mapping

from graph.analysis.entailed import SOURCE as ENTAILED
from graph.description.examples import describe_queries
from graph.description.statistics import count
from graph.description.void import SOURCE, Part, describe_dataset
from graph.description.words import quad
from graph.iris import Iris, named
from graph.store.dataset import Lines, sorted_lines
from graph.stored_queries.library import library


def describe(iris: Iris, content: Mapping[str, Lines]) -> tuple[str, Lines]:
    """The named graph that describes a release with this content, and what it says."""
    home, entailed = str(iris.graph(SOURCE)), str(iris.graph(ENTAILED))
    others = {graph: lines for graph, lines in sorted(content.items()) if graph != home and lines}
    stated = [lines for graph, lines in others.items() if graph != entailed]
    counted = count(stated, f"{iris.base}id/", [others[entailed]] if entailed in others else [])
    parts = [Part(graph, len(lines)) for graph, lines in others.items()]
    statements = [*describe_dataset(iris, counted, parts), *describe_queries(iris, library())]
    return home, sorted_lines(quad(each, named(home)) for each in statements)
