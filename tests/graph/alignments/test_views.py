"""The graph in EURIO, FRAPO and schema.org: their terms, used as they say, and no figure lost or doubled."""

import json
from collections import Counter, defaultdict
from decimal import Decimal

import pytest
from foreign_vocabularies import ENUMERATIONS, NAMESPACES, foreign_terms, kinds_above
from rdflib import FOAF, RDF, RDFS, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import XSD
from rdflib.term import Node

from graph.alignments.awards import GRANTED
from graph.alignments.views import MODELS, Model, View, view
from graph.errors import FormatUnavailable
from graph.index.index import Index
from graph.ingest.validation import load_shapes, validate
from graph.terms import NV, code

BASE = "http://127.0.0.1:8000/"
RDF_MODELS = [model for model in MODELS.values() if model.mapped]
EURIO, FRAPO, SCHEMA = (NAMESPACES[prefix] for prefix in ("eurio", "frapo", "schema"))
GRANT = {"eurio": f"{EURIO}Grant", "frapo": f"{FRAPO}Grant", "schema.org": f"{SCHEMA}MonetaryGrant"}
ALIKE = {
    "Text": {XSD.string, RDF.langString},
    "Number": {XSD.decimal, XSD.integer},
}
"""What schema.org's data types are in RDF."""
SYNTAXES = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}


@pytest.fixture(scope="module", params=RDF_MODELS, ids=lambda model: model.name)
def model(request: pytest.FixtureRequest) -> Model:
    """Each model in turn."""
    chosen: Model = request.param
    return chosen


@pytest.fixture(scope="module")
def seen(index: Index, model: Model) -> View:
    return view(index, model, "ttl")


@pytest.fixture(scope="module")
def statements(seen: View) -> Graph:
    return Graph().parse(data=seen.content, format="turtle")


def instances(statements: Graph, model: Model) -> set[str]:
    return {str(each) for each in statements.subjects(RDF.type, URIRef(GRANT[model.name]))}


def awards(keys: str) -> set[str]:
    return {f"{BASE}id/funding/{key}" for key in keys.split()}


def types(statements: Graph, node: Node) -> set[str]:
    """The classes of a node and those above them."""
    return {above for each in statements.objects(node, RDF.type) for above in kinds_above(str(each))}


def is_role(statements: Graph, node: Node) -> bool:
    """In schema.org a role may stand between a thing and its property, and repeats the property."""
    return f"{SCHEMA}Role" in types(statements, node)


def test_the_sample_meets_the_shapes(sample: Index) -> None:
    def triples(graph: str) -> Graph:
        lines = "".join(
            f"{quad.triple} .\n" for quad in sample.named_quads() if quad.graph_name.value == graph
        )
        return Graph().parse(data=lines, format="nt")

    report = validate(triples(f"{BASE}graph/sample"), triples(f"{BASE}graph/codes"), load_shapes())

    assert report.text("en") == "No errors.\n"


def test_only_terms_of_the_model_are_used_and_as_what_they_are(statements: Graph) -> None:
    others = {str(RDF.type), str(RDFS.label), str(FOAF.Project)}
    for _, predicate, value in statements:
        term = str(value if predicate == RDF.type else predicate)
        if term not in others:
            assert term in foreign_terms(), term
            assert foreign_terms()[term].is_class == (predicate == RDF.type), term


def test_a_property_stands_on_what_it_is_for(statements: Graph) -> None:
    for subject, predicate, _ in statements:
        term = foreign_terms().get(str(predicate))
        if term and term.domain and not is_role(statements, subject):
            assert types(statements, subject) & term.domain, (subject, predicate)


def test_a_property_leads_to_what_it_may_lead_to(statements: Graph) -> None:
    for subject, predicate, value in statements:
        term = foreign_terms().get(str(predicate))
        if not term or not term.range or is_role(statements, value):
            continue
        if isinstance(value, Literal):
            assert term.kind == "datatype property", predicate
            assert literal_fits(value, term.range), (subject, predicate, value)
        else:
            assert term.kind == "object property", predicate
            assert types(statements, value) & term.range or f"{SCHEMA}URL" in term.range, (predicate, value)


def literal_fits(value: Literal, allowed: frozenset[str]) -> bool:
    names = {each.removeprefix(SCHEMA) for each in allowed}
    datatypes = {str(each) for name in names for each in ALIKE.get(name, set())}
    anything = str(RDFS.Literal) in allowed or any(name.endswith("enumeration") for name in names)
    return anything or str(value.datatype or (RDF.langString if value.language else XSD.string)) in {
        *datatypes,
        *allowed,
    }


