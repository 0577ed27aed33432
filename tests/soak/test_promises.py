"""What `make soak` tries for hours is tried for seconds: each scenario at its smallest size.

Not the flood, which measures how long others wait and so wants the machine to
itself; that runaways end and leave others alone is in `tests/api/test_runaways.py`.
"""

import sys
from pathlib import Path

import pytest

from soak.scenario import RUNS
from soak.sizes import SMOKE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc")


@pytest.mark.parametrize("scenario", sorted(RUNS.keys() - {"flood"}))
def test_every_promise_is_kept(scenario: str, tmp_path: Path) -> None:
    findings = RUNS[scenario](SMOKE, tmp_path)

    assert [f"{each.promise}: {each.seen}" for each in findings if each.kept is False] == []
    if untried := [each.seen for each in findings if each.kept is None]:
        pytest.skip("; ".join(untried))
