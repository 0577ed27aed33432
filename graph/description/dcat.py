"""The catalogue entry by DCAT-AP-SE 3.0.1, the Swedish profile of the European one of W3C's vocabulary.

Everything has an IRI: the profile forbids blank nodes for catalogues, datasets, distributions,
publishers and contacts. Whatever lies elsewhere (licences, themes, languages, media types)
gets its class beside it, since the European shapes ask for it and a reader fetches nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import Literal
from rdflib import URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, Namespace

from graph.description.catalogue_words import (
    API_DESCRIPTION,
    API_TITLE,
    CATALOGUE_TITLE,
    EU,
    KEYWORDS,
    N_QUADS_DESCRIPTION,
    PROVENANCE,
    PUBLISHERS,
    SERVICE_DESCRIPTION,
    SERVICE_TITLE,
    STABLE,
    STABLE_LABEL,
    THEME_SCHEME,
    THEME_SCHEME_TITLE,
    THEMES,
    TURTLE_DESCRIPTION,
)
from graph.description.holdings import Holding
from graph.description.void import Statement
from graph.description.words import DESCRIPTION, LICENCE, said
from graph.dumps.naming import DumpName
from graph.dumps.shelf import Dump
from graph.iris import DATASET, Iris, named
from graph.settings import Publisher

ADMS = Namespace("http://www.w3.org/ns/adms#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
MEDIA = "https://www.iana.org/assignments/media-types/"

PREFIXES = {
    "adms": str(ADMS),
    "dcat": str(DCAT),
    "dcatap": str(DCATAP),
    "dcterms": str(DCTERMS),
    "foaf": str(FOAF),
    "rdfs": str(RDFS),
    "skos": str(SKOS),
    "spdx": str(SPDX),
    "vcard": str(VCARD),
    "xsd": str(XSD),
}
LANGUAGES = (f"{EU}language/SWE", f"{EU}language/ENG")
COUNTRIES = tuple(f"{EU}country/{code}" for code in ("SWE", "DNK", "FIN", "ISL", "NOR"))
CATALOGUE_LICENCE = "http://creativecommons.org/publicdomain/zero/1.0/"
"""CC0, which the Swedish profile wants for the entry itself; the data have their own licence."""

KIND_OF_PUBLISHER = "http://purl.org/adms/publishertype/"
NUMBERED = re.compile(r"https?://dataportal\.se/organisation/SE(\d{10})(?:-.+)?")
"""By what IRI the Swedish data portal knows an organisation: its registration number is in it."""

PUBLIC = f"{EU}access-right/PUBLIC"
IRREGULARLY = f"{EU}frequency/IRREG"
PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"
SHA256 = SPDX.checksumAlgorithm_sha256


@dataclass(frozen=True)
class Written:
    """What a distribution is written in: its media type, its type of file, and its name."""

    media_type: str
    file_type: str
    name: str
    description: Mapping[str, str]
    """By language."""


SYNTAXES = {
    "nq": Written("application/n-quads", "RDF_N_QUADS", "N-Quads", N_QUADS_DESCRIPTION),
    "ttl": Written("text/turtle", "RDF_TURTLE", "Turtle", TURTLE_DESCRIPTION),
}


@dataclass(frozen=True)
class Service:
    """A way to ask the dataset over HTTP."""

    name: str
    """In IRIs."""

    path: str
    title: Mapping[str, str]
    answers: Written
    described_at: str
    """Where machines learn how to ask, below the base."""

    page: str
    standard: str = ""
    """What it conforms to; empty where that is no standard."""


SERVICES = (
    Service(
        "sparql",
        "sparql",
        SERVICE_TITLE,
        Written("application/sparql-results+json", "JSON", "SPARQL", SERVICE_DESCRIPTION),
        described_at="sparql?format=ttl",
        page="sv/sparql",
        standard=PROTOCOL,
    ),
    Service(
        "api",
        "api",
        API_TITLE,
        Written("application/json", "JSON", "API", API_DESCRIPTION),
        described_at="openapi.json",
        page="sv/api",
    ),
)


@dataclass(frozen=True)
class Entry:
    """What a catalogue entry is made from."""

    iris: Iris
    publisher: Publisher
    holdings: tuple[Holding, ...]
    dumps: Mapping[DumpName, Dump]
    """Those that were made; of the others no size or checksum is told."""

    @property
    def catalogue(self) -> str:
        """The IRI of the catalogue, where it is found."""
        return f"{self.iris.base}datasets/dcat"

    @property
    def agent(self) -> str:
        """The IRI of the publisher."""
        return self.publisher.iri or f"{self.catalogue}#publisher"

    def service(self, service: Service) -> str:
        """The IRI of a service, which is where it is asked."""
        return f"{self.iris.base}{service.path}"

    def page(self, language: str) -> str:
        """The page about the datasets."""
        return f"{self.iris.base}{language}/datasets"


def describe_catalogue(entry: Entry) -> Iterator[Statement]:
    """The catalogue with all that it lists. The first of the holdings is the whole."""
    whole = entry.holdings[0]
    yield entry.catalogue, RDF.type, DCAT.Catalog
    yield from said(entry.catalogue, DCTERMS.title, CATALOGUE_TITLE)
    yield from said(entry.catalogue, DCTERMS.description, DESCRIPTION)
    yield entry.catalogue, DCTERMS.publisher, entry.agent
    yield entry.catalogue, DCTERMS.license, CATALOGUE_LICENCE
    yield entry.catalogue, FOAF.homepage, entry.page("sv")
    yield entry.catalogue, DCAT.themeTaxonomy, THEME_SCHEME
    yield entry.catalogue, DCTERMS.issued, _date(whole.issued.date().isoformat())
    yield entry.catalogue, DCTERMS.modified, _date(whole.modified.date().isoformat())
    yield from _each(entry.catalogue, DCTERMS.language, LANGUAGES)
    yield from _agent(entry)
    yield from _contact(entry)
    for service in SERVICES:
        yield entry.catalogue, DCAT.service, entry.service(service)
        yield from _service(entry, service)
        yield from _answers(entry, whole, service)
    for holding in entry.holdings:
        yield entry.catalogue, DCAT.dataset, holding.iri
        yield from _dataset(entry, holding)
        for dump in holding.dumps:
            yield from _download(entry, holding, dump)
    yield from _elsewhere(entry)


def _common(entry: Entry, subject: str) -> Iterator[Statement]:
    """What a dataset and a service both have."""
    yield subject, DCTERMS.publisher, entry.agent
    yield subject, DCTERMS.license, LICENCE


def _agent(entry: Entry) -> Iterator[Statement]:
    yield entry.agent, RDF.type, FOAF.Agent
    yield entry.agent, FOAF.name, Literal(entry.publisher.name)
    yield entry.agent, DCTERMS.type, f"{KIND_OF_PUBLISHER}{entry.publisher.kind}"
    yield f"{KIND_OF_PUBLISHER}{entry.publisher.kind}", RDF.type, SKOS.Concept
    yield from said(
        f"{KIND_OF_PUBLISHER}{entry.publisher.kind}", SKOS.prefLabel, PUBLISHERS[entry.publisher.kind]
    )
    yield entry.agent, FOAF.homepage, entry.publisher.homepage_of(entry.iris.base)
    if found := NUMBERED.fullmatch(entry.agent):
        yield entry.agent, DCTERMS.identifier, Literal(found[1])


def _contact(entry: Entry) -> Iterator[Statement]:
    contact = f"{entry.catalogue}#contact"
    email = quote(entry.publisher.email_of(entry.iris.base), safe="@+")
    yield contact, RDF.type, VCARD.Kind
    yield contact, RDF.type, VCARD.Organization
    yield contact, VCARD.fn, Literal(entry.publisher.name)
    yield contact, VCARD.hasEmail, f"mailto:{email}"
    yield contact, VCARD.hasURL, entry.publisher.homepage_of(entry.iris.base)


def _dataset(entry: Entry, holding: Holding) -> Iterator[Statement]:
    dataset = holding.iri
    yield dataset, RDF.type, DCAT.Dataset
    yield from said(dataset, DCTERMS.title, holding.title)
    yield from said(dataset, DCTERMS.description, holding.description)
    yield from _common(entry, dataset)
    yield dataset, DCTERMS.identifier, Literal(dataset)
    yield dataset, DCTERMS.issued, _date(holding.issued.date().isoformat())
    yield dataset, DCTERMS.modified, _date(holding.modified.date().isoformat())
    yield dataset, DCTERMS.accrualPeriodicity, IRREGULARLY
    yield dataset, DCTERMS.provenance, f"{entry.catalogue}#provenance"
    yield dataset, DCTERMS.conformsTo, "https://w3id.org/nodverk/ns"
    yield dataset, DCAT.version, Literal(str(holding.release))
    yield from _each(dataset, DCAT.landingPage, [entry.page("sv"), entry.page("en")])
    yield from _each(dataset, DCTERMS.spatial, COUNTRIES)
    yield from _each(dataset, DCTERMS.language, LANGUAGES)
    yield from _findable(entry, dataset)
    if dataset != entry.iris.dataset:
        yield dataset, DCTERMS.isPartOf, entry.iris.dataset


def _findable(entry: Entry, subject: str) -> Iterator[Statement]:
    """Under what a dataset or a service is found, and who may have it and whom to ask."""
    yield subject, DCAT.contactPoint, f"{entry.catalogue}#contact"
    yield subject, DCTERMS.accessRights, PUBLIC
    yield from _each(subject, DCAT.theme, [f"{THEME_SCHEME}/{theme}" for theme in THEMES])
    for language, words in KEYWORDS.items():
        for word in words:
            yield subject, DCAT.keyword, Literal(word, language=language)


def _download(entry: Entry, holding: Holding, dump: DumpName) -> Iterator[Statement]:
    """A dump as a distribution."""
    distribution = f"{entry.catalogue}#{dump.name}-{dump.syntax}"
    address = f"{entry.iris.base}dumps/{dump.file}"
    written = SYNTAXES[dump.syntax]
    yield holding.iri, DCAT.distribution, distribution
    yield from _distribution(distribution, written)
    yield from said(distribution, DCTERMS.title, dict.fromkeys(("sv", "en"), f"{written.name} (gzip)"))
    yield distribution, DCAT.accessURL, address
    yield distribution, DCAT.downloadURL, address
    yield distribution, DCAT.compressFormat, f"{MEDIA}application/gzip"
    yield distribution, DCTERMS.issued, _date(holding.modified.date().isoformat())
    made = entry.dumps.get(dump)
    if made is not None:
        checksum = f"{distribution}-checksum"
        yield distribution, DCAT.byteSize, Literal(str(made.octets), datatype=named(XSD.nonNegativeInteger))
        yield distribution, SPDX.checksum, checksum
        yield checksum, RDF.type, SPDX.Checksum
        yield checksum, SPDX.algorithm, SHA256
        yield checksum, SPDX.checksumValue, Literal(made.sha256, datatype=named(XSD.hexBinary))
        yield SHA256, RDF.type, SPDX.ChecksumAlgorithm


def _answers(entry: Entry, whole: Holding, service: Service) -> Iterator[Statement]:
    """A service as a distribution of the whole."""
    distribution = f"{entry.catalogue}#{DATASET}-{service.name}"
    yield whole.iri, DCAT.distribution, distribution
    yield from _distribution(distribution, service.answers)
    yield from said(distribution, DCTERMS.title, service.title)
    yield distribution, DCAT.accessURL, entry.service(service)
    yield distribution, DCAT.accessService, entry.service(service)
    yield distribution, DCTERMS.issued, _date(whole.modified.date().isoformat())


def _distribution(distribution: str, written: Written) -> Iterator[Statement]:
    yield distribution, RDF.type, DCAT.Distribution
    yield from said(distribution, DCTERMS.description, written.description)
    yield distribution, DCTERMS.license, LICENCE
    yield distribution, DCTERMS["format"], f"{EU}file-type/{written.file_type}"
    yield f"{EU}file-type/{written.file_type}", RDF.type, DCTERMS.MediaTypeOrExtent
    yield distribution, DCAT.mediaType, f"{MEDIA}{written.media_type}"
    yield f"{MEDIA}{written.media_type}", RDF.type, DCTERMS.MediaType
    yield distribution, DCATAP.availability, STABLE


def _service(entry: Entry, service: Service) -> Iterator[Statement]:
    iri, base = entry.service(service), entry.iris.base
    yield iri, RDF.type, DCAT.DataService
    yield from said(iri, DCTERMS.title, service.title)
    yield from said(iri, DCTERMS.description, service.answers.description)
    yield from _common(entry, iri)
    yield iri, DCAT.endpointURL, iri
    yield iri, DCAT.endpointDescription, f"{base}{service.described_at}"
    yield iri, DCAT.servesDataset, entry.iris.dataset
    yield iri, FOAF.page, f"{base}{service.page}"
    yield f"{base}{service.page}", RDF.type, FOAF.Document
    if service.standard:
        yield iri, DCTERMS.conformsTo, service.standard
    yield from _findable(entry, iri)


def _elsewhere(entry: Entry) -> Iterator[Statement]:
    """What is known of things that others keep."""
    classes = {
        **dict.fromkeys((str(LICENCE), CATALOGUE_LICENCE), DCTERMS.LicenseDocument),
        PUBLIC: DCTERMS.RightsStatement,
        IRREGULARLY: DCTERMS.Frequency,
        PROTOCOL: DCTERMS.Standard,
        "https://w3id.org/nodverk/ns": DCTERMS.Standard,
        f"{MEDIA}application/gzip": DCTERMS.MediaType,
        f"{entry.catalogue}#provenance": DCTERMS.ProvenanceStatement,
        THEME_SCHEME: SKOS.ConceptScheme,
        STABLE: SKOS.Concept,
        **dict.fromkeys((entry.page("sv"), entry.page("en")), FOAF.Document),
        **dict.fromkeys(LANGUAGES, DCTERMS.LinguisticSystem),
        **dict.fromkeys(COUNTRIES, DCTERMS.Location),
    }
    for thing, of in classes.items():
        yield thing, RDF.type, of
    yield from said(f"{entry.catalogue}#provenance", RDFS.label, PROVENANCE)
    yield from said(THEME_SCHEME, DCTERMS.title, THEME_SCHEME_TITLE)
    yield from said(STABLE, SKOS.prefLabel, STABLE_LABEL)
    for theme, labels in THEMES.items():
        yield f"{THEME_SCHEME}/{theme}", RDF.type, SKOS.Concept
        yield from said(f"{THEME_SCHEME}/{theme}", SKOS.prefLabel, labels)


def _each(subject: str, predicate: URIRef, values: Iterable[str]) -> Iterator[Statement]:
    for value in values:
        yield subject, predicate, value


def _date(written: str) -> Literal:
    return Literal(written, datatype=named(XSD.date))
