"""The page that documents the ontology: every term and code list, with how much each is used."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import Literal
from rdflib.namespace import DCTERMS, OWL, RDFS, SKOS, VANN

from api.pages.editions.edition import Edition, Name, Text
from api.pages.editions.frame import FORMATS, Anchor, DataLink, Frame
from api.pages.service.model import Model, model
from graph.formats import PREFIXES
from graph.terms import CODE, CURRENCY, NV
from graph.vocabulary import ONTOLOGY, Code, CodeList, Kind, Term, vocabulary

OTHERS = {
    "eurio": "http://data.europa.eu/s66#",
    "frapo": "http://purl.org/cerif/frapo/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "schema": "https://schema.org/",
    "time": "http://www.w3.org/2006/time#",
    "vivo": "http://vivoweb.org/ontology/core#",
}
WRITTEN = {namespace: prefix for prefix, namespace in (PREFIXES | OTHERS).items()}
"""The prefixes by which terms are written here, by namespace."""

DATATYPES = (PREFIXES["xsd"], OTHERS["rdf"])
"""Namespaces of datatypes, of which there is nothing to read at the address."""


@dataclass(frozen=True)
class Row:
    """A line of what is said of a term."""

    title: str
    values: tuple[Name, ...]


@dataclass(frozen=True)
class Entry:
    """A term or a code, as it is documented."""

    fragment: str
    iri: str
    written: str
    """How it stands in data: `nv:funder`, `decided`."""

    label: Text
    other_labels: tuple[Text, ...]
    """What it is called in the other languages."""

    definition: Text | None
    notes: tuple[Text, ...]
    rows: tuple[Row, ...]
    uses: str
    deprecated: bool


@dataclass(frozen=True)
class Group:
    """Entries that stand together: all classes, or the codes of a list."""

    fragment: str
    title: Text
    about: Text | None
    entries: tuple[Entry, ...]
    iri: str = ""


@dataclass(frozen=True)
class VocabularyPage:
    """The documentation of the ontology."""

    frame: Frame
    lede: Text | None
    facts: tuple[Row, ...]
    model: Model
    groups: tuple[Group, ...]
    lists: tuple[Group, ...]
    data: tuple[tuple[str, tuple[DataLink, ...]], ...]
    citation: Text | None


def vocabulary_page(edition: Edition) -> VocabularyPage:
    """The documentation of the ontology of a release. Raises `EntityUnknown` where it has none."""
    gettext = edition.phrases.gettext
    found = vocabulary(edition.index)
    return VocabularyPage(
        frame=Frame(
            title=gettext("The ontology"),
            description=gettext("Every class, property and code list of the data, with definitions and use."),
            path="/ns",
            menu="about",
            iri=ONTOLOGY,
            data=_links("ontology"),
            contents=(
                Anchor("_model", gettext("The model")),
                Anchor("_classes", gettext("Classes")),
                Anchor("_properties", gettext("Properties")),
                Anchor("_codes", gettext("Code lists")),
                Anchor("_data", gettext("Use the ontology")),
            ),
        ),
        lede=edition.text(ONTOLOGY, DCTERMS.description),
        facts=_facts(edition),
        model=model(edition),
        groups=_groups(edition, found.terms),
        lists=_lists(edition, found.lists),
        data=((gettext("The ontology"), _links("ontology")), (gettext("Code lists"), _links("codes"))),
        citation=edition.text(ONTOLOGY, DCTERMS.bibliographicCitation),
    )


def fragment_of_term(iri: str) -> str:
    """Where a term is documented on the page: the name of the term itself."""
    return iri.removeprefix(str(NV))


def fragment_of_code(iri: str) -> str:
    """Where a code or a code list is documented on the page: `code-status-decided`."""
    path = iri.removeprefix(CODE) if iri.startswith(CODE) else f"currency{iri.removeprefix(CURRENCY[:-1])}"
    return f"code-{path.replace('/', '-')}"


def _links(source: str) -> tuple[DataLink, ...]:
    return tuple(
        DataLink(name, f"/data/graph/{source}.{extension}", media_type)
        for name, extension, media_type in FORMATS
    )


def _facts(edition: Edition) -> tuple[Row, ...]:
    gettext = edition.phrases.gettext
    said = (
        (gettext("Version"), edition.value(ONTOLOGY, OWL.versionInfo)),
        (gettext("Changed"), edition.value(ONTOLOGY, DCTERMS.modified)),
        (gettext("Namespace"), edition.value(ONTOLOGY, VANN.preferredNamespaceUri)),
        (gettext("Prefix"), edition.value(ONTOLOGY, VANN.preferredNamespacePrefix)),
    )
    return tuple(Row(title, (Name(value),)) for title, value in said if value)


def _groups(edition: Edition, terms: tuple[Term, ...]) -> tuple[Group, ...]:
    gettext = edition.phrases.gettext
    classes = [each for each in terms if each.kind is Kind.CLASS]
    properties = [each for each in terms if each.kind is not Kind.CLASS]
    having = _by_class(properties, lambda each: each.domain)
    leading = _by_class(properties, lambda each: each.range)
    entries_of_classes = (
        _term(edition, each, _class_rows(edition, each, having[each.iri], leading[each.iri]))
        for each in classes
    )
    entries_of_properties = (_term(edition, each, _property_rows(edition, each)) for each in properties)
    return (
        Group("_classes", Text(gettext("Classes")), None, _in_order(edition, entries_of_classes)),
        Group("_properties", Text(gettext("Properties")), None, _in_order(edition, entries_of_properties)),
    )


def _by_class(
    properties: Iterable[Term], classes: Callable[[Term], tuple[str, ...]]
) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for each in properties:
        for kind in classes(each):
            found[kind].append(each.iri)
    return found


def _in_order(edition: Edition, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: edition.place(entry.label)))


def _term(edition: Edition, term: Term, rows: Iterable[tuple[str, Iterable[str]]]) -> Entry:
    gettext, ngettext = edition.phrases.gettext, edition.phrases.ngettext
    count = edition.numbers.count(term.uses)
    if term.kind is Kind.CLASS:
        uses = ngettext("%(count)s thing", "%(count)s things", term.uses, count=count)
    else:
        uses = ngettext("%(count)s statement", "%(count)s statements", term.uses, count=count)
    further = (
        (gettext("Replaced by"), term.replaced_by),
        *rows,
        (gettext("Near to"), term.near),
    )
    told = [Row(title, _names(edition, iris)) for title, iris in further if iris]
    if term.looked.shapes:
        told.append(Row(gettext("Judged by the shapes"), tuple(Name(each) for each in term.looked.shapes)))
    return Entry(
        fragment=fragment_of_term(term.iri),
        iri=term.iri,
        written=_written(term.iri),
        label=edition.name(term.iri),
        other_labels=_other_labels(edition, term.iri),
        definition=edition.text(term.iri, SKOS.definition),
        notes=edition.passages(term.iri, SKOS.scopeNote) + edition.passages(term.iri, SKOS.changeNote),
        rows=tuple(told),
        uses=uses,
        deprecated=term.deprecated,
    )


def _class_rows(
    edition: Edition, term: Term, having: list[str], leading: list[str]
) -> Iterable[tuple[str, Iterable[str]]]:
    gettext = edition.phrases.gettext
    yield gettext("Subclass of"), term.above
    yield gettext("Subclasses"), term.below
    yield gettext("Properties of its own"), having
    yield gettext("Properties that lead to it"), leading


def _property_rows(edition: Edition, term: Term) -> Iterable[tuple[str, Iterable[str]]]:
    gettext = edition.phrases.gettext
    yield gettext("Subproperty of"), term.above
    yield gettext("Subproperties"), term.below
    yield gettext("Domain"), term.domain
    yield (gettext("Range, at most one value") if term.single else gettext("Range")), term.range
    yield gettext("Code lists"), term.looked.lists


def _lists(edition: Edition, lists: tuple[CodeList, ...]) -> tuple[Group, ...]:
    groups = (
        Group(
            fragment=fragment_of_code(each.iri),
            title=edition.name(each.iri),
            about=edition.text(each.iri, SKOS.definition),
            entries=tuple(_code(edition, code) for code in each.codes),
            iri=each.iri,
        )
        for each in lists
    )
    return tuple(sorted(groups, key=lambda group: edition.place(group.title)))


def _code(edition: Edition, code: Code) -> Entry:
    broader = (Row(edition.phrases.gettext("A kind of"), _names(edition, code.broader)),)
    return Entry(
        fragment=fragment_of_code(code.iri),
        iri=code.iri,
        written=code.notation,
        label=edition.name(code.iri),
        other_labels=_other_labels(edition, code.iri),
        definition=edition.text(code.iri, SKOS.definition),
        notes=(),
        rows=broader if code.broader else (),
        uses=edition.numbers.count(code.uses),
        deprecated=code.deprecated,
    )


def _other_labels(edition: Edition, iri: str) -> tuple[Text, ...]:
    labels = (each for each in edition.index.objects(iri, RDFS.label) if isinstance(each, Literal))
    return tuple(
        Text(each.value, each.language) for each in labels if each.language not in {edition.language, None}
    )


def _names(edition: Edition, iris: Iterable[str]) -> tuple[Name, ...]:
    return tuple(sorted((_name(edition, iri) for iri in iris), key=edition.place))


def _name(edition: Edition, iri: str) -> Name:
    """A term by its label, linked to its place on the page; one of another vocabulary as it is written."""
    if iri.startswith(str(NV)):
        return Name(edition.word(iri), None, f"#{fragment_of_term(iri)}")
    if iri.startswith((CODE, CURRENCY[:-1])):
        return Name(edition.word(iri), None, f"#{fragment_of_code(iri)}")
    return Name(_written(iri), None, None if iri.startswith(DATATYPES) else iri)


def _written(iri: str) -> str:
    """A term with its prefix; without one, its whole address."""
    namespace = next((each for each in WRITTEN if iri.startswith(each) and iri != each), "")
    return f"{WRITTEN[namespace]}:{iri.removeprefix(namespace)}" if namespace else iri
