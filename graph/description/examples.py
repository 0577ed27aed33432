"""The library of queries as data: SHACL's `sh:SPARQLExecutable`, which editors of SPARQL offer."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SDO, SH, XSD

from graph.description.void import SOURCE, Statement
from graph.description.words import LICENCE, said
from graph.formats import PREFIXES
from graph.iris import Iris, named
from graph.stored_queries.library import StoredQuery

CLASSES = {
    "select": SH.SPARQLSelectExecutable,
    "ask": SH.SPARQLAskExecutable,
    "construct": SH.SPARQLConstructExecutable,
}
PREFIXES_TITLE = {"sv": "Prefix i exempelfrågorna", "en": "Prefixes of the example queries"}
PREFIXES_DESCRIPTION = {
    "sv": "De förkortningar som exempelfrågorna skriver IRI:er med.",
    "en": "The abbreviations that the example queries write IRIs with.",
}


def describe_queries(iris: Iris, queries: Iterable[StoredQuery]) -> Iterator[Statement]:
    """The queries as they can be run, their parameters filled with the examples, and the prefixes of all."""
    home = iris.graph(SOURCE)
    prefixes = dict(PREFIXES)
    for query in queries:
        prefixes |= query.prefixes
        yield from _query(iris, f"{home}#query-{query.name}", query)
    yield f"{home}#prefixes", RDF.type, OWL.Ontology
    yield from said(f"{home}#prefixes", DCTERMS.title, PREFIXES_TITLE)
    yield from said(f"{home}#prefixes", DCTERMS.description, PREFIXES_DESCRIPTION)
    yield f"{home}#prefixes", DCTERMS.license, LICENCE
    for prefix, namespace in sorted(prefixes.items()):
        declaration = f"{home}#prefix-{prefix}"
        yield f"{home}#prefixes", SH.declare, declaration
        yield declaration, RDF.type, SH.PrefixDeclaration
        yield declaration, SH.prefix, Literal(prefix)
        yield declaration, SH.namespace, Literal(namespace, datatype=named(XSD.anyURI))


def _query(iris: Iris, subject: str, query: StoredQuery) -> Iterator[Statement]:
    yield subject, RDF.type, SH.SPARQLExecutable
    if query.form in CLASSES:
        yield subject, RDF.type, CLASSES[query.form]
    yield from said(subject, RDFS.label, query.title)
    yield from said(subject, DCTERMS.description, query.description)
    shown = {language: f"{title} {query.description[language]}" for language, title in query.title.items()}
    yield from said(subject, RDFS.comment, shown)
    yield subject, SH.prefixes, f"{iris.graph(SOURCE)}#prefixes"
    yield subject, SH[query.form], Literal(query.text())
    yield subject, SDO.target, f"{iris.base}sparql"
