"""Imports point down: each room may know only the floors below it, and each heavy package only its rooms."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "searcher"
FLOORS = [
    {"__main__"},
    {"cli"},
    {"__init__"},
    {"index"},
    {"ingest", "search"},
    {"store"},
    {"readers", "extract", "query", "codec", "schema"},
    {"analysis", "knowledge"},
    {"document", "fields", "errors"},
]
LEVEL = {room: number for number, floor in enumerate(FLOORS) for room in floor}
# codec lays out what schema names; they are one floor but one way only.
SAME_FLOOR = {("codec", "schema"), ("document", "errors"), ("fields", "errors"), ("fields", "document")}
ONLY_IN = {
    "whoosh": {"analysis", "schema", "codec", "store", "search"},
    "numpy": {"analysis", "codec", "store", "search", "extract", "ingest"},
    "typer": {"cli"},
    "rich": {"cli"},
    "lxml": {"readers"},
    "trafilatura": {"readers"},
    "feedparser": {"readers"},
    "warcio": {"readers"},
}
FILES = sorted(ROOT.rglob("*.py"))


def room(path):
    relative = path.relative_to(ROOT)
    return relative.parts[0].removesuffix(".py")


def imports(path):
    """Every module imported anywhere in a file, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            if node.module == "searcher":
                yield from (f"searcher.{alias.name}" for alias in node.names)
            else:
                yield node.module


def test_every_room_has_a_floor():
    assert {room(path) for path in FILES} <= LEVEL.keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down(path):
    here = room(path)
    for module in imports(path):
        parts = module.split(".")
        if parts[0] == "searcher" and len(parts) > 1 and parts[1] != here:
            there = parts[1] if parts[1] in LEVEL else "__init__"
            down = LEVEL[there] > LEVEL[here] or (here, there) in SAME_FLOOR
            assert down, f"{here} imports {module}, which is not on a floor below"
        if parts[0] in ONLY_IN:
            assert here in ONLY_IN[parts[0]], f"{here} imports {module}"


@pytest.mark.parametrize("path", [path for path in FILES if room(path) not in {"cli", "__main__"}], ids=str)
def test_the_library_neither_prints_nor_reads_its_surroundings(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"print", "input", "eval", "exec"}, f"{path}:{node.lineno}"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            assert node.attr not in {"environ", "getenv", "getcwd"}, f"{path}:{node.lineno}"
