"""Knowledge files from plain values: front matter in the order that curators know, then the sections."""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ORDER = (
    *("id", "title", "kind", "topic", "audience", "place", "department", "status", "gap", "owner", "valid"),
    *("review_by", "supersedes", "sources", "questions", "keywords", "facts", "en"),
)


@dataclass(frozen=True)
class Body:
    """One section to be written."""

    anchor: str
    heading: str
    text: str


def file_text(front: Mapping[str, Any], sections: Sequence[Body]) -> tuple[str, tuple[int, ...]]:
    """The whole text of a file, and the line on which each section begins."""
    ordered = {key: front[key] for key in (*ORDER, *front) if key in front}
    head = yaml.safe_dump(ordered, allow_unicode=True, sort_keys=False, width=10_000)
    text, starts = f"---\n{head}---\n", []
    for section in sections:
        starts.append(text.count("\n") + 1)
        mark = f" {{#{section.anchor}}}" if section.anchor else ""
        text += f"## {section.heading}{mark}\n{section.text.strip()}\n\n"
    return text.rstrip("\n") + "\n", tuple(starts)


def write_all(texts: Mapping[str, str], *, root: Path) -> None:
    """Every file of `texts` (path under `root` → text) is written, or none is."""
    scratch = root / f".import.{os.getpid()}"
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        for number, text in enumerate(texts.values()):
            scratch.mkdir(exist_ok=True)
            (scratch / f"{number}.new").write_text(text, encoding="utf-8")
        moved: list[tuple[Path, Path | None]] = []
        try:
            for number, name in enumerate(texts):
                target = root / name
                target.parent.mkdir(parents=True, exist_ok=True)
                kept = scratch / f"{number}.old" if target.exists() else None
                if kept is not None:
                    shutil.copy2(target, kept)
                os.replace(scratch / f"{number}.new", target)
                moved.append((target, kept))
        except OSError:
            for target, kept in reversed(moved):
                if kept is None:
                    target.unlink(missing_ok=True)
                else:
                    os.replace(kept, target)
            raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
