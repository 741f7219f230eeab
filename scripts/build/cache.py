"""Remembers by the hash of its inputs that a stage was done."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from scripts.build.paths import ROOT, STAMPS

_SKIPPED = {"__pycache__", "node_modules", ".mypy_cache", ".ruff_cache"}


def digest(paths: Iterable[Path], *extra: str) -> str:
    """SHA-256 over the names and bytes of files (folders with all below them) and any further text."""
    total = hashlib.sha256()
    for path in sorted(_files(paths)):
        name = str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
        total.update(f"{name}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    for text in extra:
        total.update(f"\0{text}".encode())
    return total.hexdigest()


def is_done(stage: str, inputs: str, outputs: Iterable[Path]) -> bool:
    """Whether the stage was done for these inputs and everything it made is still there."""
    stamp = STAMPS / f"{stage}.json"
    if not stamp.exists() or not all(path.exists() for path in outputs):
        return False
    return bool(json.loads(stamp.read_text()).get("inputs") == inputs)


def mark_done(stage: str, inputs: str) -> None:
    """The stage counts as done for these inputs."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / f"{stage}.json").write_text(json.dumps({"inputs": inputs}) + "\n")


def _files(paths: Iterable[Path]) -> set:  # type: ignore[type-arg]
    found = set()
    for path in paths:
        if path.is_file():
            found.add(path)
        elif path.is_dir():
            found.update(
                file
                for file in path.rglob("*")
                if file.is_file() and not _SKIPPED.intersection(file.parts) and file.suffix != ".pyc"
            )
    return found
