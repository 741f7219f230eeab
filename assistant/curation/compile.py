"""Published, valid knowledge files → the content of a release: entries that citizens read, passages that are searched.

Nothing here depends on the clock but which files are in, so equal input gives an equal release.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.curation.dates import last_day
from assistant.curation.model import KnowledgeFile, Section, Source

_MARK = re.compile(r"\[\^[^\]]*\]")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKUP = re.compile(r"[*_`>#]+|^\s*(?:[-*]|\d+[.、])\s+", re.MULTILINE)
_CHANNEL_KEYS = ("kind", "name", "address", "phone", "hours", "url")


@dataclass(frozen=True)
class Passage:
    """One text that is encoded and indexed. `anchor` is None for a question that any section may answer."""

    entry: str
    anchor: str | None
    kind: str
    text: str


@dataclass(frozen=True)
class Content:
    """What a release says and what it is made from."""

    entries: tuple[dict[str, Any], ...]
    passages: tuple[Passage, ...]
    inputs: dict[str, str]
    as_of: str
    moved: dict[str, dict[str, str | None]]


def compile_content(files: Sequence[KnowledgeFile], *, today: date) -> Content:
    """The content of a release of those of `files` that may be said today."""
    current = sorted((file for file in files if is_current(file, today)), key=lambda file: file.id)
    entries = tuple(_entry(file) for file in current)
    return Content(
        entries=entries,
        passages=tuple(passage for file in current for passage in passages_of(file)),
        inputs={str(file.path): file.digest for file in current},
        as_of=max((entry["as_of"] for entry in entries), default=""),
        moved=_moved(files, {file.id for file in current}),
    )


def is_current(file: KnowledgeFile, today: date) -> bool:
    """Whether citizens may be told `file` today or once its validity begins: published and not past its end."""
    end = last_day(file.valid_until)
    return file.published and (end is None or end >= today)


def _moved(files: Sequence[KnowledgeFile], current: AbstractSet[str]) -> dict[str, dict[str, str | None]]:
    """Where an id that is not shown any more leads: to the file that replaced it, or to the word that it has ended."""
    by_id = {file.id: file for file in files}
    successors = {old: file.id for file in files if file.status != "draft" for old in file.texts("supersedes")}
    ended = {file.id for file in files if file.status != "draft"} | successors.keys()
    found: dict[str, dict[str, str | None]] = {}
    for old in sorted(ended - current):
        new, seen = old, {old}
        while new not in current and successors.get(new, old) not in seen:
            new = successors[new]
            seen.add(new)
        file = by_id.get(old)
        found[old] = {
            "by": new if new in current else None,
            "title": file.text("title") if file else None,
            "until": file.valid_until if file else None,
        }
    return found


def passages_of(file: KnowledgeFile) -> tuple[Passage, ...]:
    """Every text of `file` that is searched, in the order of the file."""
    title = file.text("title")
    keywords = " ".join(file.texts("keywords"))
    found = [Passage(file.id, None, "title", f"{title} {keywords}".strip())]
    for section in file.sections:
        found.append(Passage(file.id, section.anchor, "section", f"{title}\n{section.heading}\n{plain(section.text)}"))
    found.extend(Passage(file.id, question.section, "question", question.ask) for question in file.questions)
    if file.english:
        english = file.english
        found.append(Passage(file.id, None, "en_summary", f"{english.title}\n{english.summary}"))
        found.extend(Passage(file.id, None, "en_question", question) for question in english.questions)
        for section in file.sections:
            if section.anchor in english.sections:
                text = f"{english.title}\n{english.sections[section.anchor]}"
                found.append(Passage(file.id, section.anchor, "en_section", text))
    return tuple(found)


def plain(markdown: str) -> str:
    """`markdown` as the words that a reader sees."""
    return _MARKUP.sub(" ", _LINK.sub(r"\1", _MARK.sub("", markdown))).strip()


def _entry(file: KnowledgeFile) -> dict[str, Any]:
    english = file.english
    return {
        "entry_id": file.id,
        "title": file.text("title"),
        "topic": file.text("topic"),
        "kind": file.text("kind"),
        "place": file.text("place"),
        "audience": list(file.texts("audience")),
        "department": file.text("department"),
        "gap": file.gap,
        "as_of": min((source.checked for source in file.sources), default=""),
        "valid_from": file.valid_from,
        "valid_until": file.valid_until,
        "review_by": file.text("review_by") or None,
        "sources": [_source(source) for source in file.sources],
        "facts": _card(file),
        "sections": [_section(file, section) for section in file.sections],
        "en": {"title": english.title, "summary": english.summary} if english else None,
    }


def _section(file: KnowledgeFile, section: Section) -> dict[str, Any]:
    return {
        "anchor": section.anchor,
        "heading": section.heading,
        "text": section.text,
        "aliases": [row["section"] for row in _replaced_sections(file) if row["by"] == section.anchor],
        "gap": file.gap or section.anchor.split("-")[0] == "gap",
        "en": file.english.sections.get(section.anchor) if file.english else None,
    }


def _replaced_sections(file: KnowledgeFile) -> list[dict[str, str]]:
    rows = file.data.get("supersedes")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "law": source.law,
        "article": source.article,
        "published": source.published,
        "checked": source.checked,
    }


def _card(file: KnowledgeFile) -> dict[str, Any]:
    card = file.mapping("facts")
    return {
        "materials": [
            {"text": row["text"], "note": row.get("note"), "required": row.get("required") is not False}
            for row in card.get("materials") or []
        ],
        "fee": card.get("fee"),
        "time_limit": card.get("time_limit"),
        "channels": [{key: row.get(key) for key in _CHANNEL_KEYS} for row in card.get("channels") or []],
    }
