"""Answers of the API for those who know no RDF, as JSON or as a table."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.stored_queries.asking import Solutions
from graph.stored_queries.library import StoredQuery
from graph.stored_queries.lists import Listing
from graph.stored_queries.plain import Plain, plain

BETWEEN = "; "
"""What stands between several values in one cell of a table."""


@dataclass(frozen=True)
class Paging:
    """Which part of a list is told of."""

    total: int
    limit: int
    offset: int
    address: str
    """Of the list, without parameters."""

    given: Mapping[str, str]
    """The parameters of the address, to be repeated; those of the part are left out."""

    @property
    def next(self) -> str | None:
        """The address of the part that follows."""
        return self._at(self.offset + self.limit) if self.offset + self.limit < self.total else None

    @property
    def prev(self) -> str | None:
        """The address of the part before."""
        return self._at(max(0, min(self.offset, self.total) - self.limit)) if self.offset else None

    @property
    def links(self) -> dict[str, str]:
        """The addresses of other parts, by how they stand to this one (RFC 8288)."""
        last = max(0, (self.total - 1) // self.limit) * self.limit
        found = {"first": self._at(0), "prev": self.prev, "next": self.next, "last": self._at(last)}
        return {name: address for name, address in found.items() if address}

    def _at(self, offset: int) -> str:
        parameters = {**self.given, "limit": self.limit, "offset": offset}
        return f"{self.address}?{urlencode(parameters)}"


def document(content: Plain) -> bytes:
    """A JSON document."""
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def answer_document(
    query: StoredQuery, given: Mapping[str, str], found: Solutions, release: int
) -> dict[str, Plain]:
    """The answer to a stored query: the rows in plain values, or the truth value."""
    told: dict[str, Plain] = {"query": query.name, "release": release, "parameters": dict(given)}
    if isinstance(found, bool):
        return told | {"answer": found}
    rows: list[Plain] = [{name: plain(term) for name, term in row.items()} for row in found]
    names = query.variables or tuple(dict.fromkeys(name for row in found for name in row))
    return told | {"columns": list(names), "total": len(rows), "rows": rows}


def list_document(
    listing: Listing, paging: Paging, items: Sequence[dict[str, Plain]], release: int
) -> dict[str, Plain]:
    """A part of a list of things."""
    told: dict[str, Plain] = {
        "list": listing.name,
        "release": release,
        "total": paging.total,
        "limit": paging.limit,
        "offset": paging.offset,
    }
    links = {"next": paging.next, "prev": paging.prev}
    return told | {name: each for name, each in links.items() if each} | {"items": list(items)}


def table(listing: Listing, items: Iterable[Mapping[str, Plain]]) -> bytes:
    """Things as CSV (RFC 4180), one line each; several values of a field stand in one cell."""
    header = ["key", "type", "name", "url"]
    for field in listing.fields:
        for column in field.parts or (field.column,):
            name = column.name.replace("__", ".")
            header += [name, f"{name}.key"] if column.kind == "thing" else [name]
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(header)
    for item in items:
        writer.writerow([_cell(item, name.split(".")) for name in header])
    return written.getvalue().encode()


def _cell(value: Plain | Mapping[str, Plain], path: Sequence[str]) -> str:
    """What stands at a path in a thing; parts that have nothing there leave their place empty."""
    if isinstance(value, list):
        return BETWEEN.join(_cell(each, path) for each in value)
    if isinstance(value, Mapping):
        if not path:
            return _text(value.get("name", value.get("url", "")))
        return _cell(value[path[0]], path[1:]) if path[0] in value else ""
    return _text(value)


def _text(value: Plain) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
