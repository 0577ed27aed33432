"""The addresses of things that are no longer told of: 301 to what they were merged into, or 410."""

import asyncio
import re

from starlette.types import Scope

from api.context import Context
from api.http.reply import Reply
from api.pages.editions.phrases import LANGUAGES
from graph.errors import EntityRetired, EntityUnknown
from graph.iris import KINDS, as_uri
from graph.things.succession import last_releases, merged, successors

ADDRESS = re.compile(rf"/(id|data|{'|'.join(LANGUAGES)})/((?:{'|'.join(KINDS)})/[a-z0-9-]+)(\.[a-z]+)?")


class Succession:
    """What became of the things that one release does not tell of."""

    def __init__(self, context: Context) -> None:
        self._index = context.index
        self._dataset = context.archive.dataset
        self._things = f"{context.index.iris.base}id/"
        self._merged = merged(context.index)
        self._last: dict[str, int] | None = None
        self._reading = asyncio.Lock()

    def reply(self, scope: Scope) -> Reply | None:
        """The way to what a thing was merged into; None for all others."""
        if not self._merged:
            return None
        address = ADDRESS.fullmatch(scope["path"])
        if address is None:
            return None
        room, path, extension = address.groups("")
        into = self._merged.get(self._things + path)
        if into is None:
            return None
        location = as_uri(into)
        if into.startswith(self._things):
            location = f"/{room}/{as_uri(into.removeprefix(self._things))}{extension}"
            location += f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
        note = f"{self._things}{path} was merged into {into}.\n"
        headers = [
            (b"location", location.encode()),
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"link", f'<{as_uri(into)}>; rel="successor-version"'.encode()),
            (b"cache-control", b"public, no-cache"),
            (b"nodverk-release", str(self._index.release.number).encode()),
        ]
        return Reply(301, headers, note.encode())

    async def told(self, unknown: EntityUnknown) -> EntityUnknown | EntityRetired:
        """What there is to say of something unknown: just that, or which release told of it last."""
        if self._dataset is None or not unknown.iri.startswith(self._things):
            return unknown
        async with self._reading:
            if self._last is None:
                self._last = await asyncio.to_thread(last_releases, self._index, self._dataset)
        release = self._last.get(unknown.iri)
        if release is None:
            return unknown
        return EntityRetired(unknown.iri, release, tuple(successors(self._index, unknown.iri)))
