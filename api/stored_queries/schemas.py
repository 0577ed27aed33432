"""JSON Schemas (2020-12, which OpenAPI 3.1 takes) of what the API takes and gives."""

from collections.abc import Callable, Mapping
from typing import Any

from graph.index.index import Index
from graph.iris import KEY, KINDS
from graph.stored_queries.library import Column, StoredQuery
from graph.stored_queries.lists import Field, Listing
from graph.stored_queries.parameters import LANGUAGES, MOST_LETTERS, Parameter
from graph.stored_queries.questions import notations

Schema = dict[str, Any]

KEY_PATTERN = f"^{KEY.pattern}$"
THING_PATTERN = f"^(?:{'|'.join(KINDS)})/{KEY.pattern}$"
DECIMAL_PATTERN = r"^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?$"
WEB_ADDRESS_PATTERN = r"^https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/#-]*)?$"
WIDEST = (-999_999_999_999_999, 999_999_999_999_999)
TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": MOST_LETTERS}
ANY: Schema = {"type": ["string", "integer", "number", "boolean"]}
"""A plain value: a decimal is a string, and so is whatever JSON has no type for."""


def both(said: Mapping[str, str]) -> str:
    """A description in English and then in Swedish."""
    return f"{said['en']}\n\n{said['sv']}"


def header(english: str, swedish: str, kind: str = "string") -> Schema:
    """A header of an answer, with what it says in both languages."""
    return {"description": both({"en": english, "sv": swedish}), "schema": {"type": kind}}


def _integer(bounds: str) -> Schema:
    least, most = map(int, bounds.split("..")) if bounds else WIDEST
    return {"type": "integer", "minimum": least, "maximum": most}


SCHEMAS: dict[str, Callable[[str], Schema]] = {
    "name": lambda _: TEXT,
    "text": lambda _: TEXT,
    "integer": _integer,
    "decimal": lambda _: {"type": "string", "pattern": DECIMAL_PATTERN},
    "date": lambda _: {"type": "string", "format": "date"},
    "boolean": lambda _: {"type": "string", "enum": ["true", "false"]},
    "iri": lambda _: {"type": "string", "pattern": WEB_ADDRESS_PATTERN, "maxLength": MOST_LETTERS},
    "language": lambda _: {"type": "string", "enum": list(LANGUAGES)},
    "one-of": lambda choices: {"type": "string", "enum": choices.split("|")},
    "key": lambda kind: {
        "type": "string",
        "pattern": THING_PATTERN if kind == "thing" else KEY_PATTERN,
        "maxLength": MOST_LETTERS,
    },
}
"""The schema of what a user writes for each kind of parameter; of a code the codes are the schema."""


def of_parameter(parameter: Parameter, index: Index) -> Schema:
    """What a parameter takes, with its default."""
    kind = parameter.kind
    if kind.name == "code":
        schema: Schema = {"type": "string", "enum": notations(index, kind.argument)}
    else:
        schema = SCHEMAS[kind.name](kind.argument)
    if parameter.default is None:
        return schema
    return schema | {"default": _written(parameter, parameter.default)}


def example_of(parameter: Parameter) -> str | int:
    """The example of a parameter, as JSON has it."""
    return _written(parameter, parameter.example)


def _written(parameter: Parameter, value: str) -> str | int:
    return int(value) if parameter.kind.name == "integer" else value


REFERENCE: Schema = {
    "type": "object",
    "description": both(
        {
            "en": "A thing: its key and type as in its address, what it is called, and its address.",
            "sv": "En sak: dess nyckel och typ så som i adressen, vad den heter, och dess adress.",
        }
    ),
    "required": ["url"],
    "properties": {
        "key": {"type": "string", "examples": ["vinnova"]},
        "type": {"type": "string", "enum": list(KINDS)},
        "name": {"type": "string", "examples": ["Vinnova"]},
        "url": {"type": "string", "format": "iri"},
    },
}
TO_REFERENCE: Schema = {"$ref": "#/components/schemas/Reference"}

