"""The commands, as a person at a terminal meets them, on a dataset of a few of the shipped graphs."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Graph

from graph.cli import DONE, FAILED, REFUSED
from graph.index.index import load
from graph.store.dataset import Dataset
from tests.graph.terminal import Nodverk

BASE = "http://127.0.0.1:8000/"
NEW_FUNDER = """\
@prefix nv: <https://w3id.org/nodverk/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix orgkind: <https://w3id.org/nodverk/code/orgkind/> .
@prefix org: <http://www.w3.org/ns/org#> .

<id/org/ny-finansiar> a nv:Organisation ;
    rdfs:label "Ny finansiär"@sv ;
    org:classification orgkind:agency .
"""
WITHOUT_A_NAME = NEW_FUNDER.replace('    rdfs:label "Ny finansiär"@sv ;\n', "")

UNIT_OF_IT = """\
@prefix nv: <https://w3id.org/nodverk/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix orgkind: <https://w3id.org/nodverk/code/orgkind/> .
@prefix org: <http://www.w3.org/ns/org#> .

<id/org/enhet> a nv:SubBody ;
    rdfs:label "Enhet"@sv ;
    org:classification orgkind:board ;
    org:unitOf <id/org/ny-finansiar> .
"""


@pytest.fixture
def dataset(shipped_folder: Callable[[str], Path], tmp_path: Path) -> Dataset:
    """A dataset of two small sources and of the codes, which is faster than one of all that is shipped."""
    origin, few = Dataset.open(shipped_folder(BASE)), Dataset.create(tmp_path / "dataset", BASE)
    graphs = {f"{BASE}graph/{source}" for source in ("codes", "stockholm-node-launch", "vinnova-extension")}
    imports = [each for each in origin.catalogue.imports() if each.graph in graphs]
    with few.writing() as writer:
        for sha256 in {sha256 for each in imports for sha256 in (each.file_sha256, each.report)}:
            writer.keep(origin.objects.get(sha256))
        versions = [each for each in origin.head().graphs if each.graph in graphs]
        kept = {each.graph: writer.keep_graph(each.graph, origin.lines(each)) for each in versions}
        writer.commit(kept, "Load a few", imports)
    return few


@pytest.fixture
def new_funder(tmp_path: Path) -> Path:
    path = tmp_path / "new-funder.ttl"
    path.write_text(NEW_FUNDER, "utf-8")
    return path


def content(dataset: Dataset) -> set[tuple[str, str]]:
    return {(each.graph, each.sha256) for each in dataset.head().graphs}


def test_an_import_makes_a_release_and_says_so(nodverk: Nodverk, new_funder: Path, dataset: Dataset) -> None:
    told = nodverk("import", str(new_funder))

    assert told.status == DONE
    assert f"<{BASE}graph/new-funder>: 3 new, 0 removed, 0 as before" in told.output
    assert "Release 2:" in told.output
    assert dataset.head().version(f"{BASE}graph/new-funder")


def test_a_second_import_of_the_same_file_is_no_release(
    nodverk: Nodverk, new_funder: Path, dataset: Dataset
) -> None:
    nodverk("import", str(new_funder))
    told = nodverk("import", str(new_funder))

    assert told.status == DONE
    assert "says exactly this already" in told.output
    assert dataset.head().number == 2


def test_an_import_replaces_what_its_source_said_before(
    nodverk: Nodverk, new_funder: Path, dataset: Dataset
) -> None:
    nodverk("import", str(new_funder))
    new_funder.write_text(NEW_FUNDER.replace("Ny finansiär", "Nyare finansiär"), "utf-8")
    told = nodverk("import", str(new_funder))

    assert "1 new, 1 removed, 2 as before" in told.output
    assert dataset.head().number == 3


def test_a_refused_import_changes_nothing_and_says_why(
    nodverk: Nodverk, new_funder: Path, dataset: Dataset
) -> None:
    before = content(dataset)
    new_funder.write_text(WITHOUT_A_NAME, "utf-8")
    told = nodverk("import", str(new_funder))

    assert told.status == REFUSED
    assert f"{BASE}id/org/ny-finansiar" in told.output
    assert "rdfs:label" in told.output
    assert "Nothing was changed." in told.output
    assert content(dataset) == before
    assert dataset.head().number == 1


def test_a_refusal_is_told_in_swedish_when_asked_for(nodverk: Nodverk, new_funder: Path) -> None:
    new_funder.write_text(WITHOUT_A_NAME, "utf-8")
    told = nodverk("import", str(new_funder), "--language", "sv")

    assert "Fel:" in told.output
    assert told.output.endswith("Inget ändrades.\n")


def test_a_refusal_can_be_read_by_a_machine(nodverk: Nodverk, new_funder: Path) -> None:
    new_funder.write_text(WITHOUT_A_NAME, "utf-8")
    told = json.loads(nodverk("validate", str(new_funder), "--json").output)

    assert told["outcome"] == "rejected"
    assert not told["report"]["conforms"]
    assert told["report"]["results"][0]["focus"] == f"<{BASE}id/org/ny-finansiar>"


@pytest.mark.parametrize("command", [["validate"], ["import", "--dry-run"]])
def test_judging_a_file_changes_nothing(
    nodverk: Nodverk, new_funder: Path, dataset: Dataset, command: list[str]
) -> None:
    told = nodverk(*command, str(new_funder))

    assert told.status == DONE
    assert "3 new" in told.output
    assert "Nothing was changed." in told.output
    assert dataset.head().number == 1


def test_a_file_that_cannot_be_parsed_is_named_with_line_and_reason(
    nodverk: Nodverk, new_funder: Path, dataset: Dataset
) -> None:
    new_funder.write_text("<a> <b> <c> .\n<a> <b>\n", "utf-8")
    told = nodverk("import", str(new_funder))

    assert told.status == FAILED
    assert "new-funder.ttl, line 3: " in told.error
    assert dataset.head().number == 1


def test_several_files_are_one_release_and_may_name_each_other(
    nodverk: Nodverk, new_funder: Path, tmp_path: Path, dataset: Dataset
) -> None:
    unit = tmp_path / "unit.ttl"
    unit.write_text(UNIT_OF_IT, "utf-8")
    alone = nodverk("validate", str(unit))
    told = nodverk("import", str(unit), str(new_funder))

    assert alone.status == REFUSED
    assert told.status == DONE, told.output + told.error
    assert dataset.head().number == 2


def test_a_source_cannot_withdraw_what_others_build_on(
    nodverk: Nodverk, new_funder: Path, tmp_path: Path, dataset: Dataset
) -> None:
    unit = tmp_path / "unit.ttl"
    unit.write_text(UNIT_OF_IT, "utf-8")
    nodverk("import", str(unit), str(new_funder))
    new_funder.write_text(NEW_FUNDER.replace("ny-finansiar", "en-annan"), "utf-8")
    told = nodverk("import", str(new_funder))

    assert told.status == REFUSED
    assert f"{BASE}id/org/enhet" in told.output
    assert dataset.head().number == 2


def test_an_import_brings_its_own_provenance(nodverk: Nodverk, new_funder: Path) -> None:
    nodverk("import", str(new_funder))
    said = nodverk("export", "--graph", "provenance", "--format", "ttl").output

    assert "new-funder.ttl" in said
    assert "Import of codes.ttl" in said


def test_the_log_lists_releases_newest_first(nodverk: Nodverk, new_funder: Path) -> None:
    nodverk("import", str(new_funder))
    lines = nodverk("log").output.splitlines()
    listed = json.loads(nodverk("log", "--json").output)

    assert "Import new-funder.ttl" in lines[1]
    assert "Load a few" in lines[2]
    assert [each["release"] for each in listed] == [2, 1]


def test_a_roll_back_brings_the_old_content_back(
    nodverk: Nodverk, new_funder: Path, dataset: Dataset
) -> None:
    before = content(dataset)
    nodverk("import", str(new_funder))
    told = nodverk("rollback", "1")

    assert told.output == "Release 3: as release 1.\n"
    assert content(dataset) == before


def test_an_unknown_release_is_an_error_that_helps(nodverk: Nodverk) -> None:
    told = nodverk("rollback", "9")

    assert told.status == FAILED
    assert "nodverk log" in told.error


def test_a_missing_dataset_is_an_error_that_helps(nodverk: Nodverk, tmp_path: Path) -> None:
    told = nodverk("log", "--dataset", str(tmp_path / "none"))

    assert told.status == FAILED
    assert "nodverk serve" in told.error


def test_an_unknown_measure_is_refused_with_those_there_are(nodverk: Nodverk) -> None:
    told = nodverk("centrality", "--measure", "fame")

    assert told.status == FAILED
    assert "betweenness" in told.error


WITH_GRAPHS = {"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "jsonld": RdfFormat.JSON_LD}
WITHOUT_GRAPHS = {"nt": "nt", "ttl": "turtle", "rdf": "xml"}


@pytest.mark.parametrize("syntax", WITH_GRAPHS)
def test_an_export_with_graphs_is_the_whole_release(
    nodverk: Nodverk, dataset: Dataset, tmp_path: Path, syntax: str
) -> None:
    told = nodverk("export", "--format", syntax, "--output", str(tmp_path / "all"))

    assert told.status == DONE
    assert len(set(parse(path=tmp_path / "all", format=WITH_GRAPHS[syntax]))) == dataset.head().statements


@pytest.mark.parametrize("syntax", WITHOUT_GRAPHS)
def test_an_export_without_graphs_is_their_union(
    nodverk: Nodverk, dataset: Dataset, tmp_path: Path, syntax: str
) -> None:
    nodverk("export", "--format", syntax, "--output", str(tmp_path / "union"))
    quads = list(load(dataset, dataset.head()).named_quads())
    union = {each.triple for each in quads}

    assert len(union) < len(quads)
    assert len(Graph().parse(tmp_path / "union", format=WITHOUT_GRAPHS[syntax])) == len(union)


@pytest.mark.parametrize(
    ("arguments", "helped"),
    [
        (["--as", "cerif"], "eurio"),
        (["--as", "eurio", "--graph", "codes"], "--graph"),
        (["--as", "360giving", "--format", "ttl"], "json"),
        (["--format", "csv"], "trig"),
    ],
)
def test_an_export_that_cannot_be_is_refused_with_what_can(
    nodverk: Nodverk, arguments: list[str], helped: str
) -> None:
    told = nodverk("export", *arguments)

    assert told.status == FAILED
    assert helped in told.error


def test_an_export_can_be_imported_again_as_it_is(nodverk: Nodverk, dataset: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "vinnova-extension.nq"
    nodverk("export", "--format", "nq", "--graph", "vinnova-extension", "--output", str(path))

    assert "says exactly this already" in nodverk("import", str(path)).output


FUNDERS = """
PREFIX nv: <https://w3id.org/nodverk/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?name WHERE { ?award nv:funder/rdfs:label ?name FILTER(lang(?name) = "sv") } ORDER BY ?name
"""


def test_a_query_is_answered_as_a_table(nodverk: Nodverk) -> None:
    lines = nodverk("query", FUNDERS).output.splitlines()

    assert lines[0].strip() == "name"
    assert "Vinnova" in {line.strip() for line in lines}


def test_a_query_can_stand_in_a_file(nodverk: Nodverk, tmp_path: Path) -> None:
    (tmp_path / "funders.rq").write_text(FUNDERS, "utf-8")

    assert nodverk("query", "funders.rq", "--format", "csv").output.startswith("name\r\n")


@pytest.mark.parametrize(
    ("text", "syntax", "answer"),
    [
        ("ASK { ?s ?p ?o }", "table", "yes\n"),
        ("ASK { ?s ?p 42424242 }", "table", "no\n"),
        ('SELECT ("[bold]" AS ?n) {}', "table", "[bold]\n"),
        ("SELECT (1 AS ?n) {}", "tsv", "?n\n1\n"),
        ("CONSTRUCT { <http://a/> <http://b/> 1 } {}", "nt", "<http://a/> <http://b/> "),
        ("CONSTRUCT { <http://a/> <http://b/> 1 } {}", "table", "<http://a/> <http://b/> 1 .\n"),
    ],
)
def test_every_kind_of_query_is_answered(nodverk: Nodverk, text: str, syntax: str, answer: str) -> None:
    assert answer in nodverk("query", text, "--format", syntax).output


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT * { ?s ?p }", "Line 1"),
        ("funders.txt", "no file of that name"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "0.3 seconds"),
    ],
)
def test_a_query_that_is_not_answered_says_why(nodverk: Nodverk, text: str, reason: str) -> None:
    told = nodverk("query", text, "--seconds", "0.3")

    assert told.status == FAILED
    assert reason in told.error
    assert told.output == ""


def test_why_names_source_section_lines_and_release(nodverk: Nodverk) -> None:
    told = nodverk("why", "funding/vinnova-2020-2024#amount", "nv:value")

    assert told.status == DONE
    assert told.output.startswith('nv:value "100000000"')
    assert "stated in vinnova-extension (" in told.output
    assert "lines " in told.output
    assert told.output.rstrip().endswith("since release 1")


def test_why_tells_when_a_statement_came_and_came_back(nodverk: Nodverk, new_funder: Path) -> None:
    def since() -> int:
        told = json.loads(nodverk("why", "org/ny-finansiar", "--json").output)
        name = next(each for each in told if each["predicate"].endswith("#label"))
        assert isinstance(name["sinceRelease"], int)
        return name["sinceRelease"]

    nodverk("import", str(new_funder))
    assert since() == 2
    new_funder.write_text(NEW_FUNDER.replace("agency", "fund"), "utf-8")
    nodverk("import", str(new_funder))
    assert since() == 2
    new_funder.write_text(NEW_FUNDER.replace("Ny finansiär", "Nyare finansiär"), "utf-8")
    nodverk("import", str(new_funder))
    assert since() == 4
    nodverk("rollback", "3")
    assert since() == 5


def test_nothing_comes_of_nothing(nodverk: Nodverk) -> None:
    told = nodverk("why", "org/nobody")

    assert told.status == FAILED
    assert "id/org/nobody" in told.error
