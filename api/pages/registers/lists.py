"""The lists of all things of a kind, which may be narrowed to one sort of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.pages.description.head import list_title
from api.pages.editions.edition import Edition, Name
from api.pages.editions.frame import Frame
from api.pages.editions.paging import NOTHING_ASKED, Asked, Paging, Place, paged
from api.pages.editions.phrases import capitalised
from api.pages.money.funding import Line, line
from api.pages.registers.columns import Column, columns
from graph.aggregates.links import Values

PER_LIST = 50
"""Things on one page of a list."""


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
class Heading:
    """What stands above a further column of a list."""

    title: str
    numeric: bool
    href: str
    """The list in the order of this column, the most first; empty where it has no count."""

    chosen: bool


@dataclass(frozen=True)
class Wanted:
    """What of a list is wanted, and in which order."""

    sort: str = ""
    """The notation of a sort of things, such as `municipality`."""

    by: str = ""
    """The column to order by; else by name."""

    @property
    def query(self) -> str:
        """The query string that asks for it."""
        return urlencode({name: each for name, each in (("sort", self.sort), ("by", self.by)) if each})


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
    columns: tuple[Heading, ...]
    by_name: str
    """The list in the order of names, where it is in another; else empty."""

    table: Table


def list_page(
    edition: Edition, kind: str, wanted: Wanted = Wanted(), asked: Asked = NOTHING_ASKED
) -> ListPage:
    """The list of a kind. A sort that does not occur gives an empty list."""
    sorts, chosen = edition.reading.aggregates.rolls(kind), edition.order.roll(kind, wanted.sort)
    found = columns(edition, kind)
    kept = Wanted(
        wanted.sort if wanted.sort in sorts else "", wanted.by if _ordering(found, wanted.by) else ""
    )
    if kind == "funding":
        table = _funding(edition, chosen, asked, kept.query)
    else:
        table = _things(edition, _ordered(chosen, found, wanted.by), asked, found, kept.query)
    return ListPage(
        frame=Frame(
            title=list_title(edition, kind),
            description=_introduction(edition, kind),
            path=f"/{kind}",
            menu=kind,
            query="&".join(each for each in (kept.query, asked.query) if each),
        ),
        introduction=_introduction(edition, kind),
        count=edition.phrases.ngettext("%(num)s entry", "%(num)s entries", len(chosen)),
        sorts=_sorts(edition, kind, sorts, kept),
        columns=_headings(edition, kind, found, kept),
        by_name=_address(edition, kind, Wanted(kept.sort)) if kept.by else "",
        table=table,
    )


def _ordering(found: Sequence[Column], by: str) -> Callable[[str], int] | None:
    return next((each.count for each in found if each.by and each.by == by), None)


def _ordered(things: Sequence[str], found: Sequence[Column], by: str) -> Sequence[str]:
    """Things, which are in the order of their names, by the count of a column, the most first."""
    count = _ordering(found, by)
    return sorted(things, key=count, reverse=True) if count else things


def _things(
    edition: Edition, chosen: Sequence[str], asked: Asked, found: Sequence[Column], kept: str
) -> Table:
    """The things of a page of the list."""
    place = Place("page", "main", kept, PER_LIST)
    rows, paging = paged(asked, place, chosen, lambda thing: _row(edition, thing, found))
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


def _sorts(edition: Edition, kind: str, by_sort: Values, wanted: Wanted) -> tuple[Sort, ...]:
    if len(by_sort) < 2:
        return ()

    def href(sort: str) -> str:
        return _address(edition, kind, Wanted(sort, wanted.by))

    everything = Sort(
        edition.phrases.gettext("All"), sum(map(len, by_sort.values())), href(""), not wanted.sort
    )
    ranked = sorted(by_sort.items(), key=lambda item: (-len(item[1]), item[0]))
    return everything, *(
        Sort(_sort_label(edition, things[0]), len(things), href(name), wanted.sort == name)
        for name, things in ranked
    )


def _address(edition: Edition, kind: str, wanted: Wanted) -> str:
    """Where the list is as it is wanted, of the moment that the edition tells of."""
    return edition.address(f"/{kind}", wanted.query)


def _sort_label(edition: Edition, example: str) -> str:
    return capitalised(edition.kind(example))


def _headings(edition: Edition, kind: str, found: Sequence[Column], wanted: Wanted) -> tuple[Heading, ...]:
    return tuple(
        Heading(
            title=each.title,
            numeric=bool(each.by),
            href=_address(edition, kind, Wanted(wanted.sort, each.by)) if each.by else "",
            chosen=bool(each.by) and each.by == wanted.by,
        )
        for each in found
    )


def _row(edition: Edition, thing: str, found: Sequence[Column]) -> Row:
    cells = tuple(each.cell(thing) for each in found)
    return Row(edition.name(thing), capitalised(edition.kind(thing)), cells)


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
        "document": gettext(
            "The texts that statements are taken from, and what the editors keep beside them."
        ),
        "place": gettext("Countries, counties, towns and areas that the sources name."),
        "indicator": gettext("Figures that are not money, each with its day and its source."),
        "policy": gettext("Strategies, laws, reports and other texts that the sources refer to."),
        "person": gettext("Those whom a source quotes in a public office, and no others."),
    }
    return introductions[kind]
