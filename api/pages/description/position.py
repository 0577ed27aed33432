"""How central an organisation is among the partners, in words and with its rank."""

from dataclasses import dataclass

from api.pages.editions.edition import Edition, Name, Text, fragment_of, notation
from graph.analysis.ranking import MEASURES
from graph.terms import NV, code


@dataclass(frozen=True)
class Score:
    """An organisation's value and rank by one measure."""

    fragment: str
    measure: str
    """The notation of the measure."""

    word: str
    meaning: Text | None
    rank: int
    value: float
    shown: str
    """The value as a share, as `34 %`."""

    sentence: str


@dataclass(frozen=True)
class Position:
    """All scores of an organisation in one analysis."""

    scores: tuple[Score, ...]
    analysis: Name | None
    measured: int
    """How many organisations were measured."""


def position(edition: Edition, organisation: str) -> Position | None:
    """The organisation's place among the partners; None where it was not measured."""
    found = edition.index.subjects(NV.scoreOf, organisation)
    if not found:
        return None
    analyses = edition.things(found[0], NV.analysis)
    measured = int(edition.value(analyses[0], NV.nodeCount) or 0) if analyses else 0
    scores = [_score(edition, iri, measured) for iri in found]
    scores.sort(key=lambda score: MEASURES.index(score.measure))
    return Position(tuple(scores), edition.name(analyses[0]) if analyses else None, measured)


def _score(edition: Edition, iri: str, measured: int) -> Score:
    measure = notation(edition.value(iri, NV.measure) or "")
    value, rank = float(edition.value(iri, NV.score) or 0), int(edition.value(iri, NV.rank) or 0)
    concept = code("measure", measure)
    return Score(
        fragment=fragment_of(iri),
        measure=measure,
        word=edition.word(concept),
        meaning=edition.description(concept),
        rank=rank,
        value=value,
        shown=edition.numbers.share(value),
        sentence=_sentence(edition, measure, value, measured),
    )


def _sentence(edition: Edition, measure: str, value: float, measured: int) -> str:
    gettext, share = edition.phrases.gettext, edition.numbers.share(value)
    if measure == "degree":
        return gettext(
            "shares an initiative with %(partners)s of the %(others)s other organisations",
            partners=round(value * (measured - 1)),
            others=measured - 1,
        )
    if measure == "betweenness":
        return gettext("lies on %(share)s of the shortest paths between two others", share=share)
    return gettext("is where one who follows the ties at random is %(share)s of the time", share=share)
