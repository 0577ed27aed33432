"""How a worker answers one question: the only place where a stranger's SPARQL is parsed and run.

Everything here may be ended at any moment by the clock, by the memory limit or
by the asker, and may even crash; `workers` sees to that.
"""

import io
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples
from pyoxigraph import serialize as write_rdf

from graph.errors import QueryMalformed, QueryRefused
from graph.formats import PREFIXES, ROWS, STATEMENTS, compact
from graph.index.archive import Archive
from graph.index.index import Index
from graph.settings import Limits
from graph.workers.conversation import Channel, Fault, Form, Frame, Question, packed, send
from graph.workers.faults import EVALUATION_FAULTS, MOST_REASON, malformed

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

PIECE_BYTES = 64 * 1024

Result = QuerySolutions | QueryBoolean | QueryTriples


class _SizeReached(Exception):
    """A result is larger than one may be; the engine passes on what its file raises."""


class _FormatMissing(Exception):
    """The result is of a sort for which no format was asked."""

    def __init__(self, result: str) -> None:
        super().__init__(result)
        self.result = result


def answer(archive: Archive, asked: Question, limits: Limits, channel: Channel) -> None:
    """Send the answer to a question, or why there is none, in frames.

    A release that is not the one in memory is loaded for this one answer, within its limits.
    """
    try:
        _send_result(archive.at(asked.release), asked, limits, channel)
    except QueryMalformed as error:
        _fail(channel, Fault.MALFORMED, reason=error.reason, line=error.line, column=error.column)
    except QueryRefused as error:
        _fail(channel, Fault.REFUSED, reason=error.reason)
    except _FormatMissing as error:
        _fail(channel, Fault.FORMAT, result=error.result)
    except _SizeReached:
        _fail(channel, Fault.SIZE)
    except MemoryError:
        _fail(channel, Fault.MEMORY)


def _send_result(index: Index, asked: Question, limits: Limits, channel: Channel) -> None:
    result = _run(index, asked)
    sort, name = _form(result, asked)
    send(channel, Frame.ANSWER, packed(Form(sort, name, index.release.number)))
    pieces = io.BufferedWriter(_Pieces(channel, limits.result_bytes), PIECE_BYTES)
    try:
        _write(result, name, pieces)
    except EVALUATION_FAULTS as error:
        raise QueryRefused(str(error)[:MOST_REASON]) from error
    pieces.flush()
    send(channel, Frame.END)


def _run(index: Index, asked: Question) -> Result:
    """Parse and begin to evaluate. Raises `QueryRefused` and `QueryMalformed`."""
    given = bool(asked.default_graphs or asked.named_graphs)
    try:
        return index.store.query(
            asked.text,
            base_iri=asked.base,
            default_graph=list(_graphs(asked.default_graphs)) if given else None,
            named_graphs=list(_graphs(asked.named_graphs)) if given else None,
        )
    except SyntaxError as error:
        raise malformed(str(error)) from error
    except EVALUATION_FAULTS as error:
        raise QueryRefused(str(error)[:MOST_REASON]) from error


def _graphs(names: tuple[str, ...]) -> Iterator[NamedNode]:
    for name in names:
        yield NamedNode(name)


def _form(result: Result, asked: Question) -> tuple[str, str]:
    """What the result is and the format for it."""
    if isinstance(result, QueryTriples):
        sort, name = "statements", asked.statements
    else:
        sort, name = ("truth" if isinstance(result, QueryBoolean) else "rows"), asked.rows
    if name is None:
        raise _FormatMissing(sort)
    return sort, name


def _write(result: Result, name: str, pieces: IO[bytes]) -> None:
    if not isinstance(result, QueryTriples):
        result.serialize(pieces, format=ROWS[name])
    elif name == "jsonld":
        expanded = io.BytesIO()
        write_rdf(result, expanded, format=STATEMENTS[name])
        pieces.write(compact(expanded.getvalue()))
    else:
        write_rdf(result, pieces, format=STATEMENTS[name], prefixes=PREFIXES)


class _Pieces(io.RawIOBase):
    """A file for the engine to write to, which sends what it gets in content frames."""

    def __init__(self, channel: Channel, most_bytes: int) -> None:
        self._channel = channel
        self._left = most_bytes
        self._over = False

    def writable(self) -> bool:
        """Say that this is a file to write to."""
        return True

    def write(self, data: "ReadableBuffer", /) -> int:
        """Send the data. Raises `AskerGone` and `_SizeReached`, once: what is left in a buffer is let go."""
        content = bytes(data)
        if not self._over:
            self._over = True
            self._left -= len(content)
            if self._left < 0:
                raise _SizeReached
            send(self._channel, Frame.CONTENT, content)
            self._over = False
        return len(content)


def _fail(channel: Channel, fault: Fault, **members: object) -> None:
    send(channel, Frame.FAILURE, packed({"fault": fault.value, **members}))
