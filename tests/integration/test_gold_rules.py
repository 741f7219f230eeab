"""The rules of knowledge/gold/README.md: how many, how mixed, nothing that does not exist, nothing asked twice."""

from collections import Counter

import pytest

from assistant.curation.findings import question_key
from assistant.curation.parse import GAP_PHRASE, read_library
from assistant.retrieval.gold import GoldQuestion, read_gold
from assistant.settings import ROOT

KNOWLEDGE = ROOT / "knowledge"
FILES = {file.id: file for file in read_library(KNOWLEDGE)}
SINGLE = read_gold(KNOWLEDGE / "gold")
TALKS = read_gold(KNOWLEDGE / "gold" / "conversations")
EVERY = [*SINGLE, *TALKS]
STYLES = {"plain", "colloquial", "typo", "speech", "keywords", "story"}
# Levenshtein distance over the longer length, of letters and digits in Simplified: nearer is a copy.
COPY_OF_A_FILE, COPY_OF_ANOTHER = 0.15, 0.1


def of(expect: str, split: str | None = None) -> list[GoldQuestion]:
    return [row for row in SINGLE if row.expect == expect and split in (None, row.split)]


def distance(one: str, other: str) -> float:
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, row[0] = row[0], i
        for j, against in enumerate(other, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != against))
    return row[-1] / max(len(one), len(other), 1)


class Texts:
    """Finds texts that are nearly the same; letters that only one of two has bound the distance from below."""

    def __init__(self, texts: set[str]) -> None:
        self._columns: dict[str, int] = {}
        self._texts = [(text, self._letters(text)) for text in sorted(texts - {""})]

    def near(self, text: str, limit: float) -> list[str]:
        mine, found = self._letters(text), []
        for other, theirs in self._texts:
            room = limit * max(len(text), len(other))
            if abs(len(text) - len(other)) > room or other == text:
                continue
            if max((mine & ~theirs).bit_count(), (theirs & ~mine).bit_count()) <= room:
                found += [other] if distance(text, other) < limit else []
        return found

    def _letters(self, text: str) -> int:
        letters = 0
        for letter in set(text):
            letters |= 1 << self._columns.setdefault(letter, len(self._columns))
        return letters


def test_there_are_questions_enough_and_half_of_them_are_held() -> None:
    assert len(of("answer")) >= 900
    assert len(of("answer", "held")) >= 450
    assert len(of("answer", "held")) >= 0.4 * len(of("answer"))
    assert len(of("answer", "fit")) >= 400


def test_there_are_gaps_and_refusals_enough_in_both_parts() -> None:
    assert len(of("gap", "held")) >= 80
    assert len(of("refuse")) >= 150
    assert len(of("refuse", "held")) >= 60


def test_there_are_several_matters_follow_ups_and_traps_enough() -> None:
    assert sum(bool(row.parts) for row in TALKS) >= 25
    assert sum(bool(row.after) for row in TALKS) >= 40
    assert sum(bool(row.never) for row in TALKS) >= 20
    assert {row.split for row in TALKS} == {"fit", "held"}


@pytest.mark.parametrize("split", [None, "held"])
def test_a_quarter_is_not_simplified_and_every_script_is_there(split: str | None) -> None:
    rows = of("answer", split)
    count = Counter(row.script for row in rows)

    assert {row.script for row in rows} == {"hans", "hant", "yue", "en"}
    assert sum(row.script != "hans" or bool(row.written) for row in rows) >= 0.25 * len(rows)
    assert min(count.values()) >= 20
    assert {row.written for row in rows} == {"", "pinyin", "mixed"}


@pytest.mark.parametrize("split", [None, "held"])
def test_nearly_a_third_is_as_people_talk_or_mistype(split: str | None) -> None:
    rows = of("answer", split)

    assert {row.style for row in EVERY} <= STYLES
    assert {row.style for row in rows} == STYLES
    assert sum(row.style in ("colloquial", "typo", "speech", "story") for row in rows) >= 0.3 * len(rows)


def test_every_entry_section_and_part_is_there() -> None:
    missing = [(row.ask, name) for row in EVERY for name in row.entries if name not in FILES]
    for row in EVERY:
        anchors = {section.anchor for name in row.entries if name in FILES for section in FILES[name].sections}
        missing += [(row.ask, name) for name in row.sections - anchors]
        for name in (name.strip() for part in row.parts for name in part.split("|")):
            entry, _, anchor = name.partition("#")
            if entry in FILES and anchor and FILES[entry].section(anchor) is None:
                missing.append((row.ask, name))

    assert missing == []


def test_what_is_expected_can_be_shown() -> None:
    assert [row.ask for row in EVERY for name in row.entries if name in FILES and not FILES[name].published] == []
    assert any(GAP_PHRASE in section.text for file in FILES.values() for section in file.sections)


def test_every_section_of_a_published_file_is_asked_for() -> None:
    asked = {(name, section) for row in EVERY for name in row.entries for section in row.sections}
    asked |= {(name.strip().partition("#")[::2]) for row in EVERY for part in row.parts for name in part.split("|")}
    unasked = [
        f"{file.id}#{section.anchor}"
        for file in FILES.values()
        if file.published and not file.gap
        for section in file.sections
        if (file.id, section.anchor) not in asked
    ]

    assert len(unasked) <= 0.02 * len(asked), unasked


def test_no_question_copies_one_that_a_file_lists() -> None:
    listed = {question_key(question.ask) for file in FILES.values() for question in file.questions}
    listed |= {question_key(text) for file in FILES.values() if file.english for text in file.english.questions}
    texts = Texts(listed)
    held = [row for row in SINGLE if row.split == "held"]

    assert [row.ask for row in SINGLE if question_key(row.ask) in listed] == []
    assert [(row.ask, near) for row in held if (near := texts.near(question_key(row.ask), COPY_OF_A_FILE))] == []


def test_no_question_is_asked_twice() -> None:
    keys = Counter((question_key(row.after), question_key(row.ask)) for row in EVERY)
    alone = {question_key(row.ask) for row in SINGLE}
    texts = Texts(alone)

    assert [key for key, count in keys.items() if count > 1] == []
    assert [(text, near) for text in sorted(alone) if (near := texts.near(text, COPY_OF_ANOTHER))] == []
