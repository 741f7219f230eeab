"""Files: how long they may be, what they may hold."""

import re
from pathlib import Path

import pytest
from tree import ROOT, calls, files, parsed, text, under

LIMIT = 400
# Path → why it may be longer.
LONGER = {
    "web/src/contract/messages.ts": "made by json-schema-to-typescript from the message schema",
}
_TEXT = (".py", ".ts", ".tsx", ".mjs", ".css", ".md", ".yml", ".yaml", ".toml", ".txt", ".json", ".html", ".sh", ".mako", "")
# Spelt in two halves, so that this file does not find itself.
_MACHINE_PATHS = re.compile("|".join(("/wo" "rk/", "/ro" "ot/", "/ho" "me/[a-z]", "/Use" "rs/[A-Za-z]", r"[A-Z]:\\\\Use" "rs")))
_REGISTRIES = re.compile("|".join((
    "registry" r"\.npmjs", "registry" r"\.yarnpkg", "py" r"pi\.org", "files\\.python" "hosted", "deb\\.deb" r"ian\.org",
    "download\\.py" "torch", "proxy\\.gol" "ang", "index-" "url", "Artifact" "ory", "extra-" "index",
)), re.IGNORECASE)


def test_no_source_file_is_longer_than_400_lines() -> None:
    found = {
        name: len(text(name).splitlines()) for name in files()
        if name.endswith((".py", ".ts", ".tsx")) and name not in LONGER and len(text(name).splitlines()) > LIMIT
    }
    assert found == {}, "split them by what they do"


def test_every_exception_to_the_length_is_still_needed() -> None:
    assert all(name in files() and len(text(name).splitlines()) > LIMIT for name in LONGER)


def test_every_module_says_what_it_is_in_at_most_five_lines() -> None:
    found = []
    for name in under("assistant", "actions"):
        first = (parsed(name).body or [None])[0]
        said = getattr(getattr(first, "value", None), "value", None)
        allowed = 40 if name.startswith("assistant/curation/rules/") or name == "assistant/shared/errors.py" else 7
        if not isinstance(said, str):
            found.append(f"{name} says nothing")
        elif len(said.strip().splitlines()) > allowed:
            found.append(f"{name} says it in {len(said.strip().splitlines())} lines")
    assert found == []


def test_nothing_prints_outside_the_command_line_and_the_scripts() -> None:
    found = [
        f"{name}:{line}" for name in under("assistant", "actions") if not name.startswith("assistant/cli/")
        for line, called in calls(name) if called in ("print", "pprint", "pprint.pprint")
    ]
    assert found == []


def test_the_environment_is_read_in_settings_only() -> None:
    settings = {"assistant/settings.py", "assistant/dialogue/settings.py"}
    found = [
        f"{name}:{number} {line.strip()}" for name in under("assistant", "actions") if name not in settings
        for number, line in enumerate(text(name).splitlines(), 1)
        if re.search(r"os\.(environ|getenv)", line) and not re.search(r"os\.environ\.setdefault\(", line)
    ]
    assert found == [], "take it from Settings (assistant/settings.py), where each setting has a sentence"


def test_nothing_is_left_to_be_done_later() -> None:
    later = re.compile("TO" r"DO\b|FIX" r"ME\b|\bXX" r"X\b|NotImplemented" "Error|pragma: no " "cover")
    found = [
        f"{name}:{number}" for name in files() if name.endswith((".py", ".ts", ".tsx", ".mjs")) and not _is_made(name)
        for number, line in enumerate(text(name).splitlines(), 1) if later.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(("what", "pattern"), [("a place on one machine", _MACHINE_PATHS), ("a registry", _REGISTRIES)])
def test_no_file_names_a_place_that_others_do_not_have(what: str, pattern: re.Pattern[str]) -> None:
    found = [
        f"{name}:{number} {match.group()}" for name in files() if Path(name).suffix in _TEXT
        for number, line in enumerate(_readable(name), 1) if (match := pattern.search(line))
    ]
    assert found == [], f"{what} is named"


def test_temporary_and_built_files_are_not_tracked() -> None:
    built = re.compile(r"(^|/)(var|node_modules|\.venv|__pycache__|\.rasa)/|\.(pyc|sqlite|db|npz|tar\.gz)$|~$")
    assert [name for name in files() if built.search(name)] == []


def _readable(name: str) -> list[str]:
    try:
        return text(name).splitlines()
    except UnicodeDecodeError:
        return []


def _is_made(name: str) -> bool:
    return name in LONGER or not (ROOT / name).exists()
