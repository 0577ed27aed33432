"""Updates for tests: a small house of graphs, and what an update is evaluated with."""

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph.ingest.evaluating import Task
from graph.ingest.updating import SOURCE, Update
from graph.iris import Iris
from graph.store.dataset import Lines, sorted_lines

IRIS = Iris("http://house.example/")
UPDATES = str(IRIS.graph(SOURCE))
PREFIX = "PREFIX x: <http://x.example/> "


def quads(trig: str) -> set[Quad]:
    return set(parse(f"@prefix x: <http://x.example/> . {trig}", format=RdfFormat.TRIG))


def content(*, of: set[Quad]) -> dict[str, Lines]:
    graphs = {each.graph_name.value for each in of if isinstance(each.graph_name, NamedNode)}
    return {
        graph: sorted_lines(each for each in of if each.graph_name == NamedNode(graph)) for graph in graphs
    }


def task_of(update: Update) -> Task:
    return Task(
        update.text, f"{IRIS.base}sparql", IRIS.base, UPDATES, update.using, update.using_named, 10, 1000
    )
