"""The SPARQL 1.1 Graph Store HTTP Protocol: reading and writing one named graph by its name.

A graph is named by `/graph-store?graph=IRI`, by `?default`, or directly: the address
`{base}graph-store/…` or `{base}graph/…` is then its name. The default graph that is written
here is the graph of the source `updates`: the merge of all graphs, which queries see, cannot
be written. `/graph/{source}` is also what describes a source, so a GET of that leads to its
documents, while any deeper address gives the graph itself.
"""

import re
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.types import Scope

from api.http.negotiation import STATEMENTS, choose
from api.http.requests import absolute, header, media_type, pairs
from graph.blank_nodes import blank_again
from graph.formats import document
from graph.index.index import Index
from graph.ingest.reading import Original
from graph.ingest.updating import SOURCE
from graph.ingest.writing import GraphWrite, Method
from graph.iris import KEY, Iris, named

HERE = "/graph-store"
DIRECT = ("/graph-store/", "/graph/")
MULTIPART = "multipart/form-data"
SYNTAXES = {media: each.name for each in STATEMENTS for media in (each.media_type, *each.aliases)}
NOT_IN_A_PATH = re.compile(r'[\x00-\x20<>"{}|\\^`%?#]')
"""What stands in the path of an IRI only percent-encoded (RFC 3987, section 2.2)."""

NOT_PUT = {"text/plain", "application/json", "text/xml", "application/xml"}
"""Media types that are answered with statements, but need not hold any."""


@dataclass(frozen=True)
class Document:
    """A named graph as an answer."""

    content: bytes
    format: str
    """The short name of its syntax."""

    content_type: str
    graph: str


def is_graph_store(scope: Scope) -> bool:
    """Whether an address is one of the graph store, for this method."""
    path = scope["path"]
    if path == HERE or path.startswith(f"{HERE}/"):
        return True
    reads = scope["method"] in {"GET", "HEAD"}
    return path.startswith("/graph/") and (not reads or "/" in path.removeprefix("/graph/"))


def graph_of(scope: Scope, iris: Iris) -> str | None:
    """The graph that an address names; empty for the default graph, None where it names none.

    Raises `HTTPException` where it names several, or none by an IRI.
    """
    path = scope["path"]
    if path.startswith(DIRECT) and path not in DIRECT:
        source = path.removeprefix("/graph/")
        if source != path and "/" not in source and not KEY.fullmatch(source):
            raise HTTPException(400, "A source is called by lower-case letters a-z, digits and hyphens.")
        return absolute(f"{iris.base}{NOT_IN_A_PATH.sub(lambda found: quote(found[0]), path[1:])}")
    given = [(name, value) for name, value in pairs(scope["query_string"]) if name in {"graph", "default"}]
    if len(given) > 1:
        raise HTTPException(400, "Name one graph: by ?graph=IRI or ?default.")
    for name, value in given:
        return absolute(value) if name == "graph" else ""
    return None


def read(scope: Scope, index: Index) -> Document:
    """The content of a graph. Raises `HTTPException`: 404 where there is none, 406 where no format fits."""
    asked = graph_of(scope, index.iris)
    if asked is None:
        raise HTTPException(400, "Name a graph: by ?graph=IRI or ?default.")
    graph = asked or str(index.iris.graph(SOURCE))
    named_format = next((value for name, value in pairs(scope["query_string"]) if name == "format"), None)
    by_name = next((each for each in STATEMENTS if each.name == named_format), None)
    offer = by_name or choose(header(scope, b"accept"), STATEMENTS)
    if offer is None:
        raise HTTPException(406, f"A graph comes as {', '.join(each.media_type for each in STATEMENTS)}.")
    quads = list(index.named_quads(graph=named(graph)))
    if not quads and asked:
        raise HTTPException(404, f"There is no named graph {graph}.")
    content = document(blank_again(quads, index.iris.base), offer.name)
    return Document(content, offer.name, offer.content_type, graph)


def check_method(method: str) -> None:
    """Raises `HTTPException` for a method that changes no graph."""
    if method not in {"PUT", "POST", "DELETE"}:
        raise HTTPException(405, "A graph is put, posted to or deleted.")


def write_of(scope: Scope, body: bytes, iris: Iris) -> GraphWrite:
    """What a request does to a graph. Raises `HTTPException` where the protocol is not kept."""
    method = scope["method"]
    graph = graph_of(scope, iris)
    if graph is None and method != "POST":
        raise HTTPException(400, "Name a graph: by ?graph=IRI or ?default.")
    files = () if method == "DELETE" else _files(header(scope, b"content-type"), body)
    any_one = "*"
    return GraphWrite(
        Method[method],
        graph,
        files,
        only_new=(header(scope, b"if-none-match") or "").strip() == any_one,
        only_there=(header(scope, b"if-match") or "").strip() == any_one,
    )


def _files(content_type: str | None, body: bytes) -> tuple[Original, ...]:
    if (content_type or "").lower().startswith(MULTIPART):
        return tuple(_parts(content_type or "", body))
    return (_file(content_type, body),)


def _parts(content_type: str, body: bytes) -> list[Original]:
    """The files of a form (RFC 7578)."""
    whole = b"Content-Type: " + content_type.encode("latin-1") + b"\r\n\r\n" + body
    parsed = BytesParser(policy=HTTP).parsebytes(whole)
    parts = parsed.get_payload()
    if not isinstance(parts, list) or not parts:
        raise HTTPException(400, "The form has no file.")
    return [_part(each) for each in parts if isinstance(each, Message)]


def _part(part: Message) -> Original:
    content = part.get_payload(decode=True)
    return _file(part["content-type"], content if isinstance(content, bytes) else b"")


def _file(content_type: str | None, content: bytes) -> Original:
    """A body by the name that its syntax has as a file. Raises `HTTPException` where it has none."""
    sent = media_type(content_type)
    if sent not in SYNTAXES or sent in NOT_PUT:
        offered = ", ".join(each.media_type for each in STATEMENTS)
        raise HTTPException(415, f"Send a graph as {offered}.")
    return Original(f"body.{SYNTAXES[sent]}", content)
