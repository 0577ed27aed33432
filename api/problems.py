"""Everything that can go wrong, as an answer: a problem document (RFC 9457) or a page that says the same.

One table says which error has which status; nothing else in this package
turns an error of the graph into a status.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.http.language import preferred
from api.http.methods import methods_at
from api.http.negotiation import HTML, PROBLEM, choose
from api.pages.editions.phrases import LANGUAGES
from api.pages.printing.answer import html
from api.pages.printing.press import Press
from api.pages.service.problem import problem_page
from graph.errors import (
    AskerCrowdedOut,
    DatasetUnwritable,
    DumpsCrowdedOut,
    DumpUnknown,
    DumpUnmade,
    EntityRetired,
    EntityUnknown,
    FormatUnavailable,
    GraphAbsent,
    GraphDerived,
    GraphError,
    GraphPresent,
    GraphUnknown,
    NamedThingUnknown,
    NameUnknown,
    PageUnknown,
    ParameterInvalid,
    ParameterMissing,
    ParameterUnknown,
    QueryCrashed,
    QueryCrowdedOut,
    QueryMalformed,
    QueryOutOfMemory,
    QueryRefused,
    QueryTimedOut,
    QueryTooLong,
    ReleaseLetGo,
    ReleaseMovedOn,
    ReleaseUnknown,
    ResultTooLarge,
    SourceUnreadable,
    UpdateEnded,
    ValidatorUndecided,
    WriteCrowdedOut,
    WriteLost,
)
from graph.iris import as_uri

TYPES = "https://w3id.org/nodverk/problem/"
RETRY_AFTER_SECONDS = 5


@dataclass(frozen=True)
class Problem:
    """What went wrong, as RFC 9457 has it."""

    status: int
    title: str
    detail: str
    kind: str = ""
    """The last part of its type's IRI; empty where the status says all."""

    members: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def document(self) -> bytes:
        """The problem document."""
        members = {
            "type": f"{TYPES}{self.kind}" if self.kind else "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.members,
        }
        return json.dumps(members, ensure_ascii=False, indent=1).encode() + b"\n"


@dataclass(frozen=True)
class _Row:
    """How an error is told: its status, its kind, its title."""

    status: int
    kind: str
    title: str


TABLE: dict[type[GraphError], _Row] = {
    EntityRetired: _Row(410, "retired", "This is no longer told of"),
    PageUnknown: _Row(404, "page-unknown", "There is no such page"),
    EntityUnknown: _Row(404, "unknown", "Nothing is stated about this"),
    NameUnknown: _Row(404, "name-unknown", "Nothing has this name"),
    ReleaseUnknown: _Row(404, "release-unknown", "There is no such release"),
    ReleaseLetGo: _Row(410, "release-let-go", "The content of the release was let go"),
    DumpUnknown: _Row(404, "dump-unknown", "There is no such dump"),
    DumpUnmade: _Row(503, "dump-unmade", "The dump could not be made"),
    DumpsCrowdedOut: _Row(503, "dumps-crowded-out", "Many dumps are being made"),
    QueryMalformed: _Row(400, "query-malformed", "The query is not SPARQL"),
    QueryTooLong: _Row(413, "query-too-long", "The query is too long"),
    QueryRefused: _Row(400, "query-refused", "The query is not one that is run here"),
    ParameterInvalid: _Row(400, "parameter-invalid", "A parameter does not fit"),
    ParameterMissing: _Row(400, "parameter-missing", "A parameter is missing"),
    ParameterUnknown: _Row(400, "parameter-unknown", "There is no such parameter"),
    FormatUnavailable: _Row(406, "format-unavailable", "The result has no such format"),
    QueryTimedOut: _Row(504, "query-timed-out", "The query took too long"),
    QueryOutOfMemory: _Row(503, "query-out-of-memory", "The query needed too much memory"),
    ResultTooLarge: _Row(503, "result-too-large", "The result is too large"),
    QueryCrashed: _Row(503, "query-crashed", "The query ended the process that ran it"),
    QueryCrowdedOut: _Row(503, "query-crowded-out", "All query workers are busy"),
    AskerCrowdedOut: _Row(429, "asker-crowded-out", "Others want to ask too"),
    SourceUnreadable: _Row(400, "unreadable", "What was sent is not what it says"),
    GraphUnknown: _Row(404, "graph-unknown", "There is no such named graph"),
    GraphDerived: _Row(409, "graph-derived", "The named graph cannot be written"),
    ValidatorUndecided: _Row(409, "undecided", "The shapes could not be applied"),
    GraphAbsent: _Row(412, "graph-absent", "There is no such named graph yet"),
    GraphPresent: _Row(412, "graph-present", "There is such a named graph"),
    ReleaseMovedOn: _Row(412, "release-moved-on", "There is a newer release"),
    UpdateEnded: _Row(503, "update-ended", "The update needed too much"),
    WriteCrowdedOut: _Row(503, "write-crowded-out", "Other changes are being made"),
    WriteLost: _Row(503, "write-lost", "It is not known what became of the change"),
    DatasetUnwritable: _Row(507, "dataset-unwritable", "The dataset could not be written"),
}

