"""Dumps for whoever asks: those that are there, and a process that makes the others meanwhile."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from api.context import Context
from api.publication.apart import run
from graph.dumps.making import shelf_of
from graph.dumps.naming import DumpName
from graph.dumps.shelf import Dump
from graph.errors import DumpsCrowdedOut, DumpUnknown, DumpUnmade
from graph.store.dataset import Dataset

MAKING_SECONDS = 900.0
"""After which the process that makes dumps is ended."""

MOST_WAITING = 50
"""Requests that may wait for dumps to be made; they are made one after another."""


def dumps_of(context: Context) -> "Dumps | None":
    """The dumps of the dataset that is served; None where there is only an index."""
    dataset = context.archive.dataset
    return Dumps(dataset, context.limits.dump_bytes) if dataset else None


class Dumps:
    """The dumps of a dataset.

    What is asked for does not wait for what is made ahead: there is a queue for each.
    """

    def __init__(self, dataset: Dataset, most_octets: int) -> None:
        self._dataset = dataset
        self._shelf = shelf_of(dataset, most_octets)
        self._most_octets = most_octets
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._ahead: set[asyncio.Task[None]] = set()

    async def get(self, name: DumpName) -> tuple[Dump, datetime]:
        """A dump, made if it is not there, and when its release was made.

        Raises `ReleaseUnknown`, `ReleaseLetGo`, `DumpUnknown`, `DumpsCrowdedOut` and `DumpUnmade`.
        """
        release = await asyncio.to_thread(self._dataset.catalogue.release, name.release)
        if not name.graphs(release, self._dataset.iris):
            raise DumpUnknown(name.file)
        found = self._shelf.find(name)
        if found is None:
            await self._make(name)
            found = self._shelf.find(name)
        if found is None:
            raise DumpUnmade(name.file)
        return found, release.made_at

    def there(self, names: Sequence[DumpName]) -> dict[DumpName, Dump]:
        """Those of the dumps that were made."""
        found = {name: self._shelf.find(name) for name in names}
        return {name: dump for name, dump in found.items() if dump}

    async def make_ahead(self, names: Sequence[DumpName], seconds: float) -> None:
        """Have dumps made, and wait so long for them; they are made on after that.

        What cannot be made is left to whoever asks for it.
        """
        missing = [name.file for name in names if self._shelf.find(name) is None]
        if missing:
            if not self._ahead:
                task = asyncio.create_task(self._try(missing))
                self._ahead.add(task)
                task.add_done_callback(self._ahead.discard)
            await asyncio.wait(list(self._ahead), timeout=seconds)

    async def _try(self, files: Sequence[str]) -> None:
        with suppress(DumpUnmade):
            await self._run(files)

    async def _make(self, name: DumpName) -> None:
        """Let a process of its own make it, when those that were asked for before it are done."""
        if self._waiting >= MOST_WAITING:
            raise DumpsCrowdedOut
        self._waiting += 1
        try:
            async with self._turn:
                if self._shelf.find(name) is None:
                    await self._run([name.file])
        finally:
            self._waiting -= 1

    async def _run(self, files: Sequence[str]) -> None:
        arguments = (str(self._dataset.folder), str(self._most_octets), *files)
        if not await run("graph.dumps.making", *arguments, seconds=MAKING_SECONDS):
            raise DumpUnmade(files[0])
