"""What other vocabularies call things, from the tables in `vocabularies/`."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, RDFS, SKOS, TIME, XSD

TABLES = Path(__file__).parent / "vocabularies"
ORIGINALS = Path(__file__).parents[3].parent / "shared" / "data" / "vocab"
"""The vocabularies themselves, where a checkout has them beside it."""

NAMESPACES = {
    "adms": "http://www.w3.org/ns/adms#",
    "eurio": "http://data.europa.eu/s66#",
    "frapo": "http://purl.org/cerif/frapo/",
    "schema": "https://schema.org/",
    "vivo": "http://vivoweb.org/ontology/core#",
}
ELSEWHERE = {"foaf:": str(FOAF._NS), "xsd:": str(XSD._NS), "rdfs:": str(RDFS._NS), "skos:": str(SKOS._NS)}
KNOWN_TO_RDFLIB = (DCTERMS, FOAF, ORG, OWL, RDFS, TIME)
"""Vocabularies of which rdflib carries a closed list of terms."""

ENUMERATIONS = {
    "projectStatus": {"CANCEL", "CLOSED", "ONGOING", "SIGNED", "TERMINATED"},
    "roleLabel": {"coordinator", "international partner", "participant", "partner", "third party"},
}
"""The only values that EURIO allows of two of its properties."""


@dataclass(frozen=True)
class ForeignTerm:
    """A term with its kind and, as IRIs, its superclasses, domain and range (any of several)."""

    iri: str
    kind: str
    broader: frozenset[str]
    domain: frozenset[str]
    range: frozenset[str]

    @property
    def is_class(self) -> bool:
        return self.kind == "class"


@cache
def vocabulary(prefix: str) -> dict[str, ForeignTerm]:
    """The terms of a vocabulary by their IRIs."""
    with (TABLES / f"{prefix}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(term := _term(row, prefix)).iri: term for row in rows}


@cache
def foreign_terms() -> dict[str, ForeignTerm]:
    """All terms of all tables by their IRIs."""
    return {iri: term for prefix in NAMESPACES for iri, term in vocabulary(prefix).items()}


def kinds_above(iri: str) -> set[str]:
    """A class and all that it is a subclass of; FOAF says that every organisation is an agent."""
    if iri == str(FOAF.Organization):
        return {iri, str(FOAF.Agent)}
    term = foreign_terms().get(iri)
    return {iri} | {above for each in (term.broader if term else ()) for above in kinds_above(each)}


def _term(row: dict[str, str], prefix: str) -> ForeignTerm:
    def iris(names: str) -> frozenset[str]:
        return frozenset(_iri(name, prefix) for name in names.split())

    return ForeignTerm(
        iri=_iri(row["term"], prefix),
        kind=row["kind"],
        broader=iris(row["broader"]),
        domain=iris(row["domain"]),
        range=iris(row["range"]),
    )


def _iri(name: str, prefix: str) -> str:
    for short, namespace in ELSEWHERE.items():
        if name.startswith(short):
            return namespace + name.removeprefix(short)
    return NAMESPACES[prefix] + name
