"""The catalogue entry, as the Swedish data portal, its validators and search engines read it."""

import hashlib
import json
import re
from functools import cache
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal as Term
from pyshacl import validate
from rdflib import DCAT, DCTERMS, FOAF, RDF, SH, SKOS, Graph, Literal, URIRef
from rdflib.namespace import VOID, Namespace

from graph.description.catalogue_words import PUBLISHERS
from graph.description.dcat import Entry, describe_catalogue
from graph.description.holdings import holdings
from graph.errors import SettingInvalid
from graph.index.index import Index
from graph.settings import KINDS_OF_PUBLISHERS, Publisher, publisher
from tests.api.running import Server, wait_until

HERE = Path(__file__).parent
EUROPEAN = HERE.parents[2] / "shared" / "data" / "specs" / "dcat-ap-SHACL_3.0.1.ttl"
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
TYPES = {
    "rdf": "application/rdf+xml",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
}
PARSERS = {"rdf": "xml", "ttl": "turtle", "jsonld": "json-ld", "nt": "nt"}


@cache
def read(content: bytes, parser: str) -> Graph:
    return Graph().parse(data=content, format=parser)


@pytest.fixture(scope="module")
def entry(server: Server) -> Graph:
    """As the portal harvests it, when all files were made that it lists."""
    wait_until(lambda: "no-store" not in server.client.get("datasets/dcat").headers["Cache-Control"], 90)
    answer = server.client.get("datasets/dcat", headers={"Accept": "application/rdf+xml"})
    assert answer.headers["Content-Type"] == "application/rdf+xml"
    return read(answer.content, "xml")


def faults(entry: Graph, shapes: Path) -> list[str]:
    """What shapes find wrong; a property that they name but do not describe is no rule."""
    rules = Graph().parse(shapes)
    for rule in set(rules.objects(None, SH.property)):
        if (rule, SH.path, None) not in rules:
            rules.remove((None, SH.property, rule))
    conforms, _, text = validate(entry, shacl_graph=rules)
    return [] if conforms else text.split("Constraint Violation")


def test_the_european_shapes_are_met(entry: Graph) -> None:
    if not EUROPEAN.exists():
        pytest.skip("THE SHAPES OF DCAT-AP WERE NOT APPLIED: they do not lie beside the repository")

    assert faults(entry, EUROPEAN) == []


def test_the_swedish_rules_are_met(entry: Graph) -> None:
    assert faults(entry, HERE / "dcat-ap-se.ttl") == []


@pytest.mark.parametrize(
    ("subject", "predicate"),
    [
        (DCAT.Dataset, DCTERMS.title),
        (DCAT.Dataset, DCAT.contactPoint),
        (DCAT.Dataset, DCAT.theme),
        (DCAT.Distribution, DCTERMS.license),
        (DCAT.Catalog, DCTERMS.publisher),
        (FOAF.Agent, FOAF.name),
        (FOAF.Agent, DCTERMS.type),
        (DCAT.Catalog, DCTERMS.license),
        (DCAT.Distribution, DCTERMS["format"]),
        (DCAT.DataService, DCAT.endpointURL),
        (SPDX.Checksum, SPDX.checksumValue),
        (VCARD.Kind, VCARD.hasEmail),
    ],
)
def test_the_swedish_rules_notice_what_is_missing(entry: Graph, subject: URIRef, predicate: URIRef) -> None:
    less = Graph() + entry
    one = min(less.subjects(RDF.type, subject))
    less.remove((one, predicate, None))

    assert faults(less, HERE / "dcat-ap-se.ttl")


def test_the_portal_gets_rdf_xml_unless_it_asks_for_another(server: Server) -> None:
    answers = [
        server.client.get("datasets/dcat"),
        server.client.get("datasets/dcat", headers={"Accept": "*/*"}),
    ]

    assert {answer.headers["Content-Type"] for answer in answers} == {"application/rdf+xml"}
    assert "Accept" in answers[0].headers["Vary"]


