"""The command line and the server as others meet them: processes of their own, in a group of their own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.accounting import memory_bytes, tree
from soak.asking import FAILURES, Answer, Line

NODVERK = str(Path(sys.executable).with_name("nodverk"))
START_SECONDS = 120.0
STOP_SECONDS = 60.0


class NotServing(Exception):
    """A server did not start; with what it said."""


def nodverk(*arguments: str, patience: float = 300.0) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [NODVERK, *arguments], check=False, capture_output=True, text=True, timeout=patience
    )


def begin(*arguments: str, **settings: str) -> subprocess.Popen[str]:
    """Begin a command in a process group of its own; `settings` go into its environment."""
    return subprocess.Popen(
        [NODVERK, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, **settings},
    )


def kill(process: subprocess.Popen[str]) -> str:
    """Kill a process with its whole group, as if the power went; gives what it had said before."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    said, _ = process.communicate()
    return said


@dataclass
class Served:
    """A running server."""

    process: subprocess.Popen[str]
    said: str
    """What it printed when it started."""

    port: int
    log: Path
    """Where its errors go."""

    temporary: Path
    """The folder that it has for temporary files."""

    def get(self, path: str) -> Answer:
        """Ask for a path, over a connection of its own."""
        with Line(self.port) as line:
            return line.get(path)

    def children(self) -> list[int]:
        """The processes that the parent forked."""
        return [pid for pid in tree(self.process.pid) if pid != self.process.pid]

    def query_workers(self) -> list[int]:
        """Those that run queries."""
        return [pid for pid in self.children() if _called(pid) == "query worker"]

    def memory(self) -> int:
        """The bytes that all its processes take, shared ones counted once."""
        return memory_bytes(self.process.pid)

    def serves(self, release: int) -> bool:
        """Whether it is ready, with this release."""
        try:
            answer = self.get("/readyz")
        except FAILURES:
            return False
        return answer.status == 200 and f'"release":{release}}}'.encode() in answer.body

    def kill(self) -> None:
        """Kill all its processes at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._close()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to stop, and wait; gives its exit status."""
        self.process.send_signal(how)
        try:
            return self.process.wait(STOP_SECONDS)
        finally:
            self.kill()

    def _close(self) -> None:
        if self.process.stdout:
            self.process.stdout.close()


def serve(folder: Path, place: Path, *options: str) -> Served:
    """Start a server of a dataset, with its log and temporary files at `place`. Raises `NotServing`."""
    temporary = place / "tmp"
    temporary.mkdir(exist_ok=True, parents=True)
    log = place / "server.log"
    with log.open("ab") as errors:
        process = subprocess.Popen(
            [NODVERK, "serve", "--dataset", str(folder), "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
            env={**os.environ, "TMPDIR": str(temporary)},
        )
    said = _greeting(process, log)
    url = said.partition(" at ")[2].partition("\n")[0]
    server = Served(process, said, int(url.rstrip("/").rpartition(":")[2]), log, temporary)
    wait_until(lambda: b"ready" in server.get("/readyz").body, START_SECONDS)
    return server


@contextmanager
def serving(folder: Path, place: Path, *options: str) -> Iterator[Served]:
    """A server for as long as something is done to it."""
    server = serve(folder, place, *options)
    try:
        yield server
    finally:
        server.kill()


def _greeting(process: subprocess.Popen[str], log: Path) -> str:
    said = ""
    while not said.endswith("stops it.\n"):
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            status = process.wait()
            raise NotServing(f"ended with {status}: {log.read_text('utf-8')[-500:]}")
        said += line
    return said


def wait_until(condition: Callable[[], bool], seconds: float) -> float | None:
    """Wait until something holds; gives how many seconds that took, None where it never did."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        with suppress(*FAILURES):
            if condition():
                return time.monotonic() - begun
        time.sleep(0.02)
    return None


def alive(pid: int) -> bool:
    """Whether a process is more than an entry that nobody has reaped."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def _called(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text("utf-8").strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""
