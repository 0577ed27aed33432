"""Updates of every kind do here what they do in the engine, in any order."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store, parse

from graph.ingest.evaluating import Working, changed
from graph.ingest.updating import Update
from tests.graph.ingest.updates import PREFIX, UPDATES, content, task_of

THINGS, PROPERTIES, GRAPHS = ("x:a", "x:b"), ("x:p", "x:q"), ("x:one", "x:two")


@dataclass(frozen=True)
class Said:
    """An operation as a client says it, and with every graph said by name, as the engine runs it."""

    ours: str
    engines: str


def _graph(graph: str | None) -> str:
    return graph or f"<{UPDATES}>"


def _in(graph: str | None, triple: str) -> Said:
    inner = f"GRAPH {_graph(graph)} {{ {triple} }}"
    return Said(inner if graph else triple, inner)


@st.composite
def patterns(draw: st.DrawFn) -> Said:
    prop = draw(st.sampled_from(PROPERTIES))
    triple = f"?s {prop} ?o"
    match draw(st.sampled_from(["merge", "any", "one"])):
        case "merge":
            return Said(triple, f"{{ SELECT DISTINCT ?s ?o {{ GRAPH ?any {{ {triple} }} }} }}")
        case "any":
            return Said(*[f"GRAPH ?g {{ {triple} }}"] * 2)
        case _:
            return _in(draw(st.sampled_from(GRAPHS)), triple)


@st.composite
def statements(draw: st.DrawFn) -> Said:
    triple = " ".join(draw(st.sampled_from(each)) for each in (THINGS, PROPERTIES, (*THINGS, "1", "'x'@sv")))
    return _in(draw(st.sampled_from([None, *GRAPHS])), triple)


@st.composite
def operations(draw: st.DrawFn) -> Said:
    where = draw(st.sampled_from([None, *GRAPHS]))
    match draw(st.sampled_from(["data", "modify", "graph", "clear", "where"])):
        case "data":
            said = draw(st.lists(statements(), min_size=1, max_size=3))
            verb = draw(st.sampled_from(["INSERT DATA", "DELETE DATA"]))
            return Said(
                f"{verb} {{ {' . '.join(each.ours for each in said)} }}".replace("} .", "}"),
                f"{verb} {{ {' '.join(each.engines for each in said)} }}",
            )
        case "modify":
            template, pattern = _in(where, f"?s {draw(st.sampled_from(PROPERTIES))} ?o"), draw(patterns())
            taken, put = draw(st.sampled_from([(True, False), (False, True), (True, True)]))
            clauses = [
                (f"DELETE {{ {template.ours} }}", f"DELETE {{ {template.engines} }}") if taken else ("", ""),
                (
                    f"INSERT {{ ?o x:r ?s . {template.ours} }}",
                    f"INSERT {{ {_in(None, '?o x:r ?s').engines} {template.engines} }}",
                )
                if put
                else ("", ""),
            ]
            return Said(
                f"{clauses[0][0]} {clauses[1][0]} WHERE {{ {pattern.ours} }}",
                f"{clauses[0][1]} {clauses[1][1]} WHERE {{ {pattern.engines} }}",
            )
        case "where":
            prop = draw(st.sampled_from(PROPERTIES))
            return Said(*[f"DELETE WHERE {{ GRAPH ?g {{ ?s {prop} ?o }} }}"] * 2)
        case "clear":
            verb = draw(st.sampled_from(["CLEAR", "DROP"]))
            return Said(
                f"{verb} SILENT {f'GRAPH {where}' if where else 'DEFAULT'}",
                f"{verb} SILENT GRAPH {_graph(where)}",
            )
        case _:
            verb, to = draw(st.sampled_from(["COPY", "MOVE", "ADD"])), draw(st.sampled_from([None, *GRAPHS]))
            return Said(
                f"{verb} SILENT {where or 'DEFAULT'} TO {to or 'DEFAULT'}",
                f"{verb} SILENT {_graph(where)} TO {_graph(to)}",
            )


@given(st.lists(statements(), max_size=8), st.lists(operations(), min_size=1, max_size=5))
def test_an_update_does_what_the_engine_does(before: list[Said], asked: list[Said]) -> None:
    """Where every graph is said by name and the merge is asked for in so many words."""
    engine = Store()
    engine.update(PREFIX + f"INSERT DATA {{ {' '.join(each.engines for each in before)} }}")
    given_content = engine.dump(format=RdfFormat.N_QUADS) or b""
    text = PREFIX + " ; ".join(each.ours for each in asked)

    emptied, lines = changed(Working(task_of(Update(text)), given_content))

    now = content(of=set(engine))
    now = {graph: lines for graph, lines in now.items() if graph not in emptied}
    new = content(of=set(parse(b"".join(lines), format=RdfFormat.N_QUADS)))
    engine.update(PREFIX + " ; ".join(each.engines for each in asked))
    assert {**now, **new} == content(of=set(engine)), text