@pytest.mark.parametrize("extension", TYPES)
def test_every_syntax_says_the_same(extension: str, server: Server, entry: Graph) -> None:
    by_address = server.client.get(f"datasets/dcat.{extension}")
    by_accept = server.client.get("datasets/dcat", headers={"Accept": TYPES[extension]})

    for answer in (by_address, by_accept):
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].partition(";")[0] == TYPES[extension]
        assert set(read(answer.content, PARSERS[extension])) == set(entry)


def test_what_is_not_offered_is_refused(server: Server) -> None:
    assert server.client.get("datasets/dcat.pdf").status_code == 404
    assert server.client.get("datasets/dcat", headers={"Accept": "image/png"}).status_code == 406


def test_a_browser_is_led_to_the_page(server: Server) -> None:
    asked = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "en"}

    for path in ("datasets", "datasets/dcat", "datasets/nodverk"):
        answer = server.client.get(path, headers=asked)

        assert (answer.status_code, answer.headers["Location"]) == (303, "/en/datasets")


def test_the_address_of_the_dataset_leads_to_what_is_said_of_it(server: Server) -> None:
    dataset = URIRef(f"{server.url}datasets/nodverk")
    answer = server.client.get("datasets/nodverk", headers={"Accept": "text/turtle"}, follow_redirects=True)

    assert (dataset, RDF.type, DCAT.Dataset) in read(answer.content, "turtle")


def test_each_file_that_it_lists_is_what_it_says(server: Server, entry: Graph) -> None:
    listed = list(entry.subject_objects(DCAT.downloadURL))

    assert len(listed) > 10
    for distribution, address in listed:
        content = server.client.get(str(address)).content
        checksum = entry.value(entry.value(distribution, SPDX.checksum), SPDX.checksumValue)

        assert int(entry.value(distribution, DCAT.byteSize)) == len(content)
        assert str(checksum).lower() == hashlib.sha256(content).hexdigest()


def test_each_source_that_is_a_document_is_a_dataset_by_its_name(entry: Graph, server: Server) -> None:
    plan = URIRef(f"{server.url}graph/southern-node-plan")

    assert (URIRef(f"{server.url}datasets/dcat"), DCAT.dataset, plan) in entry
    assert Literal("Plan för AI Swedens södra nod 2025–2026", lang="sv") in set(
        entry.objects(plan, DCTERMS.title)
    )
    assert not list(entry.subjects(DCAT.distribution, URIRef(f"{server.url}datasets/dcat#ontology-nq")))


def test_the_entry_is_free_of_conditions_while_the_data_ask_to_be_named(server: Server, entry: Graph) -> None:
    """The Swedish profile wants CC0 for the entry itself."""
    catalogue, whole = (URIRef(f"{server.url}datasets/{name}") for name in ("dcat", "nodverk"))
    free = "http://creativecommons.org/publicdomain/zero/1.0/"

    assert entry.value(catalogue, DCTERMS.license) == URIRef(free)
    assert entry.value(whole, DCTERMS.license) == URIRef("http://creativecommons.org/licenses/by/4.0/")
    assert f'<{free}>; rel="license"' in server.client.head("datasets/dcat").headers["Link"]


def test_each_service_answers_where_the_entry_says_and_describes_itself(entry: Graph, server: Server) -> None:
    services = set(entry.subjects(RDF.type, DCAT.DataService))

    assert services == {URIRef(f"{server.url}{path}") for path in ("sparql", "api")}
    for service in services:
        assert entry.value(service, DCAT.servesDataset) == URIRef(f"{server.url}datasets/nodverk")
        for address in (
            entry.value(service, DCAT.endpointURL),
            entry.value(service, DCAT.endpointDescription),
            entry.value(service, FOAF.page),
        ):
            assert httpx.get(str(address), follow_redirects=True).status_code == 200


