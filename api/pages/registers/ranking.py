"""The ranking page: organisations by how central they are among partners."""

from dataclasses import dataclass

from rdflib.namespace import RDF

from api.pages.description.position import Position, Score, position
from api.pages.editions.edition import Edition, Name, Text
from api.pages.editions.frame import Frame
from graph.analysis.ranking import MEASURES, ranking
from graph.terms import NV, code


@dataclass(frozen=True)
class Cell:
    """One organisation's value by one measure."""

    score: Score
    share: int
    """From 0 to 100, beside the highest value by the measure."""

    chosen: bool


@dataclass(frozen=True)
class Ranked:
    """An organisation in the ranking."""

    rank: int
    name: Name
    kind: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Measure:
    """A measure, as a column that the ranking can be sorted by."""

    notation: str
    word: str
    meaning: Text | None
    href: str
    chosen: bool


@dataclass(frozen=True)
class Method:
    """How the figures were computed."""

    name: Name
    definition: Text | None
    weighting: Text | None
    description: Text | None
    software: str
    organisations: str
    ties: str
    release: str


@dataclass(frozen=True)
class RankingPage:
    """The ranking, by one of the measures."""

    frame: Frame
    measures: tuple[Measure, ...]
    rows: tuple[Ranked, ...]
    method: Method | None
    """None where nothing was measured yet."""


def ranking_page(edition: Edition, by: str = "") -> RankingPage:
    """The ranking by a measure of `MEASURES`; by the first of them where another is asked for."""
    gettext = edition.phrases.gettext
    chosen = by if by in MEASURES else MEASURES[0]
    analyses = edition.index.subjects(RDF.type, NV.CentralityAnalysis)
    return RankingPage(
        frame=Frame(
            title=gettext("Ranking"),
            description=gettext("Organisations by how central they are among partners."),
            path="/ranking",
            menu="ranking",
            query=f"by={chosen}" if by in MEASURES else "",
        ),
        measures=tuple(_measure(edition, each, chosen) for each in MEASURES),
        rows=_rows(edition, chosen),
        method=_method(edition, analyses[0]) if analyses else None,
    )


def _measure(edition: Edition, notation: str, chosen: str) -> Measure:
    concept = code("measure", notation)
    return Measure(
        notation=notation,
        word=edition.word(concept),
        meaning=edition.description(concept),
        href=edition.address("/ranking", f"by={notation}"),
        chosen=notation == chosen,
    )


def _rows(edition: Edition, chosen: str) -> tuple[Ranked, ...]:
    ranked = [each.organisation for each in ranking(edition.index, chosen)]
    placed = [(iri, place) for iri in ranked if (place := position(edition, iri)) is not None]
    highest = {
        measure: max((_value(place, measure) for _, place in placed), default=0.0) for measure in MEASURES
    }
    return tuple(_ranked(edition, iri, place, chosen, highest) for iri, place in placed)


def _value(place: Position, measure: str) -> float:
    return next((score.value for score in place.scores if score.measure == measure), 0.0)


def _ranked(edition: Edition, iri: str, place: Position, chosen: str, highest: dict[str, float]) -> Ranked:
    cells = tuple(
        Cell(
            score,
            round(100 * score.value / highest[score.measure]) if highest[score.measure] else 0,
            score.measure == chosen,
        )
        for score in place.scores
    )
    rank = next(cell.score.rank for cell in cells if cell.chosen)
    return Ranked(rank, edition.name(iri), edition.kind(iri), cells)


def _method(edition: Edition, analysis: str) -> Method:
    return Method(
        name=edition.name(analysis),
        definition=edition.text(analysis, NV.graphDefinition),
        weighting=edition.text(analysis, NV.weighting),
        description=edition.description(analysis),
        software=edition.value(analysis, NV.software) or "",
        organisations=edition.numbers.count(int(edition.value(analysis, NV.nodeCount) or 0)),
        ties=edition.numbers.count(int(edition.value(analysis, NV.edgeCount) or 0)),
        release=edition.value(analysis, NV.release) or "",
    )
