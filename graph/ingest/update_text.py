"""The text of a SPARQL update, taken apart: its operations, and where the dataset of each is said.

An update is run an operation at a time, because the dataset that its patterns are matched
against may have to be put into the text, and so has the graph that stands in for the default
graph: the engine has no other way to be given them. Only
words and brackets are looked at; the engine decides what is SPARQL. What could be read in
two ways, so that the engine might see other operations than are seen here, is refused.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.errors import QueryMalformed, QueryRefused
from graph.workers.sparql_scan import MOST_NESTED, PLAIN_IRI, TOKEN

NO_REQUESTS = "This endpoint answers no SERVICE and no LOAD: it sends no requests for an update."
SPACED = "Put spaces around keywords, < and >, and leave escapes out of long strings."
UNCLEAR = f"The update has an operation that cannot be told apart from the others. {SPACED}"
MANAGED = {"CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"}


@dataclass(frozen=True)
class Token:
    """A word, bracket, name or sign of the text."""

    kind: str
    lexeme: str
    start: int
    depth: int
    """How many curly brackets it stands in; a bracket counts itself."""

    @property
    def word(self) -> str:
        """The token as a keyword is compared; empty for what is none."""
        return self.lexeme.upper() if self.kind == "run" else ""


@dataclass(frozen=True)
class Piece:
    """A piece of the text, as the engine is given it."""

    text: str
    start: int = -1
    """Where it begins in the update; -1 where it is not from there."""


@dataclass(frozen=True)
class Operation:
    """One operation of an update."""

    declared: tuple[Piece, ...]
    """All `BASE` and `PREFIX` before it."""

    head: tuple[Piece, ...]
    """The operation, up to where its dataset may be said."""

    tail: Piece | None = None
    """The operation from there on: its `WHERE` clause. None where it matches no pattern."""

    own_dataset: bool = False
    """Whether it says its dataset itself, by `USING`."""

    home: str = ""
    """The graph of its `WITH`, as it is written; empty without one."""

    data: str = ""
    """The first word of `INSERT DATA` and `DELETE DATA`; the pieces of both insert what is said."""

    unclear: bool = False
    """Whether it is none that is known here; the engine may say what is wrong with it."""

    def pieces(self, dataset: str = "") -> list[Piece]:
        """The operation, with the clauses that say its dataset."""
        return [*self.declared, *self.head, *([Piece(dataset), self.tail] if self.tail else [])]


def joined(pieces: Iterable[Piece]) -> str:
    """Pieces as one text; each ends its line, since it may end in a comment."""
    return "".join(f"{each.text}\n" for each in pieces)


def place(text: str, pieces: Iterable[Piece], line: int, column: int) -> tuple[int, int] | None:
    """A line and column of joined pieces as those of the update; None for what is not from there."""
    for piece in pieces:
        lines = piece.text.split("\n")
        if line <= len(lines):
            if piece.start < 0:
                return None
            offset = piece.start + sum(len(each) + 1 for each in lines[: line - 1]) + column - 1
            return _position(text, offset)
        line -= len(lines)
    return _position(text, len(text))


def _position(text: str, offset: int) -> tuple[int, int]:
    """Line and column of a place in a text, counted from one."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def operations(text: str, default: str) -> Iterator[Operation]:
    """The operations of an update, in order. Raises `QueryRefused`.

    `default` is the graph that stands in for the default graph where one writes to it, as `<IRI>`.
    """
    declared: tuple[Piece, ...] = ()
    for tokens, end in _statements(_tokens(text), text):
        first = _after_prologue(tokens)
        stop = tokens[first].start if first < len(tokens) else end
        if first:
            declared += (Piece(text[tokens[0].start : stop], tokens[0].start),)
        if first == len(tokens):
            yield Operation(declared, ())
        else:
            yield replace(_operation(text, tokens[first:], end, default), declared=declared)


def together(found: Sequence[Operation]) -> Operation:
    """Operations that insert data as one, or that delete data, which is run at once."""
    heads = (piece for each in found for piece in (*each.head, Piece(";")))
    return Operation(found[-1].declared, tuple(heads)[:-1], data=found[-1].data)


