"""Which facts are said in which file, and which gold questions ask for them: fact → file and section → question.

A source can stand for many facts and many sections; a fact is taken to stand where most of its words are.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import yaml

from assistant.curation.facts import Fact, FactBook, chinese_numbers_in, numbers_in
from assistant.curation.model import KnowledgeFile, Section
from assistant.shared.errors import SetupError

SAYABLE = "ok"
UNSAID_FILE = "unsaid_facts.yml"
# Below this share of its pairs of characters a fact is listed for a person to look at; a good retelling has more.
HARDLY = 0.3
# Sections nearly as close to the fact as the closest one say it too.
_NEARLY = 0.8


class AskedQuestion(Protocol):
    """What is needed of a gold question; `sections` is empty when any section of the entries may answer."""

    @property
    def ask(self) -> str:
        """Its words."""

    @property
    def entries(self) -> AbstractSet[str]:
        """The files that answer it."""

    @property
    def sections(self) -> AbstractSet[str]:
        """The anchors that answer it."""


@dataclass(frozen=True)
class Place:
    """A published file that cites a fact, the sections that say it and the share of the fact's words found there."""

    entry: str
    sections: tuple[str, ...]
    said: float


@dataclass(frozen=True)
class FactCoverage:
    """One fact: where it is said, which gold questions ask for it, and the numbers of it that no file says."""

    fact: str
    places: tuple[Place, ...]
    questions: tuple[str, ...]
    exact: tuple[str, ...]
    lost_numbers: tuple[str, ...]

    @property
    def hardly_said(self) -> bool:
        """Whether it is cited and few of its words stand there."""
        return bool(self.places) and max(place.said for place in self.places) < HARDLY


@dataclass(frozen=True)
class Coverage:
    """Every sayable fact, the facts left unsaid with their reason, and the sections that no gold question names."""

    facts: tuple[FactCoverage, ...]
    unsaid: Mapping[str, str]
    unasked_sections: tuple[str, ...]

    @property
    def without_file(self) -> tuple[str, ...]:
        """Facts that no section of a published file stands on."""
        return tuple(row.fact for row in self.facts if not row.places)

    @property
    def without_question(self) -> tuple[str, ...]:
        """Facts in a file of which no gold question asks."""
        return tuple(row.fact for row in self.facts if row.places and not row.questions)

    @property
    def without_exact_question(self) -> tuple[str, ...]:
        """Facts for which no gold question names a section that says them."""
        return tuple(row.fact for row in self.facts if row.places and not row.exact)

    @property
    def share(self) -> float:
        """The share of the sayable facts with both a published file and a gold question; 1 where there is no fact."""
        whole = sum(1 for row in self.facts if row.places and row.questions)
        return whole / len(self.facts) if self.facts else 1.0

    def as_json(self) -> dict[str, Any]:
        """All of it as plain values: totals first, then what is missing, then fact by fact."""
        return {
            "facts": len(self.facts),
            "share": round(self.share, 4),
            "unsaid": dict(self.unsaid),
            "without_file": list(self.without_file),
            "without_question": list(self.without_question),
            "without_exact_question": list(self.without_exact_question),
            "hardly_said": [row.fact for row in self.facts if row.hardly_said],
            "lost_numbers": {row.fact: list(row.lost_numbers) for row in self.facts if row.lost_numbers},
            "unasked_sections": list(self.unasked_sections),
            "by_fact": {
                row.fact: {
                    "places": [
                        {"entry": place.entry, "sections": list(place.sections), "said": round(place.said, 2)}
                        for place in row.places
                    ],
                    "questions": list(row.questions),
                    "exact": list(row.exact),
                }
                for row in self.facts
            },
        }


