"""What follows from the ontology, as data: the classes above a thing's own, and ties said in wider words.

So a question can name any class of the ontology and finds what is of the classes below it, and
can name a wider property or an inverse that the ontology declares. It stands in a graph of its
own, is made anew with each release, and says nothing that a source says itself.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS

from graph.classes import classes_above, reached
from graph.index.index import Index
from graph.iris import named
from graph.terms import NV

SOURCE = "entailed"
"""The name of the source, and so of the named graph, that holds what is entailed."""

SAID_ONCE = {str(NV.statedIn), str(NV.quotedIn)}
"""Where a statement comes from is not said again in wider words: it would be a statement for each source."""

LABEL = {"sv": "Det som följer av ontologin", "en": "What follows from the ontology"}
DESCRIPTION = {
    "sv": "De klasser som står ovanför varje saks egna, och band sagda med vidare ord eller från andra "
    "hållet. Ingen källa säger detta själv; det räknas ut på nytt för varje utgåva.",
    "en": "The classes that stand above each thing's own, and ties said in wider words or from the other "
    "end. No source says this itself; it is worked out anew for each release.",
}
BACKWARDS = "^"
"""How an inverse is marked, as SPARQL writes it: what stands behind it leads from the value to the thing."""


def entail(index: Index) -> Iterator[Quad]:
    """The named graph of what follows, from an index that does not hold the one of an earlier release."""
    where = named(index.iris.graph(SOURCE))
    for said, texts in ((RDFS.label, LABEL), (DCTERMS.description, DESCRIPTION)):
        for language, text in texts.items():
            yield Quad(where, named(said), Literal(text, language=language), where)
    for subject, predicate, value in {*_classes(index), *_ties(index)}:
        if next(index.merged_quads(subject, predicate, value), None) is None:
            yield Quad(subject, predicate, value, where)


Statement = tuple[NamedNode, NamedNode, NamedNode]


def _classes(index: Index) -> Iterator[Statement]:
    kind = named(RDF.type)
    above = {each: [named(iri) for iri in higher] for each, higher in classes_above(index).items()}
    for quad in index.merged_quads(predicate=kind):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            for each in above.get(quad.object.value, ()):
                yield quad.subject, kind, each


def _ties(index: Index) -> Iterator[Statement]:
    for prop, others in _wider(index).items():
        forwards = [named(each) for each in others if not each.startswith(BACKWARDS)]
        backwards = [named(each.removeprefix(BACKWARDS)) for each in others if each.startswith(BACKWARDS)]
        for quad in index.merged_quads(predicate=named(prop)):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                yield from ((quad.subject, each, quad.object) for each in forwards)
                yield from ((quad.object, each, quad.subject) for each in backwards)


def _wider(index: Index) -> Mapping[str, set[str]]:
    """By property, what else follows from it: wider properties, and marked, inverses."""
    steps: dict[str, set[str]] = defaultdict(set)
    for lower, higher in _pairs(index, RDFS.subPropertyOf):
        steps[lower].add(higher)
        steps[BACKWARDS + lower].add(BACKWARDS + higher)
    for one, other in _pairs(index, OWL.inverseOf):
        for here, there in ((one, other), (other, one)):
            steps[here].add(BACKWARDS + there)
            steps[BACKWARDS + here].add(there)
    properties = [each for each in steps if not each.startswith(BACKWARDS) and each not in SAID_ONCE]
    return {each: reached(each, steps) - {each} for each in properties}


def _pairs(index: Index, predicate: str) -> Iterator[tuple[str, str]]:
    for quad in index.merged_quads(predicate=named(predicate)):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            yield quad.subject.value, quad.object.value
