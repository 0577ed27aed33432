"""The form of the shipped graphs, as far as the shapes do not judge it: terms, parts, languages, sources."""

from collections import Counter
from itertools import pairwise
from urllib.parse import urldefrag

import pyoxigraph
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Literal, URIRef

from graph.terms import CODE, CURRENCY, NV

TEXTS = (DCTERMS.description, NV.aim, NV.purpose, NV.scope, NV.targetGroup, NV.unit)
"""What the editors write themselves, and therefore in both languages."""

LINKS_TO_PARTS = {
    NV.AmountStatement: NV.amount,
    NV.Period: NV.period,
    NV.Reading: NV.reading,
    NV.StatusEvent: NV.statusEvent,
    NV.Target: NV.target,
}
LINKS_FROM_PARTS = {
    NV.Allocation: NV.allocatedTo,
    NV.Observation: NV.observationOf,
    NV.Offering: NV.offeredBy,
    NV.Participation: NV.participatesIn,
    NV.Section: NV.sectionOf,
}


def of_namespace(graph, prefix):
    """Every IRI that starts so, wherever it stands in a statement."""
    terms = {term for triple in graph for term in triple}
    return {term for term in terms if isinstance(term, URIRef) and term.startswith(prefix)}


def span(lines):
    """The numbers of the lines in `12` or `12-14`."""
    first, _, last = lines.partition("-")
    return set(range(int(first), int(last or first) + 1))


def languages(graph, subject, predicate):
    return Counter(text.language for text in graph.objects(subject, predicate))


def is_part(subject):
    return bool(urldefrag(subject).fragment)


def thing_of(subject):
    """The thing that a part is a fragment of; a thing is its own."""
    return URIRef(urldefrag(subject).url)


def test_two_parsers_read_the_same_statements(file, stated, iris):
    by_oxigraph = {
        pyoxigraph.Triple(quad.subject, quad.predicate, quad.object)
        for quad in pyoxigraph.parse(
            file.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE, base_iri=iris.base
        )
    }
    by_rdflib = {
        pyoxigraph.Triple(quad.subject, quad.predicate, quad.object)
        for quad in pyoxigraph.parse(stated.serialize(format="nt"), format=pyoxigraph.RdfFormat.N_TRIPLES)
    }

    assert by_oxigraph == by_rdflib
    assert by_oxigraph


def test_a_file_is_written_relative_to_the_base_of_its_dataset(file, iris):
    text = file.read_text("utf-8")

    assert iris.base not in text
    assert "@base" not in text


def test_nothing_is_without_an_iri(stated):
    assert [term for triple in stated for term in triple if isinstance(term, BNode)] == []


def test_only_terms_of_the_ontology_are_used(stated, vocabulary):
    used = of_namespace(stated, str(NV._NS))

    assert {term for term in used if (term, RDF.type, None) not in vocabulary} == set()


def test_a_property_is_used_as_what_it_is_defined_as(stated, vocabulary):
    forms = {OWL.ObjectProperty: URIRef, OWL.DatatypeProperty: Literal}
    meant = {each: form for kind, form in forms.items() for each in vocabulary.subjects(RDF.type, kind)}

    assert [triple for triple in stated if not isinstance(triple[2], meant.get(triple[1], object))] == []


def test_only_codes_of_the_code_lists_are_used(stated, vocabulary):
    used = of_namespace(stated, CODE) | of_namespace(stated, CURRENCY)

    assert {code for code in used if (code, RDF.type, SKOS.Concept) not in vocabulary} == set()


def test_a_part_stands_beside_its_thing(stated):
    parts = {subject for subject in stated.subjects() if is_part(subject)}

    assert {part for part in parts if (thing_of(part), None, None) not in stated} == set()


def test_a_thing_or_a_part_of_it_points_to_its_part(stated):
    for kind, link in LINKS_TO_PARTS.items():
        for part in stated.subjects(RDF.type, kind):
            assert thing_of(part) in {thing_of(holder) for holder in stated.subjects(link, part)}, part


def test_a_part_points_to_its_thing(stated):
    for kind, link in LINKS_FROM_PARTS.items():
        for part in stated.subjects(RDF.type, kind):
            assert (part, link, thing_of(part)) in stated


def test_every_link_leads_to_something_that_is_described(everything, iris):
    linked = of_namespace(everything, iris.base)

    assert {iri for iri in linked if (iri, RDF.type, None) not in everything} == set()


def test_every_thing_has_one_swedish_label_and_at_most_one_english(everything, iris):
    things = {
        subject for subject in everything.subjects(RDF.type) if iris.parse(subject) and not is_part(subject)
    }

    for thing in things:
        found = languages(everything, thing, RDFS.label)
        assert found["sv"] == 1, thing
        assert found["en"] <= 1, thing
        assert set(found) <= {"sv", "en"}, thing


def test_what_the_editors_write_is_there_in_both_languages(stated):
    for text in TEXTS:
        for subject in stated.subjects(text):
            assert languages(stated, subject, text) == {"sv": 1, "en": 1}, (subject, text)


def test_what_a_document_says_is_traced_to_lines_of_its_sections(stated):
    sections = set(stated.subjects(RDF.type, NV.Section))
    documents = set(stated.subjects(NV.fileName))
    said = set(stated.subjects(RDF.type)) - sections - documents if documents else set()

    for subject in said:
        within = {
            section: span(lines)
            for section in stated.objects(subject, NV.statedIn)
            for lines in stated.objects(section, NV.lines)
        }
        cited = [span(lines) for lines in stated.objects(subject, NV.lines)]
        assert within.keys() <= sections, f"{subject} is traced to another document"
        assert cited, f"{subject} has no lines"
        assert all(any(lines <= section for section in within.values()) for lines in cited), subject
        assert all(any(lines <= section for lines in cited) for section in within.values()), subject


def test_what_the_editors_compare_is_traced_to_lines_of_several_documents(everything, iris):
    between = URIRef(f"{iris.entity('document', 'editors')}#between-documents")
    remarks = set(everything.subjects(NV.statedIn, between)) & set(everything.subjects(NV.reading))

    assert len(remarks) == 4
    for remark in remarks:
        readings = set(everything.objects(remark, NV.reading))
        sections = {section for reading in readings for section in everything.objects(reading, NV.statedIn)}
        documents = {everything.value(section, NV.sectionOf) for section in sections}
        assert readings <= set(everything.subjects(NV.lines)), remark
        assert len(documents & set(everything.subjects(NV.fileName))) > 1, remark


def test_the_sections_of_a_document_are_in_order_and_apart(stated):
    for document in stated.subjects(RDF.type, NV.Document):
        in_order = sorted(
            stated.subjects(NV.sectionOf, document),
            key=lambda section: int(stated.value(section, NV.ordinal)),
        )
        lines = [span(lines) for section in in_order for lines in stated.objects(section, NV.lines)]
        assert [int(stated.value(section, NV.ordinal)) for section in in_order] == [
            *range(1, len(in_order) + 1)
        ]
        assert all(max(before) < min(after) for before, after in pairwise(lines))


def test_a_section_of_a_document_with_a_file_has_lines(stated):
    for document in stated.subjects(NV.fileName):
        for section in stated.subjects(NV.sectionOf, document):
            assert len(list(stated.objects(section, NV.lines))) == 1, section
