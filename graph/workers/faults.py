"""What the engine says of a text that it cannot run, as an error of ours."""

import re

from graph.errors import QueryMalformed

MOST_REASON = 300
POSITION = re.compile(r"error at (\d+):(\d+): ")

EVALUATION_FAULTS = (RuntimeError, ValueError, OSError)
"""What the engine raises where a text is SPARQL but cannot be evaluated."""


def malformed(message: str) -> QueryMalformed:
    """The parser's message with its position apart, cut where it lists all that it expected."""
    found = POSITION.match(message)
    reason = message[found.end() if found else 0 :]
    shown = reason if len(reason) <= MOST_REASON else f"{reason[:MOST_REASON]} …"
    return QueryMalformed(shown, int(found[1]), int(found[2])) if found else QueryMalformed(shown)
