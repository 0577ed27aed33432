"""Looking after a dataset: proving it whole, copying it, letting old content go."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store

from graph.errors import DatasetDamaged, DatasetExists
from graph.lines import pieces
from graph.store.dataset import CATALOGUE, Dataset
from graph.store.objects import read, storing, sync_folder, write_durably
from graph.store.release import GraphVersion, Release


@dataclass(frozen=True)
class Verification:
    """What a verification looked at, and what it found wrong."""

    objects: int
    releases: int
    statements: int
    """Statements that the engine reads in the newest release."""

    damages: tuple[DatasetDamaged, ...]


@dataclass(frozen=True)
class LetGo:
    """What `let_go` removed."""

    releases: int
    objects: int
    octets: int


def verify(dataset: Dataset) -> Verification:
    """Read every object that a kept release names, recompute its hash, and have the engine read the newest.

    Finds each file that is missing, cut or changed; it repairs nothing. One named graph is in memory
    at a time, since a release may be larger than memory.
    """
    kept = [release for release in dataset.catalogue.releases() if release.kept]
    counts = {version.sha256: version.statements for release in kept for version in release.graphs}
    names = sorted(_named(dataset, kept))
    damages = [damage for name in names if (damage := _damage(dataset, name, counts.get(name)))]
    statements = 0
    if kept and not damages:
        statements = sum(_statements(dataset, version) for version in kept[0].graphs)
        if statements != kept[0].statements:
            reason = f"release {kept[0].number} should have {kept[0].statements} statements, not {statements}"
            damages.append(DatasetDamaged(str(dataset.catalogue.path), reason))
    return Verification(len(names), len(kept), statements, tuple(damages))


def _statements(dataset: Dataset, version: GraphVersion) -> int:
    """How many statements the engine reads in an object that stand in the named graph it is kept for."""
    store = Store()
    for piece in pieces(dataset.content(version)):
        store.load(piece, format=RdfFormat.N_QUADS, lenient=True)
    found = store.quads_for_pattern(None, None, None, NamedNode(version.graph))
    return sum(1 for _ in found)


def _damage(dataset: Dataset, sha256: str, statements: int | None) -> DatasetDamaged | None:
    """What is wrong with an object, which should hold so many statements if it is a named graph."""
    try:
        lines = dataset.objects.get(sha256).count(b"\n")
    except DatasetDamaged as damage:
        return damage
    if statements is None or lines == statements:
        return None
    reason = f"it holds {lines} statements where the catalogue says {statements}"
    return DatasetDamaged(str(dataset.objects.path(sha256)), reason)


def _named(dataset: Dataset, releases: Iterable[Release]) -> set[str]:
    """The objects that these releases need, with the original files and reports of their imports.

    An original is kept as long as a kept release still has the graph that it became. The
    reports of imports that made no release are kept too.
    """
    needed = {version.sha256 for release in releases for version in release.graphs}
    every = {release.number: release for release in dataset.catalogue.releases()}
    for record in dataset.catalogue.imports():
        made = every[record.release].version(record.graph) if record.release else None
        if record.release is None or (made and made.sha256 in needed):
            needed |= {record.report} - {""}
        if made and made.sha256 in needed:
            needed.add(record.file_sha256)
    return needed


def back_up(dataset: Dataset, target: Path) -> Release:
    """Copy the dataset as it is now to a new folder; changes made meanwhile are not in the copy.

    The copy gets its name only when it is whole. Raises `DatasetExists`, `DatasetDamaged`,
    `DiskFull`, `DatasetUnwritable`.
    """
    if target.exists():
        raise DatasetExists(str(target))
    unfinished = target.with_name(f".new-{target.name}")
    with storing(target), _removed_on_failure(unfinished):
        while True:
            shutil.rmtree(unfinished, ignore_errors=True)
            (unfinished / "objects").mkdir(parents=True)
            said = read(dataset.catalogue.path)
            write_durably(unfinished / CATALOGUE, said)
            try:
                head = _fill(Dataset.open(unfinished), dataset)
            except DatasetDamaged:
                if read(dataset.catalogue.path) == said:
                    raise
                continue  # what is missing may have been let go of meanwhile: begin anew
            unfinished.rename(target)
            sync_folder(target.parent)
            return head


def _fill(copy: Dataset, origin: Dataset) -> Release:
    """Copy the objects that a copied catalogue names."""
    for name in _named(copy, [release for release in copy.catalogue.releases() if release.kept]):
        copy.objects.put(origin.objects.get(name))
    return copy.head()


@contextmanager
def _removed_on_failure(folder: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def let_go(dataset: Dataset, keep: int) -> LetGo:
    """Let go of the content of all but the newest `keep` releases, and of files that none names.

    The releases stay in the log. Killed midway it has removed only what no kept release
    needs, and can be run again. What is needed already by none goes first, since a disk
    may be too full for a change of the catalogue.
    """
    with dataset.writing():
        releases = [release for release in dataset.catalogue.releases() if release.kept]
        kept, gone = releases[:keep], releases[keep:]
        before = _remove(dataset, _named(dataset, releases))
        if gone:
            dataset.catalogue.let_go(release.number for release in gone)
        sizes = before + _remove(dataset, _named(dataset, kept))
    return LetGo(len(gone), len(sizes), sum(sizes))


def _remove(dataset: Dataset, needed: Iterable[str]) -> list[int]:
    """Remove all files but the objects that are needed; gives the size of each."""
    paths = {dataset.objects.path(name) for name in needed}
    removed = [path for path in dataset.objects.folder.rglob("*") if path.is_file() and path not in paths]
    sizes = [path.stat().st_size for path in removed]
    for path in removed:
        with storing(path):
            path.unlink()
    return sizes