def test_no_file_is_listed_that_is_of_another_release(entry: Graph) -> None:
    assert {str(each).rpartition("-")[2][0] for each in entry.objects(None, DCAT.downloadURL)} == {"1"}


def test_it_says_nothing_of_persons(entry: Graph) -> None:
    assert not list(entry.subjects(RDF.type, FOAF.Person))
    assert set(entry.objects(None, VCARD.hasEmail)) == {URIRef("mailto:webmaster@%5B127.0.0.1%5D")}


def test_themes_have_names_in_both_languages(entry: Graph) -> None:
    for theme in set(entry.objects(None, DCAT.theme)):
        assert {label.language for label in entry.objects(theme, SKOS.prefLabel)} == {"sv", "en"}


def test_the_publisher_is_as_the_environment_says() -> None:
    found = publisher(
        {
            "NODVERK_PUBLISHER_NAME": "Exempelmyndigheten",
            "NODVERK_PUBLISHER_EMAIL": "data@example.se",
            "NODVERK_PUBLISHER_KIND": "NationalAuthority",
            "X": "y",
        }
    )

    assert found == Publisher("Exempelmyndigheten", email="data@example.se", kind="NationalAuthority")


def test_a_kind_of_publisher_that_there_is_not_is_refused() -> None:
    with pytest.raises(SettingInvalid, match="NationalAuthority"):
        publisher({"NODVERK_PUBLISHER_KIND": "PrivateIndividual(s)"})


def test_every_kind_of_publisher_has_a_name_in_both_languages() -> None:
    assert set(PUBLISHERS) == set(KINDS_OF_PUBLISHERS)
    assert {tuple(sorted(names)) for names in PUBLISHERS.values()} == {("en", "sv")}


def test_the_publisher_is_known_by_its_number_where_the_portal_knows_it_by_that(shipped: Index) -> None:
    iri = "http://dataportal.se/organisation/SE2021006883"
    told = set(
        describe_catalogue(Entry(shipped.iris, Publisher(iri=iri), tuple(holdings(shipped, None)), {}))
    )

    assert (iri, DCTERMS.identifier, Term("2021006883")) in told
    assert {value for _, predicate, value in told if predicate == DCTERMS.publisher} == {iri}


@pytest.mark.parametrize(
    ("base", "email"),
    [
        ("https://data.example.se/", "webmaster@data.example.se"),
        ("http://127.0.0.1:8000/", "webmaster@[127.0.0.1]"),
        ("http://[::1]:8000/", "webmaster@[::1]"),
    ],
)
def test_a_publisher_without_a_mailbox_has_that_of_the_hosts_webmaster(base: str, email: str) -> None:
    assert Publisher().email_of(base) == email


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.usefixtures("entry")
def test_search_engines_find_the_dataset_on_its_page(language: str, server: Server) -> None:
    page = server.client.get(f"{language}/datasets").text
    (embedded,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)

    told = json.loads(embedded)

    assert "<" not in embedded
    assert (told["@context"], told["@type"]) == ("https://schema.org/", "Dataset")
    assert told["@id"] == f"{server.url}datasets/nodverk"
    assert 50 <= len(told["description"]) <= 5000, "what search engines take"
    assert told["license"] == "http://creativecommons.org/licenses/by/4.0/"
    files = [each for each in told["distribution"] if each["contentUrl"].endswith(".gz")]
    assert len(files) == 2
    for download in files:
        assert server.client.head(download["contentUrl"]).status_code == 200
        assert re.fullmatch(r"[0-9a-f]{64}", download["sha256"])


def test_the_well_known_address_leads_to_the_statistics(server: Server) -> None:
    answer = server.client.get(".well-known/void", headers={"Accept": "text/turtle"}, follow_redirects=True)
    told = read(answer.content, "turtle")

    assert (URIRef(f"{server.url}datasets/nodverk"), RDF.type, VOID.Dataset) in told
    for dump in told.objects(None, VOID.dataDump):
        assert httpx.head(str(dump), follow_redirects=True).status_code == 200
