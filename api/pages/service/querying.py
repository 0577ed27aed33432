"""The query form: a question in SPARQL, its answer as a table, examples to start from."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.pages.editions.edition import Edition
from api.pages.editions.frame import Frame
from graph.errors import GraphError, QueryRefused
from graph.stored_queries.library import StoredQuery, library
from graph.workers.conversation import Question
from graph.workers.door import Answer, QueryDoor

FIRST = (
    "sums-by-currency-and-status",
    "who-funds-what",
    "shared-initiatives",
    "nodes-and-their-states",
    "statements-by-document",
    "most-central-organisations",
)
"""The queries of the library that the form shows first; it begins with the first of them."""

MOST_ROWS = 500
"""How many rows the page shows; the downloads hold them all."""

PREFIXES = {
    "nv": "https://w3id.org/nodverk/ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MOST_BYTES = 2_000_000
"""How large an answer the page takes in; a larger one can be downloaded."""

TABLE_DOWNLOADS = (("CSV", "csv"), ("TSV", "tsv"), ("JSON", "json"), ("XML", "xml"))
TRUTH_DOWNLOADS = (("JSON", "json"), ("XML", "xml"))
GRAPH_DOWNLOADS = (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("N-Triples", "nt"))


@dataclass(frozen=True)
class Example:
    """A query to start from."""

    title: str
    text: str
    href: str


@dataclass(frozen=True)
class Cell:
    """A value of a result."""

    text: str
    href: str | None
    lang: str | None
    numeric: bool


@dataclass(frozen=True)
class Download:
    """The whole answer in another format."""

    format: str
    href: str


@dataclass(frozen=True)
class Outcome:
    """What came of a query; one of the fields is filled."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    found: int = 0
    """How many rows there are, of which the page shows the first ones."""

    truth: bool | None = None
    turtle: str = ""
    error: str = ""
    refused: bool = False
    """Whether the error lies in the query, rather than in what it costs."""

    downloads: tuple[Download, ...] = ()


@dataclass(frozen=True)
class QueryPage:
    """The query form."""

    frame: Frame
    text: str
    outcome: Outcome | None
    """None where nothing was asked yet."""

    examples: tuple[Example, ...]
    more_examples: tuple[Example, ...]
    prefixes: tuple[tuple[str, str], ...]


def query_page(
    edition: Edition, text: str, outcome: Outcome | None, queries: Mapping[str, StoredQuery]
) -> QueryPage:
    """The form with a query and what came of it; with an example where nothing was asked.

    The examples are the stored queries, an operator's own among those that are shown first.
    """
    gettext = edition.phrases.gettext
    shipped = {each.name for each in library()}
    first = [*FIRST, *(name for name in queries if name not in shipped)]
    ordered = [*first, *(name for name in queries if name not in first)]
    examples = tuple(_example(edition, queries[name]) for name in ordered)
    return QueryPage(
        frame=Frame(
            title=gettext("Query the data"),
            description=gettext("Ask the graph in SPARQL, from an example or on your own."),
            path="/sparql",
            menu="sparql",
            query=urlencode({"query": text}) if outcome else "",
            indexed=outcome is None,
        ),
        text=text if outcome else examples[0].text,
        outcome=outcome,
        examples=examples[: len(first)],
        more_examples=examples[len(first) :],
        prefixes=tuple(PREFIXES.items()),
    )


async def outcome_of(edition: Edition, text: str, door: QueryDoor) -> Outcome | None:
    """Have a worker run the query; None where there is none.

    What the workers say no to is an outcome too, and is shown beside the query.
    """
    if not text.strip():
        return None
    asked = Question(text, f"{edition.index.iris.base}sparql", rows="json", statements="ttl")
    try:
        answer = await door.ask(asked)
        body = await _taken_in(answer)
    except GraphError as error:
        return Outcome(error=str(error), refused=isinstance(error, QueryRefused))
    if body is None:
        too_large = edition.phrases.gettext("The answer is too large for a page. It can be downloaded.")
        return Outcome(error=too_large, downloads=_downloads(text, answer.form.result))
    return _outcome(edition, text, answer.form.result, body)


async def _taken_in(answer: Answer) -> bytes | None:
    """The content of an answer; None where it is larger than a page shows."""
    body = bytearray()
    async for piece in answer.content():
        body += piece
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _example(edition: Edition, query: StoredQuery) -> Example:
    own = {each.name: edition.language for each in query.parameters if each.kind.name == "language"}
    text = query.text(own)
    return Example(
        title=query.title[edition.language],
        text=text,
        href=f"/{edition.language}/sparql?{urlencode({'query': text})}",
    )


def _outcome(edition: Edition, text: str, result: str, body: bytes) -> Outcome:
    downloads = _downloads(text, result)
    if result == "statements":
        return Outcome(turtle=body.decode(), downloads=downloads)
    results = json.loads(body)
    if result == "truth":
        return Outcome(truth=results["boolean"], downloads=downloads)
    columns, rows = tuple(results["head"]["vars"]), results["results"]["bindings"]
    return Outcome(
        columns=columns,
        rows=tuple(_row(edition, columns, row) for row in rows[:MOST_ROWS]),
        found=len(rows),
        downloads=downloads,
    )


def _downloads(text: str, result: str) -> tuple[Download, ...]:
    formats = {"rows": TABLE_DOWNLOADS, "truth": TRUTH_DOWNLOADS, "statements": GRAPH_DOWNLOADS}
    return tuple(
        Download(name, f"/sparql?{urlencode({'query': text, 'format': extension})}")
        for name, extension in formats[result]
    )


def _row(edition: Edition, columns: Sequence[str], row: dict[str, dict[str, str]]) -> tuple[Cell, ...]:
    return tuple(_cell(edition, row.get(name)) for name in columns)


def _cell(edition: Edition, term: dict[str, str] | None) -> Cell:
    if term is None:
        return Cell("", None, None, numeric=False)
    if term["type"] == "uri":
        return Cell(shortened(edition, term["value"]), edition.href(term["value"]), None, numeric=False)
    if "value" not in term or not isinstance(term["value"], str):
        return Cell(json.dumps(term, ensure_ascii=False), None, None, numeric=False)
    language = term.get("xml:lang")
    numeric = re.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", term["value"]) is not None
    return Cell(
        term["value"],
        None,
        language if language != edition.language else None,
        numeric=numeric and "datatype" in term,
    )


def shortened(edition: Edition, iri: str) -> str:
    """An IRI as people write it: kind and key for our own things, a prefix for known vocabularies."""
    thing = edition.index.iris.parse(iri)
    if thing:
        return iri.removeprefix(f"{edition.index.iris.base}id/")
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
