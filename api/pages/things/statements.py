"""The page of where each statement about a thing comes from: what `nodverk why` says, for readers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import NamedNode, Quad
from rdflib.namespace import RDF, RDFS

from api.pages.description.facts import anchor_of
from api.pages.description.head import LISTED
from api.pages.description.sources import Mark, Source, mark, sources
from api.pages.description.values import value_told
from api.pages.editions.edition import Edition, Name, Text, fragment_of
from api.pages.editions.frame import Frame
from api.pages.editions.paging import NOTHING_ASKED, Asked, Paging, Place, paged
from graph.analysis.entailed import SOURCE as ENTAILED
from graph.iris import EntityKey, named
from graph.store.dataset import Dataset
from graph.terms import NV
from graph.things.entities import describe
from graph.things.why import ORIGIN, Reason, cited, reasons

PER_STATEMENTS = 100
TOLD_BESIDE = {str(each) for each in (*ORIGIN, NV.citation)}
"""What is said of the origin of the other statements, beside which it stands."""

FIRST = {str(RDF.type), str(RDFS.label)}


@dataclass(frozen=True)
class Statement:
    """One statement of one source."""

    anchor: str
    """The fragment of the first statement about the thing by its property; empty for all others."""

    term: str
    value: Name
    sources: tuple[Source, ...]
    graph: str
    """The name of the named graph that makes it."""

    how: Mark
    since: int | None


@dataclass(frozen=True)
class Group:
    """The statements about the thing itself, or about one part of it."""

    fragment: str
    title: Text
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class StatementsPage:
    """Every statement about a thing and its parts, with where it comes from."""

    frame: Frame
    thing: Name
    groups: tuple[Group, ...]
    paging: Paging | None
    release: int


def statements_page(
    edition: Edition, key: EntityKey, dataset: Dataset | None, asked: Asked = NOTHING_ASKED
) -> StatementsPage:
    """The page for a thing. Raises `EntityUnknown` where nothing is stated about it."""
    iri = edition.index.iris.thing(key)
    described = describe(edition.index, iri).statements
    citations = {each.object for each in described if each.predicate.value == str(NV.citation)}
    told = (
        each
        for each in described
        if each.predicate.value not in TOLD_BESIDE and each.subject not in citations
    )
    stated = _in_order(told, named(edition.index.iris.graph(ENTAILED)))
    rows, paging = paged(asked, Place("page", "main", size=PER_STATEMENTS), stated, lambda quad: quad)
    thing = edition.name(iri)
    title = edition.phrases.gettext("Every statement about %(thing)s", thing=thing.text)
    return StatementsPage(
        frame=Frame(
            title=title,
            description=title,
            path=f"/{key.path}/statements",
            menu=key.kind if key.kind in LISTED else "",
            query=asked.query,
            indexed=False,
        ),
        thing=thing,
        groups=tuple(_groups(edition, iri, reasons(dataset, edition.index, rows))),
        paging=paging,
        release=edition.index.release.number,
    )


def _in_order(quads: Iterable[Quad], last: NamedNode) -> list[Quad]:
    """The thing before its parts, in their order; what each is and is called before all else.

    What stands in the named graph `last` comes after all else that is said of each.
    """
    place: dict[str, int] = {}
    found = list(quads)
    for quad in found:
        place.setdefault(_subject(quad), len(place))
    return sorted(
        found,
        key=lambda quad: (
            place[_subject(quad)],
            quad.graph_name == last,
            quad.predicate.value not in FIRST,
            *map(str, quad),
        ),
    )


def _groups(edition: Edition, thing: str, found: Sequence[Reason]) -> Iterator[Group]:
    for subject, alike in groupby(found, key=lambda reason: _subject(reason.statement)):
        told: set[str] = set()
        statements = []
        for reason in alike:
            anchor = anchor_of(reason.statement.predicate.value)
            first = subject == thing and anchor not in told
            told.add(anchor)
            statements.append(_statement(edition, subject, reason, anchor if first else ""))
        yield Group(fragment_of(subject), _title(edition, thing, subject), tuple(statements))


def _title(edition: Edition, thing: str, subject: str) -> Text:
    """The name of the thing or part; of a part without one, its kind."""
    if subject == thing or edition.index.label(subject, edition.language):
        return edition.name(subject)
    return Text(edition.kind(subject))


def _statement(edition: Edition, subject: str, reason: Reason, anchor: str) -> Statement:
    quad = reason.statement
    graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
    return Statement(
        anchor=anchor,
        term=edition.word(quad.predicate.value),
        value=_value(edition, quad),
        sources=tuple(
            source
            for each in cited(edition.index, quad) or (named(subject),)
            for source in sources(edition, each.value, graph)
        ),
        graph=reason.source,
        how=mark(edition, reason.assertion),
        since=reason.since,
    )


def _value(edition: Edition, quad: Quad) -> Name:
    """The value in words; a part of the thing by its kind and fragment."""
    thing = _subject(quad).partition("#")[0]
    value = quad.object.value if isinstance(quad.object, NamedNode) else ""
    if value.startswith(f"{thing}#"):
        return Name(f"{edition.kind(value)} #{fragment_of(value)}".strip(), None, edition.href(value))
    return value_told(edition, _subject(quad), quad.object)


def _subject(quad: Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject)