def coverage(
    files: Iterable[KnowledgeFile],
    facts: FactBook,
    questions: Iterable[AskedQuestion],
    *,
    unsaid: Mapping[str, str] | None = None,
) -> Coverage:
    """For each fact with `use: ok` that is not in `unsaid`, the files that say it and the questions that ask for it."""
    left_out = dict(unsaid or {})
    unknown = sorted(set(left_out) - set(facts))
    if unknown:
        raise SetupError(f"unsaid facts {', '.join(unknown)} are not in the fact book", mend="correct the ids")
    published = [file for file in files if file.published]
    asked: dict[str, list[AskedQuestion]] = defaultdict(list)
    for question in questions:
        for entry in question.entries:
            asked[entry].append(question)
    citing: dict[str, list[KnowledgeFile]] = defaultdict(list)
    for file in published:
        for fact_id in dict.fromkeys(fact_id for source in file.sources for fact_id in source.facts):
            citing[fact_id].append(file)
    rows = tuple(
        _row(fact, citing[fact_id], asked)
        for fact_id, fact in sorted(facts.items())
        if fact.use == SAYABLE and fact_id not in left_out
    )
    return Coverage(rows, left_out, tuple(_unasked(published, asked)))


def read_unsaid(vocabulary_dir: Path) -> dict[str, str]:
    """The facts that are left unsaid, each with its reason, from the folder knowledge/vocabulary."""
    path = vocabulary_dir / UNSAID_FILE
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {str(fact): str(reason).strip() for fact, reason in document["unsaid"].items()}
    except (OSError, yaml.YAMLError, TypeError, KeyError, AttributeError) as error:
        raise SetupError(f"{path} cannot be read: {error!r}", mend="write `unsaid:` and fact: reason") from error


def write_report(found: Coverage, path: Path) -> None:
    """`found` as JSON in the file at `path`, whose folder is made when it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _row(fact: Fact, files: Sequence[KnowledgeFile], asked: Mapping[str, Sequence[AskedQuestion]]) -> FactCoverage:
    places = tuple(place for file in files if (place := _place(fact, file)))
    questions: dict[str, None] = {}
    exact: dict[str, None] = {}
    for place in places:
        for question in asked.get(place.entry, ()):
            if not question.sections or question.sections & set(place.sections):
                questions[question.ask] = None
            if question.sections & set(place.sections):
                exact[question.ask] = None
    texts = [_words_of(file) for file in files]
    held = {number for text in texts for number in (*numbers_in(text), *chinese_numbers_in(text))}
    lost = tuple(dict.fromkeys(n for n in numbers_in(_statement(fact)) if n not in held)) if places else ()
    return FactCoverage(fact.id, places, tuple(questions), tuple(exact), lost)


def _place(fact: Fact, file: KnowledgeFile) -> Place | None:
    sources = {source.id for source in file.sources if fact.id in source.facts}
    citing = [section for section in file.sections if sources & set(section.citations)]
    if not citing:
        return None
    pairs = _pairs(_statement(fact))
    shares = {section.anchor: _share(pairs, section) for section in citing}
    best = max(shares.values())
    return Place(file.id, tuple(anchor for anchor, share in shares.items() if share >= best * _NEARLY), best)


def _statement(fact: Fact) -> str:
    # Title and value come first in a fact's text; what follows says where it is from.
    return "\n".join(fact.text.split("\n")[:2])


def _share(pairs: AbstractSet[str], section: Section) -> float:
    return len(pairs & _pairs(f"{section.heading}\n{section.text}")) / len(pairs) if pairs else 1.0


def _pairs(text: str) -> set[str]:
    letters = "".join(char if char.isalnum() else " " for char in text.lower())
    return {letters[at : at + 2] for at in range(len(letters) - 1) if " " not in letters[at : at + 2]}


def _words_of(file: KnowledgeFile) -> str:
    card = json.dumps(file.mapping("facts"), ensure_ascii=False)
    return "\n".join([file.text("title"), card, *(f"{section.heading}\n{section.text}" for section in file.sections)])


def _unasked(files: Iterable[KnowledgeFile], asked: Mapping[str, Sequence[AskedQuestion]]) -> Iterable[str]:
    for file in files:
        named = {anchor for question in asked.get(file.id, ()) for anchor in question.sections}
        yield from (f"{file.id}#{section.anchor}" for section in file.sections if section.anchor not in named)
