"""The lists of all things of a kind, which may be narrowed to one sort of them."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import Literal
from rdflib.namespace import ORG

from api.pages.edition import Edition, Name
from api.pages.frame import Frame
from api.pages.funding import Line, ordered, told_of
from api.pages.head import capitalised, list_title
from api.pages.money import iri_of
from graph.terms import NV

INITIATIVES = {"node", "project", "activity"}


@dataclass(frozen=True)
class Sort:
    """A sort of thing that the list can be narrowed to."""

    label: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True)
class Row:
    """A thing in a list."""

    name: Name
    kind: str
    cells: tuple[str, ...]
    """What stands under the list's further columns."""


@dataclass(frozen=True)
class Column:
    """A further column of a list."""

    title: str
    numeric: bool


@dataclass(frozen=True)
class ListPage:
    """The list of all things of a kind."""

    frame: Frame
    introduction: str
    count: str
    sorts: tuple[Sort, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    awards: tuple[Line, ...]
    """Funding awards, which have a table of their own; empty for other kinds."""

    around: tuple[Line, ...]
    """Totals and restatements, kept apart because they are never added to the awards."""


def list_page(edition: Edition, kind: str, sort: str = "") -> ListPage:
    """The list of a kind, narrowed to a sort by its notation, such as `municipality`.

    A sort that does not occur gives an empty list.
    """
    by_sort = _by_sort(edition, kind)
    chosen = {thing for name, things in by_sort.items() for thing in things if sort in ("", name)}
    chosen = {each for each in chosen if (told_of if kind == "funding" else Edition.tells_of)(edition, each)}
    lines = ordered(edition, chosen) if kind == "funding" else ()
    return ListPage(
        frame=Frame(
            title=list_title(edition, kind),
            description=_introduction(edition, kind),
            path=f"/{kind}",
            menu=kind,
            query=f"sort={sort}" if sort in by_sort else "",
        ),
        introduction=_introduction(edition, kind),
        count=edition.phrases.ngettext("%(num)s entry", "%(num)s entries", len(chosen)),
        sorts=_sorts(edition, kind, by_sort, sort),
        columns=_columns(edition, kind),
        rows=() if kind == "funding" else _rows(edition, kind, chosen),
        awards=tuple(line for line in lines if line.kind == "award"),
        around=tuple(line for line in lines if line.kind != "award"),
    )


def things_of_kind(edition: Edition, kind: str) -> dict[str, set[str]]:
    """The things whose IRIs are of a kind, with their classes."""
    prefix = Literal(f"{edition.index.iris.base}id/{kind}/")
    classes: dict[str, set[str]] = defaultdict(set)
    for row in edition.index.select("things-of-kind", prefix=prefix):
        classes[iri_of(row, "thing")].add(iri_of(row, "class"))
    return classes


def _by_sort(edition: Edition, kind: str) -> dict[str, list[str]]:
    """Things by the tail of their classification, else of their class."""
    found: dict[str, list[str]] = defaultdict(list)
    for thing, classes in things_of_kind(edition, kind).items():
        concepts = (
            edition.things(thing, ORG.classification)
            or edition.things(thing, NV.placeKind)
            or sorted(classes)
        )
        found[_tail(concepts[0])].append(thing)
    return found


def _tail(iri: str) -> str:
    return iri.rpartition("/")[2].rpartition("#")[2]


def _sorts(edition: Edition, kind: str, by_sort: dict[str, list[str]], chosen: str) -> tuple[Sort, ...]:
    if len(by_sort) < 2:
        return ()
    path, gettext = f"/{edition.language}/{kind}", edition.phrases.gettext
    everything = Sort(gettext("All"), sum(map(len, by_sort.values())), path, chosen not in by_sort)
    ranked = sorted(by_sort.items(), key=lambda item: (-len(item[1]), item[0]))
    return everything, *(
        Sort(_sort_label(edition, things[0]), len(things), f"{path}?sort={name}", chosen == name)
        for name, things in ranked
    )


def _sort_label(edition: Edition, example: str) -> str:
    return capitalised(edition.kind(example))


def _columns(edition: Edition, kind: str) -> tuple[Column, ...]:
    gettext = edition.phrases.gettext
    columns = {
        "org": (
            Column(gettext("Place"), numeric=False),
            Column(gettext("Takes part in"), numeric=True),
            Column(gettext("Funds"), numeric=True),
            Column(gettext("Receives"), numeric=True),
        ),
        "document": (
            Column(gettext("Speaks from"), numeric=False),
            Column(gettext("Sections"), numeric=True),
        ),
        "place": (
            Column(gettext("Within"), numeric=False),
            Column(gettext("Things here"), numeric=True),
        ),
        "funding": (),
    }
    initiative = (
        Column(gettext("State"), numeric=False),
        Column(gettext("Period"), numeric=False),
        Column(gettext("Participants"), numeric=True),
        Column(gettext("Funding items"), numeric=True),
    )
    return columns.get(kind, initiative if kind in INITIATIVES else ())


def _rows(edition: Edition, kind: str, things: set[str]) -> tuple[Row, ...]:
    cells: dict[str, Callable[[Edition, str], tuple[str, ...]]] = {
        "org": _organisation_cells,
        "document": _document_cells,
        "place": _place_cells,
    }
    of = cells.get(kind, _initiative_cells if kind in INITIATIVES else _no_cells)
    rows = (
        Row(edition.name(thing), capitalised(edition.kind(thing)), of(edition, thing)) for thing in things
    )
    return tuple(sorted(rows, key=lambda row: edition.place(row.name)))


def _no_cells(_edition: Edition, _thing: str) -> tuple[str, ...]:
    return ()


def _organisation_cells(edition: Edition, thing: str) -> tuple[str, ...]:
    index = edition.index
    taking_part = Counter(
        initiative
        for participation in index.subjects(NV.participant, thing)
        for initiative in edition.things(participation, NV.participatesIn)
    )
    funded = set(index.subjects(NV.funder, thing))
    received = {*index.subjects(NV.recipient, thing), *index.subjects(NV.benefits, thing)}
    places = ", ".join(name.text for name in edition.names(edition.things(thing, NV.locatedIn)))
    return (places, *(_number(edition, found) for found in (taking_part, funded, received)))


def _initiative_cells(edition: Edition, thing: str) -> tuple[str, ...]:
    index = edition.index
    present = {
        who
        for participation in index.subjects(NV.participatesIn, thing)
        for who in edition.things(participation, NV.participant)
    }
    return (
        edition.words_of(thing, NV.currentStatus),
        edition.period(thing),
        _number(edition, present),
        _number(edition, set(index.subjects(NV.benefits, thing))),
    )


def _document_cells(edition: Edition, thing: str) -> tuple[str, ...]:
    as_of = edition.day(thing, NV.asOf)
    sections = edition.index.subjects(NV.sectionOf, thing)
    return (edition.numbers.day(as_of) if as_of else "", _number(edition, set(sections)))


def _place_cells(edition: Edition, thing: str) -> tuple[str, ...]:
    index = edition.index
    around = ", ".join(name.text for name in edition.names(edition.things(thing, NV.within)))
    here = {*index.subjects(NV.locatedIn, thing), *index.subjects(NV.servesPlace, thing)}
    return (around, _number(edition, here))


def _number(edition: Edition, found: "set[str] | Counter[str]") -> str:
    return edition.numbers.count(len(found)) if found else ""


def _introduction(edition: Edition, kind: str) -> str:
    gettext = edition.phrases.gettext
    introductions = {
        "org": gettext("Agencies, regions, municipalities, companies and others that the sources name."),
        "node": gettext("Regional nodes, centres, labs and the infrastructure that they use."),
        "project": gettext("Projects, programmes, calls and other undertakings."),
        "activity": gettext("Pieces of work within a plan, a node or a project."),
        "funding": gettext(
            "Every statement about money, with its status. Totals and restatements are listed too, and never "
            "added to their parts."
        ),
        "document": gettext("The texts that every statement is taken from."),
        "place": gettext("Countries, counties, towns and areas that the sources name."),
        "indicator": gettext("Figures that are not money, each with its day and its source."),
        "policy": gettext("Strategies, laws, reports and other texts that the sources refer to."),
        "person": gettext("Those whom a source quotes in a public office, and no others."),
    }
    return introductions[kind]
