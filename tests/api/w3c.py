"""The protocol tests of the W3C as data: requests in order, and what their answers shall be.

The files are `manifest*.ttl` of w3c/rdf-tests, `sparql/sparql11/protocol` and `graph-store-protocol`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDFS
from rdflib.term import Node

HT = Namespace("http://www.w3.org/2011/http#")
HTS = "http://www.w3.org/2011/http-statusCodes#"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
STATUSES = {"OK": "200", "Created": "201", "NoContent": "204", "NotFound": "404"}


@dataclass(frozen=True)
class Exchange:
    """A request, and what its answer shall be."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: tuple[str, ...]
    """Each a status, or the first digit of some."""

    boolean: bool | None
    format: str
    content_type: str
    content: str
    """RDF that the answer is to be isomorphic to."""

    located: bool
    """Whether the answer says where what it made is."""


@dataclass(frozen=True)
class ProtocolTest:
    """A test of the suite."""

    name: str
    data: dict[str, Path]
    """The files of the named graphs that there are before."""

    exchanges: tuple[Exchange, ...]


def listed_in(manifest: Path) -> Iterator[ProtocolTest]:
    graph = Graph().parse(manifest, format="turtle")
    for entries in graph.objects(None, MF.entries):
        for test in Collection(graph, entries):
            action = graph.value(test, MF.action)
            requests = Collection(graph, graph.value(action, HT.requests))
            data = {
                str(graph.value(each, RDFS.label)): manifest.parent
                / Path(str(graph.value(each, UT.graph))).name
                for each in graph.objects(test, UT.graphData)
            }
            exchanges = tuple(_exchange(graph, each) for each in requests)
            yield ProtocolTest(str(test).rpartition("#")[2], data, exchanges)


def _exchange(graph: Graph, request: Node) -> Exchange:
    response = graph.value(request, HT.resp)
    expected = [str(each).removeprefix(HTS) for each in graph.objects(response, MF.expectedStatus)]
    boolean = graph.value(response, MF.expectedBoolean)
    return Exchange(
        method=str(graph.value(request, HT.methodName)),
        path=str(graph.value(request, HT.absolutePath)),
        headers=_headers(graph, request),
        body=_body(graph, request),
        statuses=tuple(
            STATUSES.get(each) or each.removeprefix("StatusCode").rstrip("x") for each in expected
        ),
        boolean=bool(boolean.value) if isinstance(boolean, Literal) else None,
        format=str(graph.value(response, MF.expectedFormat) or ""),
        content_type=_headers(graph, response).get("content-type", ""),
        content=_body(graph, response).decode(),
        located=(response, MF.expectedLocation, None) in graph,
    )


def _headers(graph: Graph, message: Node) -> dict[str, str]:
    listed = graph.value(message, HT.headers)
    each: list[Node] = list(Collection(graph, listed)) if listed else []
    return {str(graph.value(one, HT.fieldName)): str(graph.value(one, HT.fieldValue)) for one in each}


def _body(graph: Graph, message: Node) -> bytes:
    body = graph.value(message, HT.body)
    if body is None:
        return b""
    encoding = str(graph.value(body, CNT.characterEncoding, default=URIRef("UTF-8")))
    return str(graph.value(body, CNT.chars)).encode(encoding)
