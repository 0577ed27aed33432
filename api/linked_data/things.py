"""The pages of things: most of what people ask for, and so made without looking for a route.

A framework that tries its routes one by one, and works out what each depends on, takes as
long as making a small page does.
"""

import asyncio
import re
from collections.abc import Callable
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.types import Scope

from api.http.http_date import http_date
from api.http.reply import Headers, Reply
from api.linked_data.described import Writer, thing_named
from api.pages.editions.edition import Edition
from api.pages.editions.moment import moment
from api.pages.editions.paging import NOTHING_ASKED, Asked
from api.pages.editions.phrases import LANGUAGES
from api.pages.printing.answer import PAGE_HEADERS
from api.pages.printing.press import Page, Press
from api.pages.things.document import document_page
from api.pages.things.funding_item import funding_page
from api.pages.things.profile import profile
from graph.aggregates.tables import PAGES
from graph.iris import KINDS, EntityKey
from graph.store.release import Release

Maker = tuple[str, Callable[[Edition, EntityKey, Asked], Page]]
PROFILE: Maker = ("profile.html", profile)
"""The template and the maker of the page of most things."""

OWN_PAGES: dict[str, Maker] = {
    "funding": ("funding.html", funding_page),
    "document": ("document.html", document_page),
}
"""Those of the kinds that have a page of their own sort."""

ADDRESS = re.compile(rf"/({'|'.join(LANGUAGES)})/({'|'.join(KINDS)})/([^/.]+)")


class Things:
    """The pages of the things of one release."""

    def __init__(self, press: Press, writer: Writer, release: Release, base: str) -> None:
        self._press = press
        self._writer = writer
        self._host = base.removesuffix("/")
        self._begun: set[tuple[str, ...]] = set()
        """Languages and kinds of the pages that were made. The first of each is made beside other
        requests: it waits for what another process computes over the whole release, or has it
        computed here where that process did not end well."""

        made_at = (b"last-modified", http_date(release.made_at).encode())
        self._headers: dict[str, Headers] = {
            language: [*PAGE_HEADERS, made_at, (b"content-language", language.encode())]
            for language in LANGUAGES
        }

    def at_once(self, scope: Scope) -> Reply | None:
        """The page that is asked for, if it can be made in a moment.

        Raises `GraphError` and `HTTPException`.
        """
        address = ADDRESS.fullmatch(scope["path"])
        return self._page(scope, address) if address and address.group(1, 2) in self._begun else None

    async def reply(self, scope: Scope) -> Reply | None:
        """The page that is asked for; None where the address is not that of a thing's page.

        Raises `GraphError` and `HTTPException`.
        """
        address = ADDRESS.fullmatch(scope["path"])
        if address is None:
            return None
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405)
        if address.group(1, 2) in self._begun:
            return self._page(scope, address)
        await self._press.tables.come(PAGES)
        page = await asyncio.to_thread(self._page, scope, address)
        self._begun.add(address.group(1, 2))
        return page

    def _page(self, scope: Scope, address: re.Match[str]) -> Reply:
        language, kind, key = address.groups()
        described = thing_named(self._press.editions[language].index, kind, key)
        key = described.iri.rpartition("/")[2]
        edition, asked = self._press.editions[language], NOTHING_ASKED
        if scope["query_string"]:
            asked = Asked(dict(parse_qsl(scope["query_string"].decode("latin-1"))))
            edition = edition.at(moment(asked.parameters))
        template, page = OWN_PAGES.get(kind, PROFILE)
        made = page(edition, EntityKey(kind, key), asked)
        statements = self._writer.embedded(described, edition.reading.walked(described.iri).told)
        shown = self._press.html(edition, template, made, statements)
        links = described.links(self._host + described.page_in(language))
        return Reply(200, [*self._headers[language], (b"link", links.encode())], shown.encode())
