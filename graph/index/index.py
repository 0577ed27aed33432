"""The index: an Oxigraph store of one release, and our own questions to it.

It is derived from the dataset's files and can be thrown away at any time. Only
our own fixed queries run here; a stranger's query runs in `workers`.

Beside the named graphs the store holds their merge, as its default graph: see `merging`.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
    Variable,
)
from rdflib.namespace import RDFS

from graph.index.merging import put_both, without_graph
from graph.iris import Iris, named
from graph.lines import pieces
from graph.query import named_query
from graph.store.dataset import Dataset
from graph.store.release import Release

Term = NamedNode | BlankNode | Literal | Triple
Subject = NamedNode | BlankNode | Triple
LABEL = named(RDFS.label)
MERGE = DefaultGraph()
"""The graph of the store that holds each statement once, whoever makes it."""

Both = tuple[bytes, bytes]
"""A piece of a named graph, and the same for the merge."""

READ_AHEAD = 32
"""How many pieces are read before they are needed: more than a file that is read at once has, as a rule."""


@dataclass(frozen=True)
class Index:
    """All named graphs of one release, ready to be asked."""

    store: Store
    release: Release
    iris: Iris

    def opened(self) -> "Index":
        """Itself: what is in memory is there in every process that was forked."""
        return self

    def another(self, dataset: Dataset, release: Release) -> "Index":
        """The index of another release, in memory too. Raises `DatasetDamaged`."""
        return load(dataset, release)

    def close(self) -> None:
        """Do nothing: memory is let go with the last reference."""

    def select(self, query: str, **bindings: Term) -> list[dict[str, Term]]:
        """The rows of the SELECT query in `graph/queries/{query}.rq`; unbound variables are left out.

        The default graph is the merge of all named graphs. Raises `TypeError` where the
        bindings are not the parameters that the query declares.
        """
        asked = named_query(query)
        asked.check(set(bindings))
        found = self.store.query(
            asked.text,
            substitutions={Variable(name): term for name, term in bindings.items()},
        )
        if not isinstance(found, QuerySolutions):
            raise TypeError(f"{query}.rq is not a SELECT query")
        names = [variable.value for variable in found.variables]
        return [{name: row[name] for name in names if row[name] is not None} for row in found]

    def construct(self, query: str) -> list[Triple]:
        """The statements that the CONSTRUCT query in `graph/queries/{query}.rq` makes, each once, in order.

        Such a query has no parameters: the engine binds only variables that a query projects.
        """
        found = self.store.query(named_query(query).text)
        if not isinstance(found, QueryTriples):
            raise TypeError(f"{query}.rq is not a CONSTRUCT query")
        return sorted(set(found), key=str)

    def objects(self, subject: str, predicate: str) -> list[Term]:
        """The values of a property, each once, in a stable order."""
        found = self.store.quads_for_pattern(named(subject), named(predicate), None, MERGE)
        return sorted({quad.object for quad in found}, key=str)

    def subjects(self, predicate: str, value: str) -> list[str]:
        """The IRIs that have this value, each once, in order."""
        found = self.store.quads_for_pattern(None, named(predicate), named(value), MERGE)
        return sorted({quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)})

    @property
    def statements(self) -> int:
        """How many statements the named graphs hold, one that two of them make counted twice."""
        return sum(1 for _ in self.named_quads())

    def merged_size(self) -> int:
        """How many statements there are, each counted once; the engine walks through all to tell."""
        return len(self.store) - self.release.statements

    def named_quads(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
        *,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """The statements that named graphs make, of this pattern, each with the graph that makes it."""
        for quad in self.store.quads_for_pattern(subject, predicate, value, graph):
            if quad.graph_name != MERGE:
                yield quad

    def merged_quads(
        self, subject: Subject | None = None, predicate: NamedNode | None = None, value: Term | None = None
    ) -> Iterator[Quad]:
        """The statements of this pattern, each once, whoever makes it."""
        return self.store.quads_for_pattern(subject, predicate, value, MERGE)

    def knows(self, iri: str) -> bool:
        """Whether anything is stated with this IRI as subject."""
        return next(iter(self.store.quads_for_pattern(named(iri), None, None, MERGE)), None) is not None

    def labels(self, iri: str) -> Iterator[Literal]:
        """The labels of a thing, in every language."""
        for quad in self.store.quads_for_pattern(named(iri), LABEL, None, MERGE):
            if isinstance(quad.object, Literal):
                yield quad.object

    def label(self, iri: str, language: str) -> Literal | None:
        """The label to show on a page: in its language, else in another, else without one."""
        return preferred(self.labels(iri), language)

    def labels_of_all(self, language: str) -> Mapping[str, Literal]:
        """The label to show of all that has any, by IRI."""
        found: dict[str, list[Literal]] = defaultdict(list)
        for quad in self.merged_quads(predicate=LABEL):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                found[quad.subject.value].append(quad.object)
        chosen = ((iri, preferred(labels, language)) for iri, labels in found.items())
        return {iri: label for iri, label in chosen if label}


def preferred(labels: Iterable[Literal], language: str) -> Literal | None:
    """Of the labels of one thing that in a language, else in another, else without one."""
    ranked = {each.language or "": each for each in labels}
    for wanted in (language, "sv", "en", *sorted(ranked)):
        if wanted in ranked:
            return ranked[wanted]
    return None


def load(dataset: Dataset, release: Release, *, ahead: bool = False) -> Index:
    """Build the index of a release in memory, from the dataset's files.

    Every file is checked against its name. With `ahead`, files are read by a thread of their
    own while others are taken in; it has ended when the index is there. Raises `DatasetDamaged`.
    """
    contents = map(dataset.content, release.graphs)
    if not ahead:
        return Index(store_of(contents), release, dataset.iris)
    with ThreadPoolExecutor(1) as reader:
        return Index(_filled(_read_ahead(_both(contents), reader)), release, dataset.iris)


def store_of(contents: Iterable[bytes]) -> Store:
    """An in-memory store of the N-Quads of named graphs, one graph each, and of their merge."""
    return _filled(_both(contents))


def _filled(read: Iterable[Both]) -> Store:
    store = Store()
    for content, merged in read:
        put_both(store, content, merged)
    return store


def _both(contents: Iterable[bytes]) -> Iterator[Both]:
    for content in contents:
        for piece in pieces(content):
            yield piece, without_graph(piece)


def _read_ahead(read: Iterator[Both], reader: ThreadPoolExecutor) -> Iterator[Both]:
    """The same pieces, of which a few are in memory before they are asked for."""

    def following() -> Both | None:
        return next(read, None)

    waiting = deque(reader.submit(following) for _ in range(READ_AHEAD))
    while (piece := waiting.popleft().result()) is not None:
        waiting.append(reader.submit(following))
        yield piece
