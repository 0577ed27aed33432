"""The ontology and the code lists as a release holds them, with how much each term is used.

All is read from the index, so that the documentation of a release is about its own
ontology. Only which shapes look at a term is read from the shapes that come with
the code, as they are what judges the next import.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from graph.assets import shapes
from graph.errors import EntityUnknown
from graph.index.index import Index
from graph.query import named_query
from graph.terms import CODE, CURRENCY, NV

ONTOLOGY = str(NV).rstrip("#")
"""The IRI of the ontology, where its terms are documented."""

SHAPE = "https://w3id.org/nodverk/shape#"
NEAR = (SKOS.exactMatch, SKOS.closeMatch)


class Kind(Enum):
    """The kinds of terms."""

    CLASS = str(OWL.Class)
    OBJECT_PROPERTY = str(OWL.ObjectProperty)
    DATATYPE_PROPERTY = str(OWL.DatatypeProperty)


@dataclass(frozen=True)
class Looked:
    """What the shapes have to do with a term."""

    shapes: tuple[str, ...] = ()
    """The names of the shapes that look at it, in order."""

    lists: tuple[str, ...] = ()
    """The code lists that its values are chosen from."""


@dataclass(frozen=True)
class Term:
    """A class or property of the ontology, its links given as IRIs in order."""

    iri: str
    kind: Kind
    above: tuple[str, ...]
    """Its superclasses or superproperties, also those of other vocabularies."""

    below: tuple[str, ...]
    domain: tuple[str, ...]
    """The classes of its domain; of several, any one. None of them means that anything may have it."""

    range: tuple[str, ...]
    single: bool
    """Whether a thing has at most one value."""

    near: tuple[str, ...]
    """Terms of other models that may stand for it in most uses."""

    deprecated: bool
    replaced_by: tuple[str, ...]
    uses: int
    """Of a class how many things there are, of a property how many statements."""

    looked: Looked


@dataclass(frozen=True)
class Code:
    """An entry of a code list."""

    iri: str
    notation: str
    broader: tuple[str, ...]
    deprecated: bool
    uses: int


@dataclass(frozen=True)
class CodeList:
    """A code list with its entries, in the order of their notations."""

    iri: str
    codes: tuple[Code, ...]


@dataclass(frozen=True)
class Vocabulary:
    """The terms of the ontology and the code lists, each in the order of their IRIs."""

    terms: tuple[Term, ...]
    lists: tuple[CodeList, ...]


def vocabulary(index: Index) -> Vocabulary:
    """The ontology of a release. Raises `EntityUnknown` where the release has none."""
    if not index.knows(ONTOLOGY):
        raise EntityUnknown(ONTOLOGY)
    used = uses(index)
    terms = (
        _term(index, iri, kind, used[iri])
        for kind in Kind
        for iri in index.subjects(RDF.type, kind.value)
        if iri.startswith(str(NV))
    )
    schemes = index.subjects(RDF.type, SKOS.ConceptScheme)
    lists = (
        _code_list(index, scheme, used) for scheme in schemes if scheme.startswith((CODE, CURRENCY[:-1]))
    )
    return Vocabulary(tuple(sorted(terms, key=_iri)), tuple(lists))


def uses(index: Index) -> Counter[str]:
    """How much each term and code is used in the release."""
    counted: Counter[str] = Counter()
    for query in ("uses-of-classes", "uses-of-properties", "uses-of-codes"):
        for row in index.select(query):
            term, number = row["term"], row["uses"]
            if isinstance(term, NamedNode) and isinstance(number, Literal):
                counted[term.value] = int(number.value)
    return counted


@cache
def looks() -> dict[str, Looked]:
    """What the shipped shapes have to do with each term that they look at."""
    store = Store()
    for file in shapes():
        store.load(file.read_bytes(), format=RdfFormat.TURTLE)
    found = store.query(named_query("shape-uses").text)
    names: dict[str, set[str]] = defaultdict(set)
    lists: dict[str, set[str]] = defaultdict(set)
    if isinstance(found, QuerySolutions):
        for row in found:
            names[row["term"].value].add(row["shape"].value.removeprefix(SHAPE))
            if row["list"] is not None:
                lists[row["term"].value].add(row["list"].value)
    return {term: Looked(tuple(sorted(names[term])), tuple(sorted(lists[term]))) for term in names}


def _term(index: Index, iri: str, kind: Kind, used: int) -> Term:
    up = RDFS.subClassOf if kind is Kind.CLASS else RDFS.subPropertyOf
    return Term(
        iri=iri,
        kind=kind,
        above=_linked(index, iri, up),
        below=tuple(index.subjects(up, iri)),
        domain=tuple(_classes(index, _linked(index, iri, RDFS.domain))),
        range=tuple(_classes(index, _linked(index, iri, RDFS.range))),
        single=str(OWL.FunctionalProperty) in _linked(index, iri, RDF.type),
        near=tuple(each for match in NEAR for each in _linked(index, iri, match)),
        deprecated=_is_deprecated(index, iri),
        replaced_by=_linked(index, iri, DCTERMS.isReplacedBy),
        uses=used,
        looked=looks().get(iri, Looked()),
    )


def _classes(index: Index, expressions: tuple[str, ...]) -> Iterator[str]:
    """The classes that a domain or range lets in: itself, or the members of a union."""
    for expression in expressions:
        unions = _linked(index, expression, OWL.unionOf)
        yield from _members(index, unions[0]) if unions else (expression,)


def _members(index: Index, collection: str) -> Iterator[str]:
    """The members of an RDF collection, in its order; one that does not end well ends where it goes wrong."""
    walked: set[str] = set()
    rest = [collection]
    while len(rest) == 1 and rest[0] not in walked:
        walked.add(rest[0])
        yield from _linked(index, rest[0], RDF.first)
        rest = list(_linked(index, rest[0], RDF.rest))


def _code_list(index: Index, scheme: str, used: Counter[str]) -> CodeList:
    codes = (
        Code(
            iri=iri,
            notation=_notation(index, iri),
            broader=_linked(index, iri, SKOS.broader),
            deprecated=_is_deprecated(index, iri),
            uses=used[iri],
        )
        for iri in index.subjects(SKOS.inScheme, scheme)
    )
    return CodeList(scheme, tuple(codes))


def _notation(index: Index, code: str) -> str:
    stated = (each.value for each in index.objects(code, SKOS.notation) if isinstance(each, Literal))
    return next(stated, "")


def _is_deprecated(index: Index, iri: str) -> bool:
    return any(
        isinstance(each, Literal) and each.value == "true" for each in index.objects(iri, OWL.deprecated)
    )


def _linked(index: Index, iri: str, predicate: str) -> tuple[str, ...]:
    """The IRIs that a property leads to, in order."""
    return tuple(each.value for each in index.objects(iri, predicate) if isinstance(each, NamedNode))


def _iri(term: Term) -> str:
    return term.iri