def _tokens(text: str) -> list[Token]:
    """The text without gaps and comments. Raises `QueryRefused`."""
    found, depth, opened, rounds = list[Token](), 0, 0, 0
    for match in TOKEN.finditer(text):
        kind, lexeme = match.lastgroup or "mark", match[0]
        if kind == "gap":
            continue
        rounds += (lexeme == "(") - (lexeme == ")")
        _check(kind, lexeme, calculated=rounds > 0)
        depth += lexeme == "{"
        opened += (kind == "open") - (kind == "close")
        if opened > MOST_NESTED:
            raise QueryRefused(f"The update nests brackets more than {MOST_NESTED} deep.")
        found.append(Token(kind, lexeme, match.start(), depth))
        depth -= lexeme == "}"
    return found


def _check(kind: str, lexeme: str, *, calculated: bool) -> None:
    """Refuse what would send requests, and what the engine might read otherwise.

    That is `?a<b#c` too, but only between round brackets: `<` compares nowhere else.
    """
    odd_iri = kind == "iri" and calculated and not PLAIN_IRI.match(lexeme)
    if odd_iri or (kind == "long" and "\\" in lexeme):
        raise QueryRefused(f"The update can be read in two ways. {SPACED}")
    word = lexeme.upper().partition(":")[0] if kind == "run" else ""
    if "SERVICE" in word or word == "LOAD":
        raise QueryRefused(NO_REQUESTS)


def _statements(tokens: Sequence[Token], text: str) -> Iterator[tuple[Sequence[Token], int]]:
    """The tokens between semicolons outside all brackets, and where each such part ends."""
    begun = 0
    for place, token in enumerate(tokens):
        if token.lexeme == ";" and not token.depth:
            if place == begun:
                raise QueryMalformed("an operation is missing here", *_position(text, token.start))
            yield tokens[begun:place], token.start
            begun = place + 1
    if begun < len(tokens):
        yield tokens[begun:], len(text)


def _after_prologue(tokens: Sequence[Token]) -> int:
    """The place of the first token that belongs to no `BASE` or `PREFIX`."""
    place = 0
    while place < len(tokens) and tokens[place].word in {"BASE", "PREFIX"}:
        while place < len(tokens) and tokens[place].kind != "iri":
            place += 1
        place += 1
    return min(place, len(tokens))


def _operation(text: str, tokens: Sequence[Token], end: int, default: str) -> Operation:
    def piece(start: int, stop: int) -> Piece:
        return Piece(text[start:stop], start)

    words = [token.word for token in tokens[:2]]
    begin = tokens[0].start
    if words[0] in MANAGED:
        return _managing(text, tokens, end, default)
    if words[0] in {"INSERT", "DELETE"} and words[1:] == ["DATA"]:
        return Operation((), (Piece("INSERT"), piece(tokens[1].start, end)), data=words[0])
    written = Piece(f"WITH {default}")
    if words == ["DELETE", "WHERE"]:
        pattern = piece(tokens[1].start + len("WHERE"), end)
        return Operation((), (written, Piece("DELETE"), pattern), piece(tokens[1].start, end))
    outside = {token.word: token for token in tokens if not token.depth}
    where = outside.get("WHERE")
    if words[0] not in {"INSERT", "DELETE", "WITH"} or where is None:
        return Operation((), (piece(begin, end),), unclear=True)
    home = tokens[1].lexeme if words[0] == "WITH" else ""
    head = piece(begin, where.start)
    return Operation(
        (),
        (head,) if home else (written, head),
        piece(where.start, end),
        own_dataset="USING" in outside,
        home=home,
    )


def _managing(text: str, tokens: Sequence[Token], end: int, default: str) -> Operation:
    """An operation on whole graphs, with the name of the default graph put in."""
    pieces, begun = list[Piece](), tokens[0].start
    for token in tokens:
        if token.word == "DEFAULT":
            pieces += [Piece(text[begun : token.start], begun), Piece(f"GRAPH {default}")]
            begun = token.start + len(token.lexeme)
    unclear = any(
        "DEFAULT" in word.partition(":")[0] for token in tokens if (word := token.word) != "DEFAULT"
    )
    return Operation((), (*pieces, Piece(text[begun:end], begun)), unclear=unclear)
