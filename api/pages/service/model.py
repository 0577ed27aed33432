"""The picture of the model: its main classes as boxes and the properties between them as arrows.

Where things stand is laid out here by hand; what they are called comes from the
ontology of the release. Lengths are units of the picture.
"""

from dataclasses import dataclass

from rdflib import URIRef
from rdflib.namespace import RDFS

from api.pages.editions.edition import Edition
from graph.terms import NV

TITLE_HEIGHT = 44
LINE_HEIGHT = 20


@dataclass(frozen=True)
class Box:
    """A class, with the classes below it as lines."""

    fragment: str
    x: int
    y: int
    height: int
    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Arrow:
    """A property, from one box to another along an SVG path, with its label at a point."""

    path: str
    x: int
    y: int
    label: str


@dataclass(frozen=True)
class Model:
    """The whole picture."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


PLACES: dict[URIRef, tuple[int, int]] = {
    NV.Organisation: (20, 20),
    NV.Participation: (400, 20),
    NV.Initiative: (780, 20),
    NV.FundingItem: (400, 180),
    NV.Place: (780, 300),
    NV.AmountStatement: (20, 400),
    NV.StatusEvent: (400, 400),
    NV.Period: (780, 400),
    NV.Section: (400, 500),
    NV.Document: (780, 500),
}
"""Where the left upper corner of the box of each class stands."""


@dataclass(frozen=True)
class Drawn:
    """An arrow as it is laid out: which property, from which class to which."""

    term: URIRef
    start: URIRef
    end: URIRef
    path: str
    x: int
    y: int


ARROWS = (
    Drawn(NV.participant, NV.Participation, NV.Organisation, "M400 42H228", 236, 34),
    Drawn(NV.participatesIn, NV.Participation, NV.Initiative, "M600 42H772", 612, 34),
    Drawn(NV.partOf, NV.Initiative, NV.Initiative, "M980 90H1010V140H988", 1018, 120),
    Drawn(NV.servesPlace, NV.Initiative, NV.Place, "M930 184V292", 938, 250),
    Drawn(NV.funder, NV.FundingItem, NV.Organisation, "M400 202H160V72", 168, 194),
    Drawn(NV.recipient, NV.FundingItem, NV.Organisation, "M400 242H80V72", 168, 234),
    Drawn(NV.benefits, NV.FundingItem, NV.Initiative, "M600 222H850V192", 612, 214),
    Drawn(NV.amount, NV.FundingItem, NV.AmountStatement, "M440 284V340H120V392", 168, 332),
    Drawn(NV.statusEvent, NV.FundingItem, NV.StatusEvent, "M500 284V392", 508, 350),
    Drawn(NV.period, NV.FundingItem, NV.Period, "M600 262H700V422H772", 612, 254),
    Drawn(NV.sectionOf, NV.Section, NV.Document, "M600 522H772", 612, 514),
)
"""The arrows; that domains and ranges allow each is held by a test."""

STATED = Drawn(NV.statedIn, NV.Initiative, NV.Section, "M220 522H392", 236, 514)
"""What every statement has: it starts at a box that stands for all of them."""


def model(edition: Edition) -> Model:
    """The picture in the language of an edition."""
    boxes = tuple(_box(edition, term, x, y) for term, (x, y) in PLACES.items())
    arrows = tuple(Arrow(each.path, each.x, each.y, edition.word(each.term)) for each in (*ARROWS, STATED))
    return Model(boxes, arrows)


def _box(edition: Edition, term: URIRef, x: int, y: int) -> Box:
    below = edition.index.subjects(RDFS.subClassOf, term)
    lines = tuple(name.text for name in edition.names(below))
    return Box(
        fragment=term.fragment,
        x=x,
        y=y,
        height=TITLE_HEIGHT + LINE_HEIGHT * len(lines),
        label=edition.word(term),
        lines=lines,
    )
