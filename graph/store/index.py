"""The index: an in-memory Oxigraph store of one release, and our own questions to it.

It is derived from the dataset's files and can be thrown away at any time. Only
our own fixed queries run here; a stranger's query runs in `workers`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, RdfFormat, Store, Triple, Variable
from rdflib.namespace import RDFS

from graph.iris import Iris, named
from graph.query import named_query
from graph.store.dataset import Dataset
from graph.store.release import Release

Term = NamedNode | BlankNode | Literal | Triple
LABEL = named(RDFS.label)


@dataclass(frozen=True)
class Index:
    """All named graphs of one release, ready to be asked."""

    store: Store
    release: Release
    iris: Iris

    def select(self, query: str, **bindings: Term) -> list[dict[str, Term]]:
        """The rows of the SELECT query in `graph/queries/{query}.rq`; unbound variables are left out.

        The default graph is the union of all named graphs. Raises `TypeError` where the
        bindings are not the parameters that the query declares.
        """
        asked = named_query(query)
        asked.check(set(bindings))
        found = self.store.query(
            asked.text,
            use_default_graph_as_union=True,
            substitutions={Variable(name): term for name, term in bindings.items()},
        )
        if not isinstance(found, QuerySolutions):
            raise TypeError(f"{query}.rq is not a SELECT query")
        names = [variable.value for variable in found.variables]
        return [{name: row[name] for name in names if row[name] is not None} for row in found]

    def objects(self, subject: str, predicate: str) -> list[Term]:
        """The values of a property, each once, in a stable order."""
        found = self.store.quads_for_pattern(named(subject), named(predicate), None, None)
        return sorted({quad.object for quad in found}, key=str)

    def subjects(self, predicate: str, value: str) -> list[str]:
        """The IRIs that have this value, each once, in order."""
        found = self.store.quads_for_pattern(None, named(predicate), named(value), None)
        return sorted({quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)})

    def knows(self, iri: str) -> bool:
        """Whether anything is stated with this IRI as subject."""
        return next(iter(self.store.quads_for_pattern(named(iri), None, None, None)), None) is not None

    def labels(self, iri: str) -> Iterator[Literal]:
        """The labels of a thing, in every language."""
        for quad in self.store.quads_for_pattern(named(iri), LABEL, None, None):
            if isinstance(quad.object, Literal):
                yield quad.object

    def label(self, iri: str, language: str) -> Literal | None:
        """The label to show on a page: in its language, else in another, else without one."""
        ranked = {each.language or "": each for each in self.labels(iri)}
        for wanted in (language, "sv", "en", *sorted(ranked)):
            if wanted in ranked:
                return ranked[wanted]
        return None


def load(dataset: Dataset, release: Release) -> Index:
    """Build the index of a release from the dataset's files.

    Every file is checked against its name. Raises `DatasetDamaged`.
    """
    return Index(store_of(dataset.content(version) for version in release.graphs), release, dataset.iris)


def store_of(contents: Iterable[bytes]) -> Store:
    """An in-memory store of N-Quads."""
    store = Store()
    for content in contents:
        store.bulk_load(content, format=RdfFormat.N_QUADS)
    return store
