"""Files of a dataset are changed, cut and removed, one at a time; each time it is looked who notices."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from graph.errors import DatasetDamaged
from graph.index.newest import load_newest
from graph.store.dataset import CATALOGUE, Dataset
from graph.store.upkeep import verify
from soak.findings import Finding, none_of
from soak.serving import nodverk
from soak.sizes import Size
from soak.statements import commit, new_dataset, turtle, versioned

FAILED = 2
RELEASES = 4

Harm = Callable[[bytes, Random], bytes | None]
"""What becomes of a file's content; None where the file is gone."""


def _flip(content: bytes, chance: Random) -> bytes:
    changed = bytearray(content)
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _change(content: bytes, chance: Random) -> bytes:
    changed = bytearray(content)
    place = chance.randrange(len(changed))
    changed[place] = (changed[place] + chance.randrange(1, 256)) % 256
    return bytes(changed)


HARMS: dict[str, Harm] = {
    "a flipped bit": _flip,
    "a changed byte": _change,
    "a cut": lambda content, chance: content[: chance.randrange(len(content))],
    "zeros": lambda content, _: bytes(len(content)),
    "more bytes": lambda content, chance: content + bytes(chance.randrange(1, 4096)),
    "no file": lambda _content, _chance: None,
}


STARTS = (
    ("object", _flip),
    ("catalogue", HARMS["no file"]),
    ("object", HARMS["no file"]),
    ("catalogue", _flip),
)
"""What a real start is tried after."""


@dataclass
class _Looked:
    """What was noticed, and what was not."""

    tried: Counter[str] = field(default_factory=Counter)
    unseen_by_verify: list[str] = field(default_factory=list)
    served: list[str] = field(default_factory=list)
    needed: int = 0
    """How often a file was damaged that the newest release needs."""


def run(size: Size, place: Path) -> list[Finding]:
    """Damage files as often as the size says, and a few before a real start."""
    folder = place / "dataset"
    new_dataset(folder, {"lasting": versioned("lasting", 1, 300)})
    for version in range(2, RELEASES + 1):
        commit(folder, {"changing": versioned("changing", version, 200)})
    (place / "mark.ttl").write_text(turtle(1, 5), "utf-8")
    nodverk("import", str(place / "mark.ttl"), "--dataset", str(folder))
    chance = Random(size.flips)
    looked = _Looked()
    for number in range(size.flips):
        name = list(HARMS)[number % len(HARMS)]
        _try(folder, name, chance, looked)
    kinds = ", ".join(f"{count} of {name}" for name, count in looked.tried.items())
    return [
        none_of(
            "whatever happens to a file of the dataset, `verify` finds and names it",
            looked.unseen_by_verify,
            f"{size.flips} damages ({kinds})",
        ),
        none_of(
            "a damaged file that the newest release needs is named at start and never served",
            looked.served,
            f"{looked.needed} damages",
        ),
        none_of(
            "`nodverk serve` refuses with status 2, names the file and says what to do",
            _starts(folder, STARTS[: size.flips // 100 + 1]),
            "the starts",
        ),
    ]


def _try(folder: Path, name: str, chance: Random, looked: _Looked) -> None:
    """Damage one file, look, and make it whole again."""
    whole = Dataset.open(folder)
    needed = {whole.objects.path(version.sha256) for version in whole.head().graphs}
    needed.add(folder / CATALOGUE)
    path = chance.choice([folder / CATALOGUE, *sorted(folder.rglob("*.gz"))])
    content = path.read_bytes()
    harmed = HARMS[name](content, chance)
    looked.tried[name] += 1
    if harmed is None:
        path.unlink()
    else:
        path.write_bytes(harmed)
    told = f"{name} in {path.name}"
    if str(path) not in _found(folder):
        looked.unseen_by_verify.append(told)
    if path in needed:
        looked.needed += 1
        if str(path) not in _refused(folder):
            looked.served.append(told)
    path.write_bytes(content)


def _found(folder: Path) -> set[str]:
    """The files that a verification names."""
    try:
        return {damage.path for damage in verify(Dataset.open(folder)).damages}
    except DatasetDamaged as damage:
        return {damage.path}


def _refused(folder: Path) -> set[str]:
    """The file for which a start is refused."""
    try:
        load_newest(Dataset.open(folder))
    except DatasetDamaged as damage:
        return {damage.path}
    return set()


def _starts(folder: Path, cases: Sequence[tuple[str, Harm]]) -> list[str]:
    """What is wrong with how real starts are refused."""
    troubles = []
    dataset = Dataset.open(folder)
    newest = dataset.objects.path(dataset.head().graphs[0].sha256)
    for file, harm in cases:
        path = folder / CATALOGUE if file == "catalogue" else newest
        content = path.read_bytes()
        harmed = harm(content, Random(1))
        if harmed is None:
            path.unlink()
        else:
            path.write_bytes(harmed)
        done = nodverk("serve", "--dataset", str(folder), "--port", "0")
        if (
            done.returncode != FAILED
            or str(path) not in done.stderr
            or "estore" not in done.stderr
            or done.stdout
        ):
            troubles.append(f"{path.name}: {done.returncode} {done.stderr[-200:]}")
        path.write_bytes(content)
    return troubles
