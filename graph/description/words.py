"""What the dataset is called and said to be, in both languages; the same wherever it is described."""

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad
from rdflib import URIRef

from graph.iris import named

TITLE = {
    "sv": "Nodverk: aktörer, projekt och pengar inom svensk och nordisk AI",
    "en": "Nodverk: actors, projects and money in Swedish and Nordic AI",
}
DESCRIPTION = {
    "sv": "En öppen kunskapsgraf över vilka som deltar i vad, vem som finansierar vem och till vilket "
    "ändamål, med vilken status och enligt vilket dokument. Varje uppgift har sin källa med avsnitt och "
    "rader.",
    "en": "An open knowledge graph of who takes part in what, who funds whom and for what, with what status "
    "and according to which document. Every statement has its source, with section and lines.",
}
LICENCE = URIRef("http://creativecommons.org/licenses/by/4.0/")
"""CC BY 4.0, in the spelling that catalogues know it by."""


def said(subject: str, predicate: str, texts: Mapping[str, str]) -> Iterator[tuple[str, str, Literal]]:
    """A text in each of its languages, as statements."""
    for language, text in texts.items():
        yield subject, predicate, Literal(text, language=language)


def quad(statement: tuple[str, str, str | Literal], graph: NamedNode) -> Quad:
    """A statement in a graph; a `str` is an IRI, as rdflib's terms are."""
    subject, predicate, value = statement
    return Quad(
        named(subject), named(predicate), value if isinstance(value, Literal) else named(value), graph
    )
