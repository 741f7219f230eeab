"""docs/reference/settings.md: every setting of both processes, and those of the builder alone."""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from assistant.dialogue.settings import DialogueSettings
from assistant.settings import Settings
from scripts.build.paths import ROOT
from scripts.reference.page import page, table

_PREFIX = "ASSISTANT_"
_NAMED = re.compile(rf"{_PREFIX}[A-Z_]+")
_HEAD = ("variable", "default", "meaning")


def settings_page() -> str:
    """The page as it must be for the code as it is."""
    service = [
        (f"`{_PREFIX}{name.upper()}`", _default(field.default), field.description or "")
        for name, field in Settings.model_fields.items()
    ]
    dialogue = [
        (f"`{_PREFIX}{field.name.upper()}`", _default(field.default), _sentence(field.name))
        for field in fields(DialogueSettings)
    ]
    known = {row[0].strip("`") for row in [*service, *dialogue]}
    return page(
        "Settings",
        "assistant/settings.py, assistant/dialogue/settings.py and scripts/build",
        "Every setting is an environment variable, read once when a process starts. What is not set has its default. "
        "Paths are relative to the repository. Production (`ASSISTANT_ENVIRONMENT=production`) refuses the "
        "development key, an empty vault key and switched-off limits.",
        "## Service process",
        table(_HEAD, service),
        "## Dialogue process",
        table(_HEAD, dialogue),
        "`make run` fills in the URLs of the dialogue process itself; set them only when you start it in another way.",
        "## Read by `make` alone",
        table(("variable", "read in"), _of_the_builder(known)),
    )


def _default(value: Any) -> str:
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, Path):
        return f"`{_relative(str(value))}`"
    if value == "":
        return "empty"
    return f"`{_relative(str(value))}`"


def _relative(text: str) -> str:
    """Without the place of this clone, so that the page is the same on every machine."""
    return text.replace(f"{ROOT}/", "").replace(f"{ROOT.parent}/", "../")


def _sentence(name: str) -> str:
    """What the docstring of the class says of a field: the sentence, or the part of it, that names the field."""
    text = " ".join((DialogueSettings.__doc__ or "").split())
    for clause in re.split(r"(?<=[.;])\s+", text):
        if f"`{name}`" in clause:
            said = clause.replace(f"`{name}` is ", "", 1).replace(f"`{name}` ", "", 1).rstrip(".;")
            return said[:1].upper() + said[1:] + "."
    raise LookupError(f"the docstring of DialogueSettings says nothing of {name!r}: add a sentence that names it")


def _of_the_builder(known: set[str]) -> list[tuple[str, str]]:
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "scripts" / "build").glob("*.py")):
        for name in _NAMED.findall(path.read_text("utf-8")):
            if name not in known:
                found.setdefault(name, set()).add(path.relative_to(ROOT).as_posix())
    return [
        (f"`{name}`", ", ".join(f"`{place}`" for place in sorted(places))) for name, places in sorted(found.items())
    ]
