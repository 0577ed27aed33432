"""The graph about the graphs: which import brought each named graph, from which file, in which release."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad
from rdflib import DCTERMS, PROV, RDF, RDFS, XSD

from graph.iris import Iris, named
from graph.store.release import GraphVersion, ImportRecord
from graph.terms import NV

SOURCE = "provenance"


def describe_graphs(
    iris: Iris, graphs: Iterable[GraphVersion], imports: Iterable[ImportRecord]
) -> Iterator[Quad]:
    """What is known of the named graphs of a release.

    `imports` are those that made a release, numbered; of each graph the newest counts.
    """
    newest = {record.graph: record for record in imports}
    home = named(iris.graph(SOURCE))
    for version in graphs:
        if record := newest.get(version.graph):
            for subject, predicate, value in _statements(iris, version, record):
                yield Quad(named(subject), named(predicate), value, home)


def _statements(
    iris: Iris, version: GraphVersion, record: ImportRecord
) -> Iterator[tuple[str, str, NamedNode | Literal]]:
    graph, act = version.graph, iris.entity("import", str(record.number))
    at = Literal(record.started_at.isoformat(), datatype=named(XSD.dateTime))
    yield graph, RDF.type, named(NV.SourceGraph)
    yield graph, RDF.type, named(PROV.Entity)
    yield graph, RDFS.label, Literal(f"Källgraf: {iris.source(graph)}", language="sv")
    yield graph, RDFS.label, Literal(f"Source graph: {iris.source(graph)}", language="en")
    yield graph, NV.statementCount, Literal(version.statements)
    yield graph, PROV.wasGeneratedBy, named(act)
    yield act, RDF.type, named(NV.Import)
    yield act, RDF.type, named(PROV.Activity)
    yield act, RDFS.label, Literal(f"Import av {record.file_name}", language="sv")
    yield act, RDFS.label, Literal(f"Import of {record.file_name}", language="en")
    yield act, NV.inGraph, named(graph)
    yield act, NV.fileName, Literal(record.file_name)
    yield act, NV.sha256, Literal(record.file_sha256)
    yield act, PROV.startedAtTime, at
    yield act, DCTERMS.created, at
    if record.release is not None:
        yield act, NV.release, Literal(record.release)
