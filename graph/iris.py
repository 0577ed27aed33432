"""The IRIs of one dataset: `{base}id/{kind}/{key}` for things, `{base}graph/{source}` for named graphs.

Keys are minted once and never reused; a name that changes does not change its
key. Parts of a thing (an amount, a section, a participation) are fragments of
its IRI, so that they dereference with it.
"""

import re
from dataclasses import dataclass
from unicodedata import normalize
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode
from rdflib import URIRef

DATASET = "nodverk"
"""What the dataset as a whole is called in addresses and in the names of files."""

KINDS = (
    "org",
    "node",
    "project",
    "activity",
    "funding",
    "indicator",
    "policy",
    "person",
    "document",
    "place",
    "analysis",
    "import",
)
KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""The keys that we mint."""

ANY_KEY = re.compile(r"(?:[^\W_A-Z]|%[0-9A-F]{2})+(?:-(?:[^\W_A-Z]|%[0-9A-F]{2})+)*")
"""The keys that others may have minted, with letters like å, as they are or percent-encoded."""

RESERVED = "%/:?#[]@!$&'()*+,;=~"
"""What stands in an IRI as it is, beside letters and digits."""


@dataclass(frozen=True)
class EntityKey:
    """A thing's kind and key, as they stand in its IRI and in the addresses of its pages."""

    kind: str
    key: str

    @property
    def path(self) -> str:
        """Kind and key as they stand in an address: `org/vinnova`."""
        return f"{self.kind}/{self.key}"


@dataclass(frozen=True)
class Iris:
    """The IRIs under one base, which ends with a slash and is fixed for a dataset."""

    base: str

    def entity(self, kind: str, key: str) -> URIRef:
        """The IRI of a thing."""
        return URIRef(f"{self.base}id/{kind}/{key}")

    def thing(self, key: EntityKey) -> str:
        """The IRI of a thing as a plain text, which is made quickly."""
        return f"{self.base}id/{key.path}"

    def graph(self, source: str) -> URIRef:
        """The named graph that holds what one source says."""
        return URIRef(f"{self.base}graph/{source}")

    @property
    def dataset(self) -> URIRef:
        """The dataset itself, of which every release is a state."""
        return URIRef(f"{self.base}datasets/{DATASET}")

    def source(self, graph: str) -> str:
        """The name of the source whose named graph this is."""
        return graph.removeprefix(f"{self.base}graph/")

    def parse(self, iri: str) -> EntityKey | None:
        """Kind and key of a thing of this dataset, its fragment left out; None for any other IRI."""
        prefix = f"{self.base}id/"
        if not iri.startswith(prefix):
            return None
        kind, _, key = iri.removeprefix(prefix).partition("#")[0].partition("/")
        if kind in KINDS and ANY_KEY.fullmatch(key):
            return EntityKey(kind, key)
        return None


def spellings(iri: str) -> tuple[str, ...]:
    """The ways to write an IRI with letters like å: composed or not, as they are or percent-encoded.

    RFC 3987, section 5.3.2: what people take for one address, a store takes for several IRIs.
    """
    if iri.isascii() and "%" not in iri:
        return (iri,)
    plain = unquote(iri)
    forms = [normalize(form, plain) for form in ("NFC", "NFD")]
    return tuple(dict.fromkeys([iri, *forms, *map(as_uri, forms)]))


def as_uri(iri: str) -> str:
    """An IRI as a header can bear it (RFC 3987, section 3.1)."""
    return iri if iri.isascii() else quote(iri, safe=RESERVED)


def named(iri: str) -> NamedNode:
    """An IRI as the store's term; rdflib's `URIRef` is a `str` and may be given."""
    return NamedNode(str(iri))
