"""Each shape by its fixtures: what is valid passes, what is broken breaks just what its first lines say."""

from collections import Counter
from pathlib import Path

from pyshacl.entrypoints import meta_validate
from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.term import Node
from shape_files import BROKEN, NAMESPACE, VALID, fixture_graph, named, said

from graph.ingest.report import Report, Violation, path_text
from graph.ingest.validation import validate


def found(report: Report) -> Counter[tuple[str, ...]]:
    return Counter(
        (
            "breaks" if each.is_error else "advises",
            f"sh:{each.component.removeprefix(str(SH))}",
            path_text(each.path) or "itself",
        )
        for each in report.results
    )


def targeted(shapes: Graph) -> set[str]:
    return {str(shape).removeprefix(NAMESPACE) for shape in shapes.subjects(SH.targetClass)}


def rule(result: Violation, shapes: Graph) -> Node:
    """The shape or SPARQL constraint that spoke."""
    for speaker in [result.shape, *shapes.objects(result.shape, SH.sparql)]:
        if {str(each) for each in shapes.objects(speaker, SH.message)} == set(result.messages.values()):
            return speaker
    raise AssertionError(f"nobody in the shapes says {result.messages}")


def test_a_valid_file_breaks_nothing_and_needs_no_advice(reports: dict[Path, Report]) -> None:
    texts = {named(path): reports[path].text("en") for path in VALID}

    assert {path: text for path, text in texts.items() if text != "No errors.\n"} == {}


def test_a_valid_file_describes_something_that_its_shape_is_for(shapes: Graph) -> None:
    def described(path: Path) -> set[Node]:
        """The classes of what is in a file, and those above them."""
        kinds = set(fixture_graph(path).objects(None, RDF.type))
        return {each for kind in kinds for each in shapes.transitive_objects(kind, RDFS.subClassOf)}

    def targets(path: Path) -> set[Node]:
        return set(shapes.objects(URIRef(NAMESPACE + path.parent.name), SH.targetClass))

    assert [named(path) for path in VALID if not targets(path) & described(path)] == []


def test_a_broken_file_says_in_its_first_lines_what_it_breaks() -> None:
    assert [named(path) for path in BROKEN if not said(path)] == []


def test_a_broken_file_breaks_just_what_it_says(reports: dict[Path, Report]) -> None:
    both = {named(path): (found(reports[path]), said(path)) for path in BROKEN}

    assert {path: pair for path, pair in both.items() if pair[0] != pair[1]} == {}


def test_the_surroundings_of_the_fixtures_are_valid_themselves(shapes: Graph, surroundings: Graph) -> None:
    assert validate(surroundings, Graph(), shapes).text("en") == "No errors.\n"


def test_every_shape_with_a_target_has_a_valid_file_and_at_least_two_broken_ones(shapes: Graph) -> None:
    broken = Counter(path.parent.name for path in BROKEN)
    assert {path.parent.name for path in VALID} == targeted(shapes)
    assert {shape for shape, files in broken.items() if files >= 2} == targeted(shapes)


def test_every_rule_is_broken_by_some_file(shapes: Graph, reports: dict[Path, Report]) -> None:
    broken = {rule(each, shapes) for report in reports.values() for each in report.results}
    assert set(shapes.subjects(SH.message)) == broken


def test_the_shapes_are_well_formed_by_the_shapes_of_shacl_itself(shapes: Graph) -> None:
    conforms, _, text = meta_validate(shapes)
    assert conforms, text
