"""Applies the edits that rules call safe to the files on disk; all else in them stays byte for byte."""

import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from assistant.curation.findings import Edit, Finding


def fix_files(findings: Iterable[Finding], *, root: Path) -> int:
    """How many edits were made in the files under `root`; each file is replaced whole or not at all."""
    by_file: dict[str, list[Edit]] = defaultdict(list)
    for finding in findings:
        if finding.edit is not None:
            by_file[finding.file].append(finding.edit)
    made = 0
    for name, edits in by_file.items():
        path = root / name
        text = path.read_bytes().decode("utf-8")
        changed, count = fixed(text, edits)
        if count:
            temporary = path.with_name(f".{path.name}.{os.getpid()}")
            temporary.write_bytes(changed.encode("utf-8"))
            os.replace(temporary, path)
        made += count
    return made


def fixed(text: str, edits: Iterable[Edit]) -> tuple[str, int]:
    """`text` with those of `edits` that still fit it, and how many they were."""
    lines = text.split("\n")
    made = 0
    # From the end, so that an edit does not move the place of the next.
    for edit in sorted(set(edits), key=lambda edit: (edit.line, edit.column), reverse=True):
        if edit.line > len(lines):
            continue
        line = lines[edit.line - 1]
        # A value may stand in quotes, or behind its key.
        start = line.find(edit.old, edit.column - 1)
        if start < 0:
            continue
        if edit.new is not None:
            lines[edit.line - 1] = line[:start] + edit.new + line[start + len(edit.old) :]
        elif _is_item(line, edit.old):
            del lines[edit.line - 1]
        else:
            continue
        made += 1
    return "\n".join(lines), made


def _is_item(line: str, value: str) -> bool:
    """Whether a list item of its own and nothing else stands on the line."""
    item = line.strip()
    return item.startswith("- ") and item[2:].strip().strip("'\"") == value
