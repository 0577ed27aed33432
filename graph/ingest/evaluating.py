"""What the evaluating child does: a SPARQL update on a copy of a release, and the graphs that differ then.

Run as `python -m graph.ingest.evaluating`, with a `Task` as a line of JSON and the release
as N-Quads on standard input. It takes its own limits and gives up the network before it looks
at the text. What it writes is a line of JSON with the graphs that are empty now, and the
N-Quads of those that changed. A refusal is a line of JSON on standard error.

The default graph, where an update reads it, is the merge of all named graphs, as it is for
queries. Where an update writes to it, a named graph stands in for it: `Task.default`.
"""

import json
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from uuid import uuid4

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse, serialize

from graph.errors import QueryMalformed, QueryRefused
from graph.ingest.parsing import Refusal, Skolem, first_free, genid
from graph.ingest.update_text import UNCLEAR, Operation, Piece, joined, operations, place, together
from graph.processes.confinement import (
    MEBIBYTE,
    limit_memory,
    limit_processor,
    refuse_network,
    ring_at,
    step_back,
)
from graph.workers.faults import EVALUATION_FAULTS, MOST_REASON, malformed

REFUSED = 3
STACK_MEBIBYTES = 256


@dataclass(frozen=True)
class Task:
    """An update to evaluate."""

    text: str
    base: str
    """What relative IRIs are resolved against."""

    iris: str
    """What the dataset's own IRIs begin with."""

    default: str
    """The named graph that stands in for the default graph where the update writes to it."""

    using: tuple[str, ...]
    using_named: tuple[str, ...]
    """The dataset of every pattern, as the protocol's parameters give it; with none of both, all graphs."""

    seconds: float
    mebibytes: int


