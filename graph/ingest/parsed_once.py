"""A graph that parses each query text once.

pySHACL hands the text of a SPARQL constraint to rdflib again for every focus
node, and rdflib parses it again each time, which takes nine tenths of a
validation. The text never changes (the focus node comes in as a binding), so a
graph that remembers what it has parsed gives the same report many times faster.
Nothing of rdflib is replaced: the memory lives and dies with the graph.
"""

from collections.abc import Mapping
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
        self._parsed: dict[str, Query] = {}

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
        """Ask as `rdflib.Graph.query` does. A text that comes with namespaces of its own is not remembered."""
        if isinstance(query_object, str) and not initNs:
            query_object = self._prepared(query_object)
        return super().query(
            query_object, processor, result, initNs, initBindings, use_store_provided, **kwargs
        )

    def _prepared(self, text: str) -> Query:
        if text not in self._parsed:
            self._parsed[text] = prepareQuery(text)
        return self._parsed[text]
