"""Answers as values that can be compared, whatever their blank nodes are called."""

from collections import Counter
from collections.abc import Iterable, Iterator

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    Store,
    Triple,
)

RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
COUNT = NamedNode("urn:x-result:count")
Term = NamedNode | BlankNode | Literal | Triple
Row = tuple[tuple[str, Term], ...]
"""The bindings of a row, by name; what is unbound is not there."""

Comparable = bool | frozenset[Quad]


def of_dataset(quads: Iterable[Quad]) -> Comparable:
    """Statements in graphs, up to the names of blank nodes. Numbers count by value, not by spelling."""
    store = Store()
    store.extend(quads)
    dataset = Dataset(store)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return frozenset(dataset)


def of_statements(statements: Iterable[Triple]) -> Comparable:
    """A graph, up to the names of its blank nodes."""
    return of_dataset(Quad(*each) for each in statements)


def of_result(result: QuerySolutions | QueryBoolean, *, lax: bool = False) -> Comparable:
    """A truth value, or rows with how often each comes, unless that does not matter."""
    if isinstance(result, QueryBoolean):
        return bool(result)
    return of_rows(list(rows_of(result)), lax=lax)


def rows_of(result: QuerySolutions) -> Iterator[Row]:
    """The rows, in order."""
    names = [each.value for each in result.variables]
    for solution in result:
        yield tuple((name, solution[name]) for name in sorted(names) if solution[name] is not None)


def of_rows(rows: Iterable[Row], *, lax: bool = False) -> Comparable:
    """Rows with how often each comes, unless that does not matter."""
    quads = []
    for number, (row, often) in enumerate(Counter(rows).items()):
        node = BlankNode(f"row{number}")
        quads.append(Quad(node, COUNT, Literal(1 if lax else often)))
        quads += [Quad(node, NamedNode(f"urn:x-result:variable:{name}"), term) for name, term in row]
    return of_dataset(quads)


def described_rows(statements: Iterable[Triple]) -> bool | list[Row]:
    """A result in the W3C's vocabulary for results: a truth value or rows, in order where it says one."""
    store = Store()
    store.extend(Quad(each.subject, each.predicate, each.object) for each in statements)

    def values(subject: BlankNode | NamedNode | None, name: str) -> list[Term]:
        return [each.object for each in store.quads_for_pattern(subject, NamedNode(RS + name), None)]

    if truth := values(None, "boolean"):
        return truth[0] == Literal(True)
    rows = []
    for solution in values(None, "solution"):
        assert isinstance(solution, NamedNode | BlankNode)
        index = values(solution, "index")
        bound = sorted(
            (str(values(each, "variable")[0].value), values(each, "value")[0])
            for each in values(solution, "binding")
        )
        rows.append((int(index[0].value) if index else 0, tuple(bound)))
    return [row for _, row in sorted(rows, key=lambda each: each[0])]
