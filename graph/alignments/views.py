"""Which other models the graph can be seen in, and the document that shows it so."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Triple, serialize

from graph.alignments import giving360
from graph.alignments.awards import (
    AMOUNT,
    DAY,
    FUNDER,
    GRANT,
    ONE_FUNDER,
    ONE_RECIPIENT,
    Award,
    Need,
    read_awards,
)
from graph.alignments.json_ld import compact
from graph.errors import FormatUnavailable
from graph.formats import STATEMENTS
from graph.index.index import Index

JSON_LD = "jsonld"
COMMON = {
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes of the terms that a view takes from elsewhere than its own model."""


@dataclass(frozen=True)
class Mapped:
    """A CONSTRUCT query into a vocabulary, and the vocabulary's prefix and namespace."""

    query: str
    prefix: str
    namespace: str


@dataclass(frozen=True)
class Model:
    """A model that others use: what it is called, how it is written, and what it asks of a grant.

    `name` is how it is asked for, `title` how its makers write it. `formats` are the short
    names of `graph.formats.STATEMENTS`, or `json`; the first is the usual one.
    """

    name: str
    title: str
    formats: tuple[str, ...]
    needs: tuple[Need, ...]
    mapped: Mapped | None


PURPOSE = Need("neither a description nor anything that benefits", giving360.has_purpose)

MODELS: Mapping[str, Model] = {
    model.name: model
    for model in (
        Model(
            "eurio",
            "EURIO",
            ("ttl", "nt", "rdf", JSON_LD),
            (GRANT, ONE_FUNDER),
            Mapped("export-eurio", "eurio", "http://data.europa.eu/s66#"),
        ),
        Model(
            "frapo",
            "FRAPO",
            ("ttl", "nt", "rdf", JSON_LD),
            (GRANT, FUNDER),
            Mapped("export-frapo", "frapo", "http://purl.org/cerif/frapo/"),
        ),
        Model(
            "schema.org",
            "schema.org",
            (JSON_LD, "ttl", "nt", "rdf"),
            (GRANT, FUNDER),
            Mapped("export-schema", "schema", "https://schema.org/"),
        ),
        Model(
            "360giving",
            "360Giving",
            ("json",),
            (GRANT, ONE_FUNDER, ONE_RECIPIENT, AMOUNT, DAY, PURPOSE),
            None,
        ),
    )
}


@dataclass(frozen=True)
class LeftOut:
    """An award that a model cannot express, and what it lacks for that."""

    award: Award
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class View:
    """A release in the terms of another model, with which awards are grants in it and which are not."""

    content: bytes
    media_type: str
    grants: tuple[Award, ...]
    left_out: tuple[LeftOut, ...]


def view(index: Index, model: Model, syntax: str | None = None) -> View:
    """See a release in another model, written in one of its formats.

    Raises `FormatUnavailable` where the model is not written so.
    """
    chosen = syntax or model.formats[0]
    if chosen not in model.formats:
        raise FormatUnavailable(f"the graph as {model.name}", model.formats)
    grants, left_out = [], []
    for award in read_awards(index):
        lacks = tuple(need.lack for need in model.needs if not need.met(award))
        if lacks:
            left_out.append(LeftOut(award, lacks))
        else:
            grants.append(award)
    if model.mapped is None:
        content, media_type = giving360.package(grants), "application/json"
    else:
        content = _written(index.construct(model.mapped.query), model.mapped, chosen)
        media_type = STATEMENTS[chosen].media_type
    return View(content, media_type, tuple(grants), tuple(left_out))


def _written(triples: Sequence[Triple], mapped: Mapped, syntax: str) -> bytes:
    if syntax == JSON_LD:
        return compact(triples, mapped.namespace, COMMON)
    written = io.BytesIO()
    prefixes = {mapped.prefix: mapped.namespace, **COMMON}
    serialize(triples, written, format=STATEMENTS[syntax], prefixes=prefixes)
    return written.getvalue()
