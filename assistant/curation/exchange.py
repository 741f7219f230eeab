"""Knowledge files ↔ rows of a table: one row a section; what belongs to the whole file stands in its first row.

Lists hold one item a line; items of several parts are divided by ` | `, or written as a YAML mapping in braces.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from assistant.curation.model import KnowledgeFile
from assistant.curation.tables import Row
from assistant.curation.writing import Body, file_text

_TEXTS = ("id", "title", "kind", "topic", "place", "department", "status", "owner", "review_by")
_LISTS = ("audience", "keywords")
_PARTS = {
    "sources": ("id", "title", "publisher", "law", "article", "published", "checked", "url", "facts"),
    "materials": ("text", "note", "required"),
    "channels": ("kind", "name", "phone", "address", "hours", "url"),
    "supersedes": ("section", "by"),
}
FILE_COLUMNS = (
    *("id", "title", "kind", "topic", "audience", "place", "department", "status", "gap", "owner"),
    *("valid_from", "valid_until", "review_by", "supersedes", "sources", "questions", "keywords"),
    *("materials", "fee", "time_limit", "channels", "en_title", "en_summary", "en_questions"),
)
SECTION_COLUMNS = ("anchor", "heading", "text", "en_text")
COLUMNS = (*FILE_COLUMNS, *SECTION_COLUMNS)
_TO_SECTION = " => "
_BAR = " | "


@dataclass(frozen=True)
class RowFault:
    """What is wrong with one row, and how to mend it."""

    row: int
    column: str
    fault: str
    mend: str


@dataclass(frozen=True)
class Incoming:
    """A file that rows describe: its path in the knowledge folder, its text, and which row each line came from."""

    path: str
    text: str
    rows: tuple[tuple[int, int], ...]

    def row_of(self, line: int) -> int:
        """The row that line `line` of the text came from."""
        return max((start, row) for start, row in self.rows if start <= line)[1]


def to_rows(file: KnowledgeFile) -> list[dict[str, str]]:
    """The rows of one file; `from_rows` gives the same file back."""
    card, english = file.mapping("facts"), file.mapping("en")
    first = {key: file.text(key) for key in _TEXTS}
    first |= {key: "\n".join(file.texts(key)) for key in _LISTS}
    first |= {
        "gap": "true" if file.gap else "",
        "valid_from": file.valid_from or "",
        "valid_until": file.valid_until or "",
        "supersedes": _lines("supersedes", file.data.get("supersedes")),
        "sources": _lines("sources", file.data.get("sources")),
        "questions": "\n".join(
            f"{row.ask}{_TO_SECTION}{row.section}" if row.section else row.ask for row in file.questions
        ),
        "materials": _lines("materials", card.get("materials")),
        "channels": _lines("channels", card.get("channels")),
        **{key: str(card.get(key) or "") for key in ("fee", "time_limit")},
        **{f"en_{key}": str(english.get(key) or "") for key in ("title", "summary")},
        "en_questions": "\n".join(map(str, english.get("questions") or [])),
    }
    texts = english.get("sections") or {}
    rows = [
        {
            "id": file.id,
            "anchor": section.anchor,
            "heading": section.heading,
            "text": section.text,
            "en_text": texts.get(section.anchor, ""),
        }
        for section in file.sections
    ]
    return [first | (rows[0] if rows else {}), *rows[1:]]


def from_rows(rows: Sequence[Row], headings: Iterable[str]) -> tuple[list[Incoming], list[RowFault]]:
    """The files that `rows` describe, and every fault that keeps a row from being understood."""
    faults = [
        RowFault(1, name, f"column {name!r} is not known", f"use {', '.join(COLUMNS)}")
        for name in headings
        if name and name not in COLUMNS
    ]
    groups: dict[str, list[Row]] = {}
    last = ""
    for row in rows:
        name = row.cells.get("id") or last
        if not name:
            faults.append(RowFault(row.number, "id", "the row has no id", "write the id of its file"))
            continue
        if name in groups and name != last:
            faults.append(RowFault(row.number, "id", f"rows of {name} do not stand together", "move them together"))
        groups.setdefault(name, []).append(row)
        last = name
    found = []
    for name, group in groups.items():
        incoming, wrong = _file(name, group)
        faults += wrong
        if not wrong:
            found.append(incoming)
    return found, faults


def _file(name: str, group: Sequence[Row]) -> tuple[Incoming, list[RowFault]]:
    faults: list[RowFault] = []
    first = group[0]
    for row in group[1:]:
        faults += [
            RowFault(
                row.number, key, f"`{key}` stands in a later row of {name} and differs", "write it in the first row"
            )
            for key in FILE_COLUMNS
            if row.cells.get(key) and row.cells[key] != first.cells.get(key, "")
        ]
    front, wrong = _front(first)
    faults += wrong
    bodies = [row for row in group if any(row.cells.get(key) for key in SECTION_COLUMNS)]
    sections = [Body(*(row.cells.get(key, "") for key in ("anchor", "heading", "text"))) for row in bodies]
    for row, section in zip(bodies, sections, strict=True):
        faults += [
            RowFault(row.number, key, f"a section without `{key}`", f"write `{key}`")
            for key in ("anchor", "heading", "text")
            if not getattr(section, key)
        ]
        if row.cells.get("en_text"):
            front.setdefault("en", {}).setdefault("sections", {})[section.anchor] = row.cells["en_text"]
    text, starts = file_text(front, sections)
    topic = front.get("topic") or "unknown"
    lines = ((1, first.number), *((start, row.number) for start, row in zip(starts, bodies, strict=True)))
    return Incoming(f"{topic}/{name}.md", text, lines), faults


def _front(row: Row) -> tuple[dict[str, Any], list[RowFault]]:
    cells, faults = row.cells, []
    front: dict[str, Any] = {key: cells[key] for key in _TEXTS if cells.get(key)}
    front["id"] = cells.get("id", "")
    front["status"] = cells.get("status") or "draft"
    front |= {key: cells[key].splitlines() for key in _LISTS if cells.get(key)}
    if cells.get("gap"):
        front["gap"] = cells["gap"].lower() == "true"
    front["valid"] = {"from": cells.get("valid_from") or None, "until": cells.get("valid_until") or None}
    compound: dict[str, list[Any]] = {}
    for key in _PARTS:
        try:
            compound[key] = [_item(key, line) for line in cells.get(key, "").splitlines() if line.strip()]
        except ValueError as error:
            faults.append(RowFault(row.number, key, str(error), f"write {_BAR.join(_PARTS[key])}"))
    front["supersedes"] = compound.get("supersedes", [])
    front["sources"] = compound.get("sources", [])
    front["questions"] = [_question(line) for line in cells.get("questions", "").splitlines() if line.strip()]
    card: dict[str, Any] = {key: compound.get(key) for key in ("materials", "channels")}
    card |= {key: cells.get(key) for key in ("fee", "time_limit")}
    if any(card.values()):
        front["facts"] = {key: value for key, value in card.items() if value}
    english: dict[str, Any] = {key: cells.get(f"en_{key}", "") for key in ("title", "summary")}
    english["questions"] = cells.get("en_questions", "").splitlines()
    if any(english.values()):
        front["en"] = {key: value for key, value in english.items() if value}
    return front, faults


def _question(line: str) -> Any:
    ask, _, section = line.strip().rpartition(_TO_SECTION)
    return {"ask": ask, "section": section} if ask else line.strip()


def _lines(key: str, items: Any) -> str:
    return "\n".join(_line(key, item) for item in items) if isinstance(items, list) else ""


def _line(key: str, item: Any) -> str:
    if not isinstance(item, Mapping):
        return str(item)
    values = {name: _plain(value) for name, value in item.items() if value is not None}
    if set(values) <= set(_PARTS[key]) and all(_fits(value) for value in values.values()):
        return _BAR.join(values.get(name, "") for name in _PARTS[key]).rstrip(" |")
    return yaml.safe_dump(
        dict(item), allow_unicode=True, default_flow_style=True, sort_keys=False, width=10_000
    ).strip()


def _fits(value: str) -> bool:
    return "|" not in value and "\n" not in value and value == value.strip() and not value.startswith("{")


def _item(key: str, line: str) -> Any:
    if line.lstrip().startswith("{"):
        try:
            return yaml.load(line, Loader=yaml.BaseLoader)  # noqa: S506 (text only: makes no objects)
        except yaml.YAMLError as error:
            raise ValueError(f"`{key}` is neither parts nor a mapping: {line[:40]}") from error
    if key == "supersedes" and "|" not in line:
        return line.strip()
    parts = [part.strip() for part in line.split("|")]
    names = _PARTS[key]
    if len(parts) > len(names):
        raise ValueError(f"`{key}` has {len(parts)} parts, at most {len(names)}: {line[:40]}")
    item: dict[str, Any] = {name: part for name, part in zip(names, parts, strict=False) if part}
    if "facts" in item:
        item["facts"] = item["facts"].split()
    if "required" in item:
        item["required"] = item["required"].lower() == "true"
    return item


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
