"""The library of queries for users: what the form offers, the API answers, and the store tells tools of.

Each is a file `data/queries/{name}.rq`, of which the name is the key. Its header is
comments in paragraphs, with an empty comment between them:

    # sv: the title, as a question
    # en: the same in English
    #
    # sv: a description, over as many lines as it needs,
    #   the further ones indented
    # en: the same in English
    #
    # $parameter  kind  an example
    #   default: what it is where it is not given
    #   sv: what it is
    #   en: the same in English
    #
    # ?column  kind, and a star where there may be several  an example
    #   sv: what it holds
    #   en: the same in English

A parameter stands in the text as `$parameter`, and no variable is called the same.
`graph/parameters.py` has its kinds. Instead of a default it may have the line `optional`;
left out it is then a variable that nothing binds, for which the text can ask with
`BOUND($parameter)`. With its examples a query has an answer in the shipped graph.
Columns need not be told of; `graph/lists.py` has their kinds.

An operator's own queries are files of the same form in a folder of theirs.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources.abc import Traversable
from pathlib import Path

from pyoxigraph import Store

from graph.assets import stored_queries
from graph.errors import ParameterMissing, ParameterUnknown, QueryRefused
from graph.settings import Limits
from graph.stored_queries.parameters import LANGUAGES, Kind, Parameter
from graph.workers.sparql_scan import TOKEN, scan

TAG = re.compile(r"(sv|en): (.+)", re.DOTALL)
PARAMETER = re.compile(r"\$(\w+)  (\S+)  (.+)")
COLUMN = re.compile(r"\?(\w+)  ([a-z]+)(\*?)(?:  (.+))?")
CONTINUED = re.compile(r"\n {2}(?!(?:sv|en|default): |optional$)", re.MULTILINE)
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
RESERVED = frozenset({"format", "release"})
"""Names that no parameter has: they are those of the address itself."""

REPLACED = re.compile(
    r"""
      (?P<kept> <[^<>"{}|^`\\\x00-\x20]*> | \#[^\r\n]*
        | \'\'\'(?:\'{0,2}(?:[^\'\\]|\\.))*\'\'\' | \"\"\"(?:"{0,2}(?:[^"\\]|\\.))*\"\"\"
        | \'(?:[^\'\\\r\n]|\\.)*\' | "(?:[^"\\\r\n]|\\.)*" )
    | \bBOUND\s*\(\s*\$(?P<asked>\w+)\s*\)
    | \$(?P<name>\w+)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
"""Where parameters stand in a query, and what only looks like it: strings, IRIs and comments."""


@dataclass(frozen=True)
class Column:
    """What a query says in one of its columns."""

    name: str
    kind: str
    several: bool
    """Whether a thing may have several values; they come in a row each."""

    example: str
    description: Mapping[str, str]
    """By language."""


@dataclass(frozen=True)
class StoredQuery:
    """A query of the library."""

    name: str
    title: Mapping[str, str]
    """By language."""

    description: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    """Those that the header tells of."""

    body: str
    """The text without its header."""

    def text(self, given: Mapping[str, str] | None = None) -> str:
        """The query with the values that a user writes, or else with the examples.

        Values go in as terms that the engine writes: it would bind a variable itself only where
        the query gives it back. Raises `ParameterInvalid`.
        """
        written = given or {}
        return self.filled(
            {each.name: each.term(written.get(each.name, each.example)) for each in self.parameters}
        )

    def asked(self, given: Mapping[str, str]) -> str:
        """The query with the values that a user writes, and else with the defaults.

        Raises `ParameterUnknown`, `ParameterMissing` and `ParameterInvalid`.
        """
        return self.filled(self.terms(given))

    def effective(self, given: Mapping[str, str]) -> dict[str, str]:
        """The values that count: those given, and else the defaults."""
        defaults = {each.name: each.default for each in self.parameters if each.default is not None}
        return {**defaults, **given}

    def terms(self, given: Mapping[str, str]) -> dict[str, str]:
        """The terms for the parameters that are given or have a default. Raises like `asked`."""
        known = [each.name for each in self.parameters]
        for name in given:
            if name not in known:
                raise ParameterUnknown(name, known)
        written, terms = self.effective(given), {}
        for each in self.parameters:
            if each.name in written:
                terms[each.name] = each.term(written[each.name])
            elif each.required:
                raise ParameterMissing(each.name, each.kind.said, each.example)
        return terms

    def filled(self, terms: Mapping[str, str]) -> str:
        """The query with terms, as SPARQL writes them, in the places of parameters."""

        def fill(found: re.Match[str]) -> str:
            if found["asked"] in terms:
                return "true"
            return terms.get(found["name"] or "", found[0])

        return REPLACED.sub(fill, self.body)

    @property
    def form(self) -> str:
        """What it gives back: `select`, `ask`, `construct` or `describe`."""
        words = re.sub(r"<[^>]*>|#.*", "", self.body)
        found = re.search(r"\b(select|ask|construct|describe)\b", words, re.IGNORECASE)
        if found is None:
            raise ValueError(f"{self.name}.rq is no query")
        return found[1].lower()

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that it declares."""
        return dict(re.findall(r"^PREFIX (\w+): <([^>]+)>", self.body, re.MULTILINE))

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns that it gives back, in order; none for `SELECT *` and other forms."""
        if self.form != "select":
            return ()
        lexemes = [each[0] for each in TOKEN.finditer(self.body) if each.lastgroup != "gap"]
        begun = next(place for place, each in enumerate(lexemes) if each.upper() == "SELECT")
        return tuple(_projected(lexemes[begun + 1 :]))


@dataclass(frozen=True)
class Unread:
    """A file among an operator's own queries that is none."""

    file: str
    reason: str


@cache
def library() -> tuple[StoredQuery, ...]:
    """All queries that are shipped, by name; read once, and so not again for each release."""
    return tuple(map(read_query, stored_queries()))


def own_queries(folder: Path, limits: Limits) -> tuple[tuple[StoredQuery, ...], tuple[Unread, ...]]:
    """The queries in an operator's folder, by name, and the files there that are none, with the reason."""
    shipped = {each.name for each in stored_queries()}
    read, unread = [], []
    for path in sorted(folder.glob("*.rq")):
        try:
            read.append(_own_query(path, shipped, limits))
        except (ValueError, SyntaxError, QueryRefused, OSError) as error:
            where = "after the header: " if isinstance(error, SyntaxError) else ""
            unread.append(Unread(path.name, where + str(error).partition("\n")[0]))
    return tuple(read), tuple(unread)


def _own_query(path: Path, shipped: set[str], limits: Limits) -> StoredQuery:
    """An operator's query, which the engine was asked about, of nothing. Raises why it is none."""
    if path.name in shipped:
        raise ValueError("a query that is shipped has this name")
    query = read_query(path)
    text = query.text()
    scan(text, limits)
    Store().query(text, base_iri="http://localhost/")
    return query


def read_query(file: Traversable | Path) -> StoredQuery:
    """A query from its file. Raises `ValueError` where the header is not as it should be."""
    name = file.name.removesuffix(".rq")
    if not NAME.fullmatch(name):
        raise ValueError("the name of the file is not of the letters a-z, digits and hyphens")
    header, _, body = file.read_text("utf-8").partition("\n\n")
    paragraphs = [_lines(each) for each in header.split("\n#\n")]
    if len(paragraphs) < 2:
        raise ValueError("the header has no title and description with an empty comment between them")
    titles, descriptions, *rest = paragraphs
    query = StoredQuery(
        name,
        _by_language(titles),
        _by_language(descriptions),
        tuple(_parameter(each) for each in rest if each[0].startswith("$")),
        tuple(_column(each) for each in rest if not each[0].startswith("$")),
        body,
    )
    _check_parameters(query)
    return query


def _check_parameters(query: StoredQuery) -> None:
    """Raise `ValueError` unless the header tells of just those of the text, with fit examples."""
    declared = {each.name for each in query.parameters}
    found = {each["name"] or each["asked"] for each in REPLACED.finditer(query.body)} - {None}
    if declared != found:
        raise ValueError(f"the header tells of {sorted(declared)}, the text has {sorted(found)}")
    if declared & RESERVED:
        raise ValueError(f"no parameter is called {' or '.join(sorted(RESERVED))}")
    try:
        for each in query.parameters:
            each.term(each.example)
            each.term(each.default or each.example)
    except QueryRefused as error:
        raise ValueError(str(error)) from error


def _lines(paragraph: str) -> list[str]:
    """The lines of a paragraph of comments, a further one joined to the one that it continues."""
    text = "\n".join(line.removeprefix("#").removeprefix(" ") for line in paragraph.splitlines())
    return CONTINUED.sub(" ", text).splitlines() or [""]


def _parameter(lines: list[str]) -> Parameter:
    found = PARAMETER.fullmatch(lines[0])
    if found is None:
        raise ValueError(f"no parameter: {lines[0]}")
    said = [line.strip() for line in lines[1:]]
    default = said.pop(0).removeprefix("default: ") if said and said[0].startswith("default: ") else None
    optional = bool(said) and said[0] == "optional"
    description = _by_language(said[optional:])
    return Parameter(found[1], Kind.read(found[2]), found[3], description, default, optional)


def _column(lines: list[str]) -> Column:
    found = COLUMN.fullmatch(lines[0])
    if found is None:
        raise ValueError(f"neither a parameter nor a column: {lines[0]}")
    return Column(
        found[1], found[2], bool(found[3]), found[4], _by_language(line.strip() for line in lines[1:])
    )


def _by_language(lines: Iterable[str]) -> dict[str, str]:
    tagged = [TAG.fullmatch(line) for line in lines]
    found = {each[1]: each[2] for each in tagged if each}
    if tuple(found) != LANGUAGES or len(tagged) != len(found):
        raise ValueError("a header says everything once in Swedish and then in English")
    return found


def _projected(lexemes: Iterable[str]) -> Iterable[str]:
    """The variables of a SELECT clause, from what follows the word; none where it asks for all."""
    depth, named = 0, False
    for lexeme in lexemes:
        if (lexeme in {"*", "{"} and depth == 0) or lexeme.upper() in {"WHERE", "FROM"}:
            return
        depth += (lexeme == "(") - (lexeme == ")")
        if lexeme[0] in "?$" and (depth == 0 or (named and depth == 1)):
            yield lexeme[1:]
        named = lexeme.upper() == "AS"
