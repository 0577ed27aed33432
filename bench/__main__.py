"""`python -m bench`: measure, print the report and write it down."""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.accounting import memory_bytes
from bench.agreement import alike
from bench.installed import Installed, installed
from bench.lifetime import commits, largest
from bench.load import Loader
from bench.material import Material, prepare
from bench.peers import NODVERK, PEERS, RDFLIB, Ground, Server, Start, nodverk, nodverk_again
from bench.queries import ORDER, twelve
from bench.report import report
from bench.results import Run, Size
from bench.rounds import Pace, measure
from bench.synthetic import Extent
from bench.work import all_work
from graph.settings import Limits

HOME = Path(".bench")
RESULTS = Path(__file__).with_name("RESULTS.md")
REST_SECONDS = Limits.idle_seconds + 10
"""How long nobody usually asks before memory is looked at once more."""

SMALL, MEDIUM, LARGE = 100_000, 1_000_000, 10_000_000


@dataclass(frozen=True)
class Course:
    """What a run does."""

    sizes: Sequence[int]
    pace: Pace
    peers: Sequence[str] = tuple(PEERS)
    """With whom Nodverk is compared, by name."""

    left_out: Sequence[str] = ()
    """Queries that are not asked."""

    commits: int = 3
    rest_seconds: float = REST_SECONDS


def main() -> int:
    """Do a run as the command line says."""
    told = _arguments().parse_args()
    course = _course(told)
    tools = installed(HOME.resolve()) if course.peers else None
    run = carry_out(course, HOME.resolve(), tools, told.save)
    if told.beside:
        run.take_in(Run.read(told.beside))
    text = report(run, Run.read(told.against) if told.against else None)
    print(text)
    if not told.keep_results:
        told.results.write_text(text, "utf-8")
    return 0


def carry_out(course: Course, home: Path, tools: Installed | None, kept: Path | None = None) -> Run:
    """Do a whole run, and keep it after each size; below `home` if no path is given."""
    run = Run(
        made=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        commit=_commit(),
        machine=_machine(),
        versions={"Python": platform.python_version()},
        load_average=[os.getloadavg()[0]],
    )
    for statements in course.sizes:
        _say(f"{statements} statements")
        material = prepare(Extent(statements), home / "material")
        run.sizes.append(_one_size(material, course, home, tools, run.versions))
        run.load_average = [run.load_average[0], os.getloadavg()[0]]
        run.save(kept or home / "runs" / f"{run.made} {run.commit}.json".replace(":", "").replace(" ", "-"))
    return run


def _one_size(
    material: Material, course: Course, home: Path, tools: Installed | None, versions: dict[str, str]
) -> Size:
    size = Size(material.statements, material.distinct, material.extent.statements)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir=home, prefix="run-"))
        ground = Ground(material, Path(folder), tools)
        servers = []
        for start in _participants(size.wanted, course):
            server, loading = start(ground)
            stack.callback(server.stop)
            servers.append(server)
            versions[server.name] = server.version
            size.loadings[server.name] = loading
            _say(f"  {server.name} answers after {loading.seconds:.1f} s")
        loader = stack.enter_context(Loader())
        _compare(size, material, servers, course.left_out)
        for work in (each for each in all_work(material) if each.name not in course.left_out):
            size.readings += measure(work, servers, course.pace, loader)
            _say(f"  {work.label}")
        size.memory_after = _memory(servers)
        time.sleep(course.rest_seconds)
        size.memory_rested = _memory(servers)
        ours = next(each for each in servers if each.name == NODVERK)
        size.largest = largest(ours)
        size.commits = list(commits(ours, ground.dataset, material, course.commits))
        ours.stop()
        again, size.restart = nodverk_again(ground)
        again.stop()
    return size


def _memory(servers: Sequence[Server]) -> dict[str, int]:
    return {each.name: memory_bytes(each.process.pid) for each in servers}


def _participants(statements: int, course: Course) -> list[Start]:
    """Which servers run at a size: rdflib-endpoint only at the smallest."""
    able = [each for each in course.peers if each != RDFLIB or statements <= SMALL]
    return [nodverk, *(PEERS[each] for each in able)]


def _compare(size: Size, material: Material, servers: Sequence[Server], left_out: Sequence[str]) -> None:
    for query in (each for each in twelve() if each.name not in left_out):
        if alike(query, material, servers):
            size.alike += 1
        else:
            size.unlike.append(query.name)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100 000 statements only, and fewer rounds")
    parser.add_argument("--large", action="store_true", help="10 000 000 statements too")
    peers = parser.add_mutually_exclusive_group()
    peers.add_argument("--only-nodverk", action="store_true", help="leave the peers out")
    peers.add_argument("--peer", choices=PEERS, action="append", help="compare with this one, not with all")
    parser.add_argument("--leave-out", choices=ORDER, action="append", help="a query not to ask")
    parser.add_argument("--size", type=int, action="append", help="a size of one's own, instead")
    parser.add_argument("--rounds", type=int, help="how many rounds")
    parser.add_argument("--seconds", type=float, help="how long one window is")
    parser.add_argument("--against", type=Path, help="a kept run to hold this one against")
    parser.add_argument("--beside", type=Path, help="a kept run of other sizes to report with this one")
    parser.add_argument("--save", type=Path, help="where to keep this run (default: below .bench/runs)")
    results = parser.add_mutually_exclusive_group()
    results.add_argument("--results", type=Path, default=RESULTS, help="where to write (default: RESULTS.md)")
    results.add_argument("--keep-results", action="store_true", help="leave RESULTS.md as it is")
    return parser


def _course(told: argparse.Namespace) -> Course:
    usual = Pace(2, 0.15) if told.quick else Pace(3, 0.25)
    pace = Pace(told.rounds or usual.rounds, told.seconds or usual.seconds)
    sizes = [SMALL] if told.quick else [SMALL, MEDIUM, *([LARGE] if told.large else [])]
    peers = [] if told.only_nodverk else told.peer or list(PEERS)
    return Course(told.size or sizes, pace, peers, told.leave_out or ())


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=RESULTS.parent)
    return done.stdout.strip() or "unknown"


def _machine() -> str:
    """Processor, cores and memory."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "a processor")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    system = f"{platform.system()} {platform.release()}"
    return f"{model}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB, {system}"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
