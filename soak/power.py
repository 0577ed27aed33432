"""The power goes at any moment, and what was never synced is gone.

What a command does to its dataset is taken down by `strace`, call by call, and done
again to a model of a disk that knows for each file and folder what it holds and
what of that was synced. At a moment the model becomes a dataset again: one in
which all that was not synced is lost, and one in which chance decides what of it
is left, since a disk writes in the order that it likes.
"""

import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from graph.errors import GraphError
from graph.index.newest import load_newest
from graph.store.dataset import Dataset
from graph.store.upkeep import verify
from soak import committing
from soak.findings import Finding, none_of
from soak.serving import NODVERK
from soak.sizes import Size
from soak.statements import commit, graph, new_dataset, turtle, versioned, versions

WRITING = "write,pwrite64,writev,pwritev,pwritev2,ftruncate,truncate,sendfile,copy_file_range,splice"
NAMING = "open,openat,creat,rename,renameat,renameat2,link,linkat,symlink,unlink,unlinkat,mkdir,mkdirat,rmdir"
TRACE = f"trace={WRITING},{NAMING},fsync,fdatasync"
CALL = re.compile(r"^(\w+)\((.*)\) += (\d+)")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
OPENED = re.compile(r"^\d+<((?:\\x[0-9a-f]{2})+)>")
ACKNOWLEDGED = re.compile(r"(?:^|Release )(\d+)\b", re.MULTILINE)
FOLLOWED = {"write", "open", "openat", "rename", "unlink", "unlinkat", "mkdir", "rmdir", "fsync", "fdatasync"}
"""The calls that the model knows what to do with; another one in the dataset is a fault of the model."""


@dataclass
class _File:
    """A file or folder of the model: what it holds, and what of that is on the disk."""

    content: bytes = b""
    synced: bytes = b""
    names: dict[str, "_File"] = field(default_factory=dict)
    synced_names: dict[str, "_File"] = field(default_factory=dict)
    folder: bool = False

    def sync(self) -> None:
        """Have on the disk what it holds now."""
        self.synced, self.synced_names = self.content, dict(self.names)


@dataclass
class _Event:
    """A call that changes something, or text that was printed."""

    call: str
    path: str
    data: bytes = b""
    target: str = ""
    """What a file is renamed to."""


