"""What is said of things, read from the index once for all that is asked of it.

A page asks a dozen questions of each thing that it names, and pages name the same
things again and again. So all statements about a thing are read at once, and those
of the things that were asked for last are kept. A release never changes, so what
was read stays right as long as its index does.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache

from pyoxigraph import NamedNode

from graph.aggregates.release import Aggregates
from graph.analysis.entailed import SOURCE as ENTAILED
from graph.iris import named
from graph.store.index import Index, Term

Said = Mapping[str, tuple[Term, ...]]
"""The values of a thing, each once and in a stable order, by the IRI of the property."""

MOST_KEPT = 4096
"""Things whose statements are kept, some two kilobytes each."""


class Reading:
    """An index, as pages read it."""

    def __init__(self, index: Index, aggregates: Aggregates | None = None) -> None:
        self.index = index
        self.aggregates = aggregates or Aggregates(index)
        """What is computed over the whole release."""

        self._entailed = named(index.iris.graph(ENTAILED))

    @cached_property
    def about(self) -> Callable[[str], Said]:
        """What is stated with a thing, or a part of one, as subject; not what follows by the ontology."""
        return lru_cache(MOST_KEPT)(self._about)

    def objects(self, subject: str, predicate: str) -> tuple[Term, ...]:
        """The values of a property, each once, in a stable order."""
        # An rdflib IRI is a string with a hash of its own.
        return self.about(str(subject)).get(str(predicate), ())

    def parts(self, thing: str, subject: str = "") -> Iterator[str]:
        """The parts of a thing that it leads to, or that one of its parts leads to."""
        own = f"{thing}#"
        for values in self.about(subject or thing).values():
            for each in values:
                if isinstance(each, NamedNode) and each.value.startswith(own):
                    yield each.value

    def _about(self, subject: str) -> Said:
        said: dict[str, list[Term]] = defaultdict(list)
        start = named(subject)
        follows = {
            (quad.predicate, quad.object) for quad in self.index.named_quads(start, graph=self._entailed)
        }
        for quad in self.index.merged_quads(start):
            if not follows or (quad.predicate, quad.object) not in follows:
                said[quad.predicate.value].append(quad.object)
        return {
            predicate: tuple(values if len(values) == 1 else sorted(values, key=str))
            for predicate, values in said.items()
        }
