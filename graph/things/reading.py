"""What is said of things, read from the index once for all that is asked of it.

A page asks a dozen questions of each thing that it names, and pages name the same
things again and again. So all statements about a thing are read at once, and those
of the things that were asked for last are kept. A release never changes, so what
was read stays right as long as its index does.

The thing that a page is about is walked to with its parts: what is found on the way
is what its documents say, so neither is asked for again.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pyoxigraph import NamedNode, Quad

from graph.aggregates.release import Aggregates
from graph.analysis.entailed import SOURCE as ENTAILED
from graph.index.index import MERGE, Index, Term
from graph.iris import named
from graph.things.entities import Description, describe

Said = Mapping[str, tuple[Term, ...]]
"""The values of a thing, each once and in a stable order, by the IRI of the property."""

MOST_KEPT = 4096
"""Things whose statements are kept, some two kilobytes each."""

MOST_WALKED = 4
"""Things with all that leads to them: for the page that is made, and what is written beside it."""


@dataclass(frozen=True)
class Walked:
    """A thing that was walked to, with its parts."""

    told: Description
    """All that is said of it, each statement once."""

    parts: tuple[str, ...]
    """What its statements, or those of its parts, name of its parts."""

    led_by: frozenset[str]
    """The properties of the statements that lead to it or to its parts, from elsewhere or from its parts."""


class Reading:
    """An index, as pages read it."""

    def __init__(self, index: Index, aggregates: Aggregates | None = None) -> None:
        self.index = index
        self.aggregates = aggregates or Aggregates(index)
        """What is computed over the whole release."""

        self._entailed = named(index.iris.graph(ENTAILED))
        self._said: dict[str, Said] = {}

    def about(self, subject: str) -> Said:
        """What is stated with a thing, or a part of one, as subject; not what follows by the ontology."""
        said = self._said.get(subject)
        if said is None:
            start = named(subject)
            said = self._keep(start, self.index.store.quads_for_pattern(start, None, None, MERGE))
        return said

    def objects(self, subject: str, predicate: str) -> tuple[Term, ...]:
        """The values of a property, each once, in a stable order."""
        # An rdflib IRI is a string with a hash of its own.
        return self.about(str(subject)).get(str(predicate), ())

    @cached_property
    def walked(self) -> Callable[[str], Walked]:
        """A thing with its parts. Raises `EntityUnknown` where nothing is stated about it."""
        return lru_cache(MOST_WALKED)(self._walked)

    def is_led_to(self, predicate: str, thing: str) -> bool:
        """Whether a property leads to the thing that a page is about, or to a part; most do not."""
        return str(predicate) in self.walked(thing).led_by

    def leading(self, predicate: str, thing: str) -> list[str]:
        """What leads by a property to a thing that a page is about: IRIs, each once, in order."""
        return self.index.subjects(predicate, thing) if self.is_led_to(predicate, thing) else []

    def stated(self, links: Iterable[Quad]) -> list[Quad]:
        """Those of the links that do not just follow by the ontology."""
        store, entailed = self.index.store, self._entailed
        return [
            each for each in links if Quad(each.subject, each.predicate, each.object, entailed) not in store
        ]

    def _walked(self, thing: str) -> Walked:
        told = describe(self.index, thing, by_source=False)
        start, own = named(thing), f"{thing}#"
        parts: dict[str, None] = {}
        led_by = {each.predicate for each in told.inbound}
        found: dict[NamedNode, list[Quad]] = {start: []}
        for quad in told.statements:
            subject, value = quad.subject, quad.object
            if not isinstance(subject, NamedNode):
                continue
            found.setdefault(subject, []).append(quad)
            if isinstance(value, NamedNode):
                if value == start:
                    led_by.add(quad.predicate.value)
                elif value.value.startswith(own):
                    parts[value.value] = None
        for each, quads in found.items():
            if each != start:
                parts[each.value] = None
            if each.value not in self._said:
                self._keep(each, quads)
        return Walked(told, tuple(parts), frozenset(led_by))

    def _keep(self, start: NamedNode, statements: Iterable[Quad]) -> Said:
        """What these statements say of their subject, in the place of what was read first."""
        follows = [
            (quad.predicate, quad.object)
            for quad in self.index.store.quads_for_pattern(start, None, None, self._entailed)
        ]
        values: dict[str, list[Term]] = {}
        for quad in statements:
            predicate, value = quad.predicate, quad.object
            if follows and (predicate, value) in follows:
                continue
            name = predicate.value
            if name in values:
                values[name].append(value)
            else:
                values[name] = [value]
        said = {
            name: tuple(each if len(each) == 1 else sorted(each, key=str)) for name, each in values.items()
        }
        if len(self._said) >= MOST_KEPT:
            del self._said[next(iter(self._said))]
        self._said[start.value] = said
        return said
