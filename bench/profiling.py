"""`python -m bench.profiling WORK`: where Nodverk spends its processor time on one work, by sampling.

The profiler (py-spy) looks at all processes of the service some hundred times a
second while the load generator keeps them busy, and needs no change in them. It
may have to be run as root.
"""

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from bench.__main__ import HOME, SMALL
from bench.accounting import cpu_seconds
from bench.installed import Installed, installed
from bench.load import Loader, Outcome, Plan
from bench.material import prepare
from bench.peers import Ground, Server, nodverk
from bench.synthetic import Extent
from bench.work import Work, all_work

SAMPLES_A_SECOND = 100
SHOWN = 45
WARMING = 200
FORKED = "_live"
"""The function of `graph.processes.forking` in which a forked process begins."""

WAITING = ("socket.accept", "_Desk._work", "_receive (graph/workers/workers.py")
"""Functions that wait in the kernel; the profiler takes them for busy."""

START_SECONDS = 1.0
"""What the profiler needs before it takes its first sample."""


def main() -> int:
    """Profile the work that the command line names."""
    parser = argparse.ArgumentParser("python -m bench.profiling", description=__doc__)
    parser.add_argument("work", help="such as 'HTML page, uncached'")
    parser.add_argument("--size", type=int, default=SMALL)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--native", action="store_true", help="look into compiled code too; slower")
    told = parser.parse_args()
    home = HOME.resolve()
    material = prepare(Extent(told.size), home / "material")
    tools = installed(home)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=home, prefix="profile-")))
        server, _ = nodverk(Ground(material, folder, None))
        stack.callback(server.stop)
        loader = stack.enter_context(Loader())
        work = next(each for each in all_work(material) if each.label == told.work)
        loader.run(
            Plan(server.port, 32, work.requests(server, 0, min(WARMING, work.supply)), 10, repeat=False)
        )
        before = cpu_seconds(server.process.pid)
        outcome, stacks = _sampled(server, work, _Sampling(tools, folder, told), loader)
        used = cpu_seconds(server.process.pid) - before
    print(f"{work.label}: {outcome.answers} answers, {used / outcome.answers * 1e6:.0f} µs of CPU each\n")
    print(summary(stacks))
    return 0


class _Sampling:
    """How to sample."""

    def __init__(self, tools: Installed, folder: Path, told: argparse.Namespace) -> None:
        self.tools, self.output = tools, folder / "stacks"
        self.seconds, self.connections = told.seconds, told.connections
        self.native = ["--native"] if told.native else []

    def command(self, pid: int) -> list[str]:
        """The profiler's command for a process and all below it."""
        command = [self.tools.command("py-spy"), "record", "--pid", str(pid), "--subprocesses", "--function"]
        command += ["--format", "raw", "--output", str(self.output), "--rate", str(SAMPLES_A_SECOND)]
        return [*command, "--duration", str(int(self.seconds)), *self.native]


def _sampled(
    server: Server, work: Work, sampling: _Sampling, loader: Loader
) -> tuple[Outcome, dict[tuple[str, ...], int]]:
    """The load and the samples that were taken under it."""
    # Uncached requests that were used up come anew: then the memory of a process is too small for all.
    requests = work.requests(server, 0 if not work.fresh else WARMING, min(work.supply - WARMING, 40_000))
    requests = requests or work.requests(server, 0, work.supply)
    with subprocess.Popen(sampling.command(server.process.pid), stdout=sys.stderr) as profiler:
        seconds = sampling.seconds + START_SECONDS
        plan = Plan(server.port, sampling.connections, requests, seconds, repeat=not work.fresh)
        outcome = loader.run(plan)
        profiler.wait()
    return outcome, read_stacks(sampling.output.read_text("utf-8").splitlines())


def read_stacks(lines: Iterable[str]) -> dict[tuple[str, ...], int]:
    """Samples by stack, outermost function first: from the fork on, without those that wait."""
    found: Counter[tuple[str, ...]] = Counter()
    for line in lines:
        stack, _, count = line.rpartition(" ")
        _, _, below = stack.partition(f";{FORKED} (")
        frames = tuple(below.split(";")[1:])
        if frames and not frames[-1].startswith(WAITING):
            found[frames] += int(count)
    return found


def summary(stacks: dict[tuple[str, ...], int]) -> str:
    """The functions in which most time is spent, by themselves and with all that they call."""
    alone: Counter[str] = Counter()
    below: Counter[str] = Counter()
    for stack, count in stacks.items():
        alone[stack[-1]] += count
        below.update(dict.fromkeys(stack, count))
    total = sum(stacks.values())
    return (
        f"by itself, % of {total} samples\n{_ranked(alone, total)}\n\n"
        f"with what it calls, %\n{_ranked(below, total)}"
    )


def _ranked(samples: Counter[str], total: int) -> str:
    return "\n".join(f"{count / total:7.1%}  {name}" for name, count in samples.most_common(SHOWN))


if __name__ == "__main__":
    sys.exit(main())
