"""The JSON-LD context of the ontology: short names for its terms, and what their values are.

With it a value needs no wrapping: a property that leads to things has their IRIs as strings,
and a figure or a date is a string of the datatype that the ontology gives the property.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize
from rdflib.namespace import OWL, RDF, RDFS, XSD

from graph.formats import PREFIX_OF, PREFIXES, TYPE
from graph.index.index import Index
from graph.terms import CODE, NV

SAID_BY_ITSELF = {str(XSD.string), str(RDF.langString)}
Definition = str | dict[str, str]


class JsonLdContext:
    """The context of one release's ontology, and the documents that refer to it by its address."""

    def __init__(self, index: Index) -> None:
        self._address = f"{index.iris.base}context.jsonld"
        self._terms = _terms(index)
        self._typed = {
            str(NV) + name: (name, term["@type"] if isinstance(term, dict) else "")
            for name, term in self._terms.items()
        }

    def document(self) -> bytes:
        """The context itself."""
        written: dict[str, Any] = {"@version": 1.1, **PREFIXES, "code": CODE, **self._terms}
        return json.dumps({"@context": written}, indent=1).encode() + b"\n"

    def compacted(self, quads: Iterable[Quad]) -> bytes:
        """Statements that stand in no named graph, in the short names of the context."""
        expanded = serialize(quads, format=RdfFormat.JSON_LD) or b"[]"
        nodes = [self._node(node) for node in json.loads(expanded)]
        return json.dumps({"@context": self._address, "@graph": nodes}, ensure_ascii=False).encode()

    def _node(self, node: Mapping[str, Any]) -> dict[str, Any]:
        compacted: dict[str, Any] = {}
        for key, values in node.items():
            if key == "@id":
                compacted[key] = values
            elif key == TYPE:
                compacted["@type"] = [self._name(each["@id"])[0] for each in values]
            else:
                name, kind = self._name(key)
                told = [_value(each, kind) for each in values]
                compacted[name] = told[0] if len(told) == 1 else told
        return compacted

    def _name(self, iri: str) -> tuple[str, str]:
        """How a term is called, and what the context says of its values."""
        end = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = PREFIX_OF.get(iri[:end])
        return self._typed.get(iri) or (f"{prefix}:{iri[end:]}" if prefix and end < len(iri) else iri, "")


def _value(value: Mapping[str, Any], kind: str) -> Any:  # noqa: ANN401 - a JSON value: a string or an object
    if set(value) == {"@id"} and kind == "@id":
        return value["@id"]
    datatype = value.get("@type", "")
    if datatype and f"xsd:{datatype.removeprefix(str(XSD))}" == kind:
        return value["@value"]
    if set(value) == {"@value"} and not kind:
        return value["@value"]
    return dict(value)


def _terms(index: Index) -> dict[str, Definition]:
    """The definition of each term of ours, by its name."""
    terms: dict[str, Definition] = {}
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        for iri in index.subjects(RDF.type, str(kind)):
            name = iri.removeprefix(str(NV))
            if name != iri and name.isalnum():
                coerced = "@id" if kind == OWL.ObjectProperty else _datatype(index, iri)
                terms[name] = {"@id": f"nv:{name}", "@type": coerced} if coerced else f"nv:{name}"
    return terms


def _datatype(index: Index, iri: str) -> str:
    """The one datatype of a property's values, where it is not plain text."""
    ranges = [each.value for each in index.objects(iri, RDFS.range) if isinstance(each, NamedNode)]
    if len(ranges) != 1 or ranges[0] in SAID_BY_ITSELF or not ranges[0].startswith(str(XSD)):
        return ""
    return f"xsd:{ranges[0].removeprefix(str(XSD))}"
