"""A release on disk: an immutable folder named by the hash of its input, and `current`, which names the one in use.

The index is built by whoever is passed in (`IndexBuilder`): curation does not know how search works.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from assistant.curation.compile import Content, Passage

FORMAT = 1
CURRENT = "current"
MANIFEST = "manifest.json"
_NAME_LENGTH = 16


class IndexBuilder(Protocol):
    """Writes the search index of `passages` into an existing folder."""

    @property
    def identity(self) -> str:
        """Names the model and the way of indexing: another identity is another release."""

    def build(self, directory: Path, passages: tuple[Passage, ...], *, spellings: Mapping[str, str]) -> dict[str, Any]:
        """Writes the index; returns what the manifest says of it."""


def publish(
    content: Content,
    *,
    releases_dir: Path,
    builder: IndexBuilder,
    spellings: Mapping[str, str],
    places: Mapping[str, str | None],
    calibration: Mapping[str, Any],
    accept: Callable[[Path], object],
) -> tuple[str, bool]:
    """The release of `content` is on disk and in use; returns its name and whether it had to be made.

    `accept` reads the finished folder as the search will and raises if it cannot: then nothing has changed.
    """
    documents: dict[str, Any] = {
        "entries.json": list(content.entries),
        "passages.json": [asdict(passage) for passage in content.passages],
        "settings.json": {"spellings": dict(spellings), "places": dict(places), "calibration": dict(calibration)},
    }
    name = _digest_of([FORMAT, builder.identity, documents])
    target = releases_dir / name
    made = not (target / MANIFEST).is_file()
    if made:
        releases_dir.mkdir(parents=True, exist_ok=True)
        _make(target, name, content, documents, builder, spellings, accept)
    switch(releases_dir, name)
    return name, made


def switch(releases_dir: Path, name: str) -> None:
    """Release `name` is the one in use, from one moment to the next."""
    temporary = releases_dir / f".{CURRENT}.{os.getpid()}"
    temporary.write_text(f"{name}\n", encoding="ascii")
    os.replace(temporary, releases_dir / CURRENT)


def _make(
    target: Path,
    name: str,
    content: Content,
    documents: Mapping[str, Any],
    builder: IndexBuilder,
    spellings: Mapping[str, str],
    accept: Callable[[Path], object],
) -> None:
    draft = target.with_name(f".{name}.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    try:
        for file_name, document in documents.items():
            _write(draft / file_name, document)
        index = builder.build(draft, content.passages, spellings=spellings)
        manifest = {
            "release": name,
            "format": FORMAT,
            "as_of": content.as_of,
            "entries": len(content.entries),
            "passages": len(content.passages),
            "index": index,
            "inputs": content.inputs,
            "files": {path.name: _file_digest(path) for path in sorted(draft.iterdir())},
        }
        _write(draft / MANIFEST, manifest)
        accept(draft)
        # A folder without a manifest is what a killed build left behind.
        shutil.rmtree(target, ignore_errors=True)
        os.replace(draft, target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write(path: Path, document: Any) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n", encoding="utf-8")


def _digest_of(document: Any) -> str:
    canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()[:_NAME_LENGTH]


def _file_digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
