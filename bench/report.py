"""A run as a report in Markdown: the targets first, then every figure, then how figures grow with size."""

from collections.abc import Iterable, Sequence
from statistics import median

from bench.peers import DISK, MEMORY, NODVERK, RDFLIB
from bench.results import Run, Size
from bench.targets import CONNECTIONS, targets
from bench.work import LEVELS, Class

ABOUT = """\
Made by `make bench`. Every figure is the median of the rounds. In a round the servers take turns
within a second, so shares are worth more than figures. CPU is the processor time of the server's
whole process tree for one answer, wherever it was spent. *Uncached* means that no request was ever
sent before, *repeated* that twenty requests come again and again. The peers answer `DESCRIBE` where
Nodverk gives a document, which says more: the parts of the thing, its sources, what leads to it and
the labels of what it names. All hold the same statements: those of the named graphs, and their
merge as the default graph (rdflib-endpoint the merge alone). Memory counts shared pages once."""

PEERS = (MEMORY, DISK, RDFLIB)
Row = Sequence[str]


def report(run: Run, before: Run | None = None) -> str:
    """The whole report; with what has changed since an earlier run, where one is given."""
    largest = run.sizes[-1]
    parts = ["# What was measured", ABOUT, _circumstances(run), "## Targets", _targets(largest)]
    for size in run.sizes:
        parts += [f"## {_thousands(size.wanted)} statements", *_size(size)]
    if len(run.sizes) > 1:
        parts += ["## From the smallest to the largest", _growth(run.sizes)]
    if before:
        parts += [f"## Since {before.commit}, measured {before.made}", _changes(before, run)]
    return "\n\n".join(parts) + "\n"


def _circumstances(run: Run) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in run.versions.items())
    busy = " and ".join(f"{each:.1f}" for each in run.load_average)
    return _list(
        [
            f"measured {run.made} at commit {run.commit}",
            *run.others,
            f"on {run.machine}; load average at the beginning and the end: {busy}",
            versions,
        ]
    )


def _targets(size: Size) -> str:
    rows = []
    for each in targets(size):
        sign = "≥" if each.at_least else "≤"
        unit = f" {each.unit}" if each.unit else ""
        measured = "" if each.measured is None else f"{_figure(each.measured)}{unit}"
        by_cpu = "" if each.by_cpu is None else _figure(each.by_cpu)
        rows.append((each.what, f"{sign} {each.wanted:g}{unit}", measured, each.verdict, by_cpu))
    title = f"With {_thousands(size.wanted)} statements; {CONNECTIONS} connections, one for heavy queries."
    return f"{title}\n\n{_table(('work', 'wanted', 'measured', 'verdict', 'share by CPU'), rows)}"


def _size(size: Size) -> Iterable[str]:
    yield _loading(size)
    if size.commits:
        kept = median(each.kept_seconds for each in size.commits)
        served = median(each.served_seconds for each in size.commits)
        failed = sum(each.failed for each in size.commits)
        yield (
            f"A commit of {_thousands(size.commits[0].statements)} statements was on disk after {kept:.2f} s "
            f"and served after {served:.2f} s (median of {len(size.commits)}); "
            f"{failed} requests failed meanwhile."
        )
    if size.restart:
        yield (
            f"Started once more on what it had left, Nodverk answered after {size.restart.seconds:.1f} s "
            f"and {size.restart.cpu_seconds:.1f} s of CPU."
        )
    if size.largest:
        said = ", ".join(f"`{address}` {seconds * 1e3:.1f} ms" for address, seconds in size.largest.items())
        yield f"The largest funder, asked for once, took of CPU: {said}."
    if size.alike or size.unlike:
        unlike = f"; not: {', '.join(size.unlike)}" if size.unlike else ""
        yield f"Queries that all servers answered alike: {size.alike}{unlike}."
    yield _small_work(size)
    yield _heavy_work(size)
    if failures := _failures(size):
        yield failures


def _loading(size: Size) -> str:
    rows = [
        (
            name,
            f"{each.seconds:.1f}",
            f"{each.cpu_seconds:.1f}",
            f"{each.disk_bytes / 1024**2:.0f}" if each.disk_bytes else "",
            f"{each.memory_bytes / 1024**2:.0f}",
            f"{size.memory_after.get(name, 0) / 1024**2:.0f}",
            f"{size.memory_rested.get(name, 0) / 1024**2:.0f}",
        )
        for name, each in size.loadings.items()
    ]
    columns = ("s", "CPU s", "MiB on disk", "MiB of memory", "after the work", "after a rest")
    title = (
        f"{_thousands(size.statements)} statements in named graphs, {_thousands(size.distinct)} when merged."
    )
    return f"{title}\n\n{_table(('files to first answer', *columns), rows)}"


