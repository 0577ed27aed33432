"""Who may write over HTTP: whoever has a token of the dataset, sent as a bearer token (RFC 6750).

Nobody can as long as there is no token. Cookies are never looked at, so that no page of
another site can have a browser write in its user's name.
"""

from dataclasses import dataclass, field

from starlette.exceptions import HTTPException

from graph.ingest.scribe import ScribeDoor
from graph.store.dataset import Dataset
from graph.store.tokens import Token, tokens

CLOSED = "Nobody may write here over HTTP. An operator can allow it: nodverk token add NAME."
REALM = 'Bearer realm="nodverk"'


@dataclass
class WriteAccess:
    """The way to the scribe, for those who have a token."""

    dataset: Dataset
    door: ScribeDoor
    address: tuple[str, int]
    """Host and port that the service listens at."""

    more: tuple[Token, ...] = ()
    """Tokens that an operator gave in a file, beside those of the dataset."""

    _mark: tuple[int, ...] | None = None
    _tokens: tuple[Token, ...] = field(default=())

    def writer(self, authorization: str | None) -> str:
        """The name of the token of whoever sent this `Authorization`.

        Raises `HTTPException`: 403 where nobody may write, 401 where the token is missing or not good.
        """
        known = [*self.more, *self._known()]
        if not known:
            raise HTTPException(403, CLOSED)
        scheme, _, secret = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            raise HTTPException(401, "Send a token to write.", {"WWW-Authenticate": REALM})
        # Each is compared, so that how long it takes says nothing about which one came close.
        good = [each.name for each in known if each.is_that_of(secret.strip())]
        if not good:
            refused = f'{REALM}, error="invalid_token"'
            raise HTTPException(401, "This token is not good, or no longer.", {"WWW-Authenticate": refused})
        return good[0]

    def _known(self) -> tuple[Token, ...]:
        """The tokens of the dataset, read anew when the catalogue was changed."""
        mark = self.dataset.catalogue.mark()
        if mark != self._mark:
            self._tokens, self._mark = tokens(self.dataset.catalogue), mark
        return self._tokens
