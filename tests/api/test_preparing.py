"""What is made beforehand, documents and sums, says what is said that is made when it is asked for."""

import resource
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from rdflib import Graph
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, RDFS

from api.cache.prepared import Prepared
from api.linked_data.described import Writer, thing_named
from api.linked_data.preparing import Edition, prepare
from graph.index.index import Index, load
from graph.store.dataset import Dataset, sorted_lines
from graph.store.release import Release
from graph.terms import CODE, NV
from tests.api.running import Server, called, put, wait_until

NO_ROOM = 64
"""Octets that a file may have; no table is that small."""

BASE = "http://127.0.0.1:8000/"
THING, NAMES = f"{BASE}id/org/x", f"{BASE}graph/names"
LABEL, TYPE = NamedNode(str(RDFS.label)), NamedNode(str(RDF.type))
SYNTAXES = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}


@pytest.fixture(scope="module")
def prepared(shipped: Index, shipped_folder: Callable[[str], Path]) -> Prepared:
    made = Prepared()
    prepare(Dataset.open(shipped_folder(BASE)), shipped, made)
    return made


def triples(turtle: bytes) -> frozenset[str]:
    return frozenset(map(str, parse(turtle, format=RdfFormat.TURTLE)))


def test_every_thing_has_the_document_that_it_has_when_it_is_asked_for(
    shipped: Index, prepared: Prepared
) -> None:
    writer, documents = Writer(shipped), dict(prepared.all())
    assert len(documents) > 500
    for path, content in documents.items():
        document = writer.document(thing_named(shipped, *path.split("/")), "ttl")
        assert content == (document.content if document.pages == 1 else b""), path


@pytest.mark.parametrize("name", SYNTAXES)
def test_other_syntaxes_say_the_same(shipped: Index, prepared: Prepared, name: str) -> None:
    thing = thing_named(shipped, "org", "vinnova")
    found, expected = (
        Graph().parse(writer.document(thing, name).content, format=SYNTAXES[name])
        for writer in (Writer(shipped, prepared), Writer(shipped))
    )
    assert isomorphic(found, expected)


def edited(dataset: Dataset, source: str, edit: Callable[[list[Quad]], list[Quad]]) -> Release:
    """The release in which a named graph is edited."""
    graph = f"{BASE}graph/{source}"
    version = dataset.head().version(graph)
    quads = list(parse(dataset.content(version), format=RdfFormat.N_QUADS)) if version else []
    with dataset.writing() as writer:
        return writer.commit({graph: writer.keep_graph(graph, sorted_lines(edit(quads)))}, "test")


def calling(iri: str, name: str) -> Callable[[list[Quad]], list[Quad]]:
    """An edit that gives something another Swedish name."""

    def edit(quads: list[Quad]) -> list[Quad]:
        kept = [each for each in quads if (str(each.subject), each.predicate) != (f"<{iri}>", LABEL)]
        return [*kept, Quad(NamedNode(iri), LABEL, Literal(name, language="sv"), quads[0].graph_name)]

    return edit


def adding(iri: str, kind: str) -> Callable[[list[Quad]], list[Quad]]:
    return lambda quads: [*quads, Quad(NamedNode(iri), TYPE, NamedNode(kind), quads[0].graph_name)]


def without(said: str) -> Callable[[list[Quad]], list[Quad]]:
    return lambda quads: [each for each in quads if said not in str(each)]


PROPOSAL = "dih-north-proposal"
EDITS = {
    "a thing has another name": (PROPOSAL, calling(f"{BASE}id/project/dih-north", "Nordansken")),
    "a class has another name": ("ontology", calling(str(NV.Call), "Rop")),
    "a code has another name": ("codes", calling(f"{CODE}role/partner", "Med")),
    "a thing comes": (PROPOSAL, adding(f"{BASE}id/org/ny", str(NV.Organisation))),
    "a thing goes": (PROPOSAL, without("/id/funding/")),
    "a link goes": (
        PROPOSAL,
        without(str(NV.funder)),
    ),
    "nothing is left": (PROPOSAL, without("")),
}


@pytest.mark.parametrize("edit", EDITS)
def test_after_a_change_exactly_what_it_touches_is_made_anew(
    shipped_moved: Callable[[Path, str], Dataset],
    shipped: Index,
    prepared: Prepared,
    tmp_path: Path,
    edit: str,
) -> None:
    dataset = shipped_moved(tmp_path / "dataset", BASE)
    before = Edition(dataset.head(), prepared)
    release = edited(dataset, *EDITS[edit])
    index = load(dataset, release)
    after, anew = Prepared(), Prepared()
    prepare(dataset, index, after, before)
    prepare(dataset, index, anew)
    said = {path: triples(content) for path, content in anew.all()}
    found = {path: triples(content) for path, content in after.all()}
    assert found.keys() == said.keys()
    assert not [path for path, statements in said.items() if found[path] != statements]
    assert said != {path: triples(content) for path, content in prepared.all()}


def asked(server: Server, path: str) -> Graph:
    return Graph().parse(data=server.client.get(path).text, format="turtle")


@pytest.fixture(scope="module")
def server(
    serve: Callable[..., Server],
    shipped_moved: Callable[[Path, str], Dataset],
    tmp_path_factory: pytest.TempPathFactory,
) -> Server:
    """A service that prepares for each release, however small it is."""
    folder = tmp_path_factory.mktemp("preparing") / "dataset"
    shipped_moved(folder, BASE)
    return serve(folder, "--prepare-from", "1", "--workers", "1")


def test_a_service_has_them_and_goes_with_the_releases(server: Server) -> None:
    dataset = Dataset.open(server.folder)

    def idle() -> bool:
        """Whether the children that prepare have ended."""
        return not {"first pages", "documents"}.intersection(map(called, server.children()))

    wait_until(idle)
    document = "data/project/dih-north.ttl"
    assert len(asked(server, document)) > 20
    edited(dataset, *EDITS["a thing has another name"])
    wait_until(lambda: "Nordansken" in server.client.get(document).text)
    wait_until(idle)
    assert isomorphic(asked(server, document), asked(server, f"{document}?release=2"))
    assert "Nordansken" in server.client.get("data/funding/dih-north-ltu.ttl").text


def test_pages_tell_of_a_new_release_whether_or_not_there_is_room_to_compute_for_them(server: Server) -> None:
    """What they show of it as a whole is left in a file by a process of its own."""
    usual, most = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    for allowed in (NO_ROOM, usual):
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (allowed, most))
        name = f"Organisation of {allowed}"
        typed = f"<{THING}> <{RDF.type}> <{NV.Organisation}> ."
        number = put(server.folder, {NAMES: f'{typed}\n<{THING}> <{RDFS.label}> "{name}"@sv .'}).number
        wait_until(partial(serves, server, number))
        for path in ("sv/org/x", "en/org", "sv/search?q=organisation+of"):
            assert f"{name}<" in server.client.get(path).text


def serves(server: Server, release: int) -> bool:
    return server.client.get("data/project/dih-north.ttl").headers["Nodverk-Release"] == str(release)
