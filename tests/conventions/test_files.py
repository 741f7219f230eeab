"""Files: how long they may be, what they may hold."""

import ast
import re
from pathlib import Path

import pytest
from tree import ROOT, calls, files, parsed, text, under

LIMIT = 400
# Path → why it may be longer.
LONGER = {
    "web/src/contract/messages.ts": "made by json-schema-to-typescript from the message schema",
}
_TEXT = frozenset(".py .ts .tsx .mjs .css .md .yml .yaml .toml .txt .json .html .svg .sh .mako".split()) | {""}
# A letter in brackets keeps a pattern from finding itself here.
_MACHINE_PATHS = re.compile(r"/wor[k]/|/roo[t]/|/hom[e]/[a-z]|/User[s]/[A-Za-z]|[A-Z]:\\User[s]")
_REGISTRIES = re.compile(
    r"\b(?:registry|index|files|mirrors?|proxy|packages|deb)\.(?!example\b)[a-z0-9-]+\.(?:com|org|io|net|dev)\b"
    r"|pyp[i]\.org|(?:extra-)?index-ur[l]",
    re.IGNORECASE,
)
_LATER = re.compile(r"TOD[O]\b|FIXM[E]\b|\bXX[X]\b|raise NotImplementedErro[r]|pragma: no cove[r]")


def test_no_source_file_is_longer_than_400_lines() -> None:
    found = {
        name: len(text(name).splitlines())
        for name in files()
        if name.endswith((".py", ".ts", ".tsx")) and name not in LONGER and len(text(name).splitlines()) > LIMIT
    }
    assert found == {}, "split them by what they do"


def test_every_exception_to_the_length_is_still_needed() -> None:
    assert all(name in files() and len(text(name).splitlines()) > LIMIT for name in LONGER)


def test_every_module_says_what_it_is_in_at_most_five_lines() -> None:
    # Here the docstring is the documentation: the page of a rule, the tree of errors, what travels between processes.
    pages = ("assistant/curation/rules/", "assistant/shared/errors.py", "assistant/shared/contracts/")
    said = {
        name: (ast.get_docstring(parsed(name)) or "").splitlines() for name in under("assistant", "actions", "scripts")
    }
    assert [name for name, lines in said.items() if not lines] == []
    assert [name for name, lines in said.items() if len(lines) > 5 and not name.startswith(pages)] == []


def test_the_builder_is_written_for_python_39() -> None:
    found = [
        f"{name}:{annotation.lineno}"
        for name in under("scripts/build")
        for annotation in _annotations(parsed(name))
        if any(isinstance(part, ast.BinOp) for part in ast.walk(annotation))
    ]
    assert found == [], "write Optional[…]: `X | None` is evaluated, and 3.9 cannot"
    assert [
        name for name in under("scripts/build") if any(isinstance(n, ast.Match) for n in ast.walk(parsed(name)))
    ] == []


def test_nothing_prints_outside_the_command_line_and_the_scripts() -> None:
    found = [
        f"{name}:{line}"
        for name in under("assistant", "actions")
        if not name.startswith("assistant/cli/")
        for line, called in calls(name)
        if called in ("print", "pprint", "pprint.pprint")
    ]
    assert found == []


def test_the_environment_is_read_in_settings_only() -> None:
    settings = {"assistant/settings.py", "assistant/dialogue/settings.py"}
    found = [
        f"{name}:{number} {line.strip()}"
        for name in under("assistant", "actions")
        if name not in settings
        for number, line in enumerate(text(name).splitlines(), 1)
        if re.search(r"os\.(environ|getenv)", line) and not re.search(r"os\.environ\.setdefault\(", line)
    ]
    assert found == [], "take it from Settings (assistant/settings.py), where each setting has a sentence"


def test_nothing_is_left_to_be_done_later() -> None:
    found = [
        f"{name}:{number}"
        for name in files()
        if name.endswith((".py", ".ts", ".tsx", ".mjs")) and not _is_made(name)
        for number, line in enumerate(text(name).splitlines(), 1)
        if _LATER.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(("what", "pattern"), [("a place on one machine", _MACHINE_PATHS), ("a registry", _REGISTRIES)])
def test_no_file_names_a_place_that_others_do_not_have(what: str, pattern: re.Pattern[str]) -> None:
    found = [
        f"{name}:{number} {match.group()}"
        for name in files()
        if Path(name).suffix in _TEXT
        for number, line in enumerate(_readable(name), 1)
        if (match := pattern.search(line))
    ]
    assert found == [], f"{what} is named"


def test_temporary_and_built_files_are_not_tracked() -> None:
    built = re.compile(r"(^|/)(var|node_modules|\.venv|__pycache__|\.rasa)/|\.(pyc|sqlite|db|npz|tar\.gz)$|~$")
    assert [name for name in files() if built.search(name)] == []


def _annotations(tree: ast.Module) -> list[ast.expr]:
    found: list[ast.expr | None] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.append(node.returns)
        elif isinstance(node, ast.arg | ast.AnnAssign):
            found.append(node.annotation)
    return [annotation for annotation in found if annotation is not None]


def _readable(name: str) -> list[str]:
    try:
        return text(name).splitlines()
    except UnicodeDecodeError:
        return []


def _is_made(name: str) -> bool:
    return name in LONGER or not (ROOT / name).exists()
