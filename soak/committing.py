"""`python -m soak.committing FOLDER VERSION [COUNT]`: commits without a pause, and says each release made.

It is what `kills` kills in the middle of a commit, what `power` takes the power from,
and what goes on while `backups` makes copies. Without a count it goes on for ever.
"""

import sys
from itertools import count
from pathlib import Path

from soak.statements import commit, versioned

SOURCE, SIZE = "committed", 400

if __name__ == "__main__":
    folder, first = Path(sys.argv[1]), int(sys.argv[2])
    versions = range(first, first + int(sys.argv[3])) if len(sys.argv) > 3 else count(first)
    for version in versions:
        commit(folder, {SOURCE: versioned(SOURCE, version, SIZE)})
        print(version, flush=True)
