"""What a knowledge file is once read: plain frozen data, standard library only.

Fields that the front matter lacks are empty, so that every rule can look at every file; K001 names what lacks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any


@dataclass(frozen=True, order=True)
class Position:
    """Line and column in the file, both from 1."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True)
class Source:
    """One entry of `sources`, with the ids of the facts it stands for."""

    id: str
    title: str
    publisher: str
    url: str | None
    law: str | None
    article: str | None
    published: str | None
    checked: str
    facts: tuple[str, ...]
    at: Position


@dataclass(frozen=True)
class Question:
    """One way people ask; `section` is the anchor that answers it, if the file says so."""

    ask: str
    section: str | None
    at: Position


@dataclass(frozen=True)
class Section:
    """One `##` section of the body; `text` is its Markdown with citation marks."""

    anchor: str
    heading: str
    text: str
    citations: tuple[str, ...]
    at: Position
    text_line: int
    declares_gap: bool = False


@dataclass(frozen=True)
class English:
    """The `en:` block."""

    title: str
    summary: str
    questions: tuple[str, ...]
    sections: Mapping[str, str]


@dataclass(frozen=True)
class Problem:
    """Something that kept part of a file from being read; K001 reports it."""

    at: Position
    fault: str
    mend: str


@dataclass(frozen=True)
class KnowledgeFile:
    """One Markdown file about one matter, as read; `data` is the front matter as plain values."""

    path: PurePosixPath
    data: Mapping[str, Any]
    positions: Mapping[tuple[str | int, ...], Position]
    sections: tuple[Section, ...]
    problems: tuple[Problem, ...]
    digest: str
    sources: tuple[Source, ...] = ()
    questions: tuple[Question, ...] = ()
    english: English | None = None
    preamble: tuple[Position, str] | None = None

    def text(self, key: str) -> str:
        """The front matter's `key` as text, empty when it is missing or not text."""
        value = self.data.get(key)
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """The front matter's list `key`, only what is text."""
        value = self.data.get(key)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    def mapping(self, key: str) -> Mapping[str, Any]:
        """The front matter's mapping `key`, empty when it is missing or something else."""
        value = self.data.get(key)
        return value if isinstance(value, dict) else {}

    def at(self, *path: str | int) -> Position:
        """Where `path` stands in the file, or the nearest thing around it."""
        while path and path not in self.positions:
            path = path[:-1]
        return self.positions.get(path, Position())

    @property
    def id(self) -> str:
        """The id it declares, which may be wrong (K011)."""
        return self.text("id")

    @property
    def status(self) -> str:
        """draft, published or retired, or whatever stands there (K002)."""
        return self.text("status")

    @property
    def published(self) -> bool:
        """Whether its status lets citizens see it."""
        return self.text("status") == "published"

    @property
    def gap(self) -> bool:
        """Whether the whole file says that there is no confirmed answer."""
        return self.data.get("gap") is True

    @property
    def valid_from(self) -> str | None:
        """First day of validity as written, or None."""
        value = self.mapping("valid").get("from")
        return value if isinstance(value, str) else None

    @property
    def valid_until(self) -> str | None:
        """Last day of validity as written, or None."""
        value = self.mapping("valid").get("until")
        return value if isinstance(value, str) else None

    def source(self, source_id: str) -> Source | None:
        """The source with this id."""
        return next((source for source in self.sources if source.id == source_id), None)

    def section(self, anchor: str) -> Section | None:
        """The section with this anchor."""
        return next((section for section in self.sections if section.anchor == anchor), None)
