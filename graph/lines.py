"""Sorted N-Quads as lines: how the files of a dataset are read a line at a time, and merged.

In a line everything but the name of its graph comes first and ends in a space, so that the lines
of several graphs, each sorted, are still sorted when the names of the graphs are left out.
"""

from collections.abc import Iterable, Iterator
from heapq import merge

END = b" .\n"

PIECE_BYTES = 256 * 1024
"""How much is handed to the engine at a time: so little that the memory it parses into is soon used again."""


def without_graph(line: bytes) -> bytes:
    """The triple of an N-Quads line whose last term is the IRI of a graph, as a line of N-Triples."""
    return line[: line.rindex(b" <")] + END


def merged_triples(graphs: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    """The triples of several named graphs, each graph sorted, as sorted N-Triples lines, each once."""
    before = b""
    for line in merge(*(map(without_graph, lines) for lines in graphs)):
        if line != before:
            yield line
            before = line


def pieces(content: bytes) -> Iterator[bytes]:
    """N-Quads in parts of whole lines."""
    begin = 0
    while begin < len(content):
        end = content.find(b"\n", begin + PIECE_BYTES) + 1 or len(content)
        yield content[begin:end]
        begin = end


def lines_of(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of a text that comes in pieces, which need not end where a line does."""
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).splitlines(keepends=True) or [b""]
        if rest.endswith(b"\n"):
            whole.append(rest)
            rest = b""
        yield from whole
    if rest:
        yield rest
