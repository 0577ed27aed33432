"""The lists of all things of a kind, which may be narrowed to one sort of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from api.pages.edition import Edition, Name
from api.pages.frame import Frame
from api.pages.funding import Line, line
from api.pages.head import capitalised, list_title
from api.pages.paging import NOTHING_ASKED, Asked, Paging, Place, paged
from graph.aggregates.links import Values
from graph.terms import NV

PER_LIST = 50
"""Things on one page of a list."""

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
class Table:
    """A page of the list; funding has tables of its own."""

    paging: Paging | None
    rows: tuple[Row, ...] = ()
    awards: tuple[Line, ...] = ()
    around: tuple[Line, ...] = ()
    """Totals and restatements, kept apart because they are never added to the awards."""

    around_paging: Paging | None = None


@dataclass(frozen=True)
class ListPage:
    """The list of all things of a kind."""

    frame: Frame
    introduction: str
    count: str
    sorts: tuple[Sort, ...]
    columns: tuple[Column, ...]
    table: Table


def list_page(edition: Edition, kind: str, sort: str = "", asked: Asked = NOTHING_ASKED) -> ListPage:
    """The list of a kind, narrowed to a sort by its notation, such as `municipality`.

    A sort that does not occur gives an empty list.
    """
    sorts, chosen = edition.reading.aggregates.rolls(kind), edition.order.roll(kind, sort)
    kept = f"sort={sort}" if sort in sorts else ""
    table = _funding if kind == "funding" else partial(_things, kind)
    return ListPage(
        frame=Frame(
            title=list_title(edition, kind),
            description=_introduction(edition, kind),
            path=f"/{kind}",
            menu=kind,
            query="&".join(each for each in (kept, asked.query) if each),
        ),
        introduction=_introduction(edition, kind),
        count=edition.phrases.ngettext("%(num)s entry", "%(num)s entries", len(chosen)),
        sorts=_sorts(edition, kind, sorts, sort),
        columns=_columns(edition, kind),
        table=table(edition, chosen, asked, kept),
    )


def _things(kind: str, edition: Edition, chosen: Sequence[str], asked: Asked, kept: str) -> Table:
    """The things of a page of the list."""
    cells = _cells(kind)
    place = Place("page", "main", kept, PER_LIST)
    rows, paging = paged(asked, place, chosen, lambda thing: _row(edition, thing, cells))
    return Table(rows=rows, paging=paging)


def _funding(edition: Edition, chosen: Sequence[str], asked: Asked, kept: str) -> Table:
    """The awards of a page of the list, and the totals and restatements of one."""
    ledger = edition.reading.aggregates.ledger
    awards = [each for each in chosen if each not in ledger.others]
    around = [each for each in chosen if each in ledger.others]

    def shown(item: str) -> Line:
        return line(edition, item)

    lines, paging = paged(asked, Place("page", "main", kept, PER_LIST), awards, shown)
    others, others_paging = paged(asked, Place("around", "_around", kept, PER_LIST), around, shown)
    return Table(awards=lines, paging=paging, around=others, around_paging=others_paging)


def _sorts(edition: Edition, kind: str, by_sort: Values, chosen: str) -> tuple[Sort, ...]:
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


Cells = Callable[[Edition, str], tuple[str, ...]]


def _cells(kind: str) -> Cells:
    """What stands under the further columns of a kind's list."""
    cells: dict[str, Cells] = {
        "org": _organisation_cells,
        "document": _document_cells,
        "place": _place_cells,
    }
    return cells.get(kind, _initiative_cells if kind in INITIATIVES else _no_cells)


def _row(edition: Edition, thing: str, cells: Cells) -> Row:
    return Row(edition.name(thing), capitalised(edition.kind(thing)), cells(edition, thing))


def _no_cells(_edition: Edition, _thing: str) -> tuple[str, ...]:
    return ()


def _organisation_cells(edition: Edition, thing: str) -> tuple[str, ...]:
    places = ", ".join(name.text for name in edition.names(edition.things(thing, NV.locatedIn)))
    return (
        places,
        _number(edition, edition.reading.aggregates.membership.initiatives.get(thing, ())),
        _leading(edition, thing, NV.funder),
        _leading(edition, thing, NV.recipient, NV.benefits),
    )


def _initiative_cells(edition: Edition, thing: str) -> tuple[str, ...]:
    return (
        edition.words_of(thing, NV.currentStatus),
        edition.period(thing),
        _number(edition, edition.reading.aggregates.membership.participants.get(thing, ())),
        _leading(edition, thing, NV.benefits),
    )


def _document_cells(edition: Edition, thing: str) -> tuple[str, ...]:
    as_of = edition.day(thing, NV.asOf)
    return (edition.numbers.day(as_of) if as_of else "", _leading(edition, thing, NV.sectionOf))


def _place_cells(edition: Edition, thing: str) -> tuple[str, ...]:
    around = ", ".join(name.text for name in edition.names(edition.things(thing, NV.within)))
    return (around, _leading(edition, thing, NV.locatedIn, NV.servesPlace))


def _leading(edition: Edition, thing: str, *predicates: str) -> str:
    """How many things lead to one by any of the properties."""
    return _number(edition, edition.reading.aggregates.linked(*map(str, predicates)).get(thing, ()))


def _number(edition: Edition, found: Sequence[str]) -> str:
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
