"""Looking after a dataset: proving it whole, copying it, letting old content go."""

import gzip
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from graph.errors import DatasetDamaged, DatasetExists
from graph.store.dataset import CATALOGUE, Dataset
from graph.store.index import load
from graph.store.objects import Objects, sync_folder
from graph.store.release import Release


@dataclass(frozen=True)
class Verification:
    """What a verification looked at, and what it found wrong."""

    objects: int
    releases: int
    statements: int
    """Statements in the index of the newest release."""

    damages: tuple[DatasetDamaged, ...]


@dataclass(frozen=True)
class LetGo:
    """What `let_go` removed."""

    releases: int
    objects: int
    octets: int


def verify(dataset: Dataset) -> Verification:
    """Read every object that a kept release names, recompute its hash, and build the newest index.

    Finds each file that is missing, cut or changed; it repairs nothing.
    """
    kept = [release for release in dataset.catalogue.releases() if release.kept]
    names = sorted(_named(dataset, kept))
    damages = [damage for name in names if (damage := _damage(dataset.objects, name))]
    damages += _wrong_counts(dataset, kept, {Path(damage.path) for damage in damages})
    statements = 0
    if kept and not damages:
        statements = load(dataset, kept[0]).statements
        if statements != kept[0].statements:
            reason = f"release {kept[0].number} should have {kept[0].statements} statements, not {statements}"
            damages.append(DatasetDamaged(str(dataset.catalogue.path), reason))
    return Verification(len(names), len(kept), statements, tuple(damages))


def _damage(objects: Objects, sha256: str) -> DatasetDamaged | None:
    try:
        objects.get(sha256)
    except DatasetDamaged as damage:
        return damage
    return None


def _wrong_counts(dataset: Dataset, releases: Iterable[Release], known: set[Path]) -> list[DatasetDamaged]:
    """Graphs whose files do not hold as many statements as the catalogue says."""
    versions = {version.sha256: version.statements for release in releases for version in release.graphs}
    found = []
    for sha256, statements in sorted(versions.items()):
        path = dataset.objects.path(sha256)
        if path not in known and (lines := gzip.decompress(path.read_bytes()).count(b"\n")) != statements:
            reason = f"it holds {lines} statements where the catalogue says {statements}"
            found.append(DatasetDamaged(str(path), reason))
    return found


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

    The copy gets its name only when it is whole. Raises `DatasetExists`, `DatasetDamaged`.
    """
    if target.exists():
        raise DatasetExists(str(target))
    unfinished = target.with_name(f".new-{target.name}")
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / "objects").mkdir(parents=True)
    shutil.copyfile(dataset.catalogue.path, unfinished / CATALOGUE)
    copy = Dataset.open(unfinished)
    for name in _named(copy, [release for release in copy.catalogue.releases() if release.kept]):
        copy.objects.put(dataset.objects.get(name))
    head = copy.head()
    unfinished.rename(target)
    sync_folder(target.parent)
    return head


def let_go(dataset: Dataset, keep: int) -> LetGo:
    """Let go of the content of all but the newest `keep` releases, and of files that none names.

    The releases stay in the log. Killed midway it has removed only what no kept release
    needs, and can be run again.
    """
    with dataset.writing():
        releases = [release for release in dataset.catalogue.releases() if release.kept]
        kept, gone = releases[:keep], releases[keep:]
        if gone:
            dataset.catalogue.let_go(release.number for release in gone)
        needed = {dataset.objects.path(name) for name in _named(dataset, kept)}
        removed = [
            path for path in dataset.objects.folder.rglob("*") if path.is_file() and path not in needed
        ]
        octets = sum(path.stat().st_size for path in removed)
        for path in removed:
            path.unlink()
    return LetGo(len(gone), len(removed), octets)
