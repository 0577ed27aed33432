"""What became of things that are no longer told of: merged into others, or taken out.

A merged thing is one of which it is stated what it is replaced by (`dcterms:isReplacedBy`).
One that was taken out stands in an earlier release and no longer in this one.
"""

import logging
import re
from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode
from rdflib.namespace import DCTERMS

from graph.errors import DatasetDamaged
from graph.index.index import Index
from graph.iris import named
from graph.store.dataset import Dataset
from graph.store.release import GraphVersion
from graph.terms import NV

MOST_STATEMENTS = 2_000_000
"""How much of earlier releases is read; what only stood in still earlier ones counts as unknown."""

log = logging.getLogger(__name__)


def merged(index: Index) -> Mapping[str, str]:
    """The things that are replaced by just one other, with that one, which is replaced by none.

    Those that are replaced in a circle lead nowhere and are left out.
    """
    things = f"{index.iris.base}id/"
    found: dict[str, list[str]] = {}
    for quad in index.merged_quads(predicate=named(DCTERMS.isReplacedBy)):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            found.setdefault(quad.subject.value, []).append(quad.object.value)
    into = {old: new[0] for old, new in found.items() if len(new) == 1 and old.startswith(things)}
    ends = ((old, _end(into, old)) for old in into)
    return {old: end for old, end in ends if end and (index.knows(end) or not end.startswith(things))}


def _end(into: Mapping[str, str], old: str) -> str:
    """What a thing has become in the end; empty where that goes round in a circle."""
    met = {old}
    while (old := into[old]) in into:
        if old in met:
            return ""
        met.add(old)
    return old


def successors(index: Index, iri: str) -> list[str]:
    """What the release says that a thing was replaced by: directly, the other way round, or by a change."""
    found = {each.value for each in index.objects(iri, DCTERMS.isReplacedBy) if isinstance(each, NamedNode)}
    found.update(index.subjects(DCTERMS.replaces, iri))
    for change in index.subjects(NV.predecessor, iri):
        found.update(
            each.value for each in index.objects(change, NV.successor) if isinstance(each, NamedNode)
        )
    return sorted(found)


def last_releases(index: Index, dataset: Dataset) -> dict[str, int]:
    """The things of earlier releases of which this one tells nothing, each with the last that told of it.

    Only files are read that this release does not have, so it takes no time where little changed.
    """
    subject = re.compile(rb"^<(%sid/[^>#]+)[>#]" % re.escape(index.iris.base.encode()), re.MULTILINE)
    last: dict[str, int] = {}
    for release, version in _earlier(index, dataset):
        try:
            content = dataset.content(version)
        except DatasetDamaged as damage:
            log.warning("What release %d told of is not known: %s", release, damage)
            continue
        for found in set(subject.findall(content)):
            last.setdefault(found.decode(), release)
    return {iri: release for iri, release in last.items() if not index.knows(iri)}


def _earlier(index: Index, dataset: Dataset) -> Iterator[tuple[int, GraphVersion]]:
    """The files of earlier releases that are kept, newest first, each once with the last that has it."""
    seen, read = {version.sha256 for version in index.release.graphs}, 0
    for release in dataset.catalogue.releases():
        if release.number >= index.release.number or not release.kept:
            continue
        for version in release.graphs:
            read += 0 if version.sha256 in seen else version.statements
            if version.sha256 not in seen and read <= MOST_STATEMENTS:
                seen.add(version.sha256)
                yield release.number, version