def test_statuses_and_roles_are_among_the_words_that_eurio_has(index: Index) -> None:
    statements = Graph().parse(data=view(index, MODELS["eurio"]).content, format="turtle")

    for name, words in ENUMERATIONS.items():
        used = {str(each) for each in statements.objects(None, URIRef(EURIO + name))}
        assert used
        assert used <= words


@pytest.mark.parametrize("name", ["isDisbursedBy", "hasFundingAmount", "startDate", "endDate", "title"])
def test_a_grant_has_no_more_of_anything_than_eurio_lets_it_have(index: Index, name: str) -> None:
    statements = Graph().parse(data=view(index, MODELS["eurio"]).content, format="turtle")
    grants = set(statements.subjects(RDF.type, URIRef(f"{EURIO}Grant")))

    assert grants
    assert all(len(list(statements.objects(grant, URIRef(EURIO + name)))) <= 1 for grant in grants)


def test_frapo_gets_no_second_awarder_and_no_second_value(index: Index) -> None:
    statements = Graph().parse(data=view(index, MODELS["frapo"]).content, format="turtle")
    functional = ("isAwardedBy", "hasMonetaryValue", "hasCurrencyCode", "hasStartDate", "hasAwardDate")

    for grant in statements.subjects(RDF.type, URIRef(f"{FRAPO}Grant")):
        for name in functional:
            assert len(list(statements.objects(grant, URIRef(FRAPO + name)))) <= 1


def test_the_grants_of_the_document_are_those_that_the_view_names(
    seen: View, statements: Graph, model: Model
) -> None:
    assert instances(statements, model) == {award.iri for award in seen.grants}


def test_every_award_is_a_grant_or_left_out_with_a_reason(seen: View, index: Index) -> None:
    grants = {award.iri for award in seen.grants}
    left_out = {each.award.iri for each in seen.left_out}

    assert grants | left_out == set(index.subjects(str(RDF.type), str(NV.FundingAward)))
    assert grants & left_out == set()
    assert all(each.lacks for each in seen.left_out)


def exported_sums(statements: Graph, model: Model, index: Index) -> dict[tuple[str, str], Decimal]:
    """What the grants of an export add up to, by currency and by the status that the graph gives them."""
    totals: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for grant in instances(statements, model):
        (status,) = index.objects(grant, str(NV.status))
        for value, unit in amounts(statements, URIRef(grant), model):
            totals[unit, status.value] += value
    return dict(totals)


def amounts(statements: Graph, grant: Node, model: Model) -> list[tuple[Decimal, str]]:
    if model.name == "frapo":
        holders, value, unit = [grant], "hasMonetaryValue", "hasCurrencyCode"
    else:
        name = "hasFundingAmount" if model.name == "eurio" else "amount"
        holders, value, unit = (
            list(statements.objects(grant, URIRef(namespace(model) + name))),
            "value",
            "currency",
        )
    return [
        (Decimal(str(number)), str(statements.value(holder, URIRef(namespace(model) + unit), any=False)))
        for holder in holders
        for number in statements.objects(holder, URIRef(namespace(model) + value))
    ]


def namespace(model: Model) -> str:
    assert model.mapped
    return model.mapped.namespace


def test_the_shipped_grants_add_up_to_what_the_graph_says_is_decided(shipped: Index, model: Model) -> None:
    statements = Graph().parse(data=view(shipped, model, "ttl").content, format="turtle")
    decided = {
        (row["currency"].value.rpartition("/")[2], row["status"].value): Decimal(row["total"].value)
        for row in shipped.select("sums-of-all")
        if row["status"].value in GRANTED
    }

    assert decided == {
        ("DKK", str(code("status", "decided"))): 5_000_000,
        ("SEK", str(code("status", "decided"))): 100_000_000,
    }
    assert exported_sums(statements, model, shipped) == decided


def test_the_sample_grants_add_up_each_once_and_to_the_last_fraction(sample: Index, model: Model) -> None:
    statements = Graph().parse(data=view(sample, model, "ttl").content, format="turtle")
    joint = 0 if model.name == "eurio" else 1_000_000

    assert exported_sums(statements, model, sample) == {
        ("SEK", str(code("status", "decided"))): Decimal("628832.75") + joint,
        ("EUR", str(code("status", "paid"))): 70_000,
    }


