"""Statements written straight as canonical N-Quads lines, many times faster than by way of terms.

Terms are text as it stands in N-Quads: `<iri>` or `"text"@sv`. Only text that
needs no escape is written here; a test holds the lines to the form that the
store itself writes.
"""

from decimal import Decimal

from rdflib.namespace import DCTERMS, ORG, RDF, RDFS, XSD

from graph.iris import Iris
from graph.store.dataset import Lines
from graph.terms import NV
from graph.terms import code as concept

NAMESPACES = {
    "nv": "https://w3id.org/nodverk/ns#",
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "org": str(ORG),
    "dcterms": str(DCTERMS),
}


def iri(value: str) -> str:
    """An IRI as a term."""
    return f"<{value}>"


def text(value: str, language: str) -> str:
    """Words in a language as a term."""
    return f'"{value}"@{language}'


def decimal(value: Decimal) -> str:
    """A number of whole units as a term, in the form that the store writes."""
    return f'"{value}"^^<{XSD.decimal}>'


def code(scheme: str, notation: str) -> str:
    """A concept of a code list as a term."""
    return f"<{concept(scheme, notation)}>"


class Statements:
    """What one named graph says, gathered line by line."""

    def __init__(self, iris: Iris, source: str) -> None:
        self.iris = iris
        self.source = source
        self._graph = iris.graph(source)
        self._lines: list[str] = []
        self._terms: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def lines(self) -> Lines:
        """The statements as sorted N-Quads lines, each once."""
        return tuple(sorted({line.encode() for line in self._lines}))

    def say(self, subject: str, predicate: str, value: str) -> None:
        """State something; the predicate is a prefixed name such as `nv:funder`."""
        self._lines.append(f"{subject} {self.term(predicate)} {value} <{self._graph}> .\n")

    def term(self, name: str) -> str:
        """The term of a prefixed name. Raises `AttributeError` for one that our ontology lacks."""
        if name not in self._terms:
            prefix, _, local = name.partition(":")
            full = getattr(NV, local) if prefix == "nv" else NAMESPACES[prefix] + local
            self._terms[name] = f"<{full}>"
        return self._terms[name]

    def date(self, day: str) -> str:
        """A day as a term."""
        return f'"{day}"^^<{XSD.date}>'

    def label(self, term: str, swedish: str, english: str) -> None:
        """Name a thing in both languages."""
        self.say(term, "rdfs:label", text(swedish, "sv"))
        self.say(term, "rdfs:label", text(english, "en"))

    def stated(self, term: str, section: str, line: int) -> None:
        """Say where in the source a thing is stated."""
        self.say(term, "nv:statedIn", section)
        self.say(term, "nv:lines", f'"{line}"')

    def document(self, key: str, swedish: str, english: str) -> str:
        """A source document; gives its term."""
        term = iri(self.iris.entity("document", key))
        self.say(term, "rdf:type", self.term("nv:Document"))
        self.label(term, swedish, english)
        self.say(term, "dcterms:language", '"sv"')
        return term

    def section(self, document: str, number: int, swedish: str, english: str) -> str:
        """A section of a document; gives its term."""
        term = f"{document[:-1]}#section-{number}>"
        self.say(term, "rdf:type", self.term("nv:Section"))
        self.label(term, swedish, english)
        self.say(term, "nv:sectionOf", document)
        return term
