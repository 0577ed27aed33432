"""What a validation found: as data, as text for a reader, and as a W3C validation report.

Each result names the node, the path from it, the value, the rule and its
severity, with the rule's message in Swedish and English. A graph conforms when
nothing found is a violation; warnings are advice and stop nothing.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.extras.shacl import build_shacl_path
from rdflib.namespace import DCTERMS, ORG, RDF, RDFS, SH, SKOS, XSD, NamespaceManager
from rdflib.paths import Path
from rdflib.term import Node

from graph.terms import NV

PLACES_SHOWN = 5
VALUE_SHOWN = 100
WORDS = {
    "sv": {
        "errors": ("fel", "fel"),
        "advice": ("varning", "varningar"),
        "places": ("ställe", "ställen"),
        "error": "Fel",
        "warning": "Varning",
        "none": "Inga fel.",
        "has": "har",
        "more": "och {} till",
    },
    "en": {
        "errors": ("error", "errors"),
        "advice": ("warning", "warnings"),
        "places": ("place", "places"),
        "error": "Error",
        "warning": "Warning",
        "none": "No errors.",
        "has": "has",
        "more": "and {} more",
    },
}


@dataclass(frozen=True)
class Violation:
    """One result of a validation: a rule that a node breaks, or advice that it does not follow.

    `path` is the predicate or SHACL path from `focus` to `value`; None where the rule is
    about the node itself. `shape` is the shape that holds the rule, and `component` the W3C
    constraint component. `messages` holds the rule's message by language.
    """

    focus: Node
    path: URIRef | Path | None
    value: Node | None
    component: URIRef
    shape: URIRef
    severity: URIRef
    messages: dict[str, str] = field(hash=False)

    @property
    def is_error(self) -> bool:
        """Whether this keeps the graph from conforming."""
        return self.severity == SH.Violation

    def message(self, language: str) -> str:
        """What to do, in a language; in another where there is none in it."""
        return self.messages.get(language) or next(iter(self.messages.values()), str(self.component))

    @property
    def rule(self) -> tuple[str, ...]:
        """What results of one and the same rule share: errors sort before advice."""
        severity = "" if self.is_error else str(self.severity)
        return severity, self.shape, path_text(self.path), self.component, *self.messages.values()

    @property
    def order(self) -> tuple[tuple[str, ...], str, str]:
        """A stable order: by rule, then node, then value."""
        return self.rule, str(self.focus), str(self.value)


@dataclass(frozen=True)
class Report:
    """All results of a validation, in a stable order."""

    results: tuple[Violation, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing found is a violation."""
        return not any(each.is_error for each in self.results)

    def text(self, language: str) -> str:
        """A report for a reader: a count, then each rule once with the first places where it is broken."""
        words = WORDS[language]
        paragraphs = [_summary(self.results, language)]
        for _, group in groupby(self.results, key=lambda each: each.rule):
            found = list(group)
            shown = [_place(each, str(words["has"])) for each in found[:PLACES_SHOWN]]
            if len(found) > PLACES_SHOWN:
                shown.append(str(words["more"]).format(len(found) - PLACES_SHOWN))
            kind = words["error" if found[0].is_error else "warning"]
            paragraphs.append(
                f"{kind}: {found[0].message(language)}\n"
                f"  {_counted(len(found), 'places', language)}, {path_text(found[0].path) or '-'}\n"
                + "\n".join(f"  {line}" for line in shown)
            )
        return "\n\n".join(paragraphs) + "\n"

    def as_json(self) -> str:
        """The report as JSON; terms and paths are written as in SPARQL."""
        results = [
            {
                "focus": term_text(each.focus),
                "path": each.path.n3() if each.path is not None else None,
                "value": term_text(each.value) if each.value is not None else None,
                "component": str(each.component),
                "shape": str(each.shape),
                "severity": str(each.severity),
                "messages": each.messages,
            }
            for each in self.results
        ]
        return json.dumps({"conforms": self.conforms, "results": results}, ensure_ascii=False)

    @property
    def graph(self) -> Graph:
        """The report as a W3C `sh:ValidationReport` (SHACL section 3.6).

        `sh:conforms` is `conforms`: warnings alone leave it true.
        """
        graph, report = Graph(bind_namespaces="core"), BNode()
        graph.bind("sh", SH)
        graph.bind("nv", NV)
        graph.add((report, RDF.type, SH.ValidationReport))
        graph.add((report, SH.conforms, Literal(self.conforms)))
        for each in self.results:
            result = BNode()
            graph.add((report, SH.result, result))
            for predicate, value in _statements(each, graph):
                graph.add((result, predicate, value))
        return graph


def path_text(path: URIRef | Path | None) -> str:
    """A path in the syntax of SPARQL with the usual prefixes; empty for no path."""
    if path is None:
        return ""
    prefixes = NamespaceManager(Graph(bind_namespaces="none"), bind_namespaces="none")
    for prefix, namespace in (
        ("nv", Namespace(str(NV))),
        ("org", ORG),
        ("rdfs", RDFS),
        ("skos", SKOS),
        ("dcterms", DCTERMS),
    ):
        prefixes.bind(prefix, namespace)
    return str(path.n3(prefixes))


def term_text(term: Node) -> str:
    """A term as SPARQL writes it. Unlike `n3()`, this takes ill-typed literals as they are."""
    if isinstance(term, URIRef):
        return f"<{term}>"
    if not isinstance(term, Literal):
        return f"_:{term}"
    text = json.dumps(str(term), ensure_ascii=False)
    if term.language:
        return f"{text}@{term.language}"
    return text if term.datatype in {None, XSD.string} else f"{text}^^<{term.datatype}>"


def _statements(result: Violation, graph: Graph) -> Iterator[tuple[URIRef, Node]]:
    yield RDF.type, SH.ValidationResult
    yield SH.focusNode, result.focus
    yield SH.sourceConstraintComponent, result.component
    yield SH.sourceShape, result.shape
    yield SH.resultSeverity, result.severity
    if result.path is not None:
        yield SH.resultPath, build_shacl_path(result.path, graph)[0]
    if result.value is not None:
        yield SH.value, result.value
    for language, message in result.messages.items():
        yield SH.resultMessage, Literal(message, lang=language)


def _summary(results: tuple[Violation, ...], language: str) -> str:
    errors = sum(each.is_error for each in results)
    counts = [(errors, "errors"), (len(results) - errors, "advice")]
    said = [_counted(count, noun, language) for count, noun in counts if count]
    return ", ".join(said) if errors else " ".join([str(WORDS[language]["none"]), *said])


def _counted(count: int, noun: str, language: str) -> str:
    one, many = WORDS[language][noun]
    return f"{count} {one if count == 1 else many}"


def _place(result: Violation, has: str) -> str:
    place = term_text(result.focus)
    if result.value is None or result.value == result.focus:
        return place
    value = term_text(result.value)
    return f"{place} {has} {value if len(value) <= VALUE_SHOWN else value[:VALUE_SHOWN] + '…'}"
