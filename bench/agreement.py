"""Whether the servers answer alike: a fast wrong answer is worth nothing."""

import json
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from http import HTTPStatus

from pyoxigraph import RdfFormat, parse

from bench.material import Material
from bench.peers import QUERY_SECONDS, Server, get
from bench.queries import TURTLE, Query

NUMBERS = ("decimal", "integer", "double")
COMPARED = 3
"""With how many different parameters a query is compared that has any."""

PATIENCE = 2 * QUERY_SECONDS


def alike(query: Query, material: Material, servers: Sequence[Server]) -> bool:
    """Whether all servers give the same rows or statements; the order of rows does not count."""
    for serial in range(COMPARED if query.parameters else 1):
        text = query.asked(material.terms, serial, "compared")
        answers = [_answer(query, server, text) for server in servers]
        if any(each != answers[0] for each in answers):
            return False
    return True


def _answer(query: Query, server: Server, text: str) -> Counter[object] | str:
    try:
        status, _, body = get(server.port, server.query(text, query.accept), PATIENCE)
    except TimeoutError:
        return f"{server.name} did not answer"
    if status != HTTPStatus.OK:
        return f"{server.name} answered {status}"
    if query.accept == TURTLE:
        return Counter(set(parse(body, format=RdfFormat.TURTLE)))
    rows = json.loads(body)["results"]["bindings"]
    return Counter(frozenset((name, _plain(term)) for name, term in row.items()) for row in rows)


def _plain(term: dict[str, str]) -> tuple[str, ...]:
    """A term so that 100.0 and 100 are the same number."""
    datatype = term.get("datatype", "")
    if datatype.endswith(NUMBERS):
        return "number", str(Decimal(term["value"]).normalize())
    return term["value"], datatype, term.get("xml:lang", "")
