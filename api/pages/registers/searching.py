"""The search page: the things that have a name with the words of a search."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.pages.description.head import LISTED, list_title
from api.pages.editions.edition import Edition, Name, Text
from api.pages.editions.frame import Frame
from api.pages.editions.paging import Asked, Paging, Place, paged
from api.pages.editions.phrases import capitalised
from api.pages.registers.lists import Sort
from graph.search.names import Found, holds
from graph.terms import NV

PER_SEARCH = 25
"""Hits on one page."""


@dataclass(frozen=True)
class Hit:
    """A thing that was found."""

    name: Name
    kind: str
    places: str
    """Where it is, which tells namesakes apart; empty where that is not stated."""

    also: Text | None
    """The name that was found, where the one that it goes by does not hold the words."""


@dataclass(frozen=True)
class SearchPage:
    """What a search found, or the invitation to search."""

    frame: Frame
    text: str
    count: str
    sorts: tuple[Sort, ...]
    """The kinds of things found, to narrow the search to."""

    hits: tuple[Hit, ...]
    paging: Paging | None


def search_page(edition: Edition, asked: Asked) -> SearchPage:
    """What `?q=` finds, narrowed to the kind of `?sort=` if something of it was found."""
    text = asked.parameters.get("q", "").strip()
    known = edition.reading.aggregates.names.find(text)
    found = [each for each in known if _kind(edition, each.thing) in LISTED]
    counts = Counter(_kind(edition, each.thing) for each in found)
    sort = asked.parameters.get("sort", "")
    chosen = [each for each in found if _kind(edition, each.thing) == sort] if sort in counts else found
    kept = urlencode({"q": text, **({"sort": sort} if sort in counts else {})})
    place = Place("page", "main", kept, PER_SEARCH)
    hits, paging = paged(asked, place, chosen, lambda each: _hit(edition, each, text))
    return SearchPage(
        frame=_frame(edition, text, "&".join(each for each in (kept, asked.query) if each and text)),
        text=text,
        count=edition.phrases.ngettext("%(num)s hit", "%(num)s hits", len(chosen)),
        sorts=tuple(_sorts(edition, text, counts, sort)),
        hits=hits,
        paging=paging,
    )


def _frame(edition: Edition, text: str, query: str) -> Frame:
    gettext = edition.phrases.gettext
    return Frame(
        title=gettext("Search: %(words)s", words=text) if text else gettext("Search"),
        description=gettext("Find organisations, projects, funding and sources by name."),
        path="/search",
        query=query,
        searched=text,
        indexed=not text,
    )


def _kind(edition: Edition, thing: str) -> str:
    key = edition.index.iris.parse(thing)
    return key.kind if key else ""


def _sorts(edition: Edition, text: str, counts: Counter[str], chosen: str) -> Iterator[Sort]:
    if len(counts) < 2:
        return
    everything = edition.address("/search", urlencode({"q": text}))
    yield Sort(edition.phrases.gettext("All"), counts.total(), everything, chosen not in counts)
    for kind in (each for each in LISTED if each in counts):
        href = edition.address("/search", urlencode({"q": text, "sort": kind}))
        yield Sort(list_title(edition, kind), counts[kind], href, chosen == kind)


def _hit(edition: Edition, found: Found, text: str) -> Hit:
    name = edition.name(found.thing)
    places = edition.names(_places(edition, found.thing))
    return Hit(
        name=name,
        kind=capitalised(edition.kind(found.thing)),
        places=", ".join(each.text for each in places if each.text != name.text),
        also=None if holds(name.text, text) else edition.told(found.name),
    )


def _places(edition: Edition, thing: str) -> Sequence[str]:
    for predicate in (NV.locatedIn, NV.servesPlace, NV.within):
        if found := edition.things(thing, predicate):
            return found
    return ()
