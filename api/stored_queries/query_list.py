"""The stored queries as a list: what each asks and takes, in both languages, and where its answer is."""

from collections.abc import Iterable
from urllib.parse import urlencode

from graph.stored_queries.library import StoredQuery
from graph.stored_queries.parameters import Parameter
from graph.stored_queries.plain import Plain


def query_list(queries: Iterable[StoredQuery], base: str) -> dict[str, Plain]:
    """All stored queries of the dataset with this base."""
    told: list[Plain] = [_query(each, base) for each in queries]
    return {"total": len(told), "queries": told}


def example_address(query: StoredQuery) -> str:
    """The path of a query's answer, with the example of each parameter that it needs."""
    given = {each.name: each.example for each in query.parameters if each.required}
    return f"/api/queries/{query.name}" + (f"?{urlencode(given)}" if given else "")


def _query(query: StoredQuery, base: str) -> dict[str, Plain]:
    return {
        "name": query.name,
        "url": f"{base}api/queries/{query.name}",
        "example": f"{base.rstrip('/')}{example_address(query)}",
        "title": dict(query.title),
        "description": dict(query.description),
        "parameters": [_parameter(each) for each in query.parameters],
        "columns": [_column(name, query) for name in query.variables],
    }


def _parameter(parameter: Parameter) -> dict[str, Plain]:
    told: dict[str, Plain] = {
        "name": parameter.name,
        "kind": str(parameter.kind),
        "required": parameter.required,
        "example": parameter.example,
        "description": dict(parameter.description),
    }
    return told | ({} if parameter.default is None else {"default": parameter.default})


def _column(name: str, query: StoredQuery) -> dict[str, Plain]:
    described = {each.name: dict(each.description) for each in query.columns}
    told: dict[str, Plain] = {"name": name}
    return told | ({"description": dict(described[name])} if name in described else {})
