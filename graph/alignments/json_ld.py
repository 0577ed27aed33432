"""Statements as compact JSON-LD with an inline context, so that a reader needs no other file.

The context makes one vocabulary the default, so its terms stand without a prefix, as
readers of schema.org expect (JSON-LD 1.1, section 4.1.2).
"""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib.namespace import RDF, XSD

TYPE, STRING, DECIMAL = str(RDF.type), str(XSD.string), str(XSD.decimal)
Value = NamedNode | BlankNode | Literal | Triple


def compact(triples: Iterable[Triple], vocabulary: str, prefixes: Mapping[str, str]) -> bytes:
    """The statements by subject, with `vocabulary` as the default and `prefixes` for all else."""
    nodes: dict[str, dict[str, list[Any]]] = {}
    for triple in triples:
        node = nodes.setdefault(_id(triple.subject), {})
        if triple.predicate.value == TYPE:
            node.setdefault("@type", []).append(_term(_id(triple.object), vocabulary, prefixes))
        else:
            key = _term(triple.predicate.value, vocabulary, prefixes)
            node.setdefault(key, []).append(_value(triple.object, vocabulary, prefixes))
    graph = [
        {"@id": iri} | {key: _one_or_many(node[key]) for key in sorted(node)} for iri, node in nodes.items()
    ]
    written = {"@context": {"@vocab": vocabulary, **prefixes}, "@graph": graph}
    return json.dumps(written, ensure_ascii=False, indent=1).encode()


def _value(value: Value, vocabulary: str, prefixes: Mapping[str, str]) -> Any:  # noqa: ANN401 - a JSON value
    if not isinstance(value, Literal):
        return {"@id": _id(value)}
    if value.language:
        return {"@language": value.language, "@value": value.value}
    datatype = value.datatype.value
    if datatype == STRING:
        return value.value
    # A whole number is a number in JSON. A fraction is not: readers would take it for binary.
    if datatype == DECIMAL and (number := Decimal(value.value)) == number.to_integral_value():
        return int(number)
    return {"@type": _term(datatype, vocabulary, prefixes), "@value": value.value}


def _id(node: Value) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)


def _term(iri: str, vocabulary: str, prefixes: Mapping[str, str]) -> str:
    """A term of the default vocabulary by its name alone, another with a prefix if it has one."""
    if iri.startswith(vocabulary):
        return iri.removeprefix(vocabulary)
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _one_or_many(values: list[Any]) -> Any:  # noqa: ANN401 - a JSON value, or an array of them
    return values[0] if len(values) == 1 else values
