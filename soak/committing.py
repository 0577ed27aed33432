"""`python -m soak.committing FOLDER VERSION [COUNT [PAUSE]]`: commits, and says each release made.

It is what `kills` kills in the middle of a commit, what `power` takes the power from,
and what goes on while `backups` makes copies. Without a count, or with 0, it goes on
for ever; without a pause, in seconds, it takes none.
"""

import sys
import time
from itertools import count
from pathlib import Path

from soak.statements import commit, versioned

SOURCE, SIZE = "committed", 400

if __name__ == "__main__":
    folder, first, most, pause = Path(sys.argv[1]), *map(float, [*sys.argv[2:], "0", "0"][:3])
    for version in range(int(first), int(first + most)) if most else count(int(first)):
        commit(folder, {SOURCE: versioned(SOURCE, version, SIZE)})
        print(version, flush=True)
        time.sleep(pause)
