"""Whether what was shown is right: file, section, numbers, sources, and nothing that is unconfirmed or out of date."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from assistant.curation.facts import numbers_in, read_facts
from assistant.curation.model import KnowledgeFile
from assistant.curation.parse import read_library
from assistant.gateway.wording import WORDS
from assistant.retrieval.gold import ADMISSION, GoldQuestion
from assistant.retrieval.schemas import SectionText
from assistant.shared.errors import SetupError
from assistant.shared.text.script import to_simplified
from scripts.evaluation.asking import Passage, Shown, today

# What a guard says is right for questions about the same danger.
_DANGER = frozenset({"hotline-emergency", "domestic-violence", "department-vehicles"})
_DISTINCT = re.compile(r"(?<![\d.])\d[\d\-.,/]*\d(?![\d.])")
_WORD = re.compile(r"[A-Za-z]{4,}")
_MOST = 0.6
_YEAR = re.compile(r"(?:19|20)\d\d(?:-\d\d){0,2}")


@dataclass(frozen=True)
class Verdict:
    """What came of one gold question. `faults` is empty for what is right, and for a refusal or choices."""

    gold: GoldQuestion
    shown: Shown
    faults: tuple[str, ...] = ()
    offered: bool = False
    invented: bool = False
    unconfirmed: bool = False

    @property
    def answered(self) -> bool:
        """Whether something was said to the matter: an answer, an honest gap, or the number to call in danger."""
        return self.shown.way in ("answer", "gap", "guard")

    @property
    def answered_plainly(self) -> bool:
        """Whether a passage was shown as the answer."""
        return self.shown.way == "answer"

    @property
    def honest(self) -> bool:
        """Whether nothing was passed off as an answer: a refusal, choices, or words that admit there is none."""
        return not self.answered_plainly or (self.gold.expect == "gap" and admits(self.shown))

    @property
    def right(self) -> bool:
        """Whether it was answered and nothing is wrong."""
        return self.answered and not self.faults

    @property
    def wanted(self) -> str:
        """What should have come, in short."""
        named = " + ".join(self.gold.parts) or " | ".join(sorted(self.gold.entries)) or self.gold.expect
        return f"{named} #{','.join(sorted(self.gold.sections))}" if self.gold.sections else named

    @property
    def summary(self) -> str:
        """What was shown, in short."""
        names = [f"{found.page.entry_id}#{','.join(sorted(found.anchors))}" for found in self.shown.passages]
        names += [f"{entry}#{anchor}" for entry, anchor in self.shown.offered]
        return f"{' '.join(names)} {self.shown.text[:160]!r}"


def admits(shown: Shown) -> bool:
    """Whether it can be read in what was shown that there is no confirmed answer."""
    read = (shown.text, *(found.text for found in shown.passages))
    return any(ADMISSION.search(to_simplified(text)) for text in read)


def summarised(part: SectionText, found: Passage) -> bool:
    """Whether an English summary says what a section says: every number of it and most words of its English.

    Only a section that has numbers or an English text of its own can be recognised; others are not.
    """
    if not found.english:
        return False
    numbers = set(numbers_in(re.sub(r"^\d+\. |\[\^[^\]]*\]", "", part.text, flags=re.MULTILINE)))
    words = {word.lower() for word in _WORD.findall(part.en or "")}
    read = {word.lower() for word in _WORD.findall(found.text)}
    said = len(words & read) >= _MOST * len(words)
    return bool(numbers or words) and numbers <= set(numbers_in(found.text)) and said


class Judge:
    """Knows the knowledge files and the fact book, and so what may be said."""

    def __init__(self, files: Mapping[str, KnowledgeFile], facts_dir: Path, day: date) -> None:
        book = read_facts(facts_dir)
        if book is None:
            raise SetupError(f"the fact book {facts_dir} is missing", mend="put ../shared beside the checkout")
        self._files, self._facts, self._day = files, book, day

    @classmethod
    def over(cls, knowledge_dir: Path, facts_dir: Path) -> "Judge":
        """Over the knowledge files of a folder."""
        return cls({file.id: file for file in read_library(knowledge_dir)}, facts_dir, today())

    def verdict(self, gold: GoldQuestion, shown: Shown) -> Verdict:
        """What is to be said of `shown` as an answer to `gold`."""
        if shown.way == "guard":
            right = bool(gold.entries & _DANGER) or ("hotline-12345" in gold.entries and "urgent" in gold.sections)
            return Verdict(gold, shown, () if right else ("guarded as a danger",))
        added = [number for found in shown.passages for number in self._added(found)]
        said = [*self._never(gold, shown), *self._unconfirmed(shown)]
        faults = [f"added {number}" for number in added] + said
        if gold.parts:
            faults += [f"not shown: {part}" for part in gold.parts if not self._part(part, shown)]
        elif gold.expect == "answer" and shown.passages:
            faults += self._wrong(gold, shown)
        elif gold.expect != "answer" and shown.way == "answer" and not (gold.expect == "gap" and admits(shown)):
            faults.append("answered, though no fact answers it")
        faults += [f"source not named: {name}" for found in shown.passages for name in self._uncited(found)]
        offered = shown.way == "choices" and any(entry in gold.entries for entry, _ in shown.offered)
        return Verdict(gold, shown, tuple(faults), offered, bool(added or said), bool(said))

    def _wrong(self, gold: GoldQuestion, shown: Shown) -> list[str]:
        """Nothing if one passage is of a right file and shows a section that was asked for."""
        entries = [found for found in shown.passages if found.page.entry_id in gold.entries]
        if not entries:
            return ["wrong file"]
        if any(self._section_right(gold.sections, found) for found in entries):
            return []
        return ["wrong section"]

    def _section_right(self, wanted: frozenset[str], found: Passage) -> bool:
        """Sections are listed for all alternatives together; a file of which none is listed is right as a whole."""
        here = [part for part in found.page.sections if part.anchor in wanted]
        return not here or any(part.anchor in found.anchors or summarised(part, found) for part in here)

    def _part(self, part: str, shown: Shown) -> bool:
        for name in part.split("|"):
            entry, _, anchor = name.strip().partition("#")
            for found in shown.passages:
                if found.page.entry_id == entry and self._section_right(frozenset({anchor} - {""}), found):
                    return True
        return False

    def _added(self, found: Passage) -> list[str]:
        """Numbers that are read and stand neither in the file nor in the gateway's own words."""
        allowed = set(numbers_in(found.page.model_dump_json())) | self._ours
        return [number for number in numbers_in(found.text) if number not in allowed]

    def _uncited(self, found: Passage) -> list[str]:
        """Sources of the sections shown that are not in the list of sources; a gap names none."""
        file = self._files.get(found.page.entry_id)
        if found.gap or file is None:
            return []
        marks = {mark for anchor in found.anchors if (part := file.section(anchor)) for mark in part.citations}
        cited = {to_simplified(title) for title in found.cited}
        named = {s.id: f"{s.law}{s.article or ''}" if s.law else s.title for s in file.sources if s.id in marks}
        return [name for name in named.values() if to_simplified(name)[:200] not in cited][: len(marks) if cited else 1]

    def _unconfirmed(self, shown: Shown) -> list[str]:
        """Files not in force, facts that may not be said, and numbers that only such facts have."""
        faults = []
        for found in shown.passages:
            file = self._files.get(found.page.entry_id)
            if file is None or not file.published or (file.valid_until or "9999") < self._day.isoformat():
                faults.append(f"not in force: {found.page.entry_id}")
                continue
            ids = (fact for source in file.sources for fact in source.facts)
            faults += [f"not confirmed: {fact}" for fact in ids if self._facts[fact].use != "ok"]
            read = set(_DISTINCT.findall(found.text))
            faults += [f"not confirmed: {number}" for number in sorted(read & self._doubtful)]
        return faults

    @staticmethod
    def _never(gold: GoldQuestion, shown: Shown) -> list[str]:
        read = to_simplified(shown.text)
        return [f"said as current: {words}" for words in gold.never if to_simplified(words) in read]

    @cached_property
    def _doubtful(self) -> frozenset[str]:
        """Numbers of three figures or more that facts to verify or not to be used have, and no other."""
        use = {True: set[str](), False: set[str]()}
        for fact in self._facts.values():
            use[fact.use == "ok"] |= set(_DISTINCT.findall(fact.text))
        numbers = use[False] - use[True]
        return frozenset(n for n in numbers if sum(c.isdigit() for c in n) >= 3 and not _YEAR.fullmatch(n))

    @cached_property
    def _ours(self) -> frozenset[str]:
        return frozenset(number for words in WORDS.values() for number in numbers_in(f"{words.zh} {words.en}"))
