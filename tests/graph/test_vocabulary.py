"""The ontology as a release holds it: its terms, how they hang together, and how much they are used."""

import dataclasses

import pytest
from pyoxigraph import NamedNode, Store
from rdflib import SKOS, XSD, URIRef

from graph.errors import EntityUnknown
from graph.index.index import Index
from graph.terms import NV, code
from graph.vocabulary import Kind, Term, Vocabulary, looks, uses, vocabulary


@pytest.fixture(scope="module")
def found(shipped: Index) -> Vocabulary:
    return vocabulary(shipped)


@pytest.fixture(scope="module")
def terms(found: Vocabulary) -> dict[URIRef, Term]:
    return {URIRef(each.iri): each for each in found.terms}


def test_every_term_of_the_ontology_is_there_once(found: Vocabulary, terms: dict[URIRef, Term]) -> None:
    names = {NV[name] for name in NV.__annotations__ if not name.startswith("_")}

    assert set(terms) == names
    assert len(found.terms) == len(names)


def test_a_class_has_the_classes_above_and_below_it(terms: dict[URIRef, Term]) -> None:
    undertaking = terms[NV.Undertaking]

    assert undertaking.kind is Kind.CLASS
    assert undertaking.above == (str(NV.Initiative),)
    assert undertaking.below == (str(NV.Call), str(NV.Programme), str(NV.Project))


def test_a_domain_that_is_a_union_is_given_as_its_classes(terms: dict[URIRef, Term]) -> None:
    assert terms[NV.restates].domain == (str(NV.AmountStatement), str(NV.FundingRestatement))
    assert terms[NV.restates].range == (str(NV.AmountStatement), str(NV.FundingItem))
    assert terms[NV.statedIn].domain == ()


def test_a_property_says_whether_it_has_one_value_and_of_what_type(terms: dict[URIRef, Term]) -> None:
    value = terms[NV.value]

    assert (value.kind, value.single, value.range) == (Kind.DATATYPE_PROPERTY, True, (str(XSD.decimal),))
    assert not terms[NV.funder].single


def test_the_uses_of_a_class_are_its_things_and_those_of_its_subclasses(
    shipped: Index, terms: dict[URIRef, Term]
) -> None:
    items = {
        thing
        for kind in (NV.FundingItem, NV.FundingAward, NV.FundingTotal, NV.FundingRestatement)
        for thing in shipped.subjects("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", kind)
    }

    assert terms[NV.FundingAward].uses == 27
    assert terms[NV.FundingItem].uses == len(items)


def test_the_uses_of_a_property_are_its_statements_each_counted_once(
    shipped: Index, terms: dict[URIRef, Term]
) -> None:
    pairs = {
        (quad.subject, quad.object) for quad in shipped.named_quads(predicate=NamedNode(str(NV.statedIn)))
    }

    assert terms[NV.statedIn].uses == len(pairs) > 500


def test_the_uses_of_a_code_leave_out_what_the_lists_say_themselves(
    shipped: Index, found: Vocabulary
) -> None:
    codes = {each.iri: each for group in found.lists for each in group.codes}
    applied, awaiting = code("status", "applied"), code("status", "awaiting-decision")

    assert codes[str(awaiting)].broader == (str(applied),)
    assert codes[str(code("status", "returned"))].uses == 0
    assert codes[str(applied)].uses == sum(
        quad.predicate.value != str(SKOS.broader) and not quad.predicate.value.startswith(str(SKOS))
        for quad in shipped.merged_quads(value=NamedNode(str(applied)))
    )


def test_a_term_names_the_shapes_that_look_at_it_and_the_lists_that_they_let_choose_from() -> None:
    assert {"FundingItem", "Thing", "Named"} <= set(looks()[str(NV.FundingItem)].shapes)
    assert looks()[str(NV.funder)].shapes == ("FundingAward", "FundingItem")
    assert looks()[str(NV.timeBasis)].lists == ("https://w3id.org/nodverk/code/basis",)


def test_a_term_names_those_of_other_models_that_come_near(terms: dict[URIRef, Term]) -> None:
    assert "https://schema.org/Organization" in terms[NV.Organisation].near


def test_every_list_has_its_codes_in_order(found: Vocabulary) -> None:
    for group in found.lists:
        notations = [each.notation for each in group.codes]

        assert notations
        assert notations == sorted(notations), group.iri


def test_a_release_without_an_ontology_has_no_vocabulary(shipped: Index) -> None:
    empty = dataclasses.replace(shipped, store=Store())

    assert not uses(empty)
    with pytest.raises(EntityUnknown):
        vocabulary(empty)
