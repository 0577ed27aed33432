"""`python -m soak`: do harm to Nodverk and say what was promised and seen; 1 where a promise was broken."""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from soak import damage, endings, flood, full_disk, kills, memory, network, switches
from soak.findings import Finding
from soak.report import document, lines
from soak.sizes import FULL, QUICK, SMOKE, Size

Scenario = Callable[[Size, Path], list[Finding]]
SCENARIOS: dict[str, Scenario] = {
    "network": network.run,
    "damage": damage.run,
    "full-disk": full_disk.run,
    "endings": endings.run,
    "flood": flood.run,
    "switches": switches.run,
    "kills": kills.run,
    "memory": memory.run,
}
RESULTS = Path(__file__).with_name("RESULTS.md")


def main(arguments: list[str]) -> int:
    """Run the scenarios that are asked for, all by default."""
    parser = argparse.ArgumentParser(prog="python -m soak", description=__doc__)
    parser.add_argument(
        "scenarios", nargs="*", metavar="SCENARIO", help=f"of {', '.join(SCENARIOS)} (default: all)"
    )
    sizes = parser.add_mutually_exclusive_group()
    sizes.add_argument("--quick", action="store_const", const=QUICK, dest="size", help="minutes")
    sizes.add_argument("--smoke", action="store_const", const=SMOKE, dest="size", help="as in the tests")
    options = parser.parse_args(arguments)
    if unknown := set(options.scenarios) - set(SCENARIOS):
        parser.error(f"no such scenario: {', '.join(sorted(unknown))}")
    size = options.size or FULL
    begun = time.monotonic()
    found = {name: _run(name, size) for name in options.scenarios or SCENARIOS}
    if not options.scenarios:
        RESULTS.write_text(document(size.name, time.monotonic() - begun, found), "utf-8")
    return 1 if any(each.kept is False for findings in found.values() for each in findings) else 0


def _run(name: str, size: Size) -> list[Finding]:
    """Run one scenario in a folder of its own, which stays where a promise was broken."""
    place = Path(tempfile.mkdtemp(prefix=f"soak-{name}-"))
    findings = SCENARIOS[name](size, place)
    print("\n".join(lines(name, findings)), flush=True)
    if any(each.kept is False for each in findings):
        print(f"  what is left of it is in {place}", flush=True)
    else:
        shutil.rmtree(place)
    return findings


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