@pytest.mark.parametrize(
    ("name", "grants"),
    [
        ("eurio", "full paid unknown-sum"),
        ("frapo", "full joint paid unknown-sum"),
        ("schema.org", "full joint paid unknown-sum"),
    ],
)
def test_money_is_a_grant_once_it_is_decided_and_has_the_funders_that_the_model_allows(
    sample: Index, name: str, grants: str
) -> None:
    seen = view(sample, MODELS[name])

    assert {award.iri for award in seen.grants} == awards(grants)


def test_what_is_left_out_says_what_it_lacks(sample: Index) -> None:
    seen = view(sample, MODELS["eurio"])
    lacks = {each.award.iri.rpartition("/")[2]: each.lacks for each in seen.left_out}

    assert lacks == {
        "applied": ("not decided, contracted or paid",),
        "joint": ("no funder, or several",),
        "rejected": ("not decided, contracted or paid",),
    }


def test_days_of_a_season_are_not_given_as_days(sample: Index) -> None:
    statements = Graph().parse(data=view(sample, MODELS["eurio"]).content, format="turtle")
    dated = {str(each) for each in statements.subjects(URIRef(f"{EURIO}startDate"))}

    assert dated == awards("full")


def test_a_grant_that_two_give_has_both_as_agencies_and_neither_as_its_awarder(sample: Index) -> None:
    statements = Graph().parse(data=view(sample, MODELS["frapo"]).content, format="turtle")
    node, grant = URIRef(f"{BASE}id/node/south"), URIRef(f"{BASE}id/funding/joint")

    assert len(set(statements.objects(node, URIRef(f"{FRAPO}hasFundingAgency")))) == 2
    assert (grant, URIRef(f"{FRAPO}isAwardedBy"), None) not in statements


def test_all_that_take_part_in_projects_are_parties_of_them(shipped: Index) -> None:
    statements = Graph().parse(data=view(shipped, MODELS["eurio"]).content, format="turtle")
    labels = Counter(str(each) for each in statements.objects(None, URIRef(f"{EURIO}roleLabel")))
    parties = set(statements.objects(None, URIRef(f"{EURIO}hasInvolvedParty")))

    assert parties == set(statements.subjects(URIRef(f"{EURIO}isInvolvedIn")))
    assert labels["partner"] > labels["coordinator"] > 0


def test_every_syntax_says_the_same(index: Index, model: Model, statements: Graph) -> None:
    for syntax in model.formats:
        read = Graph().parse(data=view(index, model, syntax).content, format=SYNTAXES[syntax])
        assert isomorphic(whole_numbers_alike(read), whole_numbers_alike(statements)), syntax


def whole_numbers_alike(graph: Graph) -> Graph:
    """The same graph with every number as a decimal: a number of JSON is an integer if it is whole."""
    alike = Graph()
    for subject, predicate, value in graph:
        is_number = isinstance(value, Literal) and value.datatype in {XSD.integer, XSD.decimal}
        number = Literal(f"{Decimal(str(value)):.6f}", datatype=XSD.string) if is_number else value
        alike.add((subject, predicate, number))
    return alike


def test_schema_org_is_compact_json_ld_that_needs_no_other_file(shipped: Index) -> None:
    told = json.loads(view(shipped, MODELS["schema.org"]).content)
    nodes = {node["@id"]: node for node in told["@graph"]}
    vinnova = nodes[f"{BASE}id/org/vinnova"]
    amount = nodes[f"{BASE}id/funding/vinnova-2020-2024#amount"]

    assert told["@context"]["@vocab"] == SCHEMA
    assert all(isinstance(each, str) for each in told["@context"].values())
    assert set(vinnova["@type"]) == {"Organization", "GovernmentOrganization"}
    assert vinnova["iso6523Code"] == "0007:2021005216"
    assert {"@id": "https://ror.org/01kd5m353"} in vinnova["sameAs"]
    assert amount == {
        "@id": f"{BASE}id/funding/vinnova-2020-2024#amount",
        "@type": "MonetaryAmount",
        "currency": "SEK",
        "value": 100_000_000,
    }


def test_a_fraction_keeps_its_digits_in_json_ld(sample: Index) -> None:
    told = json.loads(view(sample, MODELS["schema.org"]).content)
    values = {node["@id"]: node["value"] for node in told["@graph"] if node["@type"] == "MonetaryAmount"}

    assert values[f"{BASE}id/funding/full#amount"] == {"@type": "xsd:decimal", "@value": "628832.75"}


def test_a_model_is_written_only_in_its_own_formats(sample: Index) -> None:
    with pytest.raises(FormatUnavailable, match="ttl, nt, rdf, jsonld"):
        view(sample, MODELS["eurio"], "csv")
