"""A release as the search holds it: read once, checked against its digests, then only looked at."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.retrieval.calibration import Calibration
from assistant.retrieval.lexical import LexicalIndex
from assistant.retrieval.places import Places
from assistant.retrieval.schemas import EnglishText, EntryPage, FactCard, SectionText, SourceRef
from assistant.retrieval.vectors import VectorIndex
from assistant.retrieval.wordform import WordForm
from assistant.shared.errors import NotFound, SetupError
from assistant.shared.text.script import to_simplified

FORMAT = 1
MOVED = "moved.json"
_FIT = "put the adapter back, or run `assistant knowledge fit` and compile again"
QUESTION_KINDS = frozenset({"question", "en_question"})


@dataclass(frozen=True)
class Section:
    """One section of an entry, ready to be put into a hit."""

    anchor: str
    heading: str
    text: str
    gap: bool
    english: EnglishText | None


@dataclass(frozen=True)
class Entry:
    """One entry with what never changes while the release is in use."""

    page: EntryPage
    audience: frozenset[str]
    sections: tuple[Section, ...]
    first_passage: int
    end_passage: int
    words: str
    valid_from: date | None
    valid_until: date | None

    def is_valid(self, today: date) -> bool:
        """Whether it may be told today."""
        return not ((self.valid_from and today < self.valid_from) or (self.valid_until and today > self.valid_until))


@dataclass(frozen=True)
class Release:
    """Entries, passages and indexes under one name. Passage `i` is row `i` of every array and of both indexes."""

    name: str
    as_of: str
    entries: tuple[Entry, ...]
    by_id: Mapping[str, Entry]
    passage_texts: tuple[str, ...]
    passage_entry: npt.NDArray[np.int32]
    passage_section: npt.NDArray[np.int32]
    passage_is_question: npt.NDArray[np.bool_]
    vectors: VectorIndex
    lexical: LexicalIndex
    form: WordForm
    places: Places
    calibration: Calibration
    adapter: str | None
    moved: Mapping[str, Mapping[str, str | None]]

    def page(self, entry_id: str) -> EntryPage:
        """The entry of this id, or the one that replaced it; NotFound says whether there ever was one."""
        entry = self.by_id.get(entry_id)
        if entry is None and entry_id in self.moved:
            entry = self.by_id.get(self.moved[entry_id]["by"] or "")
        if entry is not None:
            return entry.page
        if entry_id in self.moved:
            raise NotFound(f"entry {entry_id!r} has ended", mend="search for what holds now", code="entry-ended")
        raise NotFound(f"no entry {entry_id!r} in the release in use", mend="search for it", code="entry-not-found")

    @classmethod
    def load(cls, directory: Path) -> "Release":
        """The release in `directory`; refused when a file is missing or not what the manifest says."""
        manifest = _manifest(directory)
        settings = json.loads((directory / "settings.json").read_text(encoding="utf-8"))
        adapter = manifest["index"].get("adapter")
        # Releases made before it was written do not say with which they were fitted.
        if (fitted := settings["calibration"].get("adapter", adapter)) != adapter:
            raise _unusable(
                directory, f"calibration was fitted with adapter {fitted}, the index has {adapter}", mend=_FIT
            )
        passages = json.loads((directory / "passages.json").read_text(encoding="utf-8"))
        rows = json.loads((directory / "entries.json").read_text(encoding="utf-8"))
        entries = _entries(rows, passages, release=manifest["release"])
        numbers = {entry.page.entry_id: index for index, entry in enumerate(entries)}
        anchors = [{section.anchor: n for n, section in enumerate(entry.sections)} for entry in entries]
        owner = np.array([numbers[row["entry"]] for row in passages], dtype=np.int32)
        return cls(
            name=manifest["release"],
            as_of=manifest["as_of"],
            entries=entries,
            by_id={entry.page.entry_id: entry for entry in entries},
            passage_texts=tuple(row["text"] for row in passages),
            passage_entry=owner,
            passage_section=np.array(
                [anchors[index].get(row["anchor"], -1) for index, row in zip(owner, passages, strict=True)],
                dtype=np.int32,
            ),
            passage_is_question=np.array([row["kind"] in QUESTION_KINDS for row in passages], dtype=np.bool_),
            vectors=VectorIndex.load(directory),
            lexical=LexicalIndex.load(directory),
            form=WordForm(settings["spellings"]),
            places=Places(settings["places"]),
            calibration=Calibration.from_mapping(settings["calibration"]),
            adapter=adapter,
            # Releases made before it was written have none.
            moved=json.loads((directory / MOVED).read_text(encoding="utf-8")) if MOVED in manifest["files"] else {},
        )


def _manifest(directory: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unusable(directory, f"manifest.json: {error}") from error
    if manifest.get("format") != FORMAT:
        raise _unusable(directory, f"format {manifest.get('format')!r}, expected {FORMAT}")
    for name, expected in manifest["files"].items():
        try:
            with (directory / name).open("rb") as stream:
                seen = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise _unusable(directory, f"{name}: {error}") from error
        if seen != expected:
            raise _unusable(directory, f"{name} has digest {seen[:12]}…, expected {expected[:12]}…")
    return manifest


def _unusable(directory: Path, reason: str, mend: str = "compile the knowledge again") -> SetupError:
    return SetupError(
        f"release {directory.name} cannot be used: {reason}",
        mend=mend,
        code="release-unusable",
    )


def _entries(rows: list[dict[str, Any]], passages: list[dict[str, Any]], *, release: str) -> tuple[Entry, ...]:
    spans: dict[str, tuple[int, int]] = {}
    for number, passage in enumerate(passages):
        start, _ = spans.get(passage["entry"], (number, number))
        spans[passage["entry"]] = (start, number + 1)
    found = []
    for row in rows:
        start, end = spans[row["entry_id"]]
        words = " ".join([row["place"], *(passage["text"] for passage in passages[start:end])])
        found.append(_entry(row, (start, end), to_simplified(words), release))
    return tuple(found)


def _entry(row: dict[str, Any], span: tuple[int, int], words: str, release: str) -> Entry:
    english = row["en"]
    sections = tuple(
        Section(
            anchor=section["anchor"],
            heading=section["heading"],
            text=section["text"],
            gap=section["gap"],
            english=EnglishText(**english, section=section["en"]) if english else None,
        )
        for section in row["sections"]
    )
    page = EntryPage(
        entry_id=row["entry_id"],
        title=row["title"],
        topic=row["topic"],
        kind=row["kind"],
        place=row["place"],
        department=row["department"],
        gap=row["gap"],
        as_of=row["as_of"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        review_by=row.get("review_by"),
        sources=[SourceRef(**source) for source in row["sources"]],
        facts=FactCard(**row["facts"]),
        sections=[
            SectionText(**{key: s[key] for key in SectionText.model_fields if key in s}) for s in row["sections"]
        ],
        en=EnglishText(**english) if english else None,
        release=release,
    )
    return Entry(
        page=page,
        audience=frozenset(row["audience"]),
        sections=sections,
        first_passage=span[0],
        end_passage=span[1],
        words=words,
        valid_from=_day(row["valid_from"]),
        valid_until=_day(row["valid_until"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
