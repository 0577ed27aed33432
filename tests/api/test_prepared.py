"""Documents in a file that one process fills and others read."""

import resource
import signal
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cache.prepared import Prepared
from graph.processes.forking import run_apart

KEYS = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]))


@given(st.dictionaries(KEYS, st.binary()), KEYS)
def test_what_was_written_is_found_by_its_key_and_nothing_else_is(
    documents: dict[str, bytes], other: str
) -> None:
    prepared = Prepared()
    prepared.fill(documents.items())
    assert dict(prepared.all()) == documents
    assert all(prepared.get(key) == content for key, content in documents.items())
    assert prepared.get(other) == documents.get(other)


def test_what_another_process_writes_is_there_when_it_is_whole() -> None:
    prepared = Prepared()
    assert not prepared.whole
    assert prepared.get("org/vinnova") is None
    assert run_apart(lambda: prepared.fill([("org/vinnova", b"content")])) == 0
    assert prepared.whole
    assert prepared.get("org/vinnova") == b"content"


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are those of POSIX")
def test_on_a_full_disk_nothing_is_found() -> None:
    prepared = Prepared()

    def fill() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            prepared.fill((f"org/{number}", bytes(1000)) for number in range(1000))
        except OSError:
            sys.exit(3)

    assert run_apart(fill) == 3
    assert not prepared.whole
    assert prepared.get("org/1") is None