def run(size: Size, place: Path) -> list[Finding]:
    """Take down commits, an import, a roll-back and letting go, and take the power away again and again."""
    promise = "what is acknowledged survives the loss of power, and nothing is there by halves"
    if shutil.which("strace") is None:
        return [Finding(promise, "there is no strace command here", None)]
    folder = place / "dataset"
    new_dataset(folder, {committing.SOURCE: versioned(committing.SOURCE, 1, committing.SIZE)})
    disk = _read(folder)
    (place / "mark.ttl").write_text(turtle(1, 20), "utf-8")
    commits = str(max(3, size.cuts // 10))
    commands = {
        "commits": [sys.executable, "-m", committing.__name__, str(folder), "2", commits],
        "import": [NODVERK, "import", str(place / "mark.ttl"), "--dataset", str(folder)],
        "rollback": [NODVERK, "rollback", "2", "--dataset", str(folder)],
        "gc": [NODVERK, "gc", "--keep", "2", "--dataset", str(folder)],
    }
    lost = _Lost(place / "after", Random(size.cuts))
    for name, command in commands.items():
        try:
            events = _taken_down(command, folder, place / f"{name}.strace")
        except subprocess.CalledProcessError as error:
            if b"ptrace" in error.stderr:
                return [Finding(promise, f"strace may not follow here: {error.stderr.decode()[-200:]}", None)]
            raise
        lost.of(name, disk, events, size.cuts)
    told = ", ".join(f"{n} of {name}" for name, n in lost.tried.items())
    return [
        none_of(
            promise, lost.troubles, f"{2 * sum(lost.tried.values())} losses ({told}, each lost in two ways)"
        ),
        Finding(
            "something was unsynced at some of these moments",
            f"at {lost.unsynced} of {sum(lost.tried.values())}",
            lost.unsynced > 0,
        ),
        Finding("releases were acknowledged", f"{lost.acknowledged} the newest", lost.acknowledged > 3),
    ]


@dataclass
class _Lost:
    """What is left after the power went."""

    place: Path
    chance: Random
    tried: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    acknowledged: int = 1
    """The newest release that was acknowledged."""

    unsynced: int = 0
    """Moments at which something was not on the disk yet."""

    def of(self, name: str, disk: _File, events: list[_Event], cuts: int) -> None:
        """Take the power away after some of the events, and after each acknowledgement."""
        after = {number for number, event in enumerate(events) if not event.path}
        others = [number for number in range(len(events)) if number not in after]
        after |= set(self.chance.sample(others, min(len(others), cuts)))
        said = ""
        for number, event in enumerate(events):
            if event.path:
                _do(disk, event)
            else:
                said += event.data.decode()
                self.acknowledged = max(self.acknowledged, *map(int, ACKNOWLEDGED.findall(said)), 1)
            if number in after:
                self.tried[name] += 1
                self.unsynced += _differs(disk)
                self._look(disk, f"{name}, after call {number} ({event.call} {event.path})")

    def _look(self, disk: _File, when: str) -> None:
        for whim in (None, self.chance):
            shutil.rmtree(self.place, ignore_errors=True)
            _write(disk, self.place, whim)
            found = self._found()
            if found:
                self.troubles.append(f"{when}, {'unsynced lost' if whim is None else 'by chance'}: {found}")

    def _found(self) -> str:
        """What is wrong with what is left."""
        try:
            dataset = Dataset.open(self.place)
            damages = verify(dataset).damages
            load_newest(dataset)
            head = dataset.head()
            version = head.version(graph(committing.SOURCE))
            said = Counter(versions(dataset.content(version))) if version else Counter()
            next_one = commit(self.place, {"next": versioned("next", 1, 3)})
        except GraphError as error:
            return repr(error)
        if damages:
            return str(damages[0])
        if head.number < self.acknowledged or next_one.number != head.number + 1:
            return f"release {head.number} where {self.acknowledged} was acknowledged"
        return "" if list(said.values()) == [committing.SIZE] else f"half a release: {dict(said)}"


def _taken_down(command: list[str], folder: Path, log: Path) -> list[_Event]:
    """Run a command, and give what it did to the dataset and what it printed."""
    following = ["strace", "-f", "-qq", "-y", "-xx", "-s", "100000000", "-e", TRACE, "-o", str(log)]
    subprocess.run([*following, *command], check=True, capture_output=True, timeout=300)
    unfinished: dict[str, str] = {}
    events = []
    for line in log.read_text("ascii").splitlines():
        process, _, text = line.partition(" ")
        text = text.lstrip()
        if text.endswith(" <unfinished ...>"):
            unfinished[process] = text.removesuffix(" <unfinished ...>")
            continue
        if text.startswith("<... "):
            text = unfinished.pop(process) + text.partition(" resumed>")[2]
        events += _events(text, str(folder))
    return events


def _events(text: str, folder: str) -> list[_Event]:
    """What a line of the log tells, if it has to do with the dataset or is printed."""
    found = CALL.match(text)
    if not found:
        return []
    call, arguments, _ = found.groups()
    opened = OPENED.match(arguments)
    path = _plain(opened[1]).decode() if opened else ""
    texts = [_plain(each) for each in TEXT.findall(arguments)]
    if call == "write" and arguments.startswith("1<"):
        return [_Event("print", "", texts[0])]
    names = [each.decode() for each in texts if each.startswith(b"/")] if not path else [path]
    inside = [each.removeprefix(folder) for each in names if each == folder or each.startswith(f"{folder}/")]
    if not inside:
        return []
    if call in {"open", "openat"} and "O_CREAT" not in arguments:
        return []
    if call not in FOLLOWED:
        raise NotImplementedError(f"the model of a disk does not know {call}")
    data = texts[0] if call == "write" else b""
    return [_Event(call, inside[0] or "/", data, inside[-1])]


def _plain(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _do(disk: _File, event: _Event) -> None:
    """Do to the model what a call did."""
    parent, name = _at(disk, event.path)
    match event.call:
        case "open" | "openat":
            parent.names.setdefault(name, _File()).content = b""
        case "write":
            parent.names[name].content += event.data
        case "fsync" | "fdatasync":
            (parent.names[name] if name else disk).sync()
        case "rename":
            to, new_name = _at(disk, event.target)
            to.names[new_name] = parent.names.pop(name)
        case "mkdir":
            parent.names[name] = _File(folder=True)
        case "unlink" | "unlinkat" | "rmdir":
            del parent.names[name]


def _at(disk: _File, path: str) -> tuple[_File, str]:
    """The folder of the model that a path leads to, and the name in it."""
    *folders, name = path.strip("/").split("/")
    for each in folders:
        disk = disk.names[each]
    return disk, name


def _read(path: Path) -> _File:
    """A folder as it is, all of it on the disk."""
    if path.is_dir():
        found = _File(names={each.name: _read(each) for each in path.iterdir()}, folder=True)
    else:
        found = _File(path.read_bytes())
    found.sync()
    return found


def _differs(file: _File) -> bool:
    """Whether something of it is not on the disk yet."""
    if file.content != file.synced or file.names != file.synced_names:
        return True
    return any(_differs(each) for each in file.names.values())


def _write(file: _File, path: Path, whim: Random | None) -> None:
    """Make what is left of a model: what was synced, and of the rest what chance leaves."""
    kept = whim is not None and whim.random() < 0.5
    if file.folder:
        path.mkdir()
        for name, each in (file.names if kept else file.synced_names).items():
            _write(each, path / name, whim)
    elif kept and whim is not None and file.content.startswith(file.synced):
        end = whim.randrange(len(file.synced), len(file.content) + 1)
        path.write_bytes(file.content[:end])
    else:
        path.write_bytes(file.synced)
