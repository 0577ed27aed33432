"""How a scenario is run: in a process of its own, for so long and no longer, with nothing left behind.

Whatever becomes of it, the processes that it began are ended, the file systems
that it mounted are let go, and the next scenario has its turn.
"""

import ctypes
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.accounting import TICKS, tree
from soak.findings import Finding
from soak.serving import alive, wait_until
from soak.sizes import Size

SCENARIOS = {
    "network": 4,
    "bad-files": 6,
    "damage": 6,
    "full-disk": 5,
    "power": 6,
    "endings": 12,
    "flood": 7,
    "switches": 8,
    "backups": 6,
    "kills": 30,
    "memory": 20,
}
"""The scenarios, with the minutes after which one is broken off."""

GRACE_SECONDS = 60.0
"""How long a scenario that is broken off may take to let go of what it has."""

SETTLE_SECONDS = 5.0
"""How long the processes of a scenario may take to be gone when it has ended."""

PR_SET_CHILD_SUBREAPER = 36
CODE = Path(__file__).parent.parent


@dataclass(frozen=True)
class Run:
    """A scenario that was run."""

    name: str
    size: str
    made: str
    """When, in UTC."""

    commit: str
    seconds: float
    others: float
    """The share of the processors' time that went to anybody else."""

    findings: list[Finding]

    @property
    def kept(self) -> bool:
        """Whether no promise was broken."""
        return all(each.kept is not False for each in self.findings)


def carry_out(name: str, size: Size) -> Run:
    """Run one scenario in a folder of its own, which stays where a promise was broken."""
    place = Path(tempfile.mkdtemp(prefix=f"soak-{name}-"))
    made, at = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"), commit(CODE)
    begun, busy, own = time.monotonic(), _busy_seconds(), _own_seconds()
    others_of_ours = _below()
    findings = _found(name, size, place)
    findings += _left_behind(place, others_of_ours)
    seconds = time.monotonic() - begun
    others = (_busy_seconds() - busy - (_own_seconds() - own)) / seconds / (os.cpu_count() or 1)
    run = Run(name, size.name, made, at, seconds, max(0.0, others), findings)
    if run.kept:
        shutil.rmtree(place)
    else:
        print(f"what is left of {name} is in {place}", flush=True)
    return run


def _found(name: str, size: Size, place: Path) -> list[Finding]:
    """What a scenario finds; that it failed, or did not end, is a finding too."""
    found, log = place / "findings.json", place / "scenario.log"
    seconds = 60.0 * SCENARIOS[name]
    command = [sys.executable, "-m", "soak.scenario", name, size.name, str(place), str(found)]
    with log.open("wb") as complaints:
        process = subprocess.Popen(command, stderr=complaints)
        status = _waited_for(process, seconds)
    findings = [Finding(**each) for each in json.loads(found.read_bytes())] if found.exists() else []
    if status or not findings:
        last = log.read_text("utf-8", "replace").strip().rpartition("\n")[2]
        findings.append(
            Finding(f"the scenario is carried out within {seconds / 60:g} minutes", last[-300:], kept=False)
        )
    return findings


def _waited_for(process: subprocess.Popen[bytes], seconds: float) -> int:
    """The exit status of a scenario, which is told to end when its time is up, and killed if it does not."""
    for patience, end in ((seconds, process.terminate), (GRACE_SECONDS, process.kill)):
        try:
            return process.wait(patience)
        except subprocess.TimeoutExpired:
            end()
    return process.wait()


def _left_behind(place: Path, others_of_ours: set[int]) -> list[Finding]:
    """End what a scenario has not ended, and let go of what it has mounted; that there was any is a fault."""
    wait_until(lambda: not _running(others_of_ours), SETTLE_SECONDS)
    left = _running(others_of_ours)
    while running := _running(others_of_ours):
        for pid in running:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.1)
    mounts = [line.split()[1] for line in Path("/proc/mounts").read_text("utf-8").splitlines()]
    held = [each for each in mounts if each.startswith(f"{place}/")]
    for each in held:
        subprocess.run(["umount", "--lazy", each], check=True)
    if not left and not held:
        return []
    seen = f"{len(left)} processes, {len(held)} file systems"
    return [Finding("the scenario leaves nothing behind", seen, kept=False)]


def _below() -> set[int]:
    """All our descendants."""
    return set(tree(os.getpid())) - {os.getpid()}


def _running(others_of_ours: set[int]) -> list[int]:
    """The descendants of a scenario that run; of those that have ended leave is taken."""
    found = _below() - others_of_ours
    for pid in found:
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
    return [pid for pid in found if alive(pid)]


@contextmanager
def ends_our_orphans() -> Iterator[None]:
    """Become the parent of what a killed scenario leaves, so that it can be found and ended (prctl(2))."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def _busy_seconds() -> float:
    """How long the processors have been busy since the machine was started, all together (proc(5))."""
    user, nice, system, _idle, _waiting, *interrupts = (
        int(each) for each in Path("/proc/stat").read_text("ascii").partition("\n")[0].split()[1:9]
    )
    return (user + nice + system + sum(interrupts)) / TICKS


def _own_seconds() -> float:
    """The processor time of this process and of all below it that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def commit(folder: Path) -> str:
    """The commit that is checked out, and whether anything of it is changed but what is known from soaks."""
    told = subprocess.run(
        ["git", "describe", "--always", "--exclude", "*"],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
    )
    changed = subprocess.run(
        ["git", "diff", "--quiet", "HEAD", "--", ".", ":(exclude)*RESULTS.md"],
        check=False,
        capture_output=True,
        cwd=folder,
    )
    return (told.stdout.strip() or "unknown") + "-dirty" * bool(changed.returncode and told.stdout)