ADVICE = {
    404: "There is nothing at this address. /sitemap.xml lists the pages, /openapi.json all else.",
    405: "The address does not take this method. Those that it takes are named in Allow.",
}
"""What a problem document says to do where no error says more than its status."""


def problem_of(error: Exception) -> Problem:
    """An error as a problem; one that nobody has named is our fault and told without its reason."""
    if isinstance(error, GraphError):
        return _problem_of_graph(error)
    if isinstance(error, HTTPException):
        return _problem_of_status(error)
    if isinstance(error, RequestValidationError):
        return Problem(400, _phrase(400), "; ".join(each["msg"] for each in error.errors()))
    return Problem(500, _phrase(500), "The fault is ours and has been written to the log.")


def _problem_of_status(error: HTTPException) -> Problem:
    title = _phrase(error.status_code)
    detail = ADVICE.get(error.status_code, title) if error.detail == title else str(error.detail)
    return Problem(error.status_code, title, detail, headers=error.headers or {})


def _problem_of_graph(error: GraphError) -> Problem:
    row = next((TABLE[each] for each in type(error).__mro__ if each in TABLE), None)
    if row is None:
        return Problem(500, _phrase(500), str(error))
    return Problem(row.status, row.title, str(error), row.kind, _members(error), _headers(error, row))


def _headers(error: GraphError, row: _Row) -> dict[str, str]:
    """When to come again, or where what is gone can still be read (RFC 7089) and what took its place."""
    if isinstance(error, EntityRetired):
        links = [f'<{as_uri(error.iri)}?release={error.release}>; rel="memento"']
        links += [f'<{as_uri(each)}>; rel="successor-version"' for each in error.successors]
        return {"Link": ", ".join(links)}
    return {"Retry-After": str(RETRY_AFTER_SECONDS)} if row.kind.endswith("crowded-out") else {}


def _members(error: GraphError) -> dict[str, Any]:
    """What a machine may want to know: where a query goes wrong, and which limit was hit."""
    match error:
        case QueryMalformed() | SourceUnreadable() | ReleaseMovedOn():
            told = {name: getattr(error, name, None) for name in ("line", "column", "newest")}
            return {name: value for name, value in told.items() if value is not None}
        case QueryTimedOut(seconds=seconds):
            return {"limit": {"seconds": seconds}}
        case QueryOutOfMemory(mebibytes=mebibytes):
            return {"limit": {"mebibytes": mebibytes}}
        case ResultTooLarge(most_bytes=most) | QueryTooLong(most_bytes=most):
            return {"limit": {"bytes": most}}
        case FormatUnavailable(formats=formats):
            return {"formats": list(formats)}
    return _members_of_name(error)


def _members_of_name(error: GraphError) -> dict[str, Any]:
    """What became of a thing; which parameter is meant, and what would fit."""
    match error:
        case EntityRetired(iri=iri, release=release, successors=successors):
            memento = f"{iri}?release={release}"
            return {"lastRelease": release, "memento": memento, "replacedBy": list(successors)}
        case ParameterInvalid() | ParameterMissing():
            return {"parameter": error.parameter, "expected": error.expected, "example": error.example}
        case ParameterUnknown():
            return {"parameter": error.parameter, "known": list(error.known)}
        case NamedThingUnknown() | NameUnknown():
            return {"parameter": error.parameter}
    return {}


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase


def respond(request: Request, error: Exception) -> Response:
    """The answer to a request that failed: a page for people who asked for pages, else the document."""
    problem = problem_of(error)
    page_asked = request.url.path.split("/")[1] in LANGUAGES
    offers = (HTML, PROBLEM) if page_asked else (PROBLEM, HTML)
    if choose(request.headers.get("accept"), offers) is HTML:
        said_by_the_page = problem.detail in ADVICE.values()
        response = _page(request, problem.status, "" if said_by_the_page else problem.detail)
    else:
        response = Response(problem.document(), problem.status, media_type=PROBLEM.media_type)
    response.headers.update(problem.headers)
    if problem.status == 405:
        response.headers["Allow"] = methods_at(request.url.path)
    response.headers["Vary"] = "Accept, Accept-Language, Accept-Encoding"
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(request: Request, status: int, detail: str = "") -> Response:
    """The page that says what went wrong, in the language of the address or of the reader."""
    press: Press = request.app.state.press
    first = request.url.path.split("/")[1]
    accepted = preferred(request.headers.get("accept-language"), LANGUAGES)
    edition = press.editions[first if first in LANGUAGES else accepted]
    shown = press.html(edition, "problem.html", problem_page(edition, status, detail))
    return html(request, shown, edition.language, status)


def tell_problems(app: FastAPI) -> None:
    """Have an application answer every failure this way."""
    for error in (GraphError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(error, respond)
