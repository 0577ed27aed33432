"""What a query worker and its asker say to each other over a Unix socket.

The asker connects, puts its question and waits; a worker that is free takes the
connection, reads and greets. Then comes the answer in frames: what it is, the content
in pieces, the end. A stream without an end frame was cut. A worker that runs
out of memory is aborted in the middle of things; its last sign of life is the
single byte `ABORTED`, which no frame begins with. One whose query gives way to
another client's says `GAVE_WAY`, and one whose asker must wait for others
hangs up without a greeting.

    asker                      worker
      |  QUESTION -------------> |
      |  <------------ GREETING  |   when its clock started
      |  <-------------- ANSWER  |   or FAILURE
      |  <------------- CONTENT  |   as often as needed
      |  <----------------- END  |   or FAILURE
      |  closes                  |   and the worker is free again
"""

import json
import signal
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol

from graph.workers.turns import OURSELVES

HEAD = struct.Struct("!cI")
"""A frame's head: its sort, and the length of what follows."""

CLOCK = struct.Struct("!d")
"""A moment in seconds, by the clock of the machine that never goes back."""

ABORTED = bytes([signal.SIGABRT])
GAVE_WAY = bytes([signal.SIGUSR2])


class Frame(bytes, Enum):
    """The sorts of frames."""

    GREETING = b"G"
    QUESTION = b"Q"
    ANSWER = b"A"
    CONTENT = b"C"
    END = b"E"
    FAILURE = b"F"


class Fault(Enum):
    """Why there is no answer, as a worker says it."""

    MALFORMED = "malformed"
    REFUSED = "refused"
    FORMAT = "format"
    MEMORY = "memory"
    SIZE = "size"


@dataclass(frozen=True)
class Question:
    """A stranger's query, and how the answer is wanted."""

    text: str
    base: str
    """What relative IRIs in the text are resolved against: the endpoint's address."""

    rows: str | None
    """The format for rows or a truth value, one of `graph.formats.ROWS`; None if none is wanted."""

    statements: str | None
    """The format for statements, one of `graph.formats.STATEMENTS`; None if none is wanted."""

    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    """The dataset as the protocol's parameters give it; with none of both, all graphs and their union."""

    release: int | None = None
    """The release to ask, if it is another than the one that is served."""

    asker: int = field(default=OURSELVES, compare=False)
    """Who asks, by number: the same question of another is the same question."""


@dataclass(frozen=True)
class Form:
    """What an answer is, known before its first byte."""

    result: str
    """`rows`, `truth` or `statements`."""

    format: str
    release: int


class Channel(Protocol):
    """Where a worker's frames go: a connected socket."""

    def sendall(self, data: bytes, /) -> object:
        """Send all of the data."""


class AskerGone(Exception):
    """The other end has hung up: nobody waits for this answer."""


def send(channel: Channel, sort: Frame, content: bytes = b"") -> None:
    """Send one frame. Raises `AskerGone`."""
    try:
        channel.sendall(HEAD.pack(sort.value, len(content)) + content)
    except OSError as error:
        raise AskerGone from error


def packed(value: Question | Form | Mapping[str, Any]) -> bytes:
    """A question, a form or a fault as the content of a frame."""
    return json.dumps(dict(value) if isinstance(value, Mapping) else vars(value)).encode()


def question(content: bytes) -> Question:
    """The question in a frame."""
    fields = json.loads(content)
    for name in ("default_graphs", "named_graphs"):
        fields[name] = tuple(fields[name])
    return Question(**fields)
