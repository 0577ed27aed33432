"""The statistics as data, in VoID (W3C note) and what editors of SPARQL read beside it.

Partitions are nested as tools expect them: class, property, and then the class or datatype
of the values. Everything has an IRI, so that it can be pointed at and nothing is blank.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from pyoxigraph import Literal
from rdflib import Namespace
from rdflib.namespace import DCTERMS, FOAF, RDF, RDFS, VOID

from graph.description.statistics import AUTHORITIES, Statistics, Use
from graph.description.words import DESCRIPTION, LICENCE, TITLE, said
from graph.formats import STATEMENTS
from graph.iris import DATASET, Iris

VOID_EXT = Namespace("http://ldf.fi/void-ext#")
"""An extension of VoID for datatypes, which editors of SPARQL read."""

SOURCE = "void"
"""The name of the named graph that describes the others to tools."""

LABEL = {"sv": "Beskrivning för verktyg", "en": "Description for tools"}
COMMENT = {
    "sv": "Räknar alla andra namngivna grafer i sin utgåva, som en mängd där varje uppgift räknas en gång.",
    "en": "Counts all other named graphs of its release, as one set of statements in which each counts once.",
}
DUMPED_AS = ("nq.gz", "ttl.gz")
MOST_PARTITIONS = 500
"""How many classes, and how many properties, are told of: the most used ones."""

MOST_USES = 5000
NAMESPACE = re.compile(r"[^:/]+://[^/#]+.*[#/]")
Statement = tuple[str, str, str | Literal]


@dataclass(frozen=True)
class Part:
    """A named graph and how many statements it holds."""

    graph: str
    statements: int


def describe_dataset(iris: Iris, counted: Statistics, parts: Sequence[Part]) -> Iterator[Statement]:
    """What VoID says of the dataset."""
    home, dataset = iris.graph(SOURCE), iris.dataset
    yield home, RDF.type, VOID.DatasetDescription
    yield from said(home, RDFS.label, LABEL)
    yield from said(home, RDFS.comment, COMMENT)
    yield home, FOAF.primaryTopic, dataset
    yield home, DCTERMS.license, LICENCE
    yield dataset, RDF.type, VOID.Dataset
    yield from said(dataset, DCTERMS.title, TITLE)
    yield from said(dataset, DCTERMS.description, DESCRIPTION)
    yield from _ways(iris)
    yield from _totals(dataset, counted)
    for part in parts:
        yield dataset, VOID.subset, part.graph
        yield part.graph, RDF.type, VOID.Dataset
        yield part.graph, VOID.triples, Literal(part.statements)
    partitions = _Partitions(home, counted)
    yield from partitions.of_classes(dataset)
    yield from partitions.of_properties(dataset)
    yield from _linksets(iris, counted)


def _ways(iris: Iris) -> Iterator[Statement]:
    """How to come by the data, and how its addresses look."""
    dataset, space = iris.dataset, f"{iris.base}id/"
    yield dataset, FOAF.homepage, iris.base
    yield dataset, DCTERMS.license, LICENCE
    yield dataset, VOID.sparqlEndpoint, f"{iris.base}sparql"
    for ending in DUMPED_AS:
        yield dataset, VOID.dataDump, f"{iris.base}dumps/{DATASET}.{ending}"
    yield dataset, VOID.uriSpace, Literal(space)
    yield dataset, VOID.uriRegexPattern, Literal(f"^{re.escape(space)}[^#]+$")
    for syntax in STATEMENTS.values():
        yield dataset, VOID.feature, syntax.iri


def _totals(dataset: str, counted: Statistics) -> Iterator[Statement]:
    numbers = {
        VOID.triples: counted.triples,
        VOID.entities: counted.entities,
        VOID.distinctSubjects: counted.subjects,
        VOID.distinctObjects: counted.objects,
        VOID.classes: len(counted.things),
        VOID.properties: len(counted.properties),
    }
    for predicate, number in numbers.items():
        yield dataset, predicate, Literal(number)
    for vocabulary in sorted({_namespace(each) for each in [*counted.things, *counted.properties]} - {""}):
        yield dataset, VOID.vocabulary, vocabulary
    for example in counted.examples.values():
        yield dataset, VOID.exampleResource, example


@dataclass(frozen=True)
class _Partitions:
    """The parts of the dataset that have a class or a property in common."""

    home: str
    counted: Statistics

    def of_classes(self, dataset: str) -> Iterator[Statement]:
        """Each class with its properties, and each of these with its sorts of values."""
        used = sorted(self.counted.uses, key=lambda use: (use.of, use.property))
        uses = {of: list(each) for of, each in groupby(used, key=lambda use: use.of)}
        told = 0
        for of, number in self.counted.things.most_common(MOST_PARTITIONS):
            partition = self._part(of)
            yield dataset, VOID.classPartition, partition
            yield partition, VOID["class"], of
            yield partition, VOID.entities, Literal(number)
            if told < MOST_USES:
                yield from self._properties(partition, uses.get(of, []))
            told += len(uses.get(of, []))

    def of_properties(self, dataset: str) -> Iterator[Statement]:
        """Each property."""
        for prop, number in self.counted.properties.most_common(MOST_PARTITIONS):
            partition = self._part(prop)
            yield dataset, VOID.propertyPartition, partition
            yield partition, VOID.property, prop
            yield partition, VOID.triples, Literal(number)

    def _properties(self, of_class: str, used: list[Use]) -> Iterator[Statement]:
        for prop, uses in groupby(used, key=lambda use: use.property):
            sorts = list(uses)
            partition = self._part(sorts[0].of, prop)
            yield of_class, VOID.propertyPartition, partition
            yield partition, VOID.property, prop
            yield partition, VOID.triples, Literal(sum(self.counted.uses[use] for use in sorts))
            for use in sorts:
                yield from self._values(partition, use)

    def _values(self, of_property: str, use: Use) -> Iterator[Statement]:
        sort = use.value_class or use.datatype
        if not sort:
            return
        partition = self._part(use.of, use.property, sort)
        if use.value_class:
            yield of_property, VOID.classPartition, partition
            yield partition, VOID["class"], sort
        else:
            yield of_property, VOID_EXT.datatypePartition, partition
            yield partition, VOID_EXT.datatype, sort
        yield partition, VOID.triples, Literal(self.counted.uses[use])

    def _part(self, *terms: str) -> str:
        """The IRI of a partition: readable, and another for every term."""
        words = "-".join(re.sub(r"\W", "", re.split(r"[#/]", term.rstrip("#/"))[-1]) for term in terms)
        return f"{self.home}#{words}-{sha256(' '.join(terms).encode()).hexdigest()[:8]}"


def _linksets(iris: Iris, counted: Statistics) -> Iterator[Statement]:
    """The statements that lead to registers of others, by property."""
    home, dataset = iris.graph(SOURCE), iris.dataset
    for authority in sorted({authority for _, authority in counted.links}):
        yield f"{home}#{authority}", RDF.type, VOID.Dataset
        yield f"{home}#{authority}", VOID.uriSpace, Literal(AUTHORITIES[authority])
    for (prop, authority), number in sorted(counted.links.items()):
        linkset = f"{home}#{authority}-by-{re.split(r'[#/]', prop)[-1]}"
        yield dataset, VOID.subset, linkset
        yield linkset, RDF.type, VOID.Linkset
        yield linkset, VOID.linkPredicate, prop
        yield linkset, VOID.subjectsTarget, dataset
        yield linkset, VOID.objectsTarget, f"{home}#{authority}"
        yield linkset, VOID.triples, Literal(number)


def _namespace(term: str) -> str:
    """The vocabulary that a term belongs to, up to its `#` or last `/`; empty where its IRI tells none."""
    found = NAMESPACE.match(term)
    return found[0] if found else ""
