"""Copies of a dataset are made while another process commits four times a second; each must be whole.

Every second copy is made by the command, the others as anyone may make them: the
catalogue first, then the folder with the objects.
"""

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from graph.errors import GraphError
from graph.store.dataset import CATALOGUE, Dataset
from graph.store.newest import load_newest
from graph.store.upkeep import verify
from soak import committing
from soak.findings import Finding, none_of
from soak.serving import kill, nodverk
from soak.sizes import Size
from soak.statements import graph, new_dataset, versioned, versions

PAUSE_SECONDS = 0.25
"""Between commits: a copy takes the longer the more releases there are."""


def run(size: Size, place: Path) -> list[Finding]:
    """Make copies, and look at each of them."""
    folder = place / "dataset"
    new_dataset(folder, {committing.SOURCE: versioned(committing.SOURCE, 1, committing.SIZE)})
    writing = subprocess.Popen(
        [sys.executable, "-m", committing.__name__, str(folder), "2", "0", str(PAUSE_SECONDS)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    troubles: list[str] = []
    releases = set()
    try:
        for number in range(size.backups):
            copy = place / "copy"
            before = Dataset.open(folder).head().number
            done = _commanded(folder, copy) if number % 2 else _copied(folder, copy)
            after = Dataset.open(folder).head().number
            found = _looked_at(copy, Dataset.open(folder)) if copy.exists() else done
            if isinstance(found, str) or not before <= found <= after:
                troubles.append(f"copy {number} between releases {before} and {after}: {found}")
            releases.add(found)
            shutil.rmtree(copy, ignore_errors=True)
        busy = writing.poll() is None
    finally:
        kill(writing)
    made = Dataset.open(folder).head().number
    return [
        none_of(
            "a copy made while others write is whole, is of one release, and says what that said",
            troubles,
            f"{size.backups} copies, half of them by command, of {len(releases)} of {made} releases",
        ),
        Finding("others wrote all the while", f"{made} releases", busy and made > size.backups / 2),
    ]


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
