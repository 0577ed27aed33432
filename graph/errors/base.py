"""What all errors of the graph have in common."""


class GraphError(Exception):
    """Base of all errors of this package; the message says what to do."""

    def __reduce__(self) -> tuple[object, ...]:
        """How it is told to another process: as it is, and not by what it was made from."""
        return _again, (type(self), self.args), self.__dict__


def _again(kind: type[GraphError], args: tuple[object, ...]) -> GraphError:
    error = kind.__new__(kind)
    error.args = args
    return error
