"""The page of the datasets: what can be downloaded, and how it changed from release to release."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_decimal
from markupsafe import Markup

from api.pages.editions.edition import Edition, Name
from api.pages.editions.frame import Anchor, DataLink, Frame, data_links
from api.pages.editions.numbers import Day
from api.pages.service.other_models import OtherModel, other_models
from api.pages.service.releases import Made
from graph.analysis.derived import SOURCE as DERIVED
from graph.analysis.entailed import SOURCE as ENTAILED
from graph.analysis.publication import SOURCE as CENTRALITY
from graph.description.catalogue_words import KEYWORDS
from graph.description.dcat import SERVICES, SYNTAXES, Entry
from graph.description.void import SOURCE as VOID
from graph.description.words import LICENCE
from graph.dumps.naming import DumpName
from graph.dumps.shelf import CHECKSUM, Dump
from graph.ingest.provenance import SOURCE as PROVENANCE
from graph.iris import DATASET, EntityKey

CATALOGUE_FORMATS = (
    DataLink("RDF/XML", "/datasets/dcat.rdf", "application/rdf+xml"),
    DataLink("Turtle", "/datasets/dcat.ttl", "text/turtle"),
    DataLink("JSON-LD", "/datasets/dcat.jsonld", "application/ld+json"),
    DataLink("N-Triples", "/datasets/dcat.nt", "application/n-triples"),
)
UNITS = ("B", "kB", "MB", "GB", "TB")


@dataclass(frozen=True)
class Download:
    """A file."""

    format: str
    href: str
    size: str
    """Empty where the file is made when it is first asked for, and so are the others."""

    sha256: str
    checksum: str
    """The address of the checksum."""


@dataclass(frozen=True)
class Part:
    """A named graph of the release, with its files."""

    name: Name
    source: str
    is_source: bool
    """Whether somebody said it, and it is not one that we make beside the sources."""

    statements: str
    changed_on: str
    downloads: tuple[Download, ...]


@dataclass(frozen=True)
class Step:
    """A release in the history."""

    number: int
    made_on: str
    note: str
    statements: str
    changed: tuple[Name, ...]
    download: str
    """The address of all of it; empty where it was let go."""

    difference: str
    """The address of what it changed; empty where there is nothing to compare."""


@dataclass(frozen=True)
class DatasetsPage:
    """The page of the datasets."""

    frame: Frame
    whole: tuple[Download, ...]
    parts: tuple[Part, ...]
    steps: tuple[Step, ...]
    catalogue: tuple[DataLink, ...]
    models: tuple[OtherModel, ...]
    description: tuple[DataLink, ...]
    """The statistics and the example queries."""

    release: int
    made_on: str
    statements: str
    publisher: str
    homepage: str
    email: str
    """A role's mailbox; empty where none was set."""

    json_ld: Markup


def datasets_page(edition: Edition, entry: Entry, releases: Sequence[Made], *, files: bool) -> DatasetsPage:
    """The page, of the release of an edition; `files` says whether there is anything to download."""
    gettext, release = edition.phrases.gettext, edition.index.release
    return DatasetsPage(
        frame=Frame(
            title=gettext("Datasets"),
            description=gettext(
                "Every release as files, what changed between them, and the catalogue entry."
            ),
            path="/datasets",
            menu="about",
            data=CATALOGUE_FORMATS,
            contents=(
                Anchor("_whole", gettext("The whole dataset")),
                Anchor("_parts", gettext("Source by source")),
                Anchor("_releases", gettext("Releases")),
                Anchor("_models", gettext("In the terms of other models")),
                Anchor("_machines", gettext("For machines")),
            ),
        ),
        whole=_downloads(edition, entry, DATASET) if files else (),
        parts=_parts(edition, entry, releases, files=files),
        steps=tuple(_step(edition, each, files=files) for each in releases),
        catalogue=CATALOGUE_FORMATS,
        models=other_models(),
        description=data_links(EntityKey("graph", VOID)),
        release=release.number,
        made_on=edition.numbers.day(Day(release.made_at.date())),
        publisher=entry.publisher.name,
        homepage=entry.publisher.homepage_of(entry.iris.base),
        email=entry.publisher.email,
        statements=edition.numbers.count(release.statements),
        json_ld=_json_ld(edition, entry),
    )


def _downloads(edition: Edition, entry: Entry, name: str) -> tuple[Download, ...]:
    found = []
    for syntax, written in SYNTAXES.items():
        dump = DumpName(name, edition.index.release.number, syntax)
        made = entry.dumps.get(dump)
        href = f"/dumps/{dump.file}"
        size = size_of(edition, made.octets) if made else ""
        found.append(Download(written.name, href, size, made.sha256 if made else "", f"{href}{CHECKSUM}"))
    return tuple(found)


