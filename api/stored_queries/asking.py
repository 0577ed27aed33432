"""What a request asks of the API, read strictly, and how its queries are asked.

A parameter that nobody knows, or that is given twice, is refused: a slip must not silently
give everything. Queries run where strangers' queries run, with the same limits.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fastapi import Request
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results
from starlette.exceptions import HTTPException

from api.context import Context
from api.http.negotiation import STATEMENTS, Offer, choose
from api.http.requests import pairs
from graph.errors import ParameterInvalid, ParameterUnknown
from graph.stored_queries.library import StoredQuery
from graph.stored_queries.parameters import Kind, Parameter
from graph.stored_queries.plain import Row
from graph.workers.conversation import Question
from graph.workers.door import Answer

JSON = Offer("json", "application/json", ("text/javascript", "application/javascript"))
CSV = Offer("csv", "text/csv")
LIST_FORMATS = (JSON, CSV)
"""What a list of things comes as, best first."""

ROW_FORMATS = (
    JSON,
    CSV,
    Offer("tsv", "text/tab-separated-values"),
    Offer("xml", "application/sparql-results+xml"),
    Offer("sparql-json", "application/sparql-results+json"),
)
"""What the answer to a stored query comes as, best first: plain values, or as SPARQL has it."""

WORKER_FORMATS = {"json": "json", "sparql-json": "json", "csv": "csv", "tsv": "tsv", "xml": "xml"}
"""What a worker is asked for, for each of `ROW_FORMATS`."""

PAGE = (
    Parameter(
        "limit",
        Kind("integer", "1..1000"),
        "20",
        {"sv": "Hur många som högst ska komma", "en": "How many are to come at most"},
        default="100",
    ),
    Parameter(
        "offset",
        Kind("integer", "0..999999999"),
        "0",
        {"sv": "Hur många som ska hoppas över", "en": "How many are to be passed over"},
        default="0",
    ),
)
"""Which part of a list is asked for."""

LANGUAGE = Parameter(
    "language",
    Kind("language"),
    "sv",
    {
        "sv": "Språket för namn och beskrivningar: sv eller en",
        "en": "The language of names and descriptions: sv or en",
    },
    default="sv",
)

AT_ONCE_BYTES = 256 * 1024
"""A result up to this size is read in passing; a larger one beside other requests."""

Solutions = list[Row] | bool
"""The rows of a SELECT, or the truth value of an ASK."""


@dataclass(frozen=True)
class Given:
    """The parameters of an address."""

    values: dict[str, str]
    """Those of what is asked, as they are written."""

    format: str | None
    release: str | None
    """Which is looked at before the request comes here; it is kept to be repeated in links."""


def given_in(request: Request) -> Given:
    """The parameters of a request. Raises `HTTPException` where one is given twice or is not UTF-8."""
    given = pairs(request.scope["query_string"])
    values = dict(given)
    for name in values:
        if sum(name == each for each, _ in given) > 1:
            raise HTTPException(400, f"The parameter {name} is given more than once.")
    return Given(values, values.pop("format", None), values.pop("release", None))


def check_names(given: Given, parameters: Iterable[Parameter]) -> None:
    """Raise `ParameterUnknown` for a name that is not among the parameters."""
    known = [each.name for each in parameters]
    for name in given.values:
        if name not in known:
            raise ParameterUnknown(name, (*known, "format", "release"))


def chosen(request: Request, given: Given, offers: Sequence[Offer]) -> Offer:
    """The format by `?format=`, or else by `Accept`. Raises `ParameterInvalid` and `HTTPException`."""
    offer = chosen_by_name(given, offers) or choose(request.headers.get("accept"), offers)
    if offer is None:
        raise HTTPException(406, f"This comes as {', '.join(each.media_type for each in offers)}.")
    return offer


def chosen_by_name(given: Given, offers: Sequence[Offer]) -> Offer | None:
    """The format by `?format=`, if that is given. Raises `ParameterInvalid` where there is none."""
    if given.format is None:
        return None
    for each in offers:
        if each.name == given.format:
            return each
    names = ", ".join(each.name for each in offers)
    raise ParameterInvalid("format", f"one of {names}", offers[0].name)


def offers_of(query: StoredQuery) -> tuple[Offer, ...]:
    """What the answer to a stored query comes as, best first."""
    return STATEMENTS if query.form in {"construct", "describe"} else ROW_FORMATS


async def ask(
    context: Context, text: str, *, rows: str | None = None, statements: str | None = None
) -> Answer:
    """Have a worker answer a query, for whose relative IRIs the endpoint is the base."""
    return await context.door.ask(
        Question(text, f"{context.index.iris.base}sparql", rows=rows, statements=statements)
    )


async def solutions(answer: Answer) -> Solutions:
    """The answer to a query that was asked for as JSON."""
    content = await answer.whole()
    if len(content) > AT_ONCE_BYTES:
        return await asyncio.to_thread(_solutions, content)
    return _solutions(content)


def _solutions(content: bytes) -> Solutions:
    found = parse_query_results(content, format=QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return bool(found)
    return list(_rows(found))


def _rows(found: QuerySolutions) -> Sequence[Row]:
    names = [variable.value for variable in found.variables]
    return [{name: value for name in names if (value := row[name]) is not None} for row in found]
