"""The catalogue: a SQLite file that says which objects make up which release.

The file is never changed in place. A change is made in a copy in memory, which
is written, synced and takes the catalogue's name: so it exists whole or not at
all, readers need no lock, and a plain copy of the file is good at any moment.
Rows are only ever added (history is not rewritten), except that a release can
be let go by `gc`, which leaves it in the log and drops its content.

SQLite does not notice a changed byte in a text, so the file bears a checksum.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from graph.errors import DatasetDamaged, ReleaseLetGo, ReleaseUnknown
from graph.store.objects import read, write_durably
from graph.store.release import GraphVersion, ImportRecord, Outcome, Release
from graph.store.seal import check_seal, seal

FORMAT = "1"
SEAL = slice(60, 64)
"""Where a SQLite file has a number for its users, `PRAGMA user_version` (its file format, section 1.3)."""

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE release (
    number INTEGER PRIMARY KEY,
    made_at TEXT NOT NULL,
    note TEXT NOT NULL,
    kept INTEGER NOT NULL DEFAULT 1
) STRICT;
-- What a release changed: a graph's new version, or no version where the graph was taken out.
CREATE TABLE change (
    graph TEXT NOT NULL,
    release INTEGER NOT NULL REFERENCES release (number),
    sha256 TEXT,
    statements INTEGER,
    PRIMARY KEY (graph, release)
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
GRAPHS = """
SELECT graph, sha256, statements FROM change AS newest
WHERE sha256 IS NOT NULL AND release =
    (SELECT max(release) FROM change WHERE graph = newest.graph AND release <= ?)
ORDER BY graph
"""


@dataclass(frozen=True)
class Catalogue:
    """The catalogue of a dataset, in `path`. Change it only while holding the writer's lock."""

    path: Path

    def create(self, base: str) -> None:
        """Make an empty catalogue for a dataset with this base IRI."""
        with self._written() as connection:
            connection.executescript(SCHEMA)
            connection.executemany("INSERT INTO meta VALUES (?, ?)", [("format", FORMAT), ("base", base)])

    def _content(self) -> bytes:
        """The file, checked. Raises `DatasetDamaged`."""
        content = read(self.path)
        check_seal(self.path, content, SEAL)
        return content

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The catalogue as it is now, in memory. Raises `DatasetDamaged`."""
        content = self._content()
        try:
            with closing(sqlite3.connect(":memory:")) as connection:
                connection.deserialize(content)
                yield connection
        except sqlite3.DatabaseError as error:
            raise DatasetDamaged(str(self.path), str(error)) from error

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A copy to change, which becomes the catalogue unless an error is raised."""
        with self._written(self._content()) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            yield connection

    @contextmanager
    def _written(self, origin: bytes = b"") -> Iterator[sqlite3.Connection]:
        """A copy to change, which takes the catalogue's place. Raises `DiskFull`, `DatasetUnwritable`."""
        with closing(sqlite3.connect(":memory:")) as connection:
            if origin:
                connection.deserialize(origin)
            with connection:
                yield connection
            content = bytearray(connection.serialize())
        content[SEAL] = seal(content, SEAL)
        write_durably(self.path, content)

    @property
    def base(self) -> str:
        """The base IRI that the dataset was made for.

        Raises `DatasetDamaged` where the file is of a format that this version does not know.
        """
        with self.reading() as connection:
            meta = dict(connection.execute("SELECT key, value FROM meta"))
        if meta.get("format") != FORMAT:
            reason = f"catalogue format {meta.get('format')} is not known to this version"
            raise DatasetDamaged(str(self.path), reason)
        return str(meta["base"])

    def mark(self) -> tuple[int, ...]:
        """What is another whenever the catalogue was changed, and costs next to nothing to know."""
        try:
            found = self.path.stat()
        except OSError:
            return ()
        return found.st_ino, found.st_mtime_ns, found.st_size

    def head(self) -> int:
        """The number of the newest release; 0 where there is none yet."""
        with self.reading() as connection:
            return _newest(connection)

    def newest(self) -> Release:
        """The newest release. Raises `ReleaseUnknown` where none was made yet."""
        with self.reading() as connection:
            return _release(connection, _newest(connection))

    def release(self, number: int) -> Release:
        """A release by its number. Raises `ReleaseUnknown`, `ReleaseLetGo`."""
        with self.reading() as connection:
            found = _release(connection, number)
        if not found.kept:
            raise ReleaseLetGo(number)
        return found

    def releases(self) -> list[Release]:
        """All releases, newest first, those included whose content was let go."""
        with self.reading() as connection:
            return _releases(connection)[::-1]

    def history(self, graph: str, until: int) -> list[tuple[int, GraphVersion | None]]:
        """The releases up to `until` that changed a graph, oldest first; None where it was taken out."""
        with self.reading() as connection:
            rows = connection.execute(
                "SELECT release, sha256, statements FROM change"
                " WHERE graph = ? AND release <= ? ORDER BY release",
                (graph, until),
            ).fetchall()
        return [
            (number, GraphVersion(graph, sha256, count) if sha256 else None) for number, sha256, count in rows
        ]

    def add(self, release: Release, imports: Iterable[ImportRecord]) -> None:
        """Add a release and the imports that made it, as one change."""
        with self.changing() as connection:
            before = {row[0]: row[1:] for row in connection.execute(GRAPHS, (release.number - 1,))}
            after = {each.graph: (each.sha256, each.statements) for each in release.graphs}
            changed = {graph for graph in before | after if before.get(graph) != after.get(graph)}
            connection.execute(
                "INSERT INTO release (number, made_at, note) VALUES (?, ?, ?)",
                (release.number, release.made_at.isoformat(), release.note),
            )
            connection.executemany(
                "INSERT INTO change VALUES (?, ?, ?, ?)",
                [(graph, release.number, *after.get(graph, (None, None))) for graph in sorted(changed)],
            )
            _add_imports(connection, imports)

    def add_imports(self, records: Iterable[ImportRecord]) -> None:
        """Add imports that made no release."""
        with self.changing() as connection:
            _add_imports(connection, records)

    def let_go(self, numbers: Iterable[int]) -> None:
        """Mark releases whose content need not be kept; they stay in the log."""
        with self.changing() as connection:
            rows = [(number,) for number in numbers]
            connection.executemany("UPDATE release SET kept = 0 WHERE number = ?", rows)

    def imports(self) -> list[ImportRecord]:
        """All imports, oldest first."""
        with self.reading() as connection:
            rows = connection.execute(
                "SELECT graph, file_name, file_sha256, outcome, started_at, report, release, number"
                " FROM import ORDER BY number"
            ).fetchall()
        return [
            ImportRecord(row[0], row[1], row[2], Outcome(row[3]), datetime.fromisoformat(row[4]), *row[5:])
            for row in rows
        ]


