"""The page about the API: every list and stored query with what it takes and gives, and an example."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from api.pages.editions.edition import Edition
from api.pages.editions.frame import Anchor, Frame
from api.pages.editions.phrases import Phrases
from graph.stored_queries.library import Column, StoredQuery
from graph.stored_queries.lists import Listing
from graph.stored_queries.parameters import Parameter
from graph.stored_queries.questions import Questions, notations


@dataclass(frozen=True)
class Taken:
    """A parameter of an address."""

    name: str
    about: str
    kind: str
    choices: tuple[str, ...]
    """All that it may be; empty where that is no list."""

    example: str
    default: str
    """Empty where it has none."""

    required: bool


@dataclass(frozen=True)
class Told:
    """A field of an answer; one of a part has the name of the part before it."""

    name: str
    about: str
    kind: str


@dataclass(frozen=True)
class Asking:
    """An address of the API."""

    fragment: str
    title: str
    about: str
    path: str
    """Without parameters."""

    example: str
    takes: tuple[Taken, ...]
    tells: tuple[Told, ...]
    columns: tuple[str, ...] = ()
    """The names of the columns of a stored query."""

    one: str = ""
    """Where one thing of a list is; empty for a stored query."""


@dataclass(frozen=True)
class InterfacePage:
    """The page about the API."""

    frame: Frame
    lists: tuple[Asking, ...]
    queries: tuple[Asking, ...]


def interface_page(edition: Edition, questions: Questions) -> InterfacePage:
    """The page about all that can be asked by name."""
    gettext = edition.phrases.gettext
    return InterfacePage(
        frame=Frame(
            title=gettext("The API"),
            description=gettext("Lists and questions as JSON and CSV, for those who write no SPARQL."),
            path="/api",
            menu="sparql",
            contents=(
                Anchor("_begin", gettext("To begin with")),
                Anchor("_lists", gettext("Lists of things")),
                Anchor("_queries", gettext("Questions with parameters")),
                Anchor("_errors", gettext("When something is wrong")),
                Anchor("_machines", gettext("For machines")),
            ),
        ),
        lists=tuple(_of_list(edition, each) for each in questions.lists.values()),
        queries=tuple(_of_query(edition, each) for each in questions.stored.values()),
    )


def _of_list(edition: Edition, listing: Listing) -> Asking:
    path, language = f"/api/{listing.name}", edition.language
    key = listing.told.parameters[0].example
    return Asking(
        fragment=f"list-{listing.name}",
        title=listing.which.title[language],
        about=listing.which.description[language],
        path=path,
        example=f"{path}?{urlencode({'limit': 5})}",
        takes=tuple(_taken(edition, each) for each in listing.which.parameters),
        tells=tuple(_told(edition, listing.told.columns)),
        one=f"{path}/{key}",
    )


def _of_query(edition: Edition, query: StoredQuery) -> Asking:
    path, language = f"/api/queries/{query.name}", edition.language
    given = {each.name: each.example for each in query.parameters if each.required}
    return Asking(
        fragment=f"query-{query.name}",
        title=query.title[language],
        about=query.description[language],
        path=path,
        example=path + (f"?{urlencode(given)}" if given else ""),
        takes=tuple(_taken(edition, each) for each in query.parameters),
        tells=tuple(_told(edition, query.columns)),
        columns=query.variables,
    )


def _taken(edition: Edition, parameter: Parameter) -> Taken:
    kind = parameter.kind
    match kind.name:
        case "code":
            choices = tuple(notations(edition.index, kind.argument))
        case "one-of":
            choices = tuple(kind.argument.split("|"))
        case "language":
            choices = ("sv", "en")
        case _:
            choices = ()
    return Taken(
        name=parameter.name,
        about=parameter.description[edition.language],
        kind=_kind(edition.phrases, kind.name, kind.argument),
        choices=choices,
        example="" if choices else parameter.example,
        default=parameter.default or "",
        required=parameter.required,
    )


def _told(edition: Edition, columns: Iterable[Column]) -> Iterable[Told]:
    several = edition.phrases.gettext("several")
    for each in columns:
        kind = _kind(edition.phrases, each.kind, "")
        yield Told(
            name=each.name.replace("__", "."),
            about=each.description[edition.language],
            kind=f"{kind}, {several}" if each.several else kind,
        )


def _kind(phrases: Phrases, name: str, argument: str) -> str:
    """What a parameter takes or a field holds, in words."""
    gettext = phrases.gettext
    if argument and name == "integer":
        least, _, most = argument.partition("..")
        return gettext("whole number from %(least)s to %(most)s", least=least, most=most)
    if name == "key":
        return gettext("kind and key") if argument == "thing" else gettext("key")
    words = {
        "name": gettext("name"),
        "text": gettext("text"),
        "label": gettext("name"),
        "integer": gettext("whole number"),
        "decimal": gettext("decimal number"),
        "date": gettext("day"),
        "boolean": gettext("true or false"),
        "iri": gettext("address"),
        "code": gettext("code"),
        "language": gettext("language"),
        "one-of": gettext("choice"),
        "thing": gettext("thing"),
        "part": gettext("parts"),
    }
    return words[name]
