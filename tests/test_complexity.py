"""Functions and files are small enough to be read at once.

Every function of demodb and of its tests is measured for length, from its `def` to its last line, and so is every file of
both; the number of ways through a function is measured in demodb only.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

MOST_WAYS = 12
MOST_LINES = 50
MOST_LINES_OF_A_FILE = 300

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(module: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(module) if isinstance(node, Function))


def inside(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes below one, without those of the functions and classes that are defined in it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Function | ast.ClassDef):
            yield child
            yield from inside(child)


def branches(node: ast.AST) -> int:
    """How many ways more a node makes, as radon counts them."""
    match node:
        case ast.If() | ast.IfExp() | ast.Lambda() | ast.Assert() | ast.match_case():
            return 1
        case ast.For() | ast.AsyncFor() | ast.While():
            return 1 + bool(node.orelse)
        case ast.Try() | ast.TryStar():
            return len(node.handlers) + bool(node.orelse)
        case ast.BoolOp():
            return len(node.values) - 1
        case ast.comprehension():
            return 1 + len(node.ifs)
    return 0


def complexity(function: Function) -> int:
    """McCabe's number of ways through a function, with boolean operators and comprehensions: 1 where there is one way."""
    return 1 + sum(branches(node) for node in inside(function))


def lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def modules(folder: Path) -> list[Path]:
    """The files of Python code below a folder of the project, and there are some."""
    found = [path for path in sorted(folder.rglob("*.py")) if "node_modules" not in path.relative_to(folder).parts]
    assert found, f"there is no Python file below {folder}"
    return found


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def of_all_functions(repository: Path, folder: str) -> Iterator[tuple[str, Function]]:
    for path in modules(repository / folder):
        for function in functions(parsed(path)):
            yield f"{path.relative_to(repository)}:{function.lineno} {function.name}", function


@pytest.mark.slow
def test_no_function_has_more_than_twelve_ways_through_it(repository: Path) -> None:
    measured = ((place, complexity(function)) for place, function in of_all_functions(repository, "demodb"))
    over = [f"{place} has {ways}" for place, ways in measured if ways > MOST_WAYS]
    assert not over, "\n".join(over)


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["demodb", "tests"])
def test_no_function_is_longer_than_fifty_lines(repository: Path, folder: str) -> None:
    measured = ((place, lines(function)) for place, function in of_all_functions(repository, folder))
    over = [f"{place} has {length}" for place, length in measured if length > MOST_LINES]
    assert not over, "\n".join(over)


@pytest.mark.parametrize("folder", ["demodb", "tests"])
def test_no_file_is_longer_than_three_hundred_lines(repository: Path, folder: str) -> None:
    measured = (
        (path.relative_to(repository), len(path.read_text("utf-8").splitlines())) for path in modules(repository / folder)
    )
    over = [f"{path} has {length}" for path, length in measured if length > MOST_LINES_OF_A_FILE]
    assert not over, "\n".join(over)


def test_a_folder_without_python_files_is_no_success(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="no Python file"):
        modules(tmp_path)


@pytest.mark.parametrize(
    ("body", "ways"),
    [
        ("return x", 1),
        ("return x if x else y", 2),
        ("return x and y and z", 3),
        ("return [x for row in rows for x in row if x if not y]", 5),
        ("for x in rows:\n  pass\n else:\n  return 1", 3),
        ("while x:\n  if y:\n   pass\n  elif z:\n   pass", 4),
        ("try:\n  pass\n except E:\n  pass\n except F:\n  pass\n else:\n  pass", 4),
        ("match x:\n  case 1:\n   pass\n  case _:\n   pass", 3),
        ("def inner():\n  return x or y\n return lambda: 1", 2),
        ("with x, y:\n  assert x", 2),
    ],
)
def test_ways_are_counted_as_the_limit_means_them(body: str, ways: int) -> None:
    (function, *_) = functions(ast.parse(f"def f():\n {body}"))
    assert complexity(function) == ways
