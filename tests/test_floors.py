"""The floors of the house: imports run one way, down, and in no circle."""

import ast
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BELOW = {
    "api": {"api", "graph"},
    "graph": {"graph"},
}
"""What each package may import of ours: itself and what lies below."""

ROOMS_OF_PAGES = {
    "editions": set[str](),
    "description": {"editions"},
    "money": {"editions", "description"},
    "things": {"editions", "description", "money"},
    "registers": {"editions", "description", "money"},
    "service": {"editions"},
    "printing": {"editions"},
}
"""What each room of `api.pages` may import of the others."""

UNKNOWN_TO_GRAPH = {"fastapi", "starlette", "uvicorn", "jinja2", "httpx", "http"}
"""`graph` knows nothing of HTTP or pages."""


def modules() -> dict[str, Path]:
    found = {}
    for package in BELOW:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            assert node.module
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return names


def roots(module: str) -> set[str]:
    """The packages that a module imports from."""
    return {name.partition(".")[0] for name in imported(MODULES[module])}


def test_a_module_imports_only_from_its_floor_and_below() -> None:
    above = {name: roots(name) & set(BELOW) - BELOW[name.partition(".")[0]] for name in MODULES}

    assert {name: found for name, found in above.items() if found} == {}


@pytest.mark.parametrize(
    "room", sorted({name.split(".")[2] for name in MODULES if name.startswith("api.pages.")})
)
def test_a_room_of_the_pages_imports_only_from_those_below_it(room: str) -> None:
    inside = [path for name, path in MODULES.items() if name.startswith(f"api.pages.{room}.")]

    others = {
        name.split(".")[2] for path in inside for name in imported(path) if name.startswith("api.pages.")
    }

    assert others - {room} <= ROOMS_OF_PAGES[room]


def test_the_graph_knows_nothing_of_http() -> None:
    known = {name: roots(name) & UNKNOWN_TO_GRAPH for name in MODULES if name.startswith("graph")}

    assert {name: found for name, found in known.items() if found} == {}


def test_imports_stand_at_the_top_of_their_module() -> None:
    nested = [
        f"{name}:{node.lineno}"
        for name, path in MODULES.items()
        for outer in ast.walk(tree(path))
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(outer)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert nested == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {
        module: {name for name in imported(path) if name in MODULES and name != module}
        for module, path in MODULES.items()
    }

    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("package", sorted(name for name in MODULES if MODULES[name].name == "__init__.py"))
def test_no_rooms_of_a_package_import_each_other_in_a_circle(package: str) -> None:
    """A room is a package or module that lies in this one."""
    depth = package.count(".") + 2

    def room(module: str) -> str:
        return ".".join(module.split(".")[:depth])

    inside = {module: path for module, path in MODULES.items() if module.startswith(f"{package}.")}
    graph: dict[str, set[str]] = {room(module): set() for module in inside}
    for module, path in inside.items():
        graph[room(module)] |= {room(name) for name in imported(path) if name in inside} - {room(module)}

    TopologicalSorter(graph).prepare()


def test_every_module_says_in_its_first_line_what_it_is() -> None:
    said = {name: ast.get_docstring(tree(path)) or "\n" for name, path in MODULES.items()}

    assert {name: text for name, text in said.items() if len(text.splitlines()[0]) <= 20} == {}
