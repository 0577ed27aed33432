r"""A cheap look at a stranger's query before a worker is used for it.

It refuses what the endpoint never does (`SERVICE`, which would send requests
in our name, and updates) and what no honest query needs (extreme length,
nesting or number of patterns). It is no parser: what it lets through may still
be no SPARQL.

The engine's parser has no tokens, so it finds keywords where the grammar's
longest-match rule has none: in `SERVICEex:a`, behind `?a<?b)` which the grammar
reads as the beginning of an IRI, and inside a long string with a bad escape,
which it reads as two short ones. Run-together keywords are therefore looked for
in names, and where an IRI or a long string could be read otherwise, the word
`service` is refused wherever it might be a keyword.
"""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.errors import QueryMalformed, QueryRefused, QueryTooLong

if TYPE_CHECKING:  # a process is started for each update, and would read what paths and addresses are
    from graph.settings import Limits

MOST_NESTED = 100
MOST_PATTERNS = 200
MOST_BRANCHES = 50

_LOCAL = r"(?:(?:[\w:%]|\\.)(?:[\w:%-]|\\.|\.(?=[\w:%\\-]))*)?"
TOKEN = re.compile(
    rf"""
      (?P<gap>     [\ \t\r\n]+ | \#[^\r\n]* )
    | (?P<iri>     <[^<>"{{}}|^`\x00-\x20]*> )
    | (?P<long>    '''(?:'{{0,2}}(?:[^'\\]|\\.))*''' | \"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*\"\"\" )
    | (?P<short>   (?!'''|\"\"\") (?: '(?:[^'\\\r\n]|\\.)*' | "(?:[^"\\\r\n]|\\.)*" ) )
    | (?P<unclosed> ['"] )
    | (?P<sigil>   [?$]\w+ | @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<run>     [\w-]+(?:\.[\w-]+)*(?::{_LOCAL})? | :{_LOCAL} )
    | (?P<open>    [{{(\[] )
    | (?P<close>   [}})\]] )
    | (?P<mark>    . )
    """,
    re.VERBOSE | re.DOTALL,
)

PLAIN_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://|<[^'()#\\]*\Z")
SERVICE_KEYWORD = re.compile(r"(?:(?<![\w:?$@/#-])|(?<=\d)|(?<=true)|(?<=false))service", re.IGNORECASE)
DECIMAL_POINT = re.compile(r"\.(?!\d)")
FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})


CHANCE = re.compile(r"(?<![a-z])(?:now|rand|(?:str)?uuid|bnode)(?![a-z])|\\u", re.IGNORECASE)
"""The functions that answer differently each time; `\\u` may be any letter of theirs."""


def depends_on_chance(text: str) -> bool:
    """Whether a query might answer differently each time, on the same release."""
    return CHANCE.search(text) is not None


def scan(text: str, limits: "Limits") -> None:
    """Look at a query. Raises `QueryRefused` and says why."""
    if len(text.encode()) > limits.query_bytes:
        raise QueryTooLong(limits.query_bytes)
    reading = _Reading()
    for match in TOKEN.finditer(text):
        if match.lastgroup == "unclosed":
            raise _unclosed(text, match.start())
        if match.lastgroup != "gap":
            reading.take(match.lastgroup or "mark", match[0])
    if reading.patterns > MOST_PATTERNS:
        raise QueryRefused(f"The query has more than {MOST_PATTERNS} triple patterns.")
    if reading.branches > MOST_BRANCHES:
        raise QueryRefused(f"The query has more than {MOST_BRANCHES} OPTIONAL and UNION.")
    if reading.ambiguous and SERVICE_KEYWORD.search(text):
        raise QueryRefused(
            "The query can be read in two ways, in one of which it has a SERVICE clause. "
            "Put spaces around < and >, and leave escapes out of long strings."
        )


def _unclosed(text: str, position: int) -> QueryMalformed:
    before = text[:position]
    return QueryMalformed("this string is not closed", before.count("\n") + 1, position - before.rfind("\n"))


@dataclass
class _Reading:
    """One walk through a text, token by token."""

    opened: list[str] = field(default_factory=list)
    before: str = ""
    begun: bool = False
    patterns: int = 0
    branches: int = 0
    ambiguous: bool = False

    def take(self, kind: str, lexeme: str) -> None:
        """Take the next token in. Raises `QueryRefused`."""
        if kind == "iri":
            self.ambiguous |= PLAIN_IRI.match(lexeme) is None
        elif kind == "long":
            self.ambiguous |= "\\" in lexeme
        elif kind == "run":
            self._take_run(lexeme)
        elif kind == "open":
            self._take_opening(lexeme)
        elif kind == "close":
            self._take_closing(lexeme)
        elif lexeme in {".", ";"} or (lexeme == "," and self.opened[-1:] != ["("]):
            self.patterns += 1
        self.before = lexeme

    def _take_run(self, lexeme: str) -> None:
        """A keyword, number or prefixed name, or several of them run together."""
        word, _, _ = lexeme.upper().partition(":")
        if "SERVICE" in word:
            raise QueryRefused("This endpoint does not answer SERVICE: it sends no requests for a query.")
        if word in UPDATES and not self.begun and ":" not in lexeme:
            raise QueryRefused("This endpoint answers queries only; it takes no updates.")
        self.begun |= word in FORMS
        self.branches += word in {"OPTIONAL", "UNION"}
        self.patterns += len(DECIMAL_POINT.findall(word))

    def _take_opening(self, lexeme: str) -> None:
        self.opened.append(lexeme)
        if len(self.opened) > MOST_NESTED:
            raise QueryRefused(f"The query nests brackets more than {MOST_NESTED} deep.")

    def _take_closing(self, lexeme: str) -> None:
        """The last pattern of a group need not end with a separator."""
        if self.opened:
            self.opened.pop()
        if lexeme != ")" and self.before not in {".", ";", "{", "}", "["}:
            self.patterns += 1
