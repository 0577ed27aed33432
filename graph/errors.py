"""Everything the graph can say no to.

* GraphError
  - DatasetMissing       there is no dataset in the folder
  - DatasetExists        there is one already
  - DatasetDamaged       a file of the dataset is missing or not what its name promises
    - ReleaseDamaged     one that the newest release needs
  - DatasetUnwritable    a file of the dataset could not be written
    - DiskFull           for want of room on the disk
  - BaseMismatch         the dataset was made for another base IRI
  - WriterBusy           another process is changing the dataset
  - SettingInvalid       a setting has no such value
  - IndexBusy            another process has the index on disk
  - IndexUnmade          the index on disk could not be made
  - ReleaseUnknown       there is no release with this number
  - ReleaseLetGo         the content of a release was let go
  - DumpUnknown          no release has a dump of this name
  - DumpUnmade           a dump could not be made
  - DumpsCrowdedOut      too many wait for dumps to be made
  - ReleaseMovedOn       a change was made for another release than the newest
  - GraphUnknown         the newest release has no such named graph
  - GraphPresent         it has one already
  - GraphAbsent          it has none yet
  - GraphDerived         a named graph is worked out from the others, so nobody can write it
  - UpdateEnded          an update was ended by a limit
  - WriteCrowdedOut      earlier changes take too long
  - WriteLost            it is not known what became of a change
  - TokenNameInvalid     a token cannot be called that
  - TokenUnknown         no token has this name
  - TokenPresent         one has it already
  - SourceUnreadable     a file to import is not what its name says
  - SourceNameInvalid    a source cannot be called that
  - ValidatorUndecided   the shapes could not be applied to the data
  - QueryRefused         a query is not one we run
    - QueryMalformed     it is not SPARQL
    - QueryTooLong       its text is longer than we read
    - ParameterInvalid   a value for it is not of the kind that it takes
    - ParameterMissing   it cannot be asked without a value
    - ParameterUnknown   it takes no such value
  - FormatUnavailable    a result has no such format as was asked for
  - QueryEnded           a query was ended by a limit
    - QueryTimedOut      by the clock
    - QueryOutOfMemory   by the memory it may use
    - ResultTooLarge     by the size of its result
    - QueryCrashed       by a fault of the query engine
    - AskerCrowdedOut    by another client's wish to ask
  - QueryCrowdedOut      no worker became free in time
  - EntityUnknown        nothing is stated about this IRI
    - NamedThingUnknown  which a parameter of a query names
  - NameUnknown          a parameter of a query is a name that nothing has

A rejected import is no error: it is an `ingest.Rejected` with a report.
"""

from collections.abc import Iterable


class GraphError(Exception):
    """Base of all errors of this package; the message says what to do."""

    def __reduce__(self) -> tuple[object, ...]:
        """How it is told to another process: as it is, and not by what it was made from."""
        return _again, (type(self), self.args), self.__dict__


def _again(kind: type[GraphError], args: tuple[object, ...]) -> GraphError:
    error = kind.__new__(kind)
    error.args = args
    return error


class DatasetMissing(GraphError):
    """There is no dataset in the folder."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"No dataset in {folder}. Run `nodverk serve` there, or name another with --dataset."
        )


class DatasetExists(GraphError):
    """A dataset was to be made where there is one."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"There is a dataset in {folder} already. Choose an empty folder.")


class DatasetDamaged(GraphError):
    """A file of the dataset is missing or is not what its name promises."""

    def __init__(self, path: str, reason: str, advice: str = "Restore the dataset from a copy.") -> None:
        super().__init__(f"{path}: {reason}. {advice}")
        self.path, self.reason = path, reason


