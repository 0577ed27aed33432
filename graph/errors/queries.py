"""Why a query is not run, or was ended."""

from collections.abc import Iterable

from graph.errors.base import GraphError


class QueryRefused(GraphError):
    """A query that is not run: it asks for what the endpoint does not do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class QueryMalformed(QueryRefused):
    """The text is not SPARQL 1.1; where it goes wrong, as far as is known, counted from one."""

    def __init__(self, reason: str, line: int | None = None, column: int | None = None) -> None:
        where = f"Line {line}, column {column}: " if line else ""
        super().__init__(f"{where}{reason}")
        self.reason, self.line, self.column = reason, line, column


class QueryTooLong(QueryRefused):
    """The text is longer than any that is read."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(f"The query is longer than {most_bytes} bytes, the limit for one query.")
        self.most_bytes = most_bytes


class ParameterInvalid(QueryRefused):
    """A value for a parameter of a query is not of the kind that it takes."""

    def __init__(self, parameter: str, expected: str, example: str) -> None:
        super().__init__(f"The parameter {parameter} takes {expected}, such as {example}.")
        self.parameter, self.expected, self.example = parameter, expected, example


class ParameterMissing(QueryRefused):
    """A parameter without which a query cannot be asked was not given."""

    def __init__(self, parameter: str, expected: str, example: str) -> None:
        super().__init__(f"The parameter {parameter} is needed. It takes {expected}, such as {example}.")
        self.parameter, self.expected, self.example = parameter, expected, example


class ParameterUnknown(QueryRefused):
    """A parameter was given that there is none of: a slip must not silently give everything."""

    def __init__(self, parameter: str, known: Iterable[str]) -> None:
        self.parameter, self.known = parameter, tuple(known)
        there_are = f"There are: {', '.join(self.known)}." if self.known else "There are none."
        super().__init__(f"There is no parameter {parameter} here. {there_are}")


class FormatUnavailable(GraphError):
    """A result cannot be written in any of the formats that were asked for."""

    def __init__(self, result: str, formats: Iterable[str]) -> None:
        self.result, self.formats = result, tuple(formats)
        super().__init__(f"The result is {result}, which we write as {', '.join(self.formats)}.")


class QueryEnded(GraphError):
    """A query was ended by one of the limits."""


class QueryTimedOut(QueryEnded):
    """A query ran longer than it may."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"The query was ended after {seconds:g} seconds, the limit for one query. Ask for less at a time."
        )
        self.seconds = seconds


class QueryOutOfMemory(QueryEnded):
    """A query wanted more memory than it may use."""

    def __init__(self, mebibytes: int) -> None:
        super().__init__(
            f"The query was ended because it needed more than {mebibytes} MiB of memory. "
            f"Avoid sorting or grouping over combinations of everything."
        )
        self.mebibytes = mebibytes


class ResultTooLarge(QueryEnded):
    """A result became larger than one result may be."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(
            f"The query was ended because its result is larger than {most_bytes} bytes. "
            f"Take it in parts, with ORDER BY, LIMIT and OFFSET."
        )
        self.most_bytes = most_bytes


class QueryCrashed(QueryEnded):
    """The process that ran a query died of it."""

    def __init__(self) -> None:
        super().__init__("The query ended the process that ran it. Write it with less nesting.")


class AskerCrowdedOut(QueryEnded):
    """A client wants more of the workers' time than it may have while others want some."""

    def __init__(self) -> None:
        super().__init__(
            "Others want to ask too, and yours have had much of the time. Ask one when the other is answered."
        )


class QueryCrowdedOut(GraphError):
    """All query workers were busy for too long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"All query workers have been busy for {seconds:g} seconds. Try again in a moment.")
        self.seconds = seconds
