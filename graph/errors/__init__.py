"""Everything the graph can say no to, by what it is about.

* GraphError
  `dataset`
  - DatasetMissing       there is no dataset in the folder
  - DatasetExists        there is one already
  - DatasetDamaged       a file of the dataset is missing or not what its name promises
    - ReleaseDamaged     one that the newest release needs
  - DatasetUnwritable    a file of the dataset could not be written
    - DiskFull           for want of room on the disk
  - BaseMismatch         the dataset was made for another base IRI
  - WriterBusy           another process is changing the dataset
  - IndexBusy            another process has the index on disk
  - IndexUnmade          the index on disk could not be made
  `releases`
  - ReleaseUnknown       there is no release with this number
  - ReleaseLetGo         the content of a release was let go
  - DumpUnknown          no release has a dump of this name
  - DumpUnmade           a dump could not be made
  - DumpsCrowdedOut      too many wait for dumps to be made
  `changes`
  - SourceUnreadable     a file to import is not what its name says
  - SourceNameInvalid    a source cannot be called that
  - ValidatorUndecided   the shapes could not be applied to the data
  - ReleaseMovedOn       a change was made for another release than the newest
  - GraphUnknown         the newest release has no such named graph
  - GraphPresent         it has one already
  - GraphAbsent          it has none yet
  - GraphDerived         a named graph is worked out from the others, so nobody can write it
  - UpdateEnded          an update was ended by a limit
  - WriteCrowdedOut      earlier changes take too long
  - WriteLost            it is not known what became of a change
  `queries`
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
  `things`
  - EntityUnknown        nothing is stated about this IRI
    - NamedThingUnknown  which a parameter of a query names
  - EntityRetired        earlier releases told of this IRI, and this one does not
  - PageUnknown          a document has fewer pages than was asked for
  - NameUnknown          a parameter of a query is a name that nothing has
  `operation`
  - SettingInvalid       a setting has no such value
  - TokenNameInvalid     a token cannot be called that
  - TokenUnknown         no token has this name
  - TokenPresent         one has it already

A rejected import is no error: it is an `ingest.Rejected` with a report.
"""

from graph.errors.base import (
    GraphError,
)
from graph.errors.changes import (
    GraphAbsent,
    GraphDerived,
    GraphPresent,
    GraphUnknown,
    ReleaseMovedOn,
    SourceNameInvalid,
    SourceUnreadable,
    UpdateEnded,
    ValidatorUndecided,
    WriteCrowdedOut,
    WriteLost,
)
from graph.errors.dataset import (
    BaseMismatch,
    DatasetDamaged,
    DatasetExists,
    DatasetMissing,
    DatasetUnwritable,
    DiskFull,
    IndexBusy,
    IndexUnmade,
    ReleaseDamaged,
    WriterBusy,
)
from graph.errors.operation import (
    SettingInvalid,
    TokenNameInvalid,
    TokenPresent,
    TokenUnknown,
)
from graph.errors.queries import (
    AskerCrowdedOut,
    FormatUnavailable,
    ParameterInvalid,
    ParameterMissing,
    ParameterUnknown,
    QueryCrashed,
    QueryCrowdedOut,
    QueryEnded,
    QueryMalformed,
    QueryOutOfMemory,
    QueryRefused,
    QueryTimedOut,
    QueryTooLong,
    ResultTooLarge,
)
from graph.errors.releases import (
    DumpsCrowdedOut,
    DumpUnknown,
    DumpUnmade,
    ReleaseLetGo,
    ReleaseUnknown,
)
from graph.errors.things import (
    EntityRetired,
    EntityUnknown,
    NamedThingUnknown,
    NameUnknown,
    PageUnknown,
)

__all__ = [
    "AskerCrowdedOut",
    "BaseMismatch",
    "DatasetDamaged",
    "DatasetExists",
    "DatasetMissing",
    "DatasetUnwritable",
    "DiskFull",
    "DumpUnknown",
    "DumpUnmade",
    "DumpsCrowdedOut",
    "EntityRetired",
    "EntityUnknown",
    "FormatUnavailable",
    "GraphAbsent",
    "GraphDerived",
    "GraphError",
    "GraphPresent",
    "GraphUnknown",
    "IndexBusy",
    "IndexUnmade",
    "NameUnknown",
    "NamedThingUnknown",
    "PageUnknown",
    "ParameterInvalid",
    "ParameterMissing",
    "ParameterUnknown",
    "QueryCrashed",
    "QueryCrowdedOut",
    "QueryEnded",
    "QueryMalformed",
    "QueryOutOfMemory",
    "QueryRefused",
    "QueryTimedOut",
    "QueryTooLong",
    "ReleaseDamaged",
    "ReleaseLetGo",
    "ReleaseMovedOn",
    "ReleaseUnknown",
    "ResultTooLarge",
    "SettingInvalid",
    "SourceNameInvalid",
    "SourceUnreadable",
    "TokenNameInvalid",
    "TokenPresent",
    "TokenUnknown",
    "UpdateEnded",
    "ValidatorUndecided",
    "WriteCrowdedOut",
    "WriteLost",
    "WriterBusy",
]
