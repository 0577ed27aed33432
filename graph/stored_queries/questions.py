"""All that can be asked by name: the stored queries, those of an operator too, and the lists of things."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal
from rdflib.namespace import RDFS, SKOS

from graph.errors import NamedThingUnknown, NameUnknown, ParameterInvalid
from graph.index.index import Index
from graph.iris import named
from graph.stored_queries.library import StoredQuery, library
from graph.stored_queries.lists import Listing, listings
from graph.stored_queries.parameters import Kind, Parameter, code_iri

CURRENCIES = "http://publications.europa.eu/resource/authority/currency"
NAMES = (RDFS.label, SKOS.altLabel)


@dataclass(frozen=True)
class Questions:
    """What can be asked by name."""

    stored: Mapping[str, StoredQuery]
    """By name, those of the operator last."""

    lists: Mapping[str, Listing]


def questions(own: Iterable[StoredQuery] = ()) -> Questions:
    """All that is shipped, and an operator's own queries."""
    return Questions(
        {each.name: each for each in (*library(), *own)}, {each.name: each for each in listings()}
    )


def notations(index: Index, scheme: str) -> list[str]:
    """The notations of the codes in a code list, in order."""
    concept_scheme = CURRENCIES if scheme == "currency" else code_iri(scheme, "").rstrip("/")
    codes = index.subjects(SKOS.inScheme, concept_scheme)
    found = (each for iri in codes for each in index.objects(iri, SKOS.notation))
    return sorted(each.value for each in found if isinstance(each, Literal))


def check_that_known(query: StoredQuery, given: Mapping[str, str], index: Index) -> None:
    """Check that the codes, names and things that are given are there, so that no slip finds nothing.

    Raises `ParameterInvalid` for a code, `NameUnknown` for a name and `NamedThingUnknown` for a thing.
    """
    for each in query.parameters:
        if each.name in given:
            _check(each, given[each.name], index)


def _check(parameter: Parameter, written: str, index: Index) -> None:
    match parameter.kind.name:
        case "code":
            known = notations(index, parameter.kind.argument)
            if written not in known:
                raise ParameterInvalid(parameter.name, f"one of {', '.join(known)}", parameter.example)
        case "name":
            name = Literal(written, language="sv")
            if not any(True for each in NAMES for _ in index.merged_quads(None, named(each), name)):
                raise NameUnknown(parameter.name, written)
        case "key":
            thing = _thing(index, parameter.kind, written)
            if not index.knows(thing):
                raise NamedThingUnknown(parameter.name, thing)


def _thing(index: Index, kind: Kind, written: str) -> str:
    path = written if kind.argument == "thing" else f"{kind.argument}/{written}"
    return named(f"{index.iris.base}id/{path}").value
