"""What became of a change, as an answer."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from starlette.responses import Response

from api.http.negotiation import PROBLEM, STATEMENTS, choose
from api.http.reply import in_header
from api.problems import Problem
from graph.ingest.writing import Method, Written

REFUSED = "The shapes are not met"
VALIDATED = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}
"""What a W3C validation report is written in, and what rdflib calls that."""

REPORTS = (PROBLEM, *(each for each in STATEMENTS if each.name in VALIDATED))


def answer(written: Written, method: Method | None, *, served: bool, headers: Mapping[str, str]) -> Response:
    """The answer to a change that was made, or need not be; `method` where it was one of a graph.

    202 says that the change is made and not served yet.
    """
    marked = {**headers, "Nodverk-Release": str(written.release), "Cache-Control": "no-store"}
    status = 200 if served else 202
    if served and method is not None:
        status = 201 if written.created else 204
    if written.created:
        marked["Location"] = in_header(written.graph)
    if status == 204:
        return Response(None, status, marked)
    return Response(_document(written, served=served), status, marked, "application/json")


def refusal(written: Written, accept: str | None, language: str, headers: Mapping[str, str]) -> Response:
    """The answer to a change that the shapes refused: the report, as a problem or in RDF."""
    offer = choose(accept, REPORTS) or PROBLEM
    marked = {**headers, "Cache-Control": "no-store", "Vary": "Accept, Accept-Language"}
    if offer is not PROBLEM:
        content = written.report.graph.serialize(format=VALIDATED[offer.name])
        return Response(content, 422, marked, offer.content_type)
    problem = Problem(
        422,
        REFUSED,
        written.report.text(language),
        "shapes-not-met",
        {"report": json.loads(written.report.as_json())},
    )
    return Response(problem.document(), 422, marked, PROBLEM.media_type)


def _document(written: Written, *, served: bool) -> bytes:
    told = {
        "outcome": str(written.outcome),
        "release": written.release,
        "served": served,
        "graphs": [asdict(each) for each in written.changes],
        "advice": json.loads(written.report.as_json())["results"],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"
