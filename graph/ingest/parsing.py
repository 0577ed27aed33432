"""What the parsing child does: bytes of a stranger's file in, plain N-Quads of one graph out.

Run as `python -m graph.ingest.parsing TASK`, with a `Task` as JSON and the file on
standard input. It first takes its own limits and gives up the network, since a
parser may run out of stack or memory on hostile input. A refusal is one line of
JSON on standard error and exit status 3; anything else is a crash.

pyoxigraph decides what is RDF. What it lets through and we do not: documents
with a DOCTYPE, RDF/XML that is cut off, triple terms and texts with a direction (RDF 1.2),
literals that do not have their datatype's form, control characters and terms of more than
a mebibyte.
"""

import json
import re
import resource
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import count
from typing import NamedTuple
from xml.parsers import expat

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from graph.blank_nodes import GENID
from graph.ingest.lexical import fault
from graph.processes.confinement import refuse_network

REFUSED = 3
TERM_BYTES = 1024 * 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Refusal(Exception):
    """The file is not one we take; with the line where that shows, if known."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


class Task(NamedTuple):
    """A file to read, and what it may use.

    A tuple, because the child would take longer to learn what dataclasses are than to read most files.
    """

    extension: str
    """That of its RDF syntax."""

    base: str
    """What relative IRIs are resolved against."""

    iris: str
    """What the dataset's own IRIs begin with."""

    graph: str
    """The named graph that it fills."""

    seconds: int
    memory_bytes: int
    first: int = 1
    """The number of its first blank node."""


def genid(iris: str, graph: str) -> str:
    """What the names of the blank nodes of a named graph begin with (RDF 1.1 Concepts, 3.5)."""
    source = graph.removeprefix(f"{iris}graph/")
    plain = source.isascii() and source.replace("-", "").isalnum()
    return f"{iris}{GENID}{source if plain else sha256(graph.encode()).hexdigest()[:16]}/"


def statements(content: bytes, task: Task) -> Iterator[Quad]:
    """The statements of a file, all in the task's graph, blank nodes replaced by IRIs.

    The replacement numbers blank nodes in the order in which they appear, so that the same
    file always gives the same statements. Raises `Refusal`.
    """
    rdf_format = RdfFormat.from_extension(task.extension)
    if rdf_format is None:
        raise ValueError(f"no RDF format has the extension {task.extension}")
    content = content.removeprefix(BYTE_ORDER_MARK)
    if rdf_format == RdfFormat.RDF_XML:
        check_xml(content)
    skolem = Skolem(genid(task.iris, task.graph), task.first)
    target = NamedNode(task.graph)
    try:
        for quad in parse(content, format=rdf_format, base_iri=task.base):
            yield Quad(
                skolem.node(quad.subject),
                quad.predicate,
                skolem.value(quad.object),
                into(quad.graph_name, target),
            )
    except SyntaxError as error:
        raise Refusal(str(error.msg), error.lineno) from None


class Skolem:
    """Names for blank nodes, in the order in which they are met."""

    def __init__(self, prefix: str, first: int = 1, names: dict[str, NamedNode] | None = None) -> None:
        self._prefix, self._count = prefix, count(first)
        self._names = {} if names is None else names

    def node(self, term: NamedNode | BlankNode | Triple) -> NamedNode:
        """An IRI as it is, a blank node as its name."""
        if isinstance(term, Triple):
            raise Refusal("It holds triple terms of RDF 1.2, which the shapes cannot judge yet.")
        if isinstance(term, NamedNode):
            return term
        if term.value not in self._names:
            self._names[term.value] = NamedNode(f"{self._prefix}{next(self._count)}")
        return self._names[term.value]

    def value(self, term: NamedNode | BlankNode | Literal | Triple) -> NamedNode | Literal:
        """The object of a statement, checked if it is a literal."""
        if not isinstance(term, Literal):
            return self.node(term)
        if len(term.value.encode()) > TERM_BYTES:
            raise Refusal("It holds a text of more than a mebibyte.")
        if term.direction:
            raise Refusal("It holds a text with a direction of RDF 1.2, which the shapes cannot judge yet.")
        if found := fault(term.value, term.datatype.value):
            raise Refusal(found)
        return term


def into(found: NamedNode | BlankNode | DefaultGraph | Triple, target: NamedNode) -> NamedNode:
    """The one graph that a file may fill: its default graph or the target by name."""
    if isinstance(found, DefaultGraph) or found == target:
        return target
    raise Refusal(f"It states things in the graph {found}, but an import fills one graph only, {target}.")


def check_xml(content: bytes) -> None:
    """Refuse a DOCTYPE (entity bombs) and XML that is not well-formed to its end."""
    parser = expat.ParserCreate()

    def doctype(*_: object) -> None:
        raise Refusal("It has a DOCTYPE, which is not taken.", parser.CurrentLineNumber)

    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(content, True)  # noqa: FBT003 - the C function takes it by position
    except expat.ExpatError as error:
        raise Refusal(f"It is not well-formed XML: {expat.ErrorString(error.code)}.", error.lineno) from None


def first_free(prefix: str, lines: Iterable[bytes]) -> int:
    """The number from which on no blank node of a graph with this prefix has a name."""
    numbered = re.compile(b"<" + re.escape(prefix.encode()) + rb"(\d+)>")
    return 1 + max((int(found) for line in lines for found in numbered.findall(line)), default=0)


def confine(seconds: int, memory_bytes: int) -> None:
    """Limit this process before it touches the file: no network, and the kernel ends it beyond the rest."""
    refuse_network()
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))


def write(quads: Iterable[Quad]) -> int:
    """Write statements to standard output as N-Quads; returns their number.

    They pass through a store first, because it keeps the value of a number and not how it
    was written: what is kept in files must be what is served.
    """
    store = Store()
    store.extend(quads)
    store.dump(sys.stdout.buffer, format=RdfFormat.N_QUADS)
    return len(store)


def main(arguments: list[str]) -> int:
    """Parse standard input as the arguments say."""
    task = Task(**json.loads(arguments[0]))
    confine(task.seconds, task.memory_bytes)
    try:
        written = write(statements(sys.stdin.buffer.read(), task))
    except Refusal as refusal:
        return refuse(refusal)
    return 0 if written else refuse(Refusal("It holds no statements."))


def refuse(refusal: Refusal) -> int:
    """Say why, for the parent to read; returns the exit status."""
    print(json.dumps({"reason": refusal.reason, "line": refusal.line}), file=sys.stderr)
    return REFUSED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
