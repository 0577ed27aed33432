"""A synthetic funding graph in Nodverk's own model: of any size, and the same bytes each time.

It is made source by source. A source is a register that one funder keeps: a
document with sections, programmes, projects with their activities and partners,
and awards with status, period and amount. Two more sources hold the register of
all organisations and the places. What a register says of an organisation's kind
and name, other registers that know it say too: one statement in ten stands in
several named graphs. Few organisations take part in much and many in
little, as in life.

Everything is derived from a seed and the source's number; nothing depends on
the order of hashing, on time or on the platform. No persons are in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from random import Random

from bench.statements import Statements, code, decimal, iri, text
from bench.words import FIELDS, KINDS, METHODS, TOWNS
from graph.iris import Iris
from graph.store.dataset import Lines
from graph.terms import currency

GIVING_KINDS = 3
FUNDER_SHARE = 0.03
PLACES = 240
PROJECTS_PER_PROGRAMME = 25
FIRST_YEAR, YEARS = 2012, 15
SKEW = 2.2
"""The power that a chance between 0 and 1 is raised to when a participant is drawn: 1 would favour nobody."""

CURRENCIES = ("SEK",) * 17 + ("EUR",) * 2 + ("DKK",)
STATUSES = (
    ("decided", "granted", "beviljas"),
    ("decided", "granted", "beviljas"),
    ("decided", "granted", "beviljas"),
    ("paid", "paid", "utbetalt"),
    ("contracted", "contracted", "avtalat"),
    ("applied", "applied", "sökt belopp"),
    ("rejected", "applied", "avslag"),
    ("budgeted", "budgeted", "budgeterat"),
)
"""Status, the kind of amount that goes with it, and the source's word; what is common stands here twice."""

ROLES = (("partner", "Partner"), ("participant", "Deltagare"), ("coordinator", "Samordnare"))