class Working:
    """The copy that an update is run on."""

    def __init__(self, task: Task, content: bytes) -> None:
        self.task = task
        self.store = Store()
        self.store.bulk_load(content, format=RdfFormat.N_QUADS)
        self._default = NamedNode(task.default)
        self._merge = NamedNode(f"urn:uuid:{uuid4()}")
        self._merged = False
        self.before = self.graphs()

    def run(self, operation: Operation) -> None:
        """Run one operation. Raises `QueryRefused`."""
        pieces = operation.pieces(self._dataset(operation) if operation.tail else "")
        target = Store() if operation.data else self.store
        target.add_graph(self._default)  # the default graph is always there
        try:
            target.update(joined(pieces), base_iri=self.task.base)
        except SyntaxError as error:
            raise self._placed(malformed(str(error)), pieces) from error
        except EVALUATION_FAULTS as error:
            raise QueryRefused(str(error)[:MOST_REASON]) from error
        if operation.unclear:
            raise QueryRefused(UNCLEAR)
        if operation.data:
            self._take(target, operation.data)
        if not any(self.store.quads_for_pattern(None, None, None, self._default)):
            self.store.remove_graph(self._default)
        self._merged = False

    def _placed(self, error: QueryMalformed, pieces: list[Piece]) -> QueryMalformed:
        """An error of the engine, placed in the update instead of in what it was given of it."""
        found = place(self.task.text, pieces, error.line or 1, error.column or 1)
        return QueryMalformed(error.reason, *(found or ()))

    def graphs(self) -> dict[str, set[bytes]]:
        """The lines of each named graph that is not empty."""
        self.store.remove_graph(self._merge)
        return _by_graph((self.store.dump(format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True))

    def _dataset(self, operation: Operation) -> str:
        """The clauses that say what the patterns of an operation are matched against."""
        given = [f"USING {NamedNode(each)}" for each in self.task.using]
        given += [f"USING NAMED {NamedNode(each)}" for each in self.task.using_named]
        if given and (operation.own_dataset or operation.home):
            raise QueryRefused("The dataset is given by parameters and in the text (USING or WITH) too.")
        if given or operation.own_dataset:
            return " ".join(given)
        everywhere = [f"USING NAMED {each}" for each in self.store.named_graphs() if each != self._merge]
        return " ".join([f"USING {operation.home or self._whole()}", *everywhere])

    def _whole(self) -> NamedNode:
        """The graph with the merge of all named graphs, each statement once (SPARQL 1.1, section 13.1)."""
        if not self._merged:
            self.store.remove_graph(self._merge)
            everything = list(self.store)  # a dump would rename blank nodes
            merged = (Quad(each.subject, each.predicate, each.object, self._merge) for each in everything)
            self.store.extend(merged)
            self._merged = True
        return self._merge

    def _take(self, said: Store, what: str) -> None:
        """Insert or delete the statements that an operation says by themselves."""
        for quad in said:
            inserts = what == "INSERT"
            if not inserts and BlankNode in {type(quad.subject), type(quad.object)}:
                raise QueryRefused("DELETE DATA can hold no blank nodes: match them by DELETE … WHERE.")
            graph = self._default if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name
            change = self.store.add if inserts else self.store.remove
            change(Quad(quad.subject, quad.predicate, quad.object, graph))


def changed(working: Working) -> tuple[list[str], list[bytes]]:
    """Run the update: the graphs that it empties, and the lines of those that it changes otherwise.

    Raises `QueryRefused` and `Refusal`.
    """
    task, before = working.task, working.before
    for operation in _gathered(operations(task.text, str(NamedNode(task.default)))):
        working.run(operation)
    after = working.graphs()
    named = _Named(task.iris, before)
    lines = [
        line
        for graph in sorted(after)
        if after[graph] != before.get(graph)
        for line in named.lines(graph, after[graph])
    ]
    return sorted(before.keys() - after.keys()), lines


def _gathered(found: Iterable[Operation]) -> Iterator[Operation]:
    """The operations; data that follow each other are inserted or deleted at once: clients send thousands."""
    for (data, _), group in groupby(found, key=lambda each: (each.data, len(each.declared))):
        gathered = list(group)
        yield from [together(gathered)] if data else gathered


class _Named:
    """Gives names to the blank nodes that an update makes, since a release has none."""

    def __init__(self, iris: str, before: Mapping[str, set[bytes]]) -> None:
        self._iris, self._before = iris, before
        self._names: dict[str, NamedNode] = {}

    def lines(self, graph: str, after: set[bytes]) -> Iterable[bytes]:
        """The lines of a graph, what is new in it checked and without blank nodes."""
        before = self._before.get(graph, set())
        prefix = genid(self._iris, graph)
        skolem = Skolem(prefix, first_free(prefix, before), self._names)
        new = [
            Quad(skolem.node(quad.subject), quad.predicate, skolem.value(quad.object), quad.graph_name)
            for quad in parse(b"".join(sorted(after - before)), format=RdfFormat.N_QUADS)
        ]
        yield from after & before
        yield from (serialize(new, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)


def _by_graph(lines: Iterable[bytes]) -> dict[str, set[bytes]]:
    found: dict[str, set[bytes]] = {}
    for line in lines:
        found.setdefault(line.rpartition(b" <")[2].partition(b">")[0].decode(), set()).add(line)
    return found


def confine(task: Task) -> None:
    """Limit this process: no network, and the kernel ends it beyond the rest.

    What it has by then, the copy of the release, is not counted.
    """
    step_back()
    refuse_network()
    limit_memory(task.mebibytes + STACK_MEBIBYTES)
    ring_at(task.seconds)
    limit_processor(task.seconds)


def main() -> int:
    """Evaluate what standard input says."""
    fields = json.loads(sys.stdin.buffer.readline())
    task = Task(**{**fields, "using": tuple(fields["using"]), "using_named": tuple(fields["using_named"])})
    working = Working(task, sys.stdin.buffer.read())
    confine(task)
    return _with_a_large_stack(lambda: _answer(working))


def _answer(working: Working) -> int:
    try:
        gone, lines = changed(working)
    except QueryMalformed as error:
        return _refuse(reason=error.reason, line=error.line, column=error.column)
    except QueryRefused as error:
        return _refuse(reason=error.reason)
    except Refusal as error:
        return _refuse(reason=error.reason)
    sys.stdout.buffer.write(json.dumps(gone).encode() + b"\n" + b"".join(lines))
    return 0


def _refuse(**fields: object) -> int:
    print(json.dumps(fields), file=sys.stderr)
    return REFUSED


def _with_a_large_stack(work: Callable[[], int]) -> int:
    """Run on a thread whose stack is larger than the nesting of what a text may hold; its exit status."""
    statuses: list[int] = []
    threading.stack_size(STACK_MEBIBYTES * MEBIBYTE)
    thread = threading.Thread(target=lambda: statuses.append(work()))
    thread.start()
    thread.join()
    return statuses[0] if statuses else 1


if __name__ == "__main__":
    sys.exit(main())
