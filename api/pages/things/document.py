"""The page of a source document: its sections, and what the graph took from each."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from rdflib.namespace import RDF, SKOS

from api.pages.description.head import Head, frame_of, head
from api.pages.description.more import More, more
from api.pages.description.parts import title_of
from api.pages.description.sources import Mark, document_of, first_line, joined_lines, lines_in
from api.pages.editions.edition import TYPE, Edition, Name, Text, fragment_of
from api.pages.editions.frame import Anchor, Frame, Reuse, reuse
from api.pages.editions.paging import NOTHING_ASKED, Asked, Paging, Place, paged
from api.pages.money.amounts import amount
from graph.iris import EntityKey
from graph.terms import NV

MOST_IN_CONTENTS = 20
"""How many sections the contents of the page list."""

MOST_SECTIONS = 100
MOST_IN_SECTIONS, MOST_IN_SECTION, FEWEST_IN_SECTION = 400, 50, 4
"""Things that all sections of a page, and one of them, may show at first."""

READING = str(NV.Reading)
CITATION = str(NV.Citation)
MOST_SAID = 100
"""Parts of a thing that a section is said to state."""


@dataclass(frozen=True)
class Statement:
    """What a section says of one thing."""

    thing: Name
    kind: str
    said: tuple[Name, ...]
    """Parts of the thing that the section states, in a few words each."""

    lines: str


@dataclass(frozen=True)
class Stated:
    """Where a section speaks of a thing."""

    thing: str
    parts: tuple[str, ...]
    """What it says of the thing: the thing itself and parts of it."""

    lines: str


@dataclass(frozen=True)
class Section:
    """A section of the document."""

    fragment: str
    name: Name
    lines: str
    statements: tuple[Statement, ...]
    paging: Paging | None


@dataclass(frozen=True)
class Concept:
    """A term that the document sorts things by."""

    fragment: str
    name: Name
    definition: Text | None
    things: tuple[Name, ...]


@dataclass(frozen=True)
class Scheme:
    """The terms of one list in the document."""

    fragment: str
    name: Name
    concepts: tuple[Concept, ...]


@dataclass(frozen=True)
class DocumentPage:
    """The page of one document."""

    frame: Frame
    head: Head
    as_of: str
    """The day that the text speaks from; empty where it is not known."""

    as_of_marks: tuple[Mark, ...]
    """How that day is known; it is what a document's own mark is about."""

    file_name: str
    sha256: str
    sections: tuple[Section, ...]
    sections_paging: Paging | None
    schemes: tuple[Scheme, ...]
    more: More
    reuse: Reuse


def document_page(edition: Edition, key: EntityKey, asked: Asked = NOTHING_ASKED) -> DocumentPage:
    """The page of a document. Raises `EntityUnknown` where nothing is stated about it."""
    iri = edition.index.iris.thing(key)
    edition.reading.walked(iri)
    top, as_of = head(edition, key), edition.day(iri, NV.asOf)
    sections, paging = _sections(edition, iri, asked)
    schemes, rest = _schemes(edition, iri), more(edition, iri)
    return DocumentPage(
        frame=frame_of(edition, key, top, tuple(_contents(edition, sections, schemes, rest)), asked),
        head=replace(top, marks=()),
        as_of=edition.numbers.day(as_of) if as_of else "",
        as_of_marks=top.marks,
        file_name=edition.value(iri, NV.fileName) or "",
        sha256=edition.value(iri, NV.sha256) or "",
        sections=sections,
        sections_paging=paging,
        schemes=schemes,
        more=rest,
        reuse=reuse(edition, key, top.name.text),
    )


def ordered_sections(edition: Edition, document: str) -> list[str]:
    """The sections of a document in the order of the text."""
    found = edition.index.subjects(NV.sectionOf, document)
    return sorted(found, key=lambda section: int(edition.value(section, NV.ordinal) or 0))