@dataclass(frozen=True)
class Extent:
    """How large a synthetic graph is."""

    statements: int
    """About how many statements its named graphs hold; it ends with the first project beyond."""

    per_source: int = 20_000
    """About how many of them one source makes."""

    seed: int = 2026

    @property
    def sources(self) -> int:
        """How many registers there are."""
        return max(2, self.statements // self.per_source)

    @property
    def organisations(self) -> int:
        """How many organisations there are."""
        return max(40, self.statements // 250)

    @property
    def funders(self) -> int:
        """How many of them, the first ones, give money."""
        return max(6, int(self.organisations * FUNDER_SHARE))


@dataclass(frozen=True)
class Synthetic:
    """The graph of one extent, for a dataset with these IRIs."""

    extent: Extent
    iris: Iris

    def graphs(self) -> Iterator[tuple[str, Lines]]:
        """Name of the source and its sorted statements, for each named graph."""
        places = Statements(self.iris, "places")
        _places(places)
        yield "places", places.lines()
        actors = Statements(self.iris, "actors")
        self._actors(actors)
        yield "actors", actors.lines()
        spent = len(places) + len(actors)
        share = (self.extent.statements - spent) // self.extent.sources
        for number in range(self.extent.sources):
            yield self.source(number, share)

    def source(self, number: int, statements: int) -> tuple[str, Lines]:
        """One register of about so many statements; the numbers from `extent.sources` on are spare."""
        register = _Register(self, number)
        register.fill(statements)
        return register.name, register.said.lines()

    def actor(self, number: int) -> str:
        """The term of an organisation."""
        return iri(self.iris.entity("org", f"actor-{number}"))

    @cached_property
    def actors(self) -> tuple["Actor", ...]:
        """All organisations, those that give money first."""
        return tuple(
            _actor(Random(f"{self.extent.seed} actor {number}"), number, gives=number < self.extent.funders)
            for number in range(self.extent.organisations)
        )

    def _actors(self, said: Statements) -> None:
        document = said.document("actors", "Register över aktörer", "Register of actors")
        section = said.section(document, 1, "Aktörer", "Actors")
        for actor in self.actors:
            term = self.actor(actor.number)
            actor.introduce(said, term)
            said.say(term, "nv:locatedIn", iri(self.iris.entity("place", f"town-{actor.town}")))
            said.stated(term, section, 1 + actor.number)


@dataclass(frozen=True)
class Actor:
    """An organisation: its number, kind, names in Swedish and English, and the number of its town."""

    number: int
    kind: str
    swedish: str
    english: str
    town: int

    def introduce(self, said: Statements, term: str) -> None:
        """Say what every source says of it, in the same statements."""
        said.say(term, "rdf:type", said.term("nv:Organisation"))
        said.label(term, self.swedish, self.english)
        said.say(term, "org:classification", code("orgkind", self.kind))


def _actor(chance: Random, number: int, *, gives: bool) -> Actor:
    kinds = KINDS[:GIVING_KINDS] if gives else KINDS[1:2] + KINDS[GIVING_KINDS:]
    kind, swedish, english = kinds[chance.randrange(len(kinds))]
    name = f"{TOWNS[chance.randrange(len(TOWNS))]} {number}"
    return Actor(number, kind, swedish.format(name), english.format(name), chance.randrange(PLACES))


def _places(said: Statements) -> None:
    """A country, its counties and towns."""
    country = iri(said.iris.entity("place", "country"))
    said.say(country, "rdf:type", said.term("nv:Place"))
    said.label(country, "Landet", "The country")
    counties = PLACES // 12
    for number in range(counties):
        county = iri(said.iris.entity("place", f"county-{number}"))
        said.say(county, "rdf:type", said.term("nv:Place"))
        said.label(
            county,
            f"{TOWNS[number % len(TOWNS)]} län {number}",
            f"{TOWNS[number % len(TOWNS)]} County {number}",
        )
        said.say(county, "nv:within", country)
    for number in range(PLACES):
        town = iri(said.iris.entity("place", f"town-{number}"))
        name = f"{TOWNS[number % len(TOWNS)]} {number}"
        said.say(town, "rdf:type", said.term("nv:Place"))
        said.label(town, name, name)
        said.say(town, "nv:within", iri(said.iris.entity("place", f"county-{number % counties}")))


class _Register:
    """What one source says."""

    def __init__(self, graph: Synthetic, number: int) -> None:
        self.graph = graph
        self.number = number
        self.name = f"register-{number}"
        self.said = Statements(graph.iris, self.name)
        self.chance = Random(f"{graph.extent.seed} source {number}")
        self.document = ""
        self.section = ""
        self.line = 0
        self.introduced: set[int] = set()

    def fill(self, statements: int) -> None:
        """Say things until there are about so many statements."""
        self.document = self.said.document(self.name, f"Register {self.number}", f"Register {self.number}")
        programme = 0
        while len(self.said) < statements:
            programme += 1
            self.programme(programme, statements)

    def programme(self, number: int, statements: int) -> None:
        """A programme with its projects, and the sum of its awards in kronor."""
        said = self.said
        self.section = said.section(self.document, number, f"Avsnitt {number}", f"Section {number}")
        term = iri(said.iris.entity("project", f"programme-{self.number}-{number}"))
        said.say(term, "rdf:type", said.term("nv:Programme"))
        said.label(
            term,
            f"Program {number} i register {self.number}",
            f"Programme {number} of register {self.number}",
        )
        self.stated(term)
        self.participation(
            term, self.introduced_actor(self.chance.randrange(self.graph.extent.funders)), "owner", "Ägare"
        )
        awards: list[tuple[str, Decimal]] = []
        for project in range(1, PROJECTS_PER_PROGRAMME + 1):
            if len(said) >= statements:
                break
            awards += self.project(f"{self.number}-{number}-{project}", term)
        if len(awards) > 1:
            self.total(f"{self.number}-{number}", term, awards)

    def project(self, key: str, programme: str) -> list[tuple[str, Decimal]]:
        """A project with partners, activities and awards; gives those of its awards that can be summed."""
        said, chance = self.said, self.chance
        term = iri(said.iris.entity("project", f"project-{key}"))
        swedish, english = self.name_of_initiative(key)
        said.say(term, "rdf:type", said.term("nv:Project"))
        said.label(term, swedish, english)
        said.say(
            term, "dcterms:description", text(f"{swedish}: ett gemensamt arbete mellan flera parter.", "sv")
        )
        said.say(term, "nv:partOf", programme)
        said.say(term, "nv:servesPlace", iri(said.iris.entity("place", f"town-{chance.randrange(PLACES)}")))
        self.stated(term)
        year = FIRST_YEAR + chance.randrange(YEARS)
        self.period(term, year)
        partners = self.partners(term)
        for number in range(1, chance.randrange(3) + 1):
            self.activity(f"{key}-{number}", term, partners)
        found = [
            self.award(f"{key}-{number}", term, partners[0], year)
            for number in range(1, chance.randrange(1, 4))
        ]
        return [each for each in found if each]

    def partners(self, initiative: str) -> list[int]:
        """Two to seven organisations, the first of which owns the initiative."""
        count = 2 + int(6 * self.chance.random() ** 2)
        numbers = list(dict.fromkeys(self.drawn_actor() for _ in range(count)))
        for place, number in enumerate(numbers):
            role, word = ROLES[self.chance.randrange(len(ROLES))] if place else ("owner", "Projektägare")
            self.participation(initiative, number, role, word)
        return numbers

    def activity(self, key: str, project: str, partners: list[int]) -> None:
        """A piece of work in a project, by one of its partners."""
        said = self.said
        term = iri(said.iris.entity("activity", f"activity-{key}"))
        said.say(term, "rdf:type", said.term("nv:Activity"))
        said.label(term, f"Arbetspaket {key}", f"Work package {key}")
        said.say(term, "nv:partOf", project)
        self.stated(term)
        self.participation(term, partners[self.chance.randrange(len(partners))], "lead", "Ansvarig")

    def participation(self, initiative: str, actor: int, role: str, word: str) -> None:
        """That an organisation takes part in an initiative."""
        said = self.said
        term = f"{initiative[:-1]}#actor-{actor}>"
        said.say(term, "rdf:type", said.term("nv:Participation"))
        said.say(term, "nv:participant", self.graph.actor(self.introduced_actor(actor)))
        said.say(term, "nv:participatesIn", initiative)
        said.say(term, "nv:role", code("role", role))
        said.say(term, "nv:sourceRole", text(word, "sv"))
        self.stated(term)

    def award(self, key: str, project: str, owner: int, year: int) -> tuple[str, Decimal] | None:
        """An award to a project; gives its term and amount where that is in kronor and countable."""
        said, chance = self.said, self.chance
        funder = self.introduced_actor(int(self.graph.extent.funders * chance.random() ** SKEW))
        status, kind, word = STATUSES[chance.randrange(len(STATUSES))]
        term = iri(said.iris.entity("funding", f"award-{key}"))
        said.say(term, "rdf:type", said.term("nv:FundingAward"))
        said.label(term, f"Bidrag {key}", f"Award {key}")
        said.say(term, "nv:funder", self.graph.actor(funder))
        said.say(term, "nv:recipient", self.graph.actor(owner))
        said.say(term, "nv:benefits", project)
        said.say(term, "nv:instrument", code("instrument", "project-grant"))
        said.say(term, "nv:status", code("status", status))
        self.stated(term)
        self.period(term, year)
        self.status_event(term, status, word, (funder, year))
        letters = CURRENCIES[chance.randrange(len(CURRENCIES))]
        value = Decimal(5_000 * (1 + int(4_000 * chance.random() ** 4)))
        self.amount(term, kind, value, letters)
        return (term, value) if letters == "SEK" else None

    def status_event(self, award: str, status: str, word: str, by: tuple[int, int]) -> None:
        """That an award got its status, on a day of a year by a funder."""
        said, (actor, year) = self.said, by
        term = f"{award[:-1]}#{status}>"
        said.say(award, "nv:statusEvent", term)
        said.say(term, "rdf:type", said.term("nv:StatusEvent"))
        said.say(term, "nv:gaveStatus", code("status", status))
        day = f"{year}-{1 + self.chance.randrange(12):02}-{1 + self.chance.randrange(28):02}"
        said.say(term, "nv:on", said.date(day))
        said.say(term, "nv:datePrecision", code("precision", "day"))
        said.say(term, "nv:actor", self.graph.actor(actor))
        said.say(term, "nv:sourceStatus", text(word, "sv"))
        self.stated(term)

    def amount(self, item: str, kind: str, value: Decimal, letters: str) -> None:
        """An amount of a funding item, for its whole period."""
        said = self.said
        term = f"{item[:-1]}#amount>"
        said.say(item, "nv:amount", term)
        said.say(term, "rdf:type", said.term("nv:AmountStatement"))
        said.say(term, "nv:amountKind", code("amount", kind))
        said.say(term, "nv:value", decimal(value))
        said.say(term, "nv:currency", iri(currency(letters)))
        said.say(term, "nv:currencyBasis", code("assertion", "stated"))
        said.say(term, "nv:timeBasis", code("basis", "whole-period"))
        said.say(term, "nv:sourceAmount", text(f"{value} {letters}", "sv"))
        self.stated(term)

    def total(self, key: str, programme: str, awards: list[tuple[str, Decimal]]) -> None:
        """The sum of a programme's awards in kronor, which sums must not count."""
        said = self.said
        term = iri(said.iris.entity("funding", f"total-{key}"))
        said.say(term, "rdf:type", said.term("nv:FundingTotal"))
        said.label(term, f"Summa {key}", f"Total {key}")
        said.say(term, "nv:benefits", programme)
        for award, _ in awards:
            said.say(term, "nv:sumOf", award)
        said.say(term, "nv:assertion", code("assertion", "derived"))
        said.say(term, "nv:derivation", f'"the sum of {len(awards)} awards"')
        self.stated(term)
        self.amount(term, "unspecified", sum((value for _, value in awards), Decimal(0)), "SEK")

    def period(self, thing: str, year: int) -> None:
        """From the beginning of a year to the end of that one or a later one."""
        said = self.said
        term = f"{thing[:-1]}#period>"
        said.say(thing, "nv:period", term)
        said.say(term, "rdf:type", said.term("nv:Period"))
        said.say(term, "nv:start", said.date(f"{year}-01-01"))
        said.say(term, "nv:end", said.date(f"{year + self.chance.randrange(4)}-12-31"))

    def stated(self, term: str) -> None:
        """Where the source says it."""
        self.line += 1
        self.said.stated(term, self.section, self.line)

    def drawn_actor(self) -> int:
        """An organisation by chance, where the first ones are drawn far more often."""
        return int(self.graph.extent.organisations * self.chance.random() ** SKEW)

    def introduced_actor(self, number: int) -> int:
        """An organisation, of which this source has said what kind it is and how it is named."""
        if number not in self.introduced:
            self.introduced.add(number)
            actor = self.graph.actors[number]
            actor.introduce(self.said, self.graph.actor(number))
        return number

    def name_of_initiative(self, key: str) -> tuple[str, str]:
        """A name in Swedish and English that no other initiative has."""
        method = METHODS[self.chance.randrange(len(METHODS))]
        field = FIELDS[self.chance.randrange(len(FIELDS))]
        return f"{method[0]} {field[0]} {key}", f"{method[1]} {field[1]} {key}"