def _parts(edition: Edition, entry: Entry, releases: Sequence[Made], *, files: bool) -> tuple[Part, ...]:
    """The named graphs, the sources first."""
    changed = {source: each.made_at.date() for each in reversed(releases) for source in each.touched}
    ours = _ours(edition)
    found = []
    for version in edition.index.release.graphs:
        source = edition.index.iris.source(version.graph)
        day = changed.get(source)
        found.append(
            Part(
                name=_name(edition, source),
                source=source,
                is_source=source not in ours,
                statements=edition.numbers.count(version.statements),
                changed_on=edition.numbers.day(Day(day)) if day else "",
                downloads=_downloads(edition, entry, source) if files else (),
            )
        )
    return tuple(sorted(found, key=lambda part: (not part.is_source, edition.place(part.name))))


def _name(edition: Edition, source: str) -> Name:
    """What a source is called: as its document is, as a graph of ours, or by its own word."""
    document = str(edition.index.iris.entity("document", source))
    if edition.index.knows(document):
        return edition.name(document)
    return _ours(edition).get(source, Name(source))


def _ours(edition: Edition) -> dict[str, Name]:
    """The graphs that are nobody's source but made by us, in words."""
    gettext, language = edition.phrases.gettext, edition.language
    return {
        "alignments": Name(gettext("Alignments with other models"), None, f"/{language}/ns"),
        CENTRALITY: Name(gettext("Centrality"), None, f"/{language}/ranking"),
        "codes": Name(gettext("Code lists"), None, f"/{language}/ns"),
        DERIVED: Name(gettext("Sums and partners, worked out")),
        ENTAILED: Name(gettext("What follows from the ontology")),
        "ontology": Name(gettext("The ontology"), None, f"/{language}/ns"),
        "places": Name(gettext("Places"), None, f"/{language}/place"),
        PROVENANCE: Name(gettext("Imports and where they came from")),
        VOID: Name(gettext("Description for tools"), None, f"/data/graph/{VOID}.ttl"),
    }


def _step(edition: Edition, release: Made, *, files: bool) -> Step:
    return Step(
        number=release.number,
        made_on=edition.numbers.day(Day(release.made_at.date())),
        note=release.note,
        statements=edition.numbers.count(release.statements),
        changed=tuple(_name(edition, source) for source in release.changed) if release.before else (),
        download=f"/dumps/{DATASET}-{release.number}.nq.gz" if files and release.kept else "",
        difference=release.difference,
    )


def size_of(edition: Edition, octets: int) -> str:
    """The size of a file as people read it: `1,4 MB`."""
    size, unit = float(octets), 0
    while size >= 1000 and unit + 1 < len(UNITS):
        size, unit = size / 1000, unit + 1
    shown = format_decimal(size, "#,##0.#" if unit and size < 100 else "#,##0", edition.numbers.locale)
    return f"{shown}\u00a0{UNITS[unit]}"


def _json_ld(edition: Edition, entry: Entry) -> Markup:
    """The dataset in the words of schema.org, which search engines read; safe to stand in a page."""
    whole, language = entry.holdings[0], edition.language
    publisher = {
        "@type": "Organization",
        "@id": entry.agent,
        "name": entry.publisher.name,
        "url": entry.publisher.homepage_of(entry.iris.base),
    }
    described = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": whole.iri,
        "name": whole.title[language],
        "description": whole.description[language],
        "url": entry.page(language),
        "license": str(LICENCE),
        "version": str(whole.release),
        "datePublished": whole.issued.date().isoformat(),
        "dateModified": whole.modified.date().isoformat(),
        "inLanguage": ["sv", "en"],
        "isAccessibleForFree": True,
        "keywords": list(KEYWORDS[language]),
        "creator": publisher,
        "publisher": {"@id": entry.agent},
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": entry.catalogue, "url": entry.catalogue},
        "distribution": [
            *(_data_download(entry, name, entry.dumps) for name in whole.dumps),
            *(
                {"@type": "DataDownload", "name": each.title[language], "contentUrl": entry.service(each)}
                for each in SERVICES
            ),
        ],
    }
    return Markup(json.dumps(described, ensure_ascii=False, indent=1).replace("<", "\\u003c"))  # noqa: S704 - no "<" is left in it


def _data_download(entry: Entry, name: DumpName, dumps: Mapping[DumpName, Dump]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@type": "DataDownload",
        "name": f"{SYNTAXES[name.syntax].name} (gzip)",
        "contentUrl": f"{entry.iris.base}dumps/{name.file}",
        "encodingFormat": [SYNTAXES[name.syntax].media_type, "application/gzip"],
    }
    made = dumps.get(name)
    return told | ({"contentSize": f"{made.octets} B", "sha256": made.sha256} if made else {})
