"""`python -m scripts.docs`: writes docs/reference and schema/*.openapi.json; with --check, names each that is stale."""

import sys
from collections.abc import Callable
from pathlib import Path

from scripts.build.paths import ROOT
from scripts.reference.api import api_json, api_page
from scripts.reference.commands import commands_page
from scripts.reference.outcomes import outcomes_page
from scripts.reference.rules import rules_page
from scripts.reference.settings import settings_page
from scripts.reference.systems import CONTRACTS

FOLDER = ROOT / "docs" / "reference"
PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "outcomes.md": outcomes_page,
    "cli.md": commands_page,
    "api.md": api_page,
    "api.json": api_json,
    "lint-rules.md": rules_page,
}


def _made() -> dict[Path, Callable[[], str]]:
    """Every file that is made from the code, and how."""
    pages = {FOLDER / name: make for name, make in PAGES.items()}
    return pages | {ROOT / "schema" / name: make for name, make in CONTRACTS.items()}


def stale() -> list[str]:
    """Every page whose file is not what the code says now, as a path in the repository."""
    return [path.relative_to(ROOT).as_posix() for path in _stale()]


def write() -> list[str]:
    """Every page is fresh; the paths of those that were not."""
    changed = _stale()
    for path, made in changed.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made, encoding="utf-8")
    return [path.relative_to(ROOT).as_posix() for path in changed]


def _stale() -> dict[Path, str]:
    made = {path: make() for path, make in _made().items()}
    return {path: text for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text}


def main(arguments: list[str]) -> int:
    """The exit status."""
    if "--check" in arguments:
        faults = stale()
        for path in faults:
            print(f"{path} is stale: run `make docs`")
        return 1 if faults else 0
    changed = write()
    print("\n".join(f"wrote {path}" for path in changed) or "docs/reference and schema are fresh")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
