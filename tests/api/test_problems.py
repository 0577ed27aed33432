"""Every error has a status, and tells a machine what it may want to know."""

import json

import pytest
from starlette.exceptions import HTTPException

from api.problems import TABLE, problem_of
from graph.errors import (
    AskerCrowdedOut,
    DatasetUnwritable,
    DumpsCrowdedOut,
    DumpUnknown,
    DumpUnmade,
    EntityRetired,
    EntityUnknown,
    FormatUnavailable,
    GraphAbsent,
    GraphDerived,
    GraphError,
    GraphPresent,
    GraphUnknown,
    NameUnknown,
    PageUnknown,
    QueryCrashed,
    QueryCrowdedOut,
    QueryEnded,
    QueryMalformed,
    QueryOutOfMemory,
    QueryRefused,
    QueryTimedOut,
    QueryTooLong,
    ReleaseLetGo,
    ReleaseMovedOn,
    ReleaseUnknown,
    ResultTooLarge,
    SourceUnreadable,
    UpdateEnded,
    ValidatorUndecided,
    WriteCrowdedOut,
    WriteLost,
)


@pytest.mark.parametrize(
    ("error", "status", "members"),
    [
        (EntityUnknown("http://x/y"), 404, {}),
        (
            EntityRetired("http://x/y", 3, ("http://x/z",)),
            410,
            {"lastRelease": 3, "memento": "http://x/y?release=3", "replacedBy": ["http://x/z"]},
        ),
        (ReleaseUnknown(7), 404, {}),
        (ReleaseLetGo(7), 410, {}),
        (QueryMalformed("expected {", 2, 5), 400, {"line": 2, "column": 5}),
        (QueryMalformed("expected {"), 400, {}),
        (QueryRefused("no"), 400, {}),
        (QueryTooLong(65536), 413, {"limit": {"bytes": 65536}}),
        (FormatUnavailable("rows", ["json", "csv"]), 406, {"formats": ["json", "csv"]}),
        (QueryTimedOut(10), 504, {"limit": {"seconds": 10}}),
        (QueryOutOfMemory(1024), 503, {"limit": {"mebibytes": 1024}}),
        (ResultTooLarge(1000), 503, {"limit": {"bytes": 1000}}),
        (QueryCrashed(), 503, {}),
        (QueryCrowdedOut(5), 503, {}),
        (AskerCrowdedOut(), 429, {}),
        (HTTPException(415, "Send RDF."), 415, {}),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_an_error_is_told_with_its_status(error: Exception, status: int, members: dict[str, object]) -> None:
    document = json.loads(problem_of(error).document())
    assert document["status"] == status
    assert document["title"]
    assert {
        name: document[name] for name in document if name not in {"type", "title", "status", "detail"}
    } == members


@pytest.mark.parametrize("status", [404, 405])
def test_a_status_that_nobody_explained_comes_with_advice(status: int) -> None:
    document = json.loads(problem_of(HTTPException(status)).document())
    assert document["detail"] != document["title"]


def test_every_error_that_a_request_can_meet_has_a_status() -> None:
    def all_below(kind: type[GraphError]) -> set[type[GraphError]]:
        return {kind}.union(*(all_below(each) for each in kind.__subclasses__()))

    told = (
        all_below(QueryRefused)
        | all_below(QueryEnded)
        | {QueryCrowdedOut, FormatUnavailable, EntityRetired, EntityUnknown, NameUnknown, PageUnknown}
        | {ReleaseUnknown, ReleaseLetGo}
        | {DumpUnknown, DumpUnmade, DumpsCrowdedOut}
        | {SourceUnreadable, GraphUnknown, GraphAbsent, GraphPresent, GraphDerived, ReleaseMovedOn}
        | {ValidatorUndecided}
        | {UpdateEnded, WriteCrowdedOut, WriteLost, DatasetUnwritable}
    )
    assert told - {QueryEnded} == set(TABLE)


def test_what_nobody_has_foreseen_is_our_fault_and_tells_no_secrets() -> None:
    problem = problem_of(ZeroDivisionError("/home/secret"))
    assert problem.status == 500
    assert b"secret" not in problem.document()


@pytest.mark.parametrize("error", [QueryCrowdedOut(5), AskerCrowdedOut()])
def test_who_was_crowded_out_is_told_when_to_come_again(error: GraphError) -> None:
    assert int(problem_of(error).headers["Retry-After"]) > 0
