"""Commands of `nodverk` in processes of their own that start at once.

To read all the code takes a second of the processor, and the tests start dozens of services. So one
process, `python -m tests.api.nursery`, has read it and does nothing else but fork when it is asked to.
The command is run in the fork as it would be by the console script.

    tests                      nursery                keeper                 command
      | arguments, 3 files -->  |  fork -------------> |  fork -------------> |  main()
      | <---------------------- | --- process id ----- |                      |
      | <---------------------- | --- exit status ---- | <------ ends ------- |
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TextIO

from api.cli import main

MOST_BYTES = 200_000
FILES = 3
"""Standard output, standard error, and where the process id and the exit status are told."""


@dataclass
class Command:
    """A command that was started; much like `subprocess.Popen`."""

    pid: int
    stdout: TextIO
    stderr: TextIO | None
    """What it says there, unless that goes where the tests' own goes."""

    _told: TextIO = field(repr=False)
    _status: int | None = None

    def poll(self) -> int | None:
        """Its exit status, the negative number of the signal that ended it; None while it runs."""
        if self._status is None and select.select([self._told], [], [], 0)[0]:
            self._status = int(self._told.readline())
        return self._status

    def wait(self, seconds: float | None = None) -> int:
        """Wait for its end. Raises `TimeoutError`."""
        if self._status is None and not select.select([self._told], [], [], seconds)[0]:
            raise TimeoutError(f"it has not ended within {seconds} s")
        return self.poll() or 0

    def send_signal(self, how: signal.Signals) -> None:
        """Send it a signal, if it has not ended."""
        if self.poll() is None:
            os.kill(self.pid, how)

    def kill(self) -> None:
        """Kill it, if it has not ended."""
        self.send_signal(signal.SIGKILL)

    def close(self) -> None:
        """Let go of its files."""
        for each in (self.stdout, self.stderr, self._told):
            if each is not None:
                each.close()


class Nursery:
    """The process that forks, as the tests hold it."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen([sys.executable, "-m", __name__], stdin=theirs)

    def begin(
        self, arguments: list[str], folder: Path, environment: Mapping[str, str], *, silent: bool = False
    ) -> Command:
        """Start a command in a folder; if `silent`, what it says on standard error is for us alone."""
        output, errors, told = os.pipe(), os.pipe() if silent else None, os.pipe()
        wanted = json.dumps([arguments, str(folder), {**os.environ, **environment}])
        theirs = [output[1], errors[1] if errors else sys.__stderr__.fileno(), told[1]]
        socket.send_fds(self._line, [wanted.encode()], theirs)
        for each in (output, errors, told):
            if each:
                os.close(each[1])
        listening = os.fdopen(told[0], "r", 1, "ascii")
        return Command(
            int(listening.readline()),
            os.fdopen(output[0], "r", encoding="utf-8"),
            os.fdopen(errors[0], "r", encoding="utf-8") if errors else None,
            listening,
        )

    def close(self) -> None:
        """End it; what it started goes on."""
        self._line.close()
        self._process.wait()


def _fork_what_is_asked_for() -> None:
    for late in ("api.commands", "api.service"):  # what `main` brings in where it is needed
        import_module(late)
    with socket.socket(fileno=os.dup(sys.stdin.fileno())) as line:
        while True:
            wanted, files, _, _ = socket.recv_fds(line, MOST_BYTES, FILES)
            _reap()
            if not wanted:
                return
            if os.fork() == 0:
                line.close()
                sys.exit(_keep(json.loads(wanted), *files))
            for each in files:
                os.close(each)


def _reap() -> None:
    """Let keepers go that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _keep(wanted: tuple[list[str], str, dict[str, str]], output: int, errors: int, told: int) -> int:
    """Fork the command and tell of its end; in the command, its exit status."""
    pid = os.fork()
    if pid == 0:
        os.close(told)
        return _run(*wanted, output, errors)
    for each in (output, errors):
        os.close(each)
    os.write(told, f"{pid}\n".encode())
    _, status = os.waitpid(pid, 0)
    os.write(told, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _run(arguments: list[str], folder: str, environment: dict[str, str], output: int, errors: int) -> int:
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, file in enumerate((nothing, output, errors)):
        os.dup2(file, number)
        os.close(file)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["nodverk", *arguments]
    return main()


if __name__ == "__main__":
    _fork_what_is_asked_for()
