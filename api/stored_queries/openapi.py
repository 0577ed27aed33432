"""The API described for machines: OpenAPI 3.1, made from the same headers that the answers are made from."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from api.context import Context
from api.http.negotiation import Offer
from api.stored_queries import schemas
from api.stored_queries.asking import JSON, LANGUAGE, LIST_FORMATS, PAGE, offers_of
from api.stored_queries.schemas import Schema, both, header
from graph.index.index import Index
from graph.stored_queries.library import StoredQuery
from graph.stored_queries.lists import Listing
from graph.stored_queries.parameters import Kind, Parameter

RELEASE = Parameter(
    "release",
    Kind("integer", "1..999999999999"),
    "1",
    {
        "sv": "Svara från en tidigare utgåva, efter dess nummer",
        "en": "Answer from an earlier release, by its number",
    },
    optional=True,
)
ABOUT = both(
    {
        "en": "What documents say of Swedish and Nordic AI: who takes part in what, who pays, at which "
        "status, and where it is written. `/api/organisations`, `/api/awards` and so on are lists for those "
        "who know no RDF; `/api/queries` holds questions with parameters. What is unknown is left out, and "
        "is never zero; decimals are strings; amounts are never added up in the lists. A parameter that "
        "is unknown, is given twice or does not fit is refused. All that is told comes from one release.",
        "sv": "Vad dokument säger om svensk och nordisk AI: vem som medverkar i vad, vem som betalar, vid "
        "vilken status, och var det står. `/api/organisations`, `/api/awards` med flera är listor för den "
        "som inte kan RDF; `/api/queries` har frågor med parametrar. Det okända utelämnas, är aldrig noll; "
        "decimaltal är strängar; belopp summeras aldrig i listorna. En parameter som är okänd, står två "
        "gånger eller inte passar avvisas. Allt som sägs kommer ur en utgåva.",
    }
)
HEADERS = {
    "ETag": header("Names this version of the answer", "Namnger den här versionen av svaret"),
    "Link": header("Where this is described", "Var detta beskrivs"),
    "Nodverk-Release": header("The release that answers", "Utgåvan som svarar"),
}
"""What stands at the head of each answer."""

PART_HEADERS = HEADERS | {
    "Link": header(
        "The next and previous, first and last parts, and where this is described",
        "Nästa och föregående, första och sista del, och var detta beskrivs",
    ),
    "X-Total-Count": header(
        "How many there are in all parts together", "Hur många det är i alla delar tillsammans", "integer"
    ),
}
"""What stands at the head of a part of a list."""

FAILURES = (400, 404, 406, 410, 413, 429, 500, 503, 504)
"""The statuses that any question may come to."""


def describe_api(context: Context) -> dict[str, Any]:
    """The OpenAPI document of all that can be asked by name."""
    stored, lists = context.questions.stored.values(), context.questions.lists.values()
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Nodverk",
            "version": version("nodverk"),
            "description": ABOUT,
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": "/"}],
        "security": [],
        "tags": [
            {"name": "lists", "description": both({"en": "Lists of things.", "sv": "Listor över saker."})},
            {"name": "queries", "description": both({"en": "Stored queries.", "sv": "Lagrade frågor."})},
        ],
        "paths": {
            **{path: item for each in lists for path, item in _of_list(each, context.index)},
            "/api/queries": {"get": _of_query_list(context.index)},
            **{f"/api/queries/{each.name}": {"get": _of_query(each, context.index)} for each in stored},
        },
        "components": {
            "schemas": {
                "Problem": schemas.PROBLEM,
                "Reference": schemas.REFERENCE,
                **{_singular(each): schemas.of_thing(each) for each in lists},
                **{each.name.capitalize(): schemas.of_part(each, _singular(each)) for each in lists},
            },
            "responses": {_failure(status): _problem(status) for status in FAILURES},
        },
    }


def _of_list(listing: Listing, index: Index) -> Iterable[tuple[str, Schema]]:
    plural, singular = listing.name.capitalize(), _singular(listing)
    part = {"$ref": f"#/components/schemas/{plural}"}
    one = {"$ref": f"#/components/schemas/{singular}"}
    parameters = (*listing.which.parameters, *PAGE)
    yield (
        f"/api/{listing.name}",
        {
            "get": {
                "operationId": f"list{plural}",
                "tags": ["lists"],
                "summary": listing.which.title["en"],
                "description": both(listing.which.description),
                "parameters": [*_parameters(parameters, index), *_address(LIST_FORMATS, index)],
                "responses": _responses(LIST_FORMATS, part, PART_HEADERS),
            }
        },
    )
    key: Schema = {
        "name": "key",
        "in": "path",
        "required": True,
        "description": both({"en": "The key of the thing.", "sv": "Sakens nyckel."}),
        "schema": {"type": "string", "pattern": schemas.KEY_PATTERN, "maxLength": 200},
        "example": listing.told.parameters[0].example,
    }
    yield (
        f"/api/{listing.name}/{{key}}",
        {
            "get": {
                "operationId": f"get{singular}",
                "tags": ["lists"],
                "summary": listing.told.title["en"],
                "description": both(listing.told.description),
                "parameters": [key, *_parameters((LANGUAGE,), index), *_address(LIST_FORMATS, index)],
                "responses": _responses(LIST_FORMATS, one),
            }
        },
    )


def _of_query_list(index: Index) -> Schema:
    about = {
        "en": "The stored queries, with what each asks and takes.",
        "sv": "De lagrade frågorna, med vad var och en frågar och tar emot.",
    }
    return {
        "operationId": "listQueries",
        "tags": ["queries"],
        "summary": "The stored queries",
        "description": both(about),
        "parameters": _address((JSON,), index),
        "responses": _responses((JSON,), schemas.QUERY_LIST),
    }


def _of_query(query: StoredQuery, index: Index) -> Schema:
    offers = offers_of(query)
    return {
        "operationId": "ask" + "".join(each.capitalize() for each in query.name.split("-")),
        "tags": ["queries"],
        "summary": query.title["en"],
        "description": f"{query.title['en']}\n\n{query.description['en']}\n\n"
        f"{query.title['sv']}\n\n{query.description['sv']}",
        "parameters": [*_parameters(query.parameters, index), *_address(offers, index)],
        "responses": _responses(offers, schemas.of_answer(query)),
    }


def _parameters(parameters: Iterable[Parameter], index: Index) -> list[Schema]:
    return [
        {
            "name": each.name,
            "in": "query",
            "required": each.required,
            "description": both(each.description),
            "schema": schemas.of_parameter(each, index),
            "example": schemas.example_of(each),
        }
        for each in parameters
    ]


def _address(offers: Sequence[Offer], index: Index) -> list[Schema]:
    """The parameters that every address has."""
    names = "|".join(each.name for each in offers)
    described = {"en": "The format, instead of by `Accept`", "sv": "Formatet, i stället för med `Accept`"}
    chosen = Parameter("format", Kind("one-of", names), offers[0].name, described, optional=True)
    return _parameters((chosen, RELEASE), index)


def _responses(offers: Sequence[Offer], plain: Schema, headers: Schema = HEADERS) -> Schema:
    """What an address answers; `plain` is the schema of its JSON."""
    answered: Schema = {
        "description": both({"en": "The answer", "sv": "Svaret"}),
        "headers": headers,
        "content": {each.media_type: {"schema": plain} if each is JSON else {} for each in offers},
    }
    return {
        "200": answered,
        "304": {"description": both({"en": "As it was (If-None-Match)", "sv": "Som förut (If-None-Match)"})},
        **{str(status): {"$ref": f"#/components/responses/{_failure(status)}"} for status in FAILURES},
    }


def _failure(status: int) -> str:
    return HTTPStatus(status).phrase.replace(" ", "")


def _problem(status: int) -> Schema:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": HTTPStatus(status).phrase,
        "content": {"application/problem+json": {"schema": schema}, "text/html": {}},
    }


def _singular(listing: Listing) -> str:
    return listing.told.name.capitalize()