def _sections(edition: Edition, document: str, asked: Asked) -> tuple[tuple[Section, ...], Paging | None]:
    """The sections of the page; the more there are, the fewer things are shown at first in each."""
    found = edition.kept(ordered_sections, document)
    each = max(
        FEWEST_IN_SECTION, min(MOST_IN_SECTION, MOST_IN_SECTIONS // max(1, min(len(found), MOST_SECTIONS)))
    )
    place = Place("sections", "_sections", size=MOST_SECTIONS)
    return paged(asked, place, found, lambda section: _section(edition, section, each, asked))


def _section(edition: Edition, iri: str, size: int, asked: Asked) -> Section:
    fragment = fragment_of(iri)
    statements, paging = paged(
        asked,
        Place(fragment, fragment, size=size),
        edition.kept(_stated, iri),
        lambda stated: _statement(edition, stated),
    )
    return Section(
        fragment=fragment,
        name=edition.name(iri),
        lines=joined_lines(text.text for text in edition.texts(iri, NV.lines)),
        statements=statements,
        paging=paging,
    )


def _stated(edition: Edition, section: str) -> tuple[Stated, ...]:
    """What a section says of each thing, in the order of its lines."""
    by_thing: dict[str, list[str]] = defaultdict(list)
    for part in edition.index.subjects(NV.statedIn, section):
        if edition.things(part, TYPE) and CITATION not in edition.things(part, TYPE):
            by_thing[_bearer(edition, part)].append(part)
    document, within = document_of(edition, section), edition.value(section, NV.lines) or ""
    found = []
    for thing, parts in by_thing.items():
        lines = {each for part in parts for each in lines_in(edition, part, document, within)}
        found.append(Stated(thing, tuple(parts), joined_lines(lines)))
    return tuple(sorted(found, key=lambda each: (first_line(each.lines), edition.name(each.thing).text)))


def _bearer(edition: Edition, part: str) -> str:
    """The thing that a part belongs to; a concept of the document stands for itself."""
    return part if edition.things(part, SKOS.inScheme) else part.partition("#")[0]


def _statement(edition: Edition, stated: Stated) -> Statement:
    parts = list(dict.fromkeys(_remark_of(edition, part) for part in stated.parts if part != stated.thing))
    said = [_said(edition, part) for part in parts[:MOST_SAID]]
    if len(parts) > MOST_SAID:
        more = edition.phrases.gettext("%(count)s more", count=len(parts) - MOST_SAID)
        said.append(Name(more, None, edition.href(stated.thing)))
    return Statement(
        thing=edition.name(stated.thing),
        kind=edition.kind(stated.thing),
        said=tuple(dict.fromkeys(said)),
        lines=stated.lines,
    )


def _remark_of(edition: Edition, part: str) -> str:
    """The remark that a reading is one way to read; any other part is itself."""
    if READING not in edition.things(part, TYPE):
        return part
    return next(iter(edition.index.subjects(NV.reading, part)), part)


def _said(edition: Edition, part: str) -> Name:
    """A part of a thing in a few words, linked to where its page shows it."""
    href, classes = edition.href(part), edition.things(part, TYPE)
    for kind, told in IN_WORDS.items():
        if kind in classes:
            return Name(told(edition, part), None, href)
    title = title_of(edition, part.partition("#")[0], part)
    return Name(title.text, title.lang, href)


def _amount_in_words(edition: Edition, part: str) -> str:
    stated = amount(edition, part)
    return f"{stated.kind}: {stated.text}"


def _taking_part_in_words(edition: Edition, part: str) -> str:
    who = edition.names(edition.things(part, NV.participant))
    role = edition.words_of(part, NV.role)
    return f"{', '.join(name.text for name in who)} ({role})"


def _hosts_in_words(edition: Edition, part: str) -> str:
    return ", ".join(name.text for name in edition.names(edition.things(part, NV.host)))


IN_WORDS: dict[str, Callable[[Edition, str], str]] = {
    str(NV.AmountStatement): _amount_in_words,
    str(NV.StatusEvent): lambda edition, part: edition.words_of(part, NV.gaveStatus),
    str(NV.Participation): _taking_part_in_words,
    str(NV.Naming): lambda edition, part: edition.value(part, NV.name) or "",
    str(NV.Hosting): _hosts_in_words,
    str(NV.Period): lambda edition, part: edition.numbers.period(
        edition.day(part, NV.start), edition.day(part, NV.end)
    ),
    str(NV.Allocation): lambda edition, _: edition.phrases.gettext("paid from pooled funding"),
}
"""What to say of a part, by its class."""


def _schemes(edition: Edition, document: str) -> tuple[Scheme, ...]:
    return tuple(
        Scheme(fragment_of(iri), edition.name(iri), _concepts(edition, iri))
        for iri in edition.index.subjects(RDF.type, SKOS.ConceptScheme)
        if iri.partition("#")[0] == document
    )


def _concepts(edition: Edition, scheme: str) -> tuple[Concept, ...]:
    found = edition.index.subjects(SKOS.inScheme, scheme)
    return tuple(
        Concept(
            fragment=fragment_of(iri),
            name=edition.name(iri),
            definition=edition.description(iri),
            things=edition.names(edition.index.subjects(NV.focusArea, iri)),
        )
        for iri in sorted(found, key=lambda iri: int(edition.value(iri, NV.ordinal) or 0))
    )


def _contents(
    edition: Edition, sections: tuple[Section, ...], schemes: tuple[Scheme, ...], rest: More
) -> Iterator[Anchor]:
    gettext = edition.phrases.gettext
    yield Anchor("_sections", gettext("What each section says"))
    for section in sections[:MOST_IN_CONTENTS]:
        yield Anchor(section.fragment, section.name.text)
    if schemes:
        yield Anchor("_concepts", gettext("Terms of the document"))
    if rest.statements:
        yield Anchor("_more", gettext("More statements"))
    if rest.noted:
        yield Anchor("_remarks", gettext("What to know of the sources"))
    yield Anchor("_data", gettext("Use the data"))
