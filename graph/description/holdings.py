"""What there is to have: the dataset as a whole, and each source that is a document of its own.

Graphs that we make ourselves (figures, provenance, vocabularies) come with the whole only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pyoxigraph import Literal
from rdflib.namespace import DCTERMS, RDFS

from graph.description.words import DESCRIPTION, TITLE
from graph.dumps.naming import SYNTAXES, DumpName
from graph.index.index import Index
from graph.iris import DATASET
from graph.store.dataset import Dataset

OF_A_SOURCE = {
    "sv": "Vad Nodverk säger efter denna källa, med avsnitt och rader.",
    "en": "What Nodverk says according to this source, with section and lines.",
}


@dataclass(frozen=True)
class Holding:
    """Something that a catalogue lists."""

    iri: str
    name: str
    """What its dumps are called."""

    title: Mapping[str, str]
    """By language."""

    description: Mapping[str, str]
    issued: datetime
    modified: datetime
    statements: int
    release: int

    @property
    def dumps(self) -> tuple[DumpName, ...]:
        """Its dumps, by syntax."""
        return tuple(DumpName(self.name, self.release, syntax) for syntax in SYNTAXES)


def holdings(index: Index, dataset: Dataset | None) -> list[Holding]:
    """The whole first, then the sources by name. Without a dataset there is no earlier release."""
    release = index.release
    earlier = dataset.catalogue.releases() if dataset else [release]
    made = {each.number: each.made_at for each in earlier}
    whole = Holding(
        iri=str(index.iris.dataset),
        name=DATASET,
        title=TITLE,
        description=DESCRIPTION,
        issued=made[min(made)],
        modified=release.made_at,
        statements=release.statements,
        release=release.number,
    )
    found = [whole]
    for version in release.graphs:
        source = index.iris.source(version.graph)
        document = str(index.iris.entity("document", source))
        title = _texts(index, document, RDFS.label)
        if not title:
            continue
        versions = dataset.catalogue.history(version.graph, release.number) if dataset else []
        changes = [number for number, _ in versions] or [release.number]
        found.append(
            Holding(
                iri=version.graph,
                name=source,
                title=title,
                description=_texts(index, document, DCTERMS.description) or OF_A_SOURCE,
                issued=made[changes[0]],
                modified=made[changes[-1]],
                statements=version.statements,
                release=release.number,
            )
        )
    return found


def _texts(index: Index, subject: str, predicate: str) -> dict[str, str]:
    found = (each for each in index.objects(subject, predicate) if isinstance(each, Literal))
    return {each.language: each.value for each in found if each.language}
