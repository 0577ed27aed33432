"""A graph whose queries are parsed once for each text.

pySHACL hands the text of a SPARQL constraint to rdflib again for every focus
node, and rdflib parses it again each time, which takes most of a validation.
The text never changes (the focus node comes in as a binding), so a graph that
remembers what was parsed gives the same report many times faster. Nothing of
rdflib is replaced: only this class remembers.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Processor, Result
from rdflib.term import Identifier


class ParsedOnce(Graph):
    """An in-memory graph that parses and translates each query text the first time it is asked."""

    def __init__(self) -> None:
        super().__init__(bind_namespaces="none")

    def query(
        self,
        query_object: str | Query,
        processor: str | Processor = "sparql",
        result: str | type[Result] = "sparql",
        initNs: Mapping[str, Any] | None = None,  # noqa: N803  rdflib's name
        initBindings: Mapping[str, Identifier] | None = None,  # noqa: N803  rdflib's name
        use_store_provided: bool = True,  # noqa: FBT001, FBT002  rdflib's signature
        **kwargs: Any,  # noqa: ANN401  rdflib's signature
    ) -> Result:
        """Ask as `rdflib.Graph.query` does. A text with namespaces of its own is not remembered."""
        if isinstance(query_object, str) and not initNs:
            query_object = _parsed(query_object)
        return super().query(
            query_object, processor, result, initNs, initBindings, use_store_provided, **kwargs
        )


@lru_cache(maxsize=256)
def _parsed(text: str) -> Query:
    return prepareQuery(text)
