"""The rules of knowledge/gold/README.md: how many, how mixed, nothing that does not exist, nothing asked twice."""

from collections import Counter

import pytest

from assistant.curation.parse import GAP_PHRASE, read_library
from assistant.retrieval.gold import GoldQuestion, read_gold
from assistant.settings import ROOT
from scripts.evaluation.distance import Neighbours, folded

KNOWLEDGE = ROOT / "knowledge"
FILES = {file.id: file for file in read_library(KNOWLEDGE)}
SINGLE = read_gold(KNOWLEDGE / "gold")
TALKS = read_gold(KNOWLEDGE / "gold" / "conversations")
EVERY = [*SINGLE, *TALKS]
STYLES = {"plain", "colloquial", "typo", "speech", "keywords", "story"}
# By scripts/evaluation/distance.py: nearer than this is a copy.
COPY_OF_A_FILE, COPY_OF_ANOTHER = 0.15, 0.1


def of(expect: str, split: str | None = None) -> list[GoldQuestion]:
    return [row for row in SINGLE if row.expect == expect and split in (None, row.split)]


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
    listed = [question.ask for file in FILES.values() for question in file.questions]
    listed += [text for file in FILES.values() if file.english for text in file.english.questions]
    known, files = {folded(text) for text in listed}, Neighbours(listed)
    held = [row.ask for row in SINGLE if row.split == "held"]

    assert [row.ask for row in SINGLE if folded(row.ask) in known] == []
    assert [(text, near) for text in held if (near := files.within(text, COPY_OF_A_FILE))] == []


def test_no_question_is_asked_twice() -> None:
    keys = Counter((folded(row.after), folded(row.ask)) for row in EVERY)
    alone = Neighbours(row.ask for row in SINGLE)

    assert [key for key, count in keys.items() if count > 1] == []
    assert [(row.ask, near) for row in SINGLE if len(near := alone.within(row.ask, COPY_OF_ANOTHER)) > 1] == []