COLUMN_SCHEMAS: dict[str, Schema] = {
    "text": {"type": "string"},
    "label": {"type": "string"},
    "integer": {"type": "integer"},
    "decimal": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "boolean": {"type": "boolean"},
    "iri": {"type": "string", "format": "iri"},
    "code": {"type": "string"},
    "thing": TO_REFERENCE,
}
"""What stands in a field, by the kind of its column."""


def of_thing(listing: Listing) -> Schema:
    """One thing of a list."""
    fields = {field.name: _of_field(field) for field in listing.fields}
    return {
        "type": "object",
        "description": both(listing.told.description),
        "required": ["url"],
        "properties": {**REFERENCE["properties"], **fields},
        "additionalProperties": False,
    }


def _of_field(field: Field) -> Schema:
    if not field.parts:
        return _of_column(field.column)
    parts = {each.name.partition("__")[2]: _of_column(each) for each in field.parts}
    part = {"type": "object", "properties": parts, "additionalProperties": False}
    return {"type": "array", "description": both(field.column.description), "items": part}


def _of_column(column: Column) -> Schema:
    schema, described = COLUMN_SCHEMAS[column.kind], {"description": both(column.description)}
    if column.kind != "thing":
        schema = schema | {"examples": [_example(column)]}
    return {"type": "array", "items": schema, **described} if column.several else {**schema, **described}


def _example(column: Column) -> str | int | bool:
    match column.kind:
        case "integer":
            return int(column.example)
        case "boolean":
            return column.example == "true"
    return column.example


def of_part(listing: Listing, schema_name: str) -> Schema:
    """A part of a list."""
    count: Schema = {"type": "integer", "minimum": 0}
    return {
        "type": "object",
        "required": ["list", "release", "total", "limit", "offset", "items"],
        "properties": {
            "list": {"const": listing.name},
            "release": count,
            "total": count,
            "limit": count,
            "offset": count,
            "next": {"type": "string", "format": "iri"},
            "prev": {"type": "string", "format": "iri"},
            "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{schema_name}"}},
        },
        "additionalProperties": False,
    }


def of_answer(query: StoredQuery) -> Schema:
    """The answer to a stored query, in plain values."""
    head: Schema = {
        "query": {"const": query.name},
        "release": {"type": "integer"},
        "parameters": {"type": "object", "additionalProperties": {"type": "string"}},
    }
    if query.form == "ask":
        return _closed({**head, "answer": {"type": "boolean"}})
    described = {each.name: {"description": both(each.description)} for each in query.columns}
    columns = {name: {**ANY, **described.get(name, {})} for name in query.variables}
    row: Schema = {"type": "object", "properties": columns, "additionalProperties": False if columns else ANY}
    return _closed(
        {
            **head,
            "columns": {"type": "array", "items": {"type": "string"}},
            "total": {"type": "integer"},
            "rows": {"type": "array", "items": row},
        }
    )


def _closed(properties: Schema) -> Schema:
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


LANGUAGE_MAP: Schema = _closed({language: {"type": "string"} for language in LANGUAGES})

QUERY_LIST: Schema = _closed(
    {
        "total": {"type": "integer"},
        "queries": {
            "type": "array",
            "items": _closed(
                {
                    "name": {"type": "string"},
                    "url": {"type": "string", "format": "iri"},
                    "example": {"type": "string"},
                    "title": LANGUAGE_MAP,
                    "description": LANGUAGE_MAP,
                    "parameters": {"type": "array", "items": {"type": "object"}},
                    "columns": {"type": "array", "items": {"type": "object"}},
                }
            ),
        },
    }
)
"""The list of stored queries."""

PROBLEM: Schema = {
    "type": "object",
    "description": both(
        {
            "en": "What went wrong, as RFC 9457 has it; of a parameter with its name and what fits.",
            "sv": "Vad som gick fel, enligt RFC 9457; om en parameter med dess namn och vad som passar.",
        }
    ),
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "parameter": {"type": "string", "examples": ["year"]},
        "expected": {"type": "string", "examples": ["integer"]},
        "example": {"type": "string", "examples": ["2025"]},
        "known": {"type": "array", "items": {"type": "string"}},
    },
}
