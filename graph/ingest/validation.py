"""Judging a graph by the shapes, beside everything else in the dataset.

The report is pySHACL's: this module chooses what it looks at and reads its
answer. A candidate is judged in the union with its surroundings, so that it may
name what came with other sources; only what the candidate itself describes is
reported. Where pySHACL fails on odd data the answer is `ValidatorUndecided`,
never a pass.
"""

import logging
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from pathlib import Path

import pyshacl
from pyoxigraph import RdfFormat, parse
from pyshacl.errors import ReportableRuntimeError, ShapeRecursionWarning
from rdflib import Graph, Literal, URIRef
from rdflib.extras.shacl import parse_shacl_path
from rdflib.namespace import RDFS, SH
from rdflib.plugins.sparql.sparql import SPARQLError
from rdflib.term import Node

from graph import assets
from graph.errors import SourceUnreadable, ValidatorUndecided
from graph.ingest.aiming import aimed
from graph.ingest.carrying import Carried, carried
from graph.ingest.parsed_once import ParsedOnce
from graph.ingest.report import Report, Violation

# What pySHACL and rdflib were seen to raise on odd data: a sum over text, an order between a date
# and a blank node, a decimal too large for its context, a shape that leads back to itself.
UNDECIDED = (
    ReportableRuntimeError,
    ShapeRecursionWarning,
    SPARQLError,
    ArithmeticError,
    TypeError,
    ValueError,
    RecursionError,
)


def load_shapes(folder: Path | None = None) -> Graph:
    """The shapes in a folder, or the shipped ones, with the subclass statements that their classes rest on.

    Raises `SourceUnreadable` where a file of the folder is no Turtle.
    """
    shapes = Graph("SimpleMemory")
    for file in assets.shapes() if folder is None else sorted(folder.glob("*.ttl")):
        try:
            shapes += carried(parse(file.read_bytes(), format=RdfFormat.TURTLE))
        except SyntaxError as error:
            raise SourceUnreadable(file.name, str(error.msg), error.lineno) from error
    ontology = carried(parse(assets.ontology("nodverk.ttl").read_bytes(), format=RdfFormat.TURTLE))
    shapes += (triple for triple in ontology if triple[1] == RDFS.subClassOf)
    return shapes


def validate(
    candidate: Graph, surroundings: Iterable[Carried], shapes: Graph, withdrawn: Set[Node] = frozenset()
) -> Report:
    """Judge the candidate by the shapes in the union with its surroundings.

    `surroundings` are the statements of the rest of the dataset, code lists included, *without* the graph
    that the candidate is to replace: else its old version would vouch for it. `shapes` comes from
    `load_shapes`. `withdrawn` are the subjects of which the replaced graph said more than the
    candidate does. Reported are results about nodes that are subjects in the candidate, and about
    nodes elsewhere that could miss what was withdrawn: those nodes and whoever refers to them.
    Raises `ValidatorUndecided` where the shapes cannot be applied to the data.
    """
    data = ParsedOnce()
    data += candidate
    data += surroundings
    data += shapes.triples((None, RDFS.subClassOf, None))
    subjects = set(candidate.subjects()) | withdrawn
    subjects |= {referrer for node in withdrawn for referrer in data.subjects(None, node)}
    found = _judge(data, aimed(shapes, data, subjects))
    results = (_result(each, found, shapes) for each in found.objects(None, SH.result))
    ours = (each for each in results if each.focus in subjects)
    return Report(tuple(sorted(ours, key=lambda each: each.order)))


def _judge(data: Graph, shapes: Graph) -> Graph:
    with _no_traceback_for_odd_literals():
        try:
            _, found, text = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
        except UNDECIDED as error:
            raise ValidatorUndecided(f"{type(error).__name__}: {error}") from error
    if not isinstance(found, Graph):  # pySHACL returns its ValidationFailure in place of a report
        raise ValidatorUndecided(text)
    return found


def _result(node: Node, found: Graph, shapes: Graph) -> Violation:
    """Read one result of a report, in which focus, component, shape and severity always stand."""
    path = found.value(node, SH.resultPath)
    shape = next(found.objects(node, SH.sourceShape))
    return Violation(
        focus=next(found.objects(node, SH.focusNode)),
        path=parse_shacl_path(found, path) if path is not None else None,
        value=found.value(node, SH.value),
        component=URIRef(str(found.value(node, SH.sourceConstraintComponent))),
        shape=URIRef(str(shape)),
        severity=URIRef(str(found.value(node, SH.resultSeverity))),
        messages=_messages(shapes, found.value(node, SH.sourceConstraint)) or _messages(shapes, shape),
    )


def _messages(shapes: Graph, speaker: Node | None) -> dict[str, str]:
    """The messages of a shape or constraint by language; pySHACL's own results drop some of the tags."""
    if speaker is None:
        return {}
    said = (each for each in shapes.objects(speaker, SH.message) if isinstance(each, Literal))
    return {each.language or "": str(each) for each in sorted(said, key=str)}


@contextmanager
def _no_traceback_for_odd_literals() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each literal unlike its datatype: the report names them."""
    logger = logging.getLogger("rdflib.term")

    def silent(_: logging.LogRecord) -> bool:
        return False

    logger.addFilter(silent)
    try:
        yield
    finally:
        logger.removeFilter(silent)
