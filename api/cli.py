"""The command `nodverk`: brings in all commands, or only what `serve` begins with."""

import gc
import sys
from importlib import import_module


def main() -> int:
    """Run the command line; gives the exit status."""
    room = "api.serving" if sys.argv[1:2] == ["serve"] else "api.commands"
    status = int(import_module(room).main())
    gc.freeze()  # a last look for garbage would take a third as long as a whole short command
    return status
