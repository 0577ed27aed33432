"""The W3C's test suites as data, where `make suites` has put them: what is tried, and what comes of it.

The files are those of w3c/rdf-tests as rdflib's source distribution carries them. They are
under the W3C's own test suite licence and are no part of this repository.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

FOLDER = Path(__file__).parent / "w3c-suites"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
DAWGT = "http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
Term = NamedNode | BlankNode | Literal
Graphs = tuple[tuple[str, str], ...]
"""Graphs, each by its name, which the default graph has not, and the IRI of a file with what is in it."""

HOMES = {
    "dawg-data-r2": "http://www.w3.org/2001/sw/DataAccess/tests/data-r2/",
    "sparql11": "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/",
    "turtle": "http://www.w3.org/2013/TurtleTests/",
    "trig": "http://www.w3.org/2013/TriGTests/",
    "ntriples": "http://www.w3.org/2013/NTriplesTests/",
    "nquads": "http://www.w3.org/2013/NQuadsTests/",
    "rdf-xml": "http://www.w3.org/2013/RDFXMLTests/",
}
"""Where each suite is on the Web, by its folder here: what its relative IRIs are resolved against."""


absent = pytest.mark.skipif(
    not all((FOLDER / name).is_dir() for name in HOMES),
    reason=f"the W3C's suites are not in {FOLDER}: `make suites` fetches them",
)


@dataclass(frozen=True)
class Case:
    """One test of a suite."""

    name: str
    """Its suite, group and name."""

    kind: str
    """The class of the test, without its namespace."""

    action: str
    """The IRI of what is tried: a query, or a file that is to be read."""

    data: tuple[str, ...] = ()
    """The IRIs of the files whose merge is the default graph."""

    named: tuple[str, ...] = ()
    """Those of the files that are each a named graph by that IRI."""

    result: str = ""
    """What is to come of it; empty where the test says only whether something does."""

    before: Graphs = ()
    after: Graphs = ()
    """What there is before an update and after it."""

    lax: bool = False
    """Whether it does not matter how often each row comes."""


def path_of(iri: str) -> Path:
    """Where the file with this IRI is."""
    for folder, home in HOMES.items():
        if iri.startswith(home):
            return FOLDER / folder / iri.removeprefix(home)
    raise LookupError(iri)


def given(*kinds: str) -> list[object]:
    """The tests of these kinds, for `parametrize`; where there are none, one that is skipped."""
    if absent.args[0]:
        return [pytest.param(None, id="absent", marks=absent)]
    return [pytest.param(case, id=case.name) for case in cases() if case.kind in kinds]


def statements_of(iri: str) -> Iterator[Triple]:
    """The file with this IRI, as a graph whose blank nodes are its own."""
    path = path_of(iri)
    form = RdfFormat.from_extension(path.suffix.removeprefix("."))
    found = parse(path=str(path), format=form, base_iri=iri, rename_blank_nodes=True)
    return (each.triple for each in found)


@cache
def cases() -> tuple[Case, ...]:
    """All tests of all suites that are not withdrawn and that say what is to be tried."""
    return tuple(
        case
        for folder, home in HOMES.items()
        for manifest in sorted((FOLDER / folder).rglob("manifest.ttl"))
        for case in _Manifest(manifest, home + str(manifest.relative_to(FOLDER / folder))).cases()
    )


class _Manifest:
    """A list of tests, in the vocabulary that all suites share."""

    def __init__(self, path: Path, iri: str) -> None:
        self._group = str(path.parent.relative_to(FOLDER))
        self._store = Store()
        found = parse(path=str(path), format=RdfFormat.TURTLE, base_iri=iri)
        self._store.extend(Quad(*each.triple) for each in found)

    def cases(self) -> Iterator[Case]:
        """The tests, in order."""
        for quad in self._store.quads_for_pattern(None, NamedNode(f"{MF}entries"), None):
            for test in self._listed(quad.object):
                withdrawn = self._values(test, f"{DAWGT}approval") == (f"{DAWGT}Withdrawn",)
                if self._values(test, f"{MF}action") and not withdrawn:
                    yield self._case(test)

    def _case(self, test: Term) -> Case:
        action = next(self._objects(test, f"{MF}action"))
        asked = self._values(action, f"{QT}query") or self._values(action, f"{UT}request")
        result = next(self._objects(test, f"{MF}result"), action)
        return Case(
            name=f"{self._group}/{test.value.rpartition('#')[2]}",
            kind=self._values(test, f"{RDF}type")[0].rpartition("#")[2],
            action=(*asked, action.value)[0],
            data=self._values(action, f"{QT}data"),
            named=self._values(action, f"{QT}graphData"),
            result=result.value if isinstance(result, NamedNode) and result != action else "",
            before=self._graphs(action),
            after=self._graphs(result),
            lax=bool(self._values(test, f"{MF}resultCardinality")),
        )

    def _graphs(self, node: Term) -> Graphs:
        named = [
            (self._values(each, LABEL)[0], self._values(each, f"{UT}graph")[0])
            for each in self._objects(node, f"{UT}graphData")
        ]
        return (*(("", each) for each in self._values(node, f"{UT}data")), *sorted(named))

    def _listed(self, head: Term) -> Iterator[Term]:
        while head.value != f"{RDF}nil":
            yield next(self._objects(head, f"{RDF}first"))
            head = next(self._objects(head, f"{RDF}rest"))

    def _values(self, subject: Term, predicate: str) -> tuple[str, ...]:
        return tuple(sorted(each.value for each in self._objects(subject, predicate)))

    def _objects(self, subject: Term, predicate: str) -> Iterator[Term]:
        if isinstance(subject, NamedNode | BlankNode):
            for quad in self._store.quads_for_pattern(subject, NamedNode(predicate), None):
                assert not isinstance(quad.object, Triple)
                yield quad.object
