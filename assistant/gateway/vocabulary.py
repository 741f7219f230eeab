"""Reasons, needs and items of checklists in words, with their sources: eligibility.yml and checklists.yml of
knowledge/vocabulary.
"""

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Reason:
    """Why, or what is needed, in both languages, and where that stands."""

    code: str
    zh: str
    en: str
    entry: str | None
    section: str | None
    source_title: str
    source_publisher: str
    source_published: str | None

    @property
    def source_key(self) -> str:
        """The same for reasons that stand on the same source; empty where there is none."""
        return f"{self.source_publisher}/{self.source_title}" if self.source_title else ""


class Vocabulary:
    """Reasons by code."""

    def __init__(self, reasons: dict[str, Reason]) -> None:
        self._reasons = reasons

    @classmethod
    def load(cls, *paths: Path) -> "Vocabulary":
        """From vocabulary files: code → {zh, en, facts, entry, section, source{title, publisher, published}}."""
        reasons = {}
        files = (yaml.safe_load(path.read_text(encoding="utf-8")) or {} for path in paths)
        for code, item in (pair for data in files for pair in data.items()):
            source = item.get("source") or {}
            published = source.get("published")
            reasons[code] = Reason(
                code,
                item["zh"],
                item["en"],
                item.get("entry"),
                item.get("section"),
                source.get("title", ""),
                source.get("publisher", ""),
                str(published) if published else None,
            )
        return cls(reasons)

    def reason(self, code: str) -> Reason | None:
        """The reason, or None for a code of another system that we have no words for."""
        return self._reasons.get(code)
