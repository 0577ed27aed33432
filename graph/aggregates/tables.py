"""The tables of a release: what is computed over all of it, by name."""

from collections.abc import Callable, Mapping

from graph.aggregates.handover import Handover, Name
from graph.aggregates.links import Values

PAGES, SEARCH = "pages", "search"
"""What another process makes: first what pages and lists show, then what a search looks through."""

Coming = Mapping[str, Handover]
"""What another process makes of these, each handed over when it is whole."""


class Tables:
    """Tables that another process made, and those made here when they were first asked for."""

    def __init__(self, coming: Coming | None = None) -> None:
        self._coming = coming or {}
        self._known: dict[Name, Values] = {}
        self._made: dict[Name, Values] = {}

    def get(self, *name: str, make: Callable[[], Values]) -> Values:
        """A table; made here where no other process did, or has not yet."""
        known = self._known.get(name)
        if known is None:
            known = self._found(name)
            if known is None:
                known = self._made[name] = make()
            self._known[name] = known
        return known

    async def come(self, what: str) -> None:
        """Wait for what another process makes, as long as that may be expected."""
        if what in self._coming:
            await self._coming[what].comes()

    @property
    def made(self) -> Mapping[Name, Values]:
        """Those that were made here."""
        return self._made

    def _found(self, name: Name) -> Values | None:
        found = (each.find(name) for each in self._coming.values())
        return next((each for each in found if each is not None), None)
