"""All that can be asked by name: the stored queries, those of an operator too, and the lists of things."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal
from rdflib.namespace import SKOS

from graph.errors import NamedThingUnknown, ParameterInvalid
from graph.iris import named
from graph.library import StoredQuery, library
from graph.lists import Listing, listings
from graph.parameters import Kind, code_iri
from graph.store.index import Index

CURRENCIES = "http://publications.europa.eu/resource/authority/currency"


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
    """Check that the codes and things that are named as parameters are there, so that no slip finds nothing.

    Raises `ParameterInvalid` for a code and `NamedThingUnknown` for a thing.
    """
    for each in query.parameters:
        if each.name not in given:
            continue
        written = given[each.name]
        if each.kind.name == "code":
            known = notations(index, each.kind.argument)
            if written not in known:
                raise ParameterInvalid(each.name, f"one of {', '.join(known)}", each.example)
        elif each.kind.name == "key" and not index.knows(_thing(index, each.kind, written)):
            raise NamedThingUnknown(each.name, _thing(index, each.kind, written))


def _thing(index: Index, kind: Kind, written: str) -> str:
    path = written if kind.argument == "thing" else f"{kind.argument}/{written}"
    return named(f"{index.iris.base}id/{path}").value
