"""A release on disk: an immutable folder named by the hash of its input, and `current`, which names the one in use.

The index is built by whoever is passed in (`IndexBuilder`): curation does not know how search works.
"""

import contextlib
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
HISTORY = "history.jsonl"
ROLLBACK = "rollback"
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
    """The release of `content` is on disk and in use, unasked; returns its name and whether it had to be made."""
    name, made = build(
        content,
        releases_dir=releases_dir,
        builder=builder,
        spellings=spellings,
        places=places,
        calibration=calibration,
        accept=accept,
    )
    switch(releases_dir, name)
    return name, made


def build(
    content: Content,
    *,
    releases_dir: Path,
    builder: IndexBuilder,
    spellings: Mapping[str, str],
    places: Mapping[str, str | None],
    calibration: Mapping[str, Any],
    accept: Callable[[Path], object],
) -> tuple[str, bool]:
    """The release of `content` is on disk and not in use yet; returns its name and whether it had to be made.

    `accept` reads the finished folder as the search will and raises if it cannot: then nothing has changed.
    """
    documents: dict[str, Any] = {
        "entries.json": list(content.entries),
        "passages.json": [asdict(passage) for passage in content.passages],
        "moved.json": content.moved,
        "settings.json": {"spellings": dict(spellings), "places": dict(places), "calibration": dict(calibration)},
    }
    name = _digest_of([FORMAT, builder.identity, documents])
    target = releases_dir / name
    made = not is_whole(target)
    if made:
        releases_dir.mkdir(parents=True, exist_ok=True)
        _make(target, name, content, documents, builder, spellings, accept)
    return name, made


def is_whole(directory: Path) -> bool:
    """Whether every file of the release in `directory` is what its manifest says."""
    try:
        files = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))["files"]
        return all(_file_digest(directory / name) == digest for name, digest in files.items())
    except (OSError, ValueError, KeyError):
        return False


def in_use(releases_dir: Path) -> str | None:
    """The name that `current` holds, None where nothing was ever put to use."""
    try:
        return (releases_dir / CURRENT).read_text(encoding="ascii").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def switch(releases_dir: Path, name: str, **said: Any) -> None:
    """Release `name` is the one in use, from one moment to the next; history.jsonl keeps what was `said` about it."""
    was = in_use(releases_dir)
    temporary = releases_dir / f".{CURRENT}.{os.getpid()}"
    temporary.write_text(f"{name}\n", encoding="ascii")
    os.replace(temporary, releases_dir / CURRENT)
    os.utime(releases_dir / name)
    if was != name:
        line = json.dumps({"release": name, "was": was, **said}, ensure_ascii=False)
        with (releases_dir / HISTORY).open("a", encoding="utf-8") as history:
            history.write(line + "\n")


def history(releases_dir: Path) -> list[dict[str, Any]]:
    """Every switch, oldest first; lines that a crash cut off are left out."""
    found: list[dict[str, Any]] = []
    try:
        lines = (releases_dir / HISTORY).read_text(encoding="utf-8").splitlines()
    except OSError:
        return found
    for line in lines:
        with contextlib.suppress(ValueError):
            found.append(json.loads(line))
    return found


def previous(releases_dir: Path) -> str | None:
    """The release that the one in use took the place of, if it is still whole: going back again goes further back."""
    rows = history(releases_dir)
    seen: set[str | None] = set()
    name = in_use(releases_dir)
    while name is not None and name not in seen:
        seen.add(name)
        name = next(
            (row["was"] for row in reversed(rows) if row["release"] == name and row.get("how") != ROLLBACK), None
        )
        if name is not None and is_whole(releases_dir / name):
            return str(name)
    return None


def prune(releases_dir: Path, *, keep: int) -> list[str]:
    """All but the `keep` releases used or made last are gone; the one in use and the one before it always stay."""
    folders = [path for path in releases_dir.iterdir() if path.is_dir() and not path.name.startswith(".")]
    newest = sorted(folders, key=lambda path: path.stat().st_mtime_ns, reverse=True)
    kept = {path.name for path in newest[:keep]} | {in_use(releases_dir), previous(releases_dir)}
    gone = [path for path in newest if path.name not in kept]
    for path in gone:
        # The manifest goes first: what a killed prune leaves behind is no release any more.
        (path / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(path, ignore_errors=True)
    return sorted(path.name for path in gone)


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
