"""What a server and all processes below it have used: processor time, memory and disk (Linux only).

Processor time comes from each process's own clock, which counts nanoseconds for
all its threads; `/proc/PID/stat` counts hundredths of a second, too coarse for a
window of a fraction of one. Memory is the proportional set size: a page that
three processes share counts a third in each, so that the sum counts it once.
"""

import os
import re
import time
from pathlib import Path

BLOCK = 512
TICKS = os.sysconf("SC_CLK_TCK")
PSS = re.compile(r"^Pss: +(\d+) kB$", re.MULTILINE)


def tree(pid: int) -> list[int]:
    """The process and all below it that are alive."""
    found = [pid]
    for parent in found:
        try:
            threads = list(Path(f"/proc/{parent}/task").iterdir())
            found += [int(child) for each in threads for child in (each / "children").read_text().split()]
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we looked
    return found


def cpu_seconds(pid: int) -> float:
    """The processor time that the tree has used since it began, the dead whom it has reaped included."""
    return sum(_own(each) + _of_the_dead(each) for each in tree(pid))


def memory_bytes(pid: int) -> int:
    """The memory of the tree, shared pages counted once."""
    return sum(_pss(each) for each in tree(pid))


def disk_bytes(folder: Path) -> int:
    """What the files below a folder take on disk, one that has several names counted once."""
    files = {each.st_ino: each for path in folder.rglob("*") if (each := path.stat())}
    return sum(each.st_blocks * BLOCK for each in files.values())


def _own(pid: int) -> float:
    try:
        # How the kernel numbers the scheduler's clock of another process: see clock_getcpuclockid(3).
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def _of_the_dead(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[13]) + int(fields[14])) / TICKS


def _pss(pid: int) -> int:
    try:
        found = PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(found[1]) * 1024 if found else 0
