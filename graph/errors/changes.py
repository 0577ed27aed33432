"""Why a change did not become a release: an import, a named graph written, an update."""

from graph.errors.base import GraphError


class SourceUnreadable(GraphError):
    """A file to import could not be read as the format its name promises."""

    def __init__(self, name: str, reason: str, line: int | None = None) -> None:
        where = f"{name}, line {line}" if line else name
        super().__init__(f"{where}: {reason}")
        self.name, self.reason, self.line = name, reason, line


class SourceNameInvalid(GraphError):
    """A source's name becomes part of an IRI and must be plain."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"'{name}' cannot name a source. Use lower-case letters a-z, digits and hyphens, with --source."
        )
        self.name = name


class ValidatorUndecided(GraphError):
    """The shapes could not be applied to the data, so nothing can be said of it."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The validator could not decide: {reason}. Nothing was changed.")
        self.reason = reason


class ReleaseMovedOn(GraphError):
    """A change was asked for on the condition that a release is the newest, and another one is."""

    def __init__(self, expected: int, newest: int) -> None:
        super().__init__(
            f"The newest release is {newest} and not {expected}. Nothing was changed: read again, then write."
        )
        self.expected, self.newest = expected, newest


class GraphUnknown(GraphError):
    """The newest release has no such named graph."""

    def __init__(self, graph: str) -> None:
        super().__init__(f"There is no named graph {graph}.")
        self.graph = graph


class GraphPresent(GraphError):
    """A named graph was to be made that is there already."""

    def __init__(self, graph: str) -> None:
        super().__init__(f"There is a named graph {graph} already. Nothing was changed.")
        self.graph = graph


class GraphAbsent(GraphError):
    """A named graph was to be changed only if it is there, and it is not."""

    def __init__(self, graph: str) -> None:
        super().__init__(f"There is no named graph {graph} yet. Nothing was changed.")
        self.graph = graph


class GraphDerived(GraphError):
    """A named graph is worked out from the others at each change, so nobody can write it."""

    def __init__(self, graph: str) -> None:
        super().__init__(f"The named graph {graph} is worked out from the others. Nothing was changed.")
        self.graph = graph


class UpdateEnded(GraphError):
    """An update was ended by one of the limits."""

    def __init__(self, limit: str) -> None:
        super().__init__(f"The update was ended because it {limit}. Nothing was changed: do less at a time.")
        self.limit = limit


class WriteCrowdedOut(GraphError):
    """Earlier changes take too long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Earlier changes have taken {seconds:g} seconds and go on. Try again in a moment.")
        self.seconds = seconds


class WriteLost(GraphError):
    """The process that made a change ended before it said what became of it."""

    def __init__(self) -> None:
        super().__init__(
            "The change was not answered for. It was made whole or not at all: the newest release tells."
        )
