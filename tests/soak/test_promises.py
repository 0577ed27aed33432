"""What `make soak` tries for most of an hour is tried for seconds: each scenario at its smallest size.

Not the flood, which measures how long others wait and so wants the machine to itself; that runaways
end and leave others alone is in `tests/api/test_runaways.py`. Nor what other tests try at this size: bad
files (`tests/graph/ingest/test_reading.py`), copies (`tests/graph/store/test_upkeep.py`) and releases that
change while others read (`tests/api/test_service.py`).
"""

import sys
from pathlib import Path

import pytest

from soak.scenario import RUNS
from soak.sizes import SMOKE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc")


@pytest.mark.parametrize("scenario", sorted(RUNS.keys() - {"flood", "bad-files", "backups", "switches"}))
def test_every_promise_is_kept(scenario: str, tmp_path: Path) -> None:
    findings = RUNS[scenario](SMOKE, tmp_path)

    assert [f"{each.promise}: {each.seen}" for each in findings if each.kept is False] == []
    if untried := [each.seen for each in findings if each.kept is None]:
        pytest.skip("; ".join(untried))
