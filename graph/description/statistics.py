"""How many statements there are of which class and property, counted over sorted lines."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rdflib.namespace import RDF, XSD

from graph.lines import merged_triples

TYPE = f"<{RDF.type}>".encode()
TEXT = str(XSD.string)
LANGUAGE_TEXT = str(RDF.langString)

AUTHORITIES = {
    "wikidata": "http://www.wikidata.org/entity/",
    "ror": "https://ror.org/",
    "eu-authority-tables": "http://publications.europa.eu/resource/authority/",
    "nuts": "http://data.europa.eu/nuts/",
    "crossref-funders": "https://doi.org/10.13039/",
    "geonames": "https://sws.geonames.org/",
}
"""The registers of others that statements may lead to, with how their IRIs begin."""


Uses = Counter[tuple[tuple[str, ...], bytes, tuple[str, ...], str]]
"""By the classes of a subject, a property, and the classes or the datatype of a value."""


@dataclass(frozen=True)
class Use:
    """A property of the things of a class, with a sort of values: of a class, of a datatype, or neither."""

    of: str
    property: str
    value_class: str = ""
    datatype: str = ""


@dataclass
class Statistics:
    """What was counted in the merge of some named graphs."""

    triples: int = 0
    subjects: int = 0
    entities: int = 0
    """How many things have an address of their own, which parts of a thing have not."""

    examples: dict[str, str] = field(default_factory=dict)
    """By kind, the thing of which most is said."""

    objects: int = 0
    things: Counter[str] = field(default_factory=Counter)
    """By class, how many things there are of it."""

    properties: Counter[str] = field(default_factory=Counter)
    """By property, how many statements there are with it."""

    uses: Counter[Use] = field(default_factory=Counter)
    links: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By property and authority, how many statements lead there."""


def count(
    graphs: Sequence[Iterable[bytes]], space: str, entailed: Sequence[Iterable[bytes]] = ()
) -> Statistics:
    """Count the merge of named graphs that are given as sorted N-Quads lines; they are read a few times.

    `space` is how the addresses of things begin, before their kind. What is `entailed` is counted
    too, but properties are told apart by the classes that are stated: each class above a thing's
    own would tell the same again, of the subject and of the value.
    """
    classes = _classes(graphs)
    found = Statistics()
    objects: set[bytes] = set()
    uses: Uses = Counter()
    sizes: Counter[bytes] = Counter()
    for line in merged_triples([*graphs, *entailed]):
        subject, prop, rest = line.split(b" ", 2)
        value = rest[:-3]
        sizes[subject] += 1
        objects.add(value)
        uses[classes.get(subject, ()), prop, classes.get(value, ()), _datatype(value)] += 1
        if value.startswith(b"<http") and (authority := _authority(value)):
            found.links[_iri(prop), authority] += 1
    found.triples, found.subjects, found.objects = sizes.total(), len(sizes), len(objects)
    found.things.update(each for of in (*classes.values(), *_classes(entailed).values()) for each in of)
    _tally(found, uses)
    _choose_examples(found, sizes, f"<{space}".encode())
    return found


def _choose_examples(found: Statistics, sizes: Counter[bytes], start: bytes) -> None:
    largest: Counter[str] = Counter()
    for subject in filter(lambda each: each.startswith(start) and b"#" not in each, sizes):
        found.entities += 1
        kind = subject[len(start) :].partition(b"/")[0].decode()
        if sizes[subject] > largest[kind]:
            largest[kind], found.examples[kind] = sizes[subject], _iri(subject)


def _classes(graphs: Sequence[Iterable[bytes]]) -> Mapping[bytes, tuple[str, ...]]:
    """The classes of each thing, in the order of their IRIs."""
    typed: dict[bytes, set[str]] = {}
    for lines in graphs:
        for line in lines:
            subject, prop, rest = line.split(b" ", 2)
            if prop == TYPE and rest.startswith(b"<"):  # a text may stand there too, but is no class
                typed.setdefault(subject, set()).add(_iri(rest.partition(b" ")[0]))
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    ordered = {subject: tuple(sorted(of)) for subject, of in typed.items()}
    return {subject: known.setdefault(of, of) for subject, of in ordered.items()}


def _tally(found: Statistics, uses: Uses) -> None:
    """Take what was counted by lists of classes apart, class by class."""
    for (classes, prop, value_classes, datatype), number in uses.items():
        written = _iri(prop)
        found.properties[written] += number
        for of in classes:
            for value_class in value_classes or ("",):
                found.uses[Use(of, written, value_class, datatype)] += number


def _datatype(value: bytes) -> str:
    """The datatype of a literal as it stands in N-Triples; empty for what is none."""
    if not value.startswith(b'"'):
        return ""
    if value.endswith(b'"'):
        return TEXT
    if value.endswith(b">"):
        return value[value.rindex(b"<") + 1 : -1].decode()
    return LANGUAGE_TEXT


def _authority(value: bytes) -> str:
    iri = value[1:-1].decode()
    return next((name for name, start in AUTHORITIES.items() if iri.startswith(start)), "")


def _iri(term: bytes) -> str:
    return term[1:-1].decode()
