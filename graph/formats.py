"""The formats that results and documents are written in, by the short names that addresses use.

One table for all doors, so that `?format=ttl`, `.ttl` and `--format ttl` mean the same.
"""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    RdfFormat,
    Triple,
)
from pyoxigraph import serialize as write_rdf
from rdflib.namespace import RDF

ROWS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
"""What the rows of a SELECT, and the truth value of an ASK, are written in."""

STATEMENTS = {
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "nt": RdfFormat.N_TRIPLES,
    "ttl": RdfFormat.TURTLE,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
"""What statements are written in; N-Quads and TriG keep the named graph of each."""

PREFIXES = {
    "nv": "https://w3id.org/nodverk/ns#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes that every document of ours is written with."""

PREFIX_OF = {namespace: prefix for prefix, namespace in PREFIXES.items()}

TABLE = "csv"
"""Statements as a table, for spreadsheets: not RDF, but one line for each statement."""

BY_SOURCE = {"nq", "trig", TABLE}
"""The formats that say which named graph makes a statement."""

IN_BLOCKS = {"trig", "jsonld"}
"""The formats that write each named graph as a block."""

TYPE = str(RDF.type)


def document(quads: Iterable[Quad], name: str, *, by_source: bool = False) -> bytes:
    """Statements as one document, in one of `STATEMENTS` or as a `TABLE`.

    N-Quads and a table are sorted by subject, and what writes each named graph as a block by graph;
    the others come in the order that the statements are given in, each once. JSON-LD keeps named
    graphs if `by_source`.
    """
    if name == TABLE:
        return _table(sorted(set(quads), key=str))
    if name in BY_SOURCE or by_source:
        return written(sorted(set(quads), key=_by_graph if name in IN_BLOCKS else str), name)
    return written(dict.fromkeys(quad.triple for quad in quads), name)


def _by_graph(quad: Quad) -> tuple[str, str]:
    return str(quad.graph_name), str(quad)


def written(statements: Iterable[Quad] | Iterable[Triple], name: str) -> bytes:
    """Statements as they come, in one of `STATEMENTS`.

    A syntax without named graphs takes triples, or quads that stand in no named graph.
    """
    content = write_rdf(statements, format=STATEMENTS[name], prefixes=PREFIXES) or b""
    return compact(content) if name == "jsonld" else content


def compact(expanded: bytes) -> bytes:
    """Expanded JSON-LD, as the engine writes it, with our prefixes as its inline `@context`.

    Nothing but prefixes stands in the context, so that a reader needs no other file and a
    value says its own language or datatype (JSON-LD 1.1, section 4.1.5, compact IRIs).
    Each node has a line: indenting takes ten times as long.
    """
    lines = ",\n".join(_json(_compact_node(node)) for node in json.loads(expanded))
    return f'{{"@context": {_json(PREFIXES)}, "@graph": [\n{lines}\n]}}\n'.encode()


_json = json.JSONEncoder(ensure_ascii=False).encode


def _compact_node(node: dict[str, Any]) -> dict[str, Any]:
    compacted: dict[str, Any] = {}
    for key, values in node.items():
        if key == "@id":
            compacted[key] = values
        elif key == "@graph":
            compacted[key] = [_compact_node(each) for each in values]
        elif key == TYPE and all(set(each) == {"@id"} for each in values):
            compacted["@type"] = _one_or_many([_compact_iri(each["@id"]) for each in values])
        else:
            compacted[_compact_iri(key)] = _one_or_many([_compact_value(each) for each in values])
    return compacted


def _compact_value(value: dict[str, Any]) -> Any:  # noqa: ANN401 - a JSON value: a string or an object
    if set(value) == {"@value"}:
        return value["@value"]
    if "@type" in value:
        return value | {"@type": _compact_iri(value["@type"])}
    return value


def _compact_iri(iri: str) -> str:
    end = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = PREFIX_OF.get(iri[:end])
    return f"{prefix}:{iri[end:]}" if prefix and end < len(iri) else iri


def _one_or_many(values: list[Any]) -> Any:  # noqa: ANN401 - a JSON value, or an array of them
    return values[0] if len(values) == 1 else values


def _table(quads: Iterable[Quad]) -> bytes:
    """Statements as RFC 4180 CSV: one line each, with the named graph that says so."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(["subject", "predicate", "object", "language", "datatype", "graph"])
    for quad in quads:
        value, language, datatype = quad.object, "", ""
        if isinstance(value, Literal):
            language = value.language or ""
            datatype = "" if language else value.datatype.value
        writer.writerow(
            [
                _cell(quad.subject),
                quad.predicate.value,
                _cell(value),
                language,
                datatype,
                _cell(quad.graph_name),
            ]
        )
    return written.getvalue().encode()


def _cell(term: NamedNode | BlankNode | Literal | Triple | DefaultGraph) -> str:
    if isinstance(term, DefaultGraph):
        return ""
    return str(term) if isinstance(term, BlankNode | Triple) else term.value