class ReleaseDamaged(DatasetDamaged):
    """The newest release needs a file that is damaged; an older one may be whole."""

    def __init__(self, damage: DatasetDamaged, newest: int, whole: int | None) -> None:
        way_back = f", or go back with `nodverk rollback {whole}`: release {whole} is whole" if whole else ""
        super().__init__(
            damage.path, damage.reason, f"Release {newest} needs it. Restore it from a copy{way_back}."
        )
        self.newest, self.whole = newest, whole


class DatasetUnwritable(GraphError):
    """A file of the dataset could not be written; what was there before is as it was."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path} could not be written: {reason}.")
        self.path, self.reason = path, reason


class DiskFull(DatasetUnwritable):
    """There is no room on the disk for a file of the dataset."""

    def __init__(self, path: str) -> None:
        super().__init__(path, "the disk is full. Free some room (`nodverk gc` lets go of old content)")


class BaseMismatch(GraphError):
    """The dataset was made for another base IRI, which is part of every IRI in it."""

    def __init__(self, made_for: str, asked: str) -> None:
        super().__init__(
            f"The dataset's IRIs begin with {made_for}, fixed since it was made; {asked} was asked for. "
            f"Leave --base out, or make a new dataset in an empty folder."
        )
        self.made_for, self.asked = made_for, asked


class WriterBusy(GraphError):
    """Another process holds the writer's lock."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"Another process is changing {folder}. Try again when it is done.")


class SettingInvalid(GraphError):
    """A setting of the environment has a value that it cannot have."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"{name} is {value!r}; it can be {wanted}.")


class IndexBusy(GraphError):
    """Another process has the index on disk."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"Another service has the index in {folder}. Only one can serve it from disk.")


class IndexUnmade(GraphError):
    """The index on disk could not be made."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"The index in {folder} could not be made. The log says why.")


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


class TokenNameInvalid(GraphError):
    """A token's name must be plain, since it stands in the log of releases."""

    def __init__(self, name: str) -> None:
        super().__init__(f"'{name}' cannot name a token. Use lower-case letters a-z, digits and hyphens.")
        self.name = name


class TokenUnknown(GraphError):
    """No token has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no token '{name}'. `nodverk token list` names those there are.")
        self.name = name


class TokenPresent(GraphError):
    """A token has this name already."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a token '{name}' already. Revoke it first, or choose another name.")
        self.name = name


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


class QueryCrowdedOut(GraphError):
    """All query workers were busy for too long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"All query workers have been busy for {seconds:g} seconds. Try again in a moment.")
        self.seconds = seconds


class AskerCrowdedOut(QueryEnded):
    """A client wants more workers than it may have while others want one."""

    def __init__(self) -> None:
        super().__init__(
            "Others want to ask too, and queries of yours are being run. Ask one when the other is answered."
        )


class EntityUnknown(GraphError):
    """Nothing is stated about this IRI."""

    def __init__(self, iri: str) -> None:
        super().__init__(f"Nothing is stated about {iri}.")
        self.iri = iri


class EntityRetired(GraphError):
    """Earlier releases told of this IRI, and this one does not."""

    def __init__(self, iri: str, release: int, successors: tuple[str, ...]) -> None:
        replaced = f" It was replaced by {', '.join(successors)}." if successors else ""
        super().__init__(f"Nothing has been stated about {iri} since release {release}.{replaced}")
        self.iri = iri
        self.release = release
        self.successors = successors


class PageUnknown(GraphError):
    """A document has fewer pages than was asked for."""

    def __init__(self, pages: int) -> None:
        super().__init__(f"The last page is page {pages}.")
        self.pages = pages


class NamedThingUnknown(EntityUnknown):
    """A parameter names a thing about which nothing is stated."""

    def __init__(self, parameter: str, iri: str) -> None:
        super().__init__(iri)
        self.parameter = parameter


class NameUnknown(GraphError):
    """A parameter is a name that nothing has."""

    def __init__(self, parameter: str, name: str) -> None:
        super().__init__(f"Nothing is called {name} in Swedish, as the parameter {parameter} says.")
        self.parameter, self.name = parameter, name
