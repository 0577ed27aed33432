"""What changed between two releases, in each way of saying it."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cli import DONE, app, run
from graph.dumps.difference import Change, Difference
from graph.store.dataset import Dataset

BASE = "http://127.0.0.1:8000/"
Said = dict[str, set[str]]
"""By source, what it says."""

RELEASES = st.dictionaries(
    st.sampled_from(["news", "plan", "minutes"]),
    st.sets(st.sampled_from(["a", "b", "b c", "ö", 'q\\"'])),
)


def statements(said: Said) -> set[bytes]:
    return {
        f'<urn:s> <urn:p> "{value}" <{BASE}graph/{source}> .\n'.encode()
        for source, values in said.items()
        for value in values
    }


def two_releases(folder: Path, *both: Said) -> Difference:
    """A dataset with these two releases, compared."""
    dataset = Dataset.create(folder, BASE)
    before: set[str] = set()
    for said in both:
        with dataset.writing() as writer:
            graphs = {f"{BASE}graph/{source}": sorted(statements({source: said[source]})) for source in said}
            kept = {graph: writer.keep_graph(graph, tuple(lines)) for graph, lines in graphs.items()}
            writer.commit({**dict.fromkeys(before - set(kept)), **kept}, "test")
            before = set(kept)
    return Difference(dataset, dataset.catalogue.release(1), dataset.catalogue.release(2))


@settings(max_examples=40)  # each writes two releases to the disk
@given(RELEASES, RELEASES)
def test_one_release_and_its_patch_make_the_other(
    tmp_path_factory: pytest.TempPathFactory, one: Said, other: Said
) -> None:
    compared = two_releases(tmp_path_factory.mktemp("two") / "dataset", one, other)

    patched = statements(one)
    for line in compared.patch():
        if line.startswith(b"D "):
            patched.remove(line[2:])
        elif line.startswith(b"A "):
            assert line[2:] not in patched
            patched.add(line[2:])

    assert patched == statements(other)
    assert set(compared.of(Change.ADDED)) == statements(other) - statements(one)
    assert set(compared.of(Change.REMOVED)) == statements(one) - statements(other)


def test_a_patch_names_both_releases_and_is_one_transaction(tmp_path: Path) -> None:
    compared = two_releases(tmp_path / "dataset", {"plan": {"a", "b"}}, {"plan": {"b", "c"}})

    assert b"".join(compared.patch()).decode().splitlines() == [
        f"H id <{BASE}datasets/nodverk?release=2> .",
        f"H prev <{BASE}datasets/nodverk?release=1> .",
        "TX .",
        f'D <urn:s> <urn:p> "a" <{BASE}graph/plan> .',
        f'A <urn:s> <urn:p> "c" <{BASE}graph/plan> .',
        "TC .",
    ]


def test_graphs_that_did_not_change_are_not_read(tmp_path: Path) -> None:
    compared = two_releases(
        tmp_path / "dataset", {"plan": {"a"}, "news": {"n"}}, {"plan": {"b"}, "news": {"n"}}
    )
    unchanged = next(each for each in compared.after.graphs if each.graph.endswith("news"))
    compared.dataset.objects.path(unchanged.sha256).unlink()

    assert len(list(compared.changes())) == 2


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], r"H id .*TX .\nD .*\nA .*\nTC .\n"),
        (["--as", "added"], r'<urn:s> .*"b".*\n'),
        (["--as", "removed"], '.*"a".*\n'),
    ],
)
def test_the_command_says_what_changed(
    options: list[str], expected: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    two_releases(tmp_path / "dataset", {"plan": {"a"}}, {"plan": {"b"}})

    status = run(app, ["diff", "1", "2", *options, "--dataset", str(tmp_path / "dataset")])

    assert status == DONE
    assert re.fullmatch(expected, capsysbinary.readouterr().out.decode(), re.DOTALL)
