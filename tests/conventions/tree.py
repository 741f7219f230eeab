"""The repository as these tests read it: its files, and Python parsed once."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def files() -> tuple[str, ...]:
    """Every file that is tracked or about to be, as a path in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return tuple(sorted(name for name in set(listed) if (ROOT / name).is_file()))


def under(*folders: str, suffix: str = ".py") -> list[str]:
    """The files below these folders that end in `suffix`."""
    return [name for name in files() if name.endswith(suffix) and name.startswith(tuple(f"{f}/" for f in folders))]


@cache
def text(name: str) -> str:
    """What a file says."""
    return (ROOT / name).read_text("utf-8")


@cache
def parsed(name: str) -> ast.Module:
    """A Python file as a tree."""
    return ast.parse(text(name), name)


def string_literals(name: str) -> Iterator[tuple[int, str]]:
    """Line and value of each string that is not a docstring, parts of f-strings included."""
    tree = parsed(name)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def imported(name: str) -> Iterator[tuple[int, str]]:
    """Line and full name of each module that a file imports, inside functions too."""
    for node in ast.walk(parsed(name)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def calls(name: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of each call of a plain name or attribute chain."""
    for node in ast.walk(parsed(name)):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)
