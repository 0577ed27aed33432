"""Judging what is to be imported, as what one source says beside what the others say.

Sources may contradict each other: a rule that there is at most one value holds for each of
them, and where they differ both values are kept. What is worked out from all sources takes
no part, since it is worked out anew for the release that comes next.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pyoxigraph import RdfFormat, parse
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import SH

from graph.ingest.carrying import Carried, carried
from graph.ingest.reading import Candidate
from graph.ingest.report import Report, Violation, term_text
from graph.ingest.validation import load_shapes, validate
from graph.store.dataset import Lines
from graph.terms import NV

SHAPE = Namespace("https://w3id.org/nodverk/shape#")
DIFFERS = {
    "sv": "En annan källa anger ett annat värde. Båda behålls: av statusar gäller den senaste, annat visas "
    "som en motsägelse.",
    "en": "Another source gives another value. Both are kept: of statuses the latest counts, the rest is "
    "shown as a conflict.",
}
"""What is said of a value that another source gives otherwise."""

ONLY_WORKED_OUT = SHAPE["currentStatus-one"]
"""The shape of a property that no source may state."""

Content = Mapping[str, Lines]
"""The statements of each named graph of a release, by the graph's IRI."""


def judge(
    content: Content,
    candidates: Sequence[Candidate],
    worked_out: Collection[str] = (),
    shapes: Graph | None = None,
) -> Report:
    """Validate candidates beside every graph but those that they replace and those that are `worked_out`.

    So a file that is imported again cannot vouch for itself by what it said before, and one
    that withdraws what other sources build on is refused. `shapes` stand in for the shipped ones.
    """
    replaced = {candidate.graph for candidate in candidates}
    surroundings = [lines for graph, lines in content.items() if graph not in {*replaced, *worked_out}]
    after = [each.lines for each in candidates]
    before = [content.get(each.graph, ()) for each in candidates]
    withdrawn = {subject for subject, _, _ in _triples(map(_less, before, after))}
    shapes = load_shapes() if shapes is None else shapes
    stated = Graph()
    stated += _triples(after)
    report = validate(stated, _triples(surroundings), shapes, withdrawn)
    single = set(shapes.subjects(SH.maxCount, Literal(1)))
    results = (_within_a_source(each, after) if each.shape in single else each for each in report.results)
    return Report(tuple(sorted((*results, *_presumed(stated, shapes)), key=lambda each: each.order)))


def _within_a_source(result: Violation, sources: Sequence[Lines]) -> Violation:
    """A result on having several values, as advice where no source has several of its own."""
    if result.component != SH.MaxCountConstraintComponent or not isinstance(result.path, URIRef):
        return result
    start = f"{term_text(result.focus)} <{result.path}> ".encode()
    if any(sum(line.startswith(start) for line in lines) > 1 for lines in sources):
        return result
    return replace(result, severity=SH.Warning, messages=DIFFERS)


def _presumed(stated: Graph, shapes: Graph) -> Iterator[Violation]:
    """A violation for each thing of which a source states what is only worked out."""
    messages = shapes.objects(ONLY_WORKED_OUT, SH.message)
    said = {each.language or "": str(each) for each in messages if isinstance(each, Literal)}
    for thing, value in stated.subject_objects(NV.currentStatus):
        yield Violation(
            focus=thing,
            path=NV.currentStatus,
            value=value,
            component=SH.MaxCountConstraintComponent,
            shape=ONLY_WORKED_OUT,
            severity=SH.Violation,
            messages=said,
        )


def _less(before: Lines, after: Lines) -> Lines:
    return tuple(sorted(set(before) - set(after)))


def _triples(graphs: Iterable[Lines]) -> Iterator[Carried]:
    """Statements without their graphs' names, for the validator; one that two graphs make comes twice."""
    for lines in graphs:
        yield from carried(parse(b"".join(lines), format=RdfFormat.N_QUADS, lenient=True))