def _small_work(size: Size) -> str:
    rows = []
    for work in _works(size, heavy=False):
        cpu = [_figure(size.cpu(work, name, CONNECTIONS)) for name in (NODVERK, *_present(size))]
        rates = " / ".join(_figure(size.rate(work, NODVERK, each)) for each in LEVELS)
        shares = [_shares(size, work, peer) for peer in (MEMORY, DISK)]
        rows.append((work, *cpu, rates, *shares))
    levels = " / ".join(str(each) for each in LEVELS)
    header = (
        f"CPU µs an answer, {CONNECTIONS} connections",
        *(NODVERK, *_present(size)),
        f"answers/s with {levels}",
        "share of memory",
        "share of disk",
    )
    return _table(header, rows)


def _shares(size: Size, work: str, peer: str) -> str:
    found = [size.share(work, NODVERK, peer, each) for each in LEVELS]
    return " / ".join(_figure(each) for each in found) if any(found) else ""


def _heavy_work(size: Size) -> str:
    rows = []
    for work in _works(size, heavy=True):
        spent = [_figure(_milli(size.cpu(work, name, 1))) for name in (NODVERK, *_present(size))]
        shares = [_figure(size.share(work, NODVERK, peer, 1)) for peer in (MEMORY, DISK)]
        rows.append((work, *spent, *shares))
    header = (
        "CPU ms an answer, one connection",
        NODVERK,
        *_present(size),
        "share of memory",
        "share of disk",
    )
    return _table(header, rows)


def _failures(size: Size) -> str:
    failed: dict[str, int] = {}
    for each in size.readings:
        if each.failed:
            key = f"{each.server}: {each.work}, {each.connections} connections"
            failed[key] = failed.get(key, 0) + each.failed
    return (
        "Not answered as they should be:\n\n" + _list(f"{key}: {n}" for key, n in failed.items())
        if failed
        else ""
    )


def _growth(sizes: Sequence[Size]) -> str:
    header = ("CPU of Nodverk, µs", *(_thousands(each.wanted) for each in sizes), "times")
    rows = []
    for work in _works(sizes[0], heavy=None):
        connections = CONNECTIONS if sizes[0].of(work, NODVERK, CONNECTIONS) else 1
        cpu = [each.cpu(work, NODVERK, connections) for each in sizes]
        rows.append((work, *map(_figure, cpu), _times(cpu[0], cpu[-1])))
    for what, figures in _grown(sizes).items():
        rows.append((what, *map(_figure, figures), _times(figures[0], figures[-1])))
    return _table(header, rows)


def _grown(sizes: Sequence[Size]) -> dict[str, list[float | None]]:
    """What a service takes beside its answers, at each size."""
    loadings = [each.loadings[NODVERK] for each in sizes]
    return {
        "load, s": [each.seconds for each in loadings],
        "load, CPU s": [each.cpu_seconds for each in loadings],
        "started once more, s": [each.restart.seconds if each.restart else None for each in sizes],
        "commit until served, s": [
            median(each.served_seconds for each in size.commits) if size.commits else None for size in sizes
        ],
        "memory at the first answer, MiB": [each.memory_bytes / 1024**2 for each in loadings],
        "memory after the work, MiB": [each.memory_after.get(NODVERK, 0) / 1024**2 for each in sizes],
        "disk, MiB": [each.disk_bytes / 1024**2 for each in loadings],
    }


def _changes(before: Run, after: Run) -> str:
    earlier = {each.wanted: each for each in before.sizes}
    rows = []
    for size in after.sizes:
        if size.wanted not in earlier:
            continue
        for work in _works(size, heavy=None):
            connections = CONNECTIONS if size.of(work, NODVERK, CONNECTIONS) else 1
            old, new = (each.cpu(work, NODVERK, connections) for each in (earlier[size.wanted], size))
            rows.append((_thousands(size.wanted), work, _figure(old), _figure(new), _times(old, new)))
    return _table(("statements", "CPU of Nodverk, µs", "before", "now", "times"), rows)


def _works(size: Size, *, heavy: bool | None) -> list[str]:
    """The labels of all work, of heavy work, or of all but that, in the order it was measured."""
    wanted = (each.work for each in size.readings if heavy is None or (each.sort == Class.HEAVY) == heavy)
    return list(dict.fromkeys(wanted))


def _present(size: Size) -> list[str]:
    return [each for each in PEERS if each in size.loadings]


def _table(header: Row, rows: Iterable[Row]) -> str:
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {each}" for each in items)


def _milli(value: float | None) -> float | None:
    return None if value is None else value / 1e3


def _times(first: float | None, last: float | None) -> str:
    return _figure(last / first) if first and last else ""


def _figure(value: float | None) -> str:
    """A figure with three significant digits, or with all those before the point."""
    if value is None:
        return "–"
    if value >= 1_000:
        return _thousands(round(value))
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _thousands(value: int) -> str:
    return f"{value:,}".replace(",", " ")
