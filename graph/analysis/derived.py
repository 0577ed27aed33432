"""What follows from all sources together, as data: current statuses, and contradictions that were found.

It stands in a graph of its own, so that nobody takes it for what a source says, and is
made anew with each release.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import DCTERMS, RDF, RDFS, XSD

from graph.analysis.contradictions import Contradiction, Side, contradictions
from graph.index.index import Index, Term
from graph.iris import named
from graph.terms import NV, code
from graph.timeline import current_statuses

SOURCE = "derived"
"""The name of the source, and so of the named graph, that holds what is derived."""

LABEL = {
    "sv": "Olika uppgifter om: {property}",
    "en": "Different statements of: {property}",
}
DESCRIPTION = {
    "sv": "Källorna anger olika värden där bara ett kan gälla. Det är funnet genom att jämföra dem.",
    "en": "The sources give different values where only one can hold. This was found by comparing them.",
}
READING = {
    "sv": "Källan {source} anger {value}.",
    "en": "The source {source} says {value}.",
}
NUMBERS = {str(XSD.decimal), str(XSD.integer), str(XSD.double)}


def derive(index: Index) -> Iterator[Quad]:
    """The named graph of what follows, from an index that need not hold the one of an earlier release."""
    where = named(index.iris.graph(SOURCE))
    for thing, status in current_statuses(index):
        yield Quad(named(thing), named(NV.currentStatus), named(status), where)
    for each in contradictions(index, where.value):
        for subject, predicate, value in _told(index, each):
            yield Quad(named(subject), named(predicate), value, where)


Statement = tuple[str, str, Term]


def _told(index: Index, found: Contradiction) -> Iterator[Statement]:
    conflict = _part(found.thing, f"contradiction-{_tail(found.property)}")
    yield conflict, RDF.type, named(NV.Conflict)
    yield conflict, NV.assertion, named(code("assertion", "derived"))
    yield conflict, NV.concerns, named(found.thing)
    yield conflict, NV.concernsProperty, named(found.property)
    thing = found.thing.partition("#")[0]
    if thing != found.thing:
        yield conflict, NV.concerns, named(thing)
    for language, text in LABEL.items():
        label = text.format(property=_called(index, named(found.property), language))
        yield conflict, RDFS.label, Literal(label, language=language)
        yield conflict, DCTERMS.description, Literal(DESCRIPTION[language], language=language)
    for number, side in enumerate(found.sides, 1):
        reading = f"{conflict}-{number}"
        yield conflict, NV.reading, named(reading)
        yield from _read(index, reading, side, followed=side.graph == found.followed)
        for section in _sections(index, side):
            yield conflict, NV.statedIn, section
            yield reading, NV.statedIn, section


def _read(index: Index, reading: str, side: Side, *, followed: bool) -> Iterator[Statement]:
    yield reading, RDF.type, named(NV.Reading)
    yield reading, NV.followed, Literal(followed)
    yield reading, NV.assertion, named(code("assertion", "derived"))
    for language, text in READING.items():
        source, value = index.iris.source(side.graph), _called(index, side.value, language)
        described = text.format(source=source, value=value)
        yield reading, DCTERMS.description, Literal(described, language=language)
    if isinstance(side.value, Literal) and side.value.datatype.value in NUMBERS:
        yield reading, NV.value, Literal(side.value.value, datatype=named(XSD.decimal))
    for lines in index.named_quads(named(side.subject), named(NV.lines), graph=named(side.graph)):
        yield reading, NV.lines, lines.object


def _sections(index: Index, side: Side) -> Iterator[Term]:
    """Where the source of a side states the thing or part that it is about."""
    for quad in index.named_quads(named(side.subject), named(NV.statedIn), graph=named(side.graph)):
        yield quad.object


def _called(index: Index, term: Term, language: str) -> str:
    """A term in words: its label if it has one."""
    label = index.label(term.value, language) if isinstance(term, NamedNode) else None
    if label is not None:
        return label.value
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _part(thing: str, fragment: str) -> str:
    return f"{thing}-{fragment}" if "#" in thing else f"{thing}#{fragment}"


def _tail(iri: str) -> str:
    return iri.rpartition("/")[2].rpartition("#")[2]
