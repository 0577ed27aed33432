"""Our own queries: `.rq` files by name, with values bound to their `$parameters`.

The header comment of each file says what it answers and names its parameters,
one a line: `# $funder  the funder's IRI`. Values are bound as terms, never
pasted into the text. A stranger's query does not pass here: see `store.workers`.
"""

import re
from dataclasses import dataclass
from functools import cache

from graph.assets import query_text

PARAMETER = re.compile(r"^#\s+\$(\w+)\s", re.MULTILINE)


@dataclass(frozen=True)
class Query:
    """A query text with the names of the parameters that must be bound."""

    name: str
    text: str
    parameters: frozenset[str]

    def check(self, given: set[str]) -> None:
        """Raise `TypeError` unless exactly the declared parameters are given."""
        if given != self.parameters:
            expected, got = sorted(self.parameters), sorted(given)
            raise TypeError(f"{self.name}.rq takes {expected}, got {got}")


@cache
def named_query(name: str) -> Query:
    """The query in `graph/queries/{name}.rq`."""
    text = query_text(name)
    header = text.split("\n\n", 1)[0]
    return Query(name, text, frozenset(PARAMETER.findall(header)))
