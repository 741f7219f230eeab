"""`python -m scripts.docs`: writes docs/reference from the code; with --check, names every page that is stale."""

import sys
from collections.abc import Callable

from scripts.build.paths import ROOT
from scripts.reference.api import api_json, api_page
from scripts.reference.commands import commands_page
from scripts.reference.outcomes import outcomes_page
from scripts.reference.rules import rules_page
from scripts.reference.settings import settings_page

FOLDER = ROOT / "docs" / "reference"
PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "outcomes.md": outcomes_page,
    "cli.md": commands_page,
    "api.md": api_page,
    "api.json": api_json,
    "lint-rules.md": rules_page,
}


def stale() -> list[str]:
    """Every page whose file is not what the code says now, as a path in the repository."""
    return [
        (FOLDER / name).relative_to(ROOT).as_posix()
        for name, make in PAGES.items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text("utf-8") != make()
    ]


def write() -> list[str]:
    """Every page is fresh; the paths of those that were not."""
    changed = stale()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in changed:
        (ROOT / path).write_text(PAGES[path.rsplit("/", 1)[-1]](), encoding="utf-8")
    return changed


def main(arguments: list[str]) -> int:
    """The exit status."""
    if "--check" in arguments:
        for path in stale():
            print(f"{path} is stale: run `make docs`")
        return 1 if stale() else 0
    changed = write()
    print("\n".join(f"wrote {path}" for path in changed) or "docs/reference is fresh")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
