"""`python -m soak`: do harm to Nodverk and say what was promised and seen; 1 where a promise was broken."""

import argparse
import sys

from soak.report import RESULTS, document, lines, sections
from soak.running import SCENARIOS, carry_out, ends_our_orphans
from soak.sizes import SIZES, SMOKE

BRIEF = tuple(each for each in SCENARIOS if each not in {"flood", "bad-files", "backups", "switches"})
"""What is carried out at the smallest size where nothing else is asked for.

Not the flood, which measures how long others wait and so wants the machine to itself; that runaways end
and leave others alone is in `tests/api/test_runaways.py`. Nor what tests try at this size: bad files
(`tests/graph/ingest/test_reading.py`), copies (`tests/graph/store/test_upkeep.py`) and releases that change
while others read (`tests/api/test_service.py`).
"""


def main(arguments: list[str]) -> int:
    """Run the scenarios that are asked for, all by default; one that fails keeps none from its turn."""
    parser = argparse.ArgumentParser(prog="python -m soak", description=__doc__)
    parser.add_argument(
        "--only", action="append", choices=SCENARIOS, metavar="NAME", help=f"of {', '.join(SCENARIOS)}"
    )
    sizes = parser.add_mutually_exclusive_group()
    sizes.add_argument("--quick", action="store_const", const="quick", dest="size", help="minutes")
    sizes.add_argument(
        "--smoke",
        action="store_const",
        const="smoke",
        dest="size",
        help="a minute, and only what no test tries",
    )
    parser.set_defaults(size="full")
    options = parser.parse_args(arguments)
    kept = True
    with ends_our_orphans():
        for name in options.only or (BRIEF if options.size == SMOKE.name else SCENARIOS):
            run = carry_out(name, SIZES[options.size])
            print("\n".join(lines(run)), flush=True)
            kept = kept and run.kept
            if options.size == "full":
                earlier = sections(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
                RESULTS.write_text(document([run], earlier, list(SCENARIOS)), "utf-8")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
