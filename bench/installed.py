"""The servers to compare with, installed in an environment of their own.

They are pinned by hash like everything else, but kept apart, so that neither
their dependencies nor ours have to give way.
"""

import hashlib
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

PINS = Path(__file__).parents[1] / ".pins" / "peers.txt"


@dataclass(frozen=True)
class Installed:
    """The environment with the peers and the profiler."""

    folder: Path

    def command(self, name: str) -> str:
        """The path of one of its commands."""
        return str(self.folder / "bin" / name)

    def version(self, package: str) -> str:
        """The version of a package in it."""
        program = f"from importlib.metadata import version; print(version({package!r}))"
        return _said([self.command("python"), "-c", program])


def installed(home: Path) -> Installed:
    """The environment below `home`, made or renewed where the pins changed."""
    folder = home / "peers"
    stamp = folder / ".pins"
    wanted = hashlib.sha256(PINS.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        venv.create(folder, with_pip=True, clear=True)
        python = str(folder / "bin" / "python")
        options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--requirement", str(PINS)]
        subprocess.run([python, "-m", "pip", "install", *options], check=True, stdout=sys.stderr)
        stamp.write_text(wanted)
    return Installed(folder)


def _said(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
