"""Why a release, or a dump of it, cannot be had."""

from graph.errors.base import GraphError


class ReleaseUnknown(GraphError):
    """There is no release with this number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no release {number}. `nodverk log` lists those there are.")
        self.number = number


class ReleaseLetGo(GraphError):
    """The release is in the log, but its content was let go by `gc`."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"The content of release {number} was let go. `nodverk log` lists those that are kept."
        )
        self.number = number


class DumpUnknown(GraphError):
    """No release has a dump of this name."""

    def __init__(self, file: str) -> None:
        super().__init__(f"There is no dump called {file}.")
        self.file = file


class DumpUnmade(GraphError):
    """A dump could not be made."""

    def __init__(self, file: str) -> None:
        super().__init__(f"{file} could not be made. The log says why.")
        self.file = file


class DumpsCrowdedOut(GraphError):
    """Too many wait for dumps to be made."""

    def __init__(self) -> None:
        super().__init__("Many dumps are being made. Try again in a moment.")
