"""`python -m soak.committing FOLDER VERSION`: commits without a pause, and says each release once it is made.

It is what `kills` kills in the middle of a commit.
"""

import sys
from itertools import count
from pathlib import Path

from soak.statements import commit, versioned

SOURCE, SIZE = "committed", 400

if __name__ == "__main__":
    folder, first = Path(sys.argv[1]), int(sys.argv[2])
    for version in count(first):
        commit(folder, {SOURCE: versioned(SOURCE, version, SIZE)})
        print(version, flush=True)
