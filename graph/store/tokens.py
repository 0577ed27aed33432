"""Tokens: who may change the dataset over HTTP. The catalogue keeps their names and hashes only.

A token is 256 random bits, so that a plain SHA-256 of it tells nothing about it, and it is
shown once, when it is made. As long as there is none, nobody can change anything over HTTP.
"""

import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path

from graph.errors import TokenNameInvalid, TokenPresent, TokenUnknown
from graph.iris import KEY
from graph.store.catalogue import Catalogue
from graph.store.dataset import Dataset, now

PREFIX = "nodverk_"
"""What each begins with, so that one which leaked is recognised."""

TABLE = """
CREATE TABLE IF NOT EXISTS token (
    name TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT
"""


@dataclass(frozen=True)
class Token:
    """What is kept of a token."""

    name: str
    sha256: str
    made_at: datetime

    def is_that_of(self, secret: str) -> bool:
        """Whether this is the token; takes as long whichever byte differs."""
        return compare_digest(self.sha256, digest(secret))


def add(dataset: Dataset, name: str) -> str:
    """Make a token and return it, which nobody can do again.

    Raises `TokenNameInvalid`, `TokenPresent`, `WriterBusy`.
    """
    if not KEY.fullmatch(name):
        raise TokenNameInvalid(name)
    secret = PREFIX + secrets.token_urlsafe(32)
    with dataset.writing(), dataset.catalogue.changing() as connection:
        connection.execute(TABLE)
        if connection.execute("SELECT 1 FROM token WHERE name = ?", (name,)).fetchone():
            raise TokenPresent(name)
        connection.execute("INSERT INTO token VALUES (?, ?, ?)", (name, digest(secret), now().isoformat()))
    return secret


def revoke(dataset: Dataset, name: str) -> None:
    """Let a token be good no longer. Raises `TokenUnknown`, `WriterBusy`."""
    with dataset.writing(), dataset.catalogue.changing() as connection:
        connection.execute(TABLE)
        if not connection.execute("DELETE FROM token WHERE name = ?", (name,)).rowcount:
            raise TokenUnknown(name)


def tokens(catalogue: Catalogue) -> tuple[Token, ...]:
    """All tokens, by name."""
    with catalogue.reading() as connection:
        try:
            rows = connection.execute("SELECT name, sha256, made_at FROM token ORDER BY name").fetchall()
        except sqlite3.OperationalError:  # a catalogue in which none was ever made
            return ()
    return tuple(Token(name, hashed, datetime.fromisoformat(made_at)) for name, hashed, made_at in rows)


def tokens_of(file: Path) -> tuple[Token, ...]:
    """The tokens that an operator wrote in a file, one a line, called by the file's name."""
    lines = (line.strip() for line in file.read_text("utf-8").splitlines())
    return tuple(Token(file.stem.lower(), digest(line), now()) for line in lines if line)


def digest(secret: str) -> str:
    """The SHA-256 of a token, in hexadecimal."""
    return sha256(secret.encode()).hexdigest()
