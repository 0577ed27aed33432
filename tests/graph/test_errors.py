"""The tree of errors: whole at its door, and told of there."""

import re

from graph import errors
from graph.errors import GraphError


def all_below(kind: type[GraphError]) -> set[type[GraphError]]:
    return {kind}.union(*(all_below(each) for each in kind.__subclasses__()))


def errors_of_the_graph() -> set[str]:
    return {each.__name__ for each in all_below(GraphError) if each.__module__.startswith("graph.errors.")}


def test_every_error_can_be_had_from_the_package() -> None:
    assert set(errors.__all__) == errors_of_the_graph()


def test_the_door_of_the_package_tells_of_every_error_and_of_what_kind_it_is() -> None:
    told = {}
    above = ["GraphError"]
    for indent, name in re.findall(r"^( *)[-*] (\w+)", errors.__doc__ or "", re.MULTILINE):
        above[len(indent) // 2 :] = [name]
        told[name] = above[-2:-1]

    assert told == {
        name: [] if name == "GraphError" else [getattr(errors, name).__base__.__name__]
        for name in errors_of_the_graph()
    }
