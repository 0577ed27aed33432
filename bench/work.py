"""What is asked of the servers: queries, documents, pages and conditional requests.

Each work is measured in two ways. Uncached: no request was ever sent before, so
that no server can answer from memory. Repeated: the same few requests again and
again, after each server has seen them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus

from bench.material import BASE, Material
from bench.peers import JSON_LD, NODVERK, RDFLIB, Server, get
from bench.queries import TURTLE, Query, twelve

REPEATED = 20
"""How many different requests are repeated."""

LEVELS = (1, 8, 32)
"""With how many connections requests are made."""


class Class(StrEnum):
    """What sort of work it is."""

    DOCUMENT = "document"
    SMALL = "small query"
    HEAVY = "heavy query"


Maker = Callable[[Server, int], bytes | None]
"""Gives the request of a serial number to a server; None where the server cannot do this."""


@dataclass(frozen=True)
class Work:
    """One thing that is measured."""

    name: str
    sort: Class
    fresh: bool
    """Whether it is uncached, rather than repeated."""

    make: Maker = field(compare=False)
    supply: int = REPEATED
    """How many different requests there are."""

    status: int = HTTPStatus.OK
    """What every answer must be."""

    @property
    def levels(self) -> tuple[int, ...]:
        """With how many connections it is measured; heavy queries one at a time."""
        return LEVELS[:1] if self.sort is Class.HEAVY else LEVELS

    @property
    def label(self) -> str:
        """Its name with the way it is measured."""
        return f"{self.name}, {'uncached' if self.fresh else 'repeated'}"

    def requests(self, server: Server, first: int, count: int) -> list[bytes]:
        """So many requests from a serial number on; none where the server cannot do this."""
        made = (self.make(server, serial) for serial in range(first, first + count))
        return [each for each in made if each is not None]


def all_work(material: Material) -> list[Work]:
    """Everything that is measured, repeated works last, in the order of the report."""
    fresh = [*_documents(material, fresh=True), *_queries(material, fresh=True)]
    return [
        *fresh,
        *_documents(material, fresh=False),
        _conditional(material),
        *_queries(material, fresh=False),
    ]


def _queries(material: Material, *, fresh: bool) -> Iterator[Work]:
    for query in twelve():
        sort = Class.SMALL if query.small else Class.HEAVY
        supply = 1_000_000 if fresh else (REPEATED if query.parameters else 1)
        yield Work(query.name, sort, fresh, _asking(query, material, fresh=fresh), supply)


def _asking(query: Query, material: Material, *, fresh: bool) -> Maker:
    # The peers keep no answers: heavy queries, which take long, would cost them the same once more.
    only_ours = not (fresh or query.small)

    def make(server: Server, serial: int) -> bytes | None:
        if only_ours and server.name != NODVERK:
            return None
        return server.query(query.asked(material.terms, serial, "uncached" if fresh else ""), query.accept)

    return make


def _documents(material: Material, *, fresh: bool) -> Iterator[Work]:
    things = material.things()
    supply = len(things) if fresh else REPEATED

    def document(media_type: str, unable: tuple[str, ...] = ()) -> Maker:
        def make(server: Server, serial: int) -> bytes | None:
            return None if server.name in unable else server.document(things[serial], media_type)

        return make

    def page(language: str, **headers: str) -> Maker:
        def make(server: Server, serial: int) -> bytes | None:
            if server.name != NODVERK:
                return None
            return server.request(f"/{language}/{things[serial].removeprefix(f'{BASE}id/')}", **headers)

        return make

    # A page that is asked for in gzip has a language of its own, lest one make the other cheaper.
    yield Work("Turtle document", Class.DOCUMENT, fresh, document(TURTLE), supply)
    yield Work("JSON-LD document", Class.DOCUMENT, fresh, document(JSON_LD, unable=(RDFLIB,)), supply)
    yield Work("HTML page", Class.DOCUMENT, fresh, page("sv"), supply)
    yield Work("HTML page in gzip", Class.DOCUMENT, fresh, page("en", Accept_Encoding="gzip"), supply)


def _conditional(material: Material) -> Work:
    """Requests for documents that the client has already: only Nodverk's have an ETag."""
    things = material.things()
    tags: dict[str, str] = {}

    def make(server: Server, serial: int) -> bytes | None:
        if server.name != NODVERK:
            return None
        thing = things[serial]
        path = f"/data/{thing.removeprefix(f'{BASE}id/')}.ttl"
        if thing not in tags:
            _, headers, _ = get(server.port, server.request(path))
            tags[thing] = next(value for name, value in headers.items() if name.lower() == "etag")
        return server.request(path, If_None_Match=tags[thing])

    return Work("304 for a document", Class.DOCUMENT, fresh=False, make=make, status=HTTPStatus.NOT_MODIFIED)
