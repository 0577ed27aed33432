"""A dataset of one release at another address: as if made there, but not judged again."""

import re
from dataclasses import replace
from pathlib import Path

from graph.store.dataset import Dataset


def moved(origin: Dataset, folder: Path, base: str) -> Dataset:
    """Make a dataset that says with `base` what another one says with its own."""
    dataset = Dataset.create(folder, base)
    release = origin.head()

    def there(text: bytes) -> bytes:
        return in_pattern(text.replace(origin.iris.base.encode(), base.encode()))

    def in_pattern(text: bytes) -> bytes:
        """As N-Quads hold a regular expression."""
        was, becomes = (re.escape(each).replace("\\", r"\\").encode() for each in (origin.iris.base, base))
        return text.replace(was, becomes)

    with dataset.writing() as writer:
        kept = {}
        for version in release.graphs:
            graph = there(version.graph.encode()).decode()
            kept[graph] = writer.keep_graph(graph, tuple(sorted(map(there, origin.lines(version)))))
        imports = [
            replace(
                each,
                graph=there(each.graph.encode()).decode(),
                file_sha256=writer.keep(origin.objects.get(each.file_sha256)),
                report=writer.keep(there(origin.objects.get(each.report))),
            )
            for each in origin.catalogue.imports()
        ]
        writer.commit(kept, release.note, imports)
    return dataset
