"""Room in memory for an index: found before it is filled, in large pages (Linux with glibc).

An index is written to all over while it is filled, and a fifth of the time went to learning
where its many small pages are. To find memory takes time too, above all where the system is a
guest whose host has to find it as well. So the heap grows at once by what an index may take,
in large pages, and a thread finds them one after the other while the first ones are being
filled. What is left over is given back. On other systems memory is found bit by bit.
"""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_MMAP_MAX = -1, -3, -4
MADV_HUGEPAGE, MADV_NOHUGEPAGE, MADV_POPULATE_WRITE = 14, 15, 23

LARGE_PAGE = 2 * 1024 * 1024
LEAST = 64 * 1024 * 1024
"""Below this there is too little to gain."""

NEVER, USUAL_MAX = -1, 65536
TABLE = 128 * 1024
"""What is as large as that are tables that grow. They are kept apart, lest each leave a hole behind."""

OFTEN_USED = 1024 * 1024
"""From then on, what is smaller is kept for the next of its size, instead of being found again."""


@contextmanager
def room(octets: int) -> Iterator[None]:
    """Have so much memory found for what is filled within, on the main thread.

    No other thread is left afterwards.
    """
    libc = _glibc() if octets >= LEAST else None
    begin = _grow(libc, octets) if libc else None
    if libc is None or begin is None:
        yield
        return
    full = Event()
    finding = Thread(target=_find, args=(libc, begin, octets, full))
    finding.start()
    try:
        yield
    finally:
        full.set()
        finding.join()
        # Or the system might make whole large pages of what a forked process has a few copies in.
        libc.madvise(begin, octets // LARGE_PAGE * LARGE_PAGE, MADV_NOHUGEPAGE)
        libc.mallopt(M_MMAP_THRESHOLD, OFTEN_USED)
        libc.mallopt(M_TRIM_THRESHOLD, 2 * OFTEN_USED)
        libc.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    """The C library, where it is the one that this is about."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "gnu_get_libc_version"):
        return None
    libc.malloc.argtypes, libc.malloc.restype = [ctypes.c_size_t], ctypes.c_void_p
    libc.free.argtypes, libc.free.restype = [ctypes.c_void_p], None
    libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    return libc


def _grow(libc: ctypes.CDLL, octets: int) -> int | None:
    """Let the heap grow; gives where its first new large page begins, None where it cannot grow."""
    libc.mallopt(M_MMAP_THRESHOLD, TABLE)
    libc.mallopt(M_TRIM_THRESHOLD, NEVER)
    libc.mallopt(M_MMAP_MAX, 0)
    place = libc.malloc(octets + LARGE_PAGE)
    libc.mallopt(M_MMAP_MAX, USUAL_MAX)
    if not place:
        return None
    begin = -(-int(place) // LARGE_PAGE) * LARGE_PAGE
    libc.madvise(begin, octets // LARGE_PAGE * LARGE_PAGE, MADV_HUGEPAGE)
    libc.free(place)
    return begin


def _find(libc: ctypes.CDLL, begin: int, octets: int, full: Event) -> None:
    """Have the system find the memory, step by step; one that cannot do so beforehand does it later."""
    for at in range(
        begin, begin + octets - LARGE_PAGE, LARGE_PAGE
    ):  # a step is short: the other waits for it
        if full.is_set() or libc.madvise(at, LARGE_PAGE, MADV_POPULATE_WRITE):
            break