def _newest(connection: sqlite3.Connection) -> int:
    (number,) = connection.execute("SELECT coalesce(max(number), 0) FROM release").fetchone()
    return int(number)


def _release(connection: sqlite3.Connection, number: int) -> Release:
    found = connection.execute(
        "SELECT made_at, note, kept FROM release WHERE number = ?", (number,)
    ).fetchone()
    if found is None:
        raise ReleaseUnknown(number)
    made_at, note, kept = found
    versions = tuple(GraphVersion(*row) for row in connection.execute(GRAPHS, (number,)))
    return Release(number, datetime.fromisoformat(made_at), note, versions, kept=bool(kept))


def _releases(connection: sqlite3.Connection) -> list[Release]:
    """All releases, oldest first: what each changed is read once, and what it did not stays."""
    changes: defaultdict[int, list[tuple[str, str | None, int]]] = defaultdict(list)
    for graph, number, *version in connection.execute(
        "SELECT graph, release, sha256, statements FROM change"
    ):
        changes[number].append((graph, *version))
    said: dict[str, GraphVersion] = {}
    found = []
    for number, made_at, note, kept in connection.execute(
        "SELECT number, made_at, note, kept FROM release ORDER BY number"
    ):
        for graph, sha256, statements in changes[number]:
            if sha256 is None:
                said.pop(graph, None)
            else:
                said[graph] = GraphVersion(graph, sha256, statements)
        versions = tuple(said[graph] for graph in sorted(said))
        found.append(Release(number, datetime.fromisoformat(made_at), note, versions, kept=bool(kept)))
    return found


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
