"""The catalogue: a SQLite file that says which objects make up which release.

A release exists when its transaction is committed and not before. Rows are
only ever added: history is not rewritten, and a roll-back is a new release
with old content.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from graph.errors import DatasetDamaged, ReleaseUnknown
from graph.store.release import GraphVersion, ImportRecord, Outcome, Release

FORMAT = "1"
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE release (
    number INTEGER PRIMARY KEY,
    made_at TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE TABLE release_graph (
    release INTEGER NOT NULL REFERENCES release (number),
    graph TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    statements INTEGER NOT NULL,
    PRIMARY KEY (release, graph)
) STRICT, WITHOUT ROWID;
CREATE TABLE import (
    number INTEGER PRIMARY KEY,
    release INTEGER REFERENCES release (number),
    graph TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    outcome TEXT NOT NULL,
    started_at TEXT NOT NULL,
    report TEXT NOT NULL
) STRICT;
"""


@dataclass(frozen=True)
class Catalogue:
    """The catalogue of a dataset, in `path`. Reading never waits for a writer for long."""

    path: Path

    def create(self, base: str) -> None:
        """Make an empty catalogue for a dataset with this base IRI."""
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.executescript(SCHEMA)
            connection.executemany("INSERT INTO meta VALUES (?, ?)", [("format", FORMAT), ("base", base)])

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        address = f"{self.path.resolve().as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, timeout=10)) as connection:
            try:
                connection.execute("PRAGMA synchronous = EXTRA")
                connection.execute("PRAGMA foreign_keys = ON")
                with connection:
                    yield connection
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
                    raise DatasetDamaged(str(self.path), str(error)) from error
                raise

    @property
    def base(self) -> str:
        """The base IRI that the dataset was made for.

        Raises `DatasetDamaged` where the file is of a format that this version does not know.
        """
        with self._open() as connection:
            meta = dict(connection.execute("SELECT key, value FROM meta"))
        if meta.get("format") != FORMAT:
            raise DatasetDamaged(
                str(self.path), f"catalogue format {meta.get('format')} is not known to this version"
            )
        return str(meta["base"])

    def head(self) -> int:
        """The number of the newest release; 0 where there is none yet."""
        with self._open() as connection:
            (number,) = connection.execute("SELECT coalesce(max(number), 0) FROM release").fetchone()
        return int(number)

    def release(self, number: int) -> Release:
        """A release by its number. Raises `ReleaseUnknown`."""
        with self._open() as connection:
            row = connection.execute(
                "SELECT made_at, note FROM release WHERE number = ?", (number,)
            ).fetchone()
            graphs = connection.execute(
                "SELECT graph, sha256, statements FROM release_graph WHERE release = ? ORDER BY graph",
                (number,),
            ).fetchall()
        if row is None:
            raise ReleaseUnknown(number)
        versions = tuple(GraphVersion(*each) for each in graphs)
        return Release(number, datetime.fromisoformat(row[0]), row[1], versions)

    def releases(self) -> list[Release]:
        """All releases, newest first."""
        with self._open() as connection:
            numbers = [
                number for (number,) in connection.execute("SELECT number FROM release ORDER BY number DESC")
            ]
        return [self.release(number) for number in numbers]

    def add(self, release: Release, imports: Iterable[ImportRecord]) -> None:
        """Add a release and the imports that made it, in one transaction."""
        with self._open() as connection:
            connection.execute(
                "INSERT INTO release VALUES (?, ?, ?)",
                (release.number, release.made_at.isoformat(), release.note),
            )
            connection.executemany(
                "INSERT INTO release_graph VALUES (?, ?, ?, ?)",
                [(release.number, each.graph, each.sha256, each.statements) for each in release.graphs],
            )
            _add_imports(connection, imports)

    def add_import(self, record: ImportRecord) -> None:
        """Add an import that made no release."""
        with self._open() as connection:
            _add_imports(connection, [record])

    def imports(self) -> list[ImportRecord]:
        """All imports, oldest first."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT graph, file_name, file_sha256, outcome, started_at, report, release, number"
                " FROM import ORDER BY number"
            ).fetchall()
        return [
            ImportRecord(row[0], row[1], row[2], Outcome(row[3]), datetime.fromisoformat(row[4]), *row[5:])
            for row in rows
        ]


def _add_imports(connection: sqlite3.Connection, records: Iterable[ImportRecord]) -> None:
    connection.executemany(
        "INSERT INTO import (release, graph, file_name, file_sha256, outcome, started_at, report)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                r.release,
                r.graph,
                r.file_name,
                r.file_sha256,
                r.outcome.value,
                r.started_at.isoformat(),
                r.report,
            )
            for r in records
        ],
    )
