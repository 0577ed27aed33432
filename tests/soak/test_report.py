"""What a soak has found stays known: scenario by scenario, and when one of them fails."""

import subprocess
import sys
from pathlib import Path

import pytest

from soak import running
from soak.findings import Finding
from soak.report import document, sections
from soak.running import Run, carry_out, commit
from soak.sizes import FULL, SMOKE

ORDER = ["one", "two", "three"]


def run(name: str, *, kept: bool | None, size: str = FULL.name, others: float = 0.0) -> Run:
    return Run(name, size, "2026-11-21 19:00 UTC", "abc", 90.0, others, [Finding("a | b", "0 of 3", kept)])


def test_a_scenario_that_is_run_alone_leaves_what_is_known_of_the_others() -> None:
    first = document([run("two", kept=True), run("one", kept=False)], {}, ORDER)
    again = document([run("one", kept=True)], sections(first), ORDER)

    assert "Promises missed: 1. Not run: three." in first
    assert "No promise was missed. Not run: three." in again
    assert list(sections(again)) == ["one", "two"]
    assert sections(again)["two"] == sections(first)["two"]
    assert r"| a \| b | 0 of 3 | met |" in again


def test_figures_of_a_smaller_size_are_not_kept() -> None:
    assert sections(document([run("one", kept=True, size=SMOKE.name)], {}, ORDER)) == {}


def test_it_is_said_where_others_took_the_processors() -> None:
    assert "not to be relied on" in document([run("one", kept=True, others=0.5)], {}, ORDER)
    assert "not to be relied on" not in document([run("one", kept=True)], {}, ORDER)


def test_results_that_were_written_down_are_no_change_of_what_is_measured(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=Soak", "-c", "user.email=soak@example.org"]
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    results, code = tmp_path / "RESULTS.md", tmp_path / "code.py"
    git("init")
    results.write_text("before", "utf-8")
    code.write_text("before", "utf-8")
    git("add", ".")
    git("commit", "-m", "all")
    results.write_text("after", "utf-8")

    measured = commit(tmp_path)
    code.write_text("after", "utf-8")

    assert not measured.endswith("-dirty")
    assert commit(tmp_path) == f"{measured}-dirty"


@pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc")
def test_a_scenario_that_fails_is_a_finding(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(running.SCENARIOS, "unwritten", 1)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)

    found = carry_out("unwritten", SMOKE)

    assert not found.kept
    assert [each.seen for each in found.findings] == ["KeyError: 'unwritten'"]
