"""Copies of a dataset are made while another process commits four times a second; each must be whole.

Every second copy is made by the command, the others as anyone may make them: the
catalogue first, then the folder with the objects.
"""

import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import GraphError
from graph.index.newest import load_newest
from graph.store.dataset import CATALOGUE, Dataset
from graph.store.upkeep import verify
from soak import committing
from soak.findings import Finding, none_of
from soak.serving import kill, nodverk
from soak.sizes import Size
from soak.statements import graph, new_dataset, versioned, versions

PAUSE_SECONDS = 0.25
"""Between commits: a copy takes the longer the more releases there are."""

COPIES_OF_ONE = 20
"""After so many copies there is a new dataset, whose copies take less long again."""


@dataclass
class _Made:
    """What copies were made, and of what."""

    copies: int = 0
    troubles: list[str] = field(default_factory=list)
    seen: int = 0
    """Releases of which there is a copy."""

    releases: int = 0
    idle: int = 0
    """Datasets to which nobody wrote all the while."""


def run(size: Size, place: Path) -> list[Finding]:
    """Make copies of one dataset after the other, and look at each of them."""
    made = _Made()
    while made.copies < size.backups:
        folder = place / f"dataset-{made.copies}"
        new_dataset(folder, {committing.SOURCE: versioned(committing.SOURCE, 1, committing.SIZE)})
        _copy_often(folder, min(COPIES_OF_ONE, size.backups - made.copies), made)
    return [
        none_of(
            "a copy made while others write is whole, is of one release, and says what that said",
            made.troubles,
            f"{made.copies} copies, half of them by command, of {made.seen} of {made.releases} releases",
        ),
        Finding(
            "others wrote all the while",
            f"{made.releases} releases",
            not made.idle and made.releases > size.backups / 2,
        ),
    ]


def _copy_often(folder: Path, copies: int, made: _Made) -> None:
    """Copy a dataset so often while another process writes to it."""
    writing = subprocess.Popen(
        [sys.executable, "-m", committing.__name__, str(folder), "2", "0", str(PAUSE_SECONDS)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    seen = set()
    try:
        for number in range(made.copies, made.copies + copies):
            copy = folder.with_name("copy")
            before = Dataset.open(folder).head().number
            done = _commanded(folder, copy) if number % 2 else _copied(folder, copy)
            after = Dataset.open(folder).head().number
            found = _looked_at(copy, Dataset.open(folder)) if copy.exists() else done
            if isinstance(found, str) or not before <= found <= after:
                made.troubles.append(f"copy {number} between releases {before} and {after}: {found}")
            seen.add(found)
            shutil.rmtree(copy, ignore_errors=True)
        made.idle += writing.poll() is not None
    finally:
        kill(writing)
    made.copies += copies
    made.seen += len(seen)
    made.releases += Dataset.open(folder).head().number


def _commanded(folder: Path, copy: Path) -> str:
    done = nodverk("backup", str(copy), "--dataset", str(folder))
    return f"status {done.returncode}: {done.stderr[-200:]}"


def _copied(folder: Path, copy: Path) -> str:
    """Copy as anyone may; what is written meanwhile has other names until it is whole."""
    copy.mkdir()
    shutil.copyfile(folder / CATALOGUE, copy / CATALOGUE)
    names = shutil.ignore_patterns(".new-*")
    shutil.copytree(folder / "objects", copy / "objects", ignore=names)
    return "nothing was copied"


def _looked_at(copy: Path, origin: Dataset) -> int | str:
    """The release that a copy has, or what is wrong with it."""
    try:
        dataset = Dataset.open(copy)
        damages = verify(dataset).damages
        load_newest(dataset)
        head = dataset.head()
    except GraphError as error:
        return repr(error)
    if damages:
        return str(damages[0])
    if head.graphs != origin.catalogue.release(head.number).graphs:
        return f"it says of release {head.number} what that did not say"
    version = head.version(graph(committing.SOURCE))
    said = Counter(versions(dataset.content(version))) if version else Counter()
    return head.number if set(said.values()) == {committing.SIZE} else f"half a release: {dict(said)}"
