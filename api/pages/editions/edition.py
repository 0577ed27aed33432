"""An edition: one release of the graph, told in one language.

All that a page asks passes here, so that a name, a code or a link is said the
same way wherever it stands.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache, partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode
from rdflib.namespace import DCTERMS, ORG, RDF, RDFS, SKOS

from api.pages.editions.borrowed import borrowed
from api.pages.editions.moment import NOW, Moment
from api.pages.editions.numbers import Day, Numbers
from api.pages.editions.order import Order
from api.pages.editions.phrases import Phrases, alphabetical, phrases
from graph.index.index import Index
from graph.iris import named
from graph.terms import CODE, CURRENCY, NV
from graph.things.reading import Reading
from graph.things.reading_on import ReadingOn
from graph.timeline import known_on, name_on

MOST_NAMES = 16_384
"""Names that an edition keeps, some three hundred octets each."""

MOST_MOMENTS = 4
"""Other moments that an edition keeps ready to tell of."""

MOST_MADE = 2048
"""What is kept of each sort that was made of a thing, such as the lines of funding items."""

Made = TypeVar("Made")
DESCRIPTION, DEFINITION, CLASSIFICATION, TYPE, PERIOD, START, END, PRECISION, PLACE_KIND = (
    str(each)
    for each in (
        DCTERMS.description,
        SKOS.definition,
        ORG.classification,
        RDF.type,
        NV.period,
        NV.start,
        NV.end,
        NV.datePrecision,
        NV.placeKind,
    )
)
"""Terms that are asked for in each breath; rdflib looks its own up each time that they are written."""

SAFE_SCHEMES = {"http", "https", "mailto"}
"""What data may link to; anything else is shown as text."""


NAMESPACE = str(NV)
VOCABULARY = (NAMESPACE, CODE, CURRENCY, *(str(each) for each in (DCTERMS, ORG, RDF, RDFS, SKOS)))
"""How the IRIs of terms and codes begin."""


@dataclass(frozen=True)
class Text:
    """Words from the data, with their language where it is not the page's (WCAG 3.1.2)."""

    text: str
    lang: str | None = None


@dataclass(frozen=True)
class Name(Text):
    """What a thing is called, and where its page is."""

    href: str | None = None


