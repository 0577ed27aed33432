"""What the kernel keeps a process from: the network, more memory, more time.

A process confines itself and cannot take it back. Every wall here is Linux's;
on another system `network_can_be_refused` says so and the caller warns.

Every file that is imported is read by a process that begins with this module,
so it brings in little: what starts processes or walks paths stays outside.
"""

import ctypes
import fcntl
import math
import os
import resource
import signal
import socket
import sys

MEBIBYTE = 1024 * 1024

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | 1  # SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EPERM
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06  # classic BPF operations
CALL_NUMBER, ARCHITECTURE = 0, 4  # offsets in struct seccomp_data
X32_CALLS = 0x40000000  # the second call table of x86-64, which would be a way round

# By machine: the audit architecture, and the numbers of socket, connect, execve, execveat, io_uring_setup.
FORBIDDEN = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 425)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 425)),
}

M_ARENA_MAX = -8


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("operand", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def refuse_network() -> bool:
    """Refuse this process new sockets and new programs, for good; says whether that holds.

    A seccomp filter needs no privileges. Sockets that are open already go on working,
    so a worker can still answer over the one it was given.
    """
    if sys.platform != "linux" or os.uname().machine not in FORBIDDEN:
        return False
    architecture, calls = FORBIDDEN[os.uname().machine]
    length = len(calls)
    steps = (
        (LOAD, 0, 0, ARCHITECTURE),
        (JUMP_EQUAL, 0, length + 3, architecture),
        (LOAD, 0, 0, CALL_NUMBER),
        (JUMP_AT_LEAST, length + 1, 0, X32_CALLS),
        *((JUMP_EQUAL, length - position, 0, call) for position, call in enumerate(calls)),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    )
    instructions = (_Instruction * len(steps))(*(_Instruction(*each) for each in steps))
    program = _Program(len(steps), instructions)
    libc = ctypes.CDLL(None)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def network_can_be_refused() -> bool:
    """Whether `refuse_network` works here, found out in a child that tries to open a socket."""
    child = os.fork()
    if child == 0:
        os._exit(0 if refuse_network() and not _opens_a_socket() else 1)
    return os.waitpid(child, 0)[1] == 0


def _opens_a_socket() -> bool:
    try:
        socket.socket().close()
    except PermissionError:
        return False
    return True


def limit_memory(mebibytes: int) -> None:
    """Let this process claim so much address space beyond what it has; more makes it abort.

    One malloc arena, because each further one reserves 64 MiB that nobody uses.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)
    most = address_space() + mebibytes * MEBIBYTE
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def address_space() -> int:
    """The bytes of address space that this process has; 0 where the system does not say."""
    if sys.platform != "linux":
        return 0
    return int(_told("/proc/self/statm").split()[0]) * resource.getpagesize()


def own_memory() -> int:
    """The bytes of memory that this process shares with no other; 0 where the system does not say."""
    try:
        told = _told("/proc/self/smaps_rollup")
    except OSError:
        return 0
    return int(told.partition(b"\nPrivate_Dirty:")[2].split()[0]) * 1024


def _told(path: str) -> bytes:
    """What the kernel says in a short file of its own."""
    file = os.open(path, os.O_RDONLY)
    try:
        return os.read(file, 4096)
    finally:
        os.close(file)


def limit_processor(seconds: float) -> None:
    """Let this process use so many seconds of processor time from now on, a second wall behind the clock."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(used.ru_utime + used.ru_stime + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def step_back() -> None:
    """Take the processor only when nobody else wants it, and leave no core dump behind."""
    os.nice(19)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def ring_at(seconds: float) -> None:
    """Have the kernel end this process by SIGALRM in so many seconds; 0 takes that back.

    The alarm has its default action, so that nothing which the engine does can put it off.
    """
    signal.setitimer(signal.ITIMER_REAL, seconds)


def end_with(connection: socket.socket) -> None:
    """Have the kernel end this process by SIGIO when the other end of a connection hangs up.

    Also when something comes over it. Where the kernel knows no such signal (it ends
    nothing on macOS), nothing happens. `outlive` takes it back.
    """
    fcntl.fcntl(connection, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(connection, fcntl.F_SETFL, os.O_ASYNC)


def outlive(connection: socket.socket) -> None:
    """Let this process go on whatever becomes of a connection."""
    fcntl.fcntl(connection, fcntl.F_SETFL, 0)