@dataclass(frozen=True)
class Edition:
    """One release in one language, on a day if one was asked for."""

    reading: Reading
    phrases: Phrases
    numbers: Numbers
    moment: Moment = NOW

    @property
    def index(self) -> Index:
        """The release."""
        return self.reading.index

    @cached_property
    def language(self) -> str:
        """The language of the pages, `sv` or `en`."""
        return self.phrases.language

    @cached_property
    def released(self) -> str:
        """The day on which the release was made."""
        return self.numbers.day(Day(self.index.release.made_at.date()))

    @cached_property
    def asked(self) -> str:
        """The end of each address that stays at the moment; empty where none was asked for.

        So a reader of an older release, or of a day, goes on reading of it.
        """
        return f"?{self.moment.query}" if self.moment.query else ""

    def address(self, path: str, query: str = "") -> str:
        """The address of a page in this language, at the same moment."""
        whole = "&".join(each for each in (query, self.moment.query) if each)
        return f"/{self.language}{path}" + (f"?{whole}" if whole else "")

    def href(self, iri: str) -> str | None:
        """The page of a thing, or of the thing that a part belongs to, with the part's fragment.

        An address outside the dataset stays itself if a reader can follow it safely; a term or
        code is a word and no page.
        """
        thing = self.index.iris.parse(iri)
        if thing:
            fragment = iri.partition("#")[2]
            return f"/{self.language}/{thing.path}{self.asked}" + (f"#{fragment}" if fragment else "")
        if iri.startswith(VOCABULARY):
            return None
        return iri if urlsplit(iri).scheme in SAFE_SCHEMES else None

    @cached_property
    def name(self) -> Callable[[str], Name]:
        """The name of a thing, linked to its page; a part without one goes by the name of its thing.

        Where there is neither, the end of the address must do.
        """
        return lru_cache(MOST_NAMES)(self._name)

    def _name(self, iri: str) -> Name:
        label = self.index.label(iri, self.language) or self.index.label(iri.partition("#")[0], self.language)
        if iri in self.renamed:
            label = self._name_then(iri) or label
        if label is None:
            return Name(self.borrowed.get(iri) or readable_tail(iri), None, self.href(iri))
        return Name(label.value, self._foreign(label), self.href(iri))

    @cached_property
    def borrowed(self) -> Mapping[str, str]:
        """What the terms of other vocabularies are called."""
        return borrowed(self.phrases)

    @cached_property
    def renamed(self) -> frozenset[str]:
        """The things of which a source says from when to when they bore a name."""
        namings = self.index.merged_quads(None, named(NV.naming))
        return frozenset(quad.subject.value for quad in namings if isinstance(quad.subject, NamedNode))

    def _name_then(self, iri: str) -> Literal | None:
        """The name of the moment; as a label where it is one, since labels are in both languages."""
        dated = name_on(self.index, iri, self.language, self.moment.on)
        if dated is None or any(each.value == dated.value for each in self.index.labels(iri)):
            return None
        return dated

    def tells_of(self, iri: str) -> bool:
        """Whether a thing or part was there at the moment, as far as its period and its statuses tell."""
        return self.moment.on is None or known_on(self.index, iri, self.moment.on)

    @property
    def day_asked(self) -> str:
        """The day of the moment in words; empty where none is asked for."""
        return self.numbers.day(Day(self.moment.on)) if self.moment.on else ""

    @cached_property
    def at(self) -> Callable[[Moment], "Edition"]:
        """The same release as it tells of another moment; the last ones are kept with what they read."""
        return lru_cache(MOST_MOMENTS)(self._at)

    def _at(self, moment: Moment) -> "Edition":
        if moment == self.moment:
            return self
        reading = ReadingOn(self.reading, moment.on) if moment.on else self.reading
        return replace(self, reading=reading, moment=moment)

    def kept(self, make: Callable[["Edition", str], Made], iri: str) -> Made:
        """What a function makes of a thing, from nothing but the edition; kept for the next time."""
        made: Callable[[str], Made] | None = self._kept.get(make)
        if made is None:
            made = self._kept[make] = lru_cache(MOST_MADE)(partial(make, self))
        return made(iri)

    @cached_property
    def _kept(self) -> dict[Callable[..., object], Callable[[str], Any]]:
        """What is kept, by the functions that make it: some few of ours."""
        return {}

    @cached_property
    def order(self) -> Order:
        """The order in which things are listed."""
        return Order(self)

    @property
    def on(self) -> date | None:
        """The day that the edition tells of; None for what is known without regard to one."""
        return self.moment.on

    def sorted_by(self, iri: str) -> str:
        """What a thing is sorted by among others."""
        return self.kept(_sorted_by, iri)

    def sorting(self, iris: Iterable[str]) -> Mapping[str, str]:
        """What each of very many things is sorted by: their labels are read all at once."""
        labels, renamed = self.index.labels_of_all(self.language), self.renamed
        return {
            iri: alphabetical(labels[iri].value, self.language)
            if iri in labels and iri not in renamed
            else self.sorted_by(iri)
            for iri in iris
        }

    def names(self, iris: Iterable[str]) -> tuple[Name, ...]:
        """The names of several things, in alphabetical order."""
        found = tuple(map(self.name, iris))
        return found if len(found) < 2 else tuple(sorted(found, key=self.place))

    def place(self, name: Text) -> str:
        """What to sort a name by, in the alphabet of the page's language."""
        return alphabetical(name.text, self.language)

    def word(self, concept: str) -> str:
        """The word for a concept of a code list, in the middle of a sentence."""
        return self.name(concept).text

    def words_of(self, iri: str, predicate: str) -> str:
        """The words for the concepts that a property has, with commas between; empty if none."""
        found = self.things(iri, predicate)
        return self.name(found[0]).text if len(found) == 1 else ", ".join(map(self.word, found))

    def text(self, iri: str, predicate: str) -> Text | None:
        """A text that is said of a thing: in the page's language if there is one."""
        found = self.passages(iri, predicate)
        return found[0] if found else None

    def passages(self, iri: str, predicate: str) -> tuple[Text, ...]:
        """All that is said of a thing by a property, in one language: the page's if there is any."""
        found = [each for each in self.reading.objects(iri, predicate) if isinstance(each, Literal)]
        if len(found) < 2:
            return tuple(map(self.told, found))
        languages = sorted({each.language or "" for each in found}, key=lambda each: each != self.language)
        return tuple(self.told(each) for each in found if (each.language or "") == languages[0])

    def texts(self, iri: str, predicate: str) -> tuple[Text, ...]:
        """Every text that is said of a thing by a property, as the data has them."""
        found = self.reading.objects(iri, predicate)
        return tuple([self.told(each) for each in found if isinstance(each, Literal)]) if found else ()

    def description(self, iri: str) -> Text | None:
        """The editors' description of a thing, or the definition of a concept."""
        return self.text(iri, DESCRIPTION) or self.text(iri, DEFINITION)

    def value(self, iri: str, predicate: str) -> str | None:
        """The one value of a property, as written; None where it has none."""
        found = self.reading.objects(iri, predicate)
        return found[0].value if found and isinstance(found[0], Literal | NamedNode) else None

    def things(self, iri: str, predicate: str) -> list[str]:
        """The things that a property leads to."""
        return [each.value for each in self.reading.objects(iri, predicate) if isinstance(each, NamedNode)]

    def day(self, iri: str, predicate: str) -> Day | None:
        """A date of a thing, as exact as the thing says."""
        written = self.value(iri, predicate)
        if written is None:
            return None
        precision = self.value(iri, PRECISION)
        return Day(date.fromisoformat(written), notation(precision) if precision else "day")

    def period(self, iri: str) -> str:
        """When a thing takes place or is for, in words; empty where that is not stated."""
        spans = (
            self.numbers.period(self.day(each, START), self.day(each, END))
            for each in self.things(iri, PERIOD)
        )
        return "; ".join(span for span in spans if span)

    def kind(self, iri: str) -> str:
        """What a thing is, in a word or two: its classification, else its classes."""
        classified = self.words_of(iri, CLASSIFICATION) or self.words_of(iri, PLACE_KIND)
        classes = [self.word(each) for each in self.things(iri, TYPE) if each.startswith(NAMESPACE)]
        return classified or ", ".join(sorted(classes))

    def told(self, literal: Literal) -> Text:
        """Words from the data as the page shows them."""
        return Text(literal.value, self._foreign(literal))

    def _foreign(self, literal: Literal) -> str | None:
        language = literal.language
        return language if language != self.language else None


def edition(index: Index | Reading, language: str) -> Edition:
    """The edition of a release in one of the languages; editions may share what they read."""
    words, reading = phrases(language), index if isinstance(index, Reading) else Reading(index)
    return Edition(reading, words, Numbers(words))


def _sorted_by(edition: Edition, iri: str) -> str:
    return edition.place(edition.name(iri))


def notation(concept: str) -> str:
    """The notation of a concept, which is the tail of its IRI: `decided`, `SEK`."""
    return concept.rpartition("/")[2]


def fragment_of(iri: str) -> str:
    """The part of an IRI that names a part of a thing; empty for the thing itself."""
    return iri.partition("#")[2]


def readable_tail(iri: str) -> str:
    """The last segment of an IRI: what to call a thing that has no name."""
    return iri.rstrip("/").rpartition("/")[2].rpartition("#")[2] or iri
