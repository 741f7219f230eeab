"""The judge of answers: what it lets pass and what it does not."""

from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from assistant.curation.model import KnowledgeFile
from assistant.curation.parse import parse
from assistant.retrieval.gold import GoldQuestion
from assistant.retrieval.schemas import EnglishText, EntryPage, FactCard, SectionText
from assistant.shared.errors import SetupError
from scripts.evaluation.asking import Passage, Shown
from scripts.evaluation.judging import Judge, Verdict

FACTS = """
topic: t
facts:
- {id: t_001, fact: 期限, value: 60日内, use: ok, source_url: u, cite_link: false}
- {id: t_002, fact: 旧电话, value: 0750-3508937, use: 'no', source_url: u, cite_link: false}
"""
FILE = """---
id: {id}
title: 信访多久办完
status: {status}
valid: {{from: 2022-05-01, until: {until}}}
sources:
  - {{id: s1, title: 信访工作条例, publisher: 国务院, checked: 2026-11-21, facts: [{fact}]}}
---
## 多久 {{#days}}
60日内办结。[^s1]

## 电话 {{#phone}}
目前没有经过核实的信息。[^s1]
"""


def a_file(id: str = "days", *, status: str = "published", until: str = "null", fact: str = "t_001") -> KnowledgeFile:
    return parse(FILE.format(id=id, status=status, until=until, fact=fact), path=PurePosixPath(f"t/{id}.md"))


def a_page(id: str = "days", english: str | None = None) -> EntryPage:
    return EntryPage(
        entry_id=id, title="信访多久办完", topic="t", kind="guide", place="全国", department="", gap=False,
        as_of="2026-11-21", valid_from=None, valid_until=None, sources=[], facts=FactCard(), release="r",
        sections=[
            SectionText(anchor="days", heading="多久", text="60日内办结。[^s1]", en=english),
            SectionText(anchor="phone", heading="电话", text="目前没有经过核实的信息。[^s1]"),
        ],
        en=EnglishText(title="How long", summary="It ends within 60 days.") if english else None,
    )  # fmt: skip


def an_answer(text: str = "60日内办结。", **changes: Any) -> Shown:
    given = {"page": a_page(), "anchors": frozenset({"days"}), "cited": ("信访工作条例",), "text": text}
    return Shown("answer", (Passage(**{**given, **changes}),), text=text)


def a_question(expect: Any = "answer", **changes: Any) -> GoldQuestion:
    given: dict[str, Any] = {"entries": frozenset({"days"}), "sections": frozenset({"days"})}
    return GoldQuestion("多久办完", expect, **({**given, **changes} if expect == "answer" else changes))


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    (tmp_path / "t.yml").write_text(FACTS, encoding="utf-8")
    return tmp_path


def judged(facts: Path, shown: Shown, gold: GoldQuestion, file: KnowledgeFile | None = None) -> Verdict:
    return Judge({"days": file or a_file()}, facts, date(2026, 11, 22)).verdict(gold, shown)


def test_the_right_section_with_its_source_is_right(facts: Path) -> None:
    verdict = judged(facts, an_answer(), a_question())

    assert verdict.right
    assert not verdict.invented


@pytest.mark.parametrize(
    ("shown", "fault"),
    [
        (an_answer(page=a_page("other")), "wrong file"),
        (an_answer(anchors=frozenset({"phone"})), "wrong section"),
        (an_answer(cited=()), "source not named: 信访工作条例"),
        (an_answer("60日内办结，电话3921111。"), "added 3921111"),
        (an_answer("60日内办结，电话0750-3508937。"), "not confirmed: 0750-3508937"),
    ],
)
def test_what_is_wrong_is_named(facts: Path, shown: Shown, fault: str) -> None:
    verdict = judged(facts, shown, a_question())

    assert fault in verdict.faults
    assert not verdict.right


@pytest.mark.parametrize(
    "file", [a_file(status="draft"), a_file(status="retired"), a_file(until="2026-11-21"), a_file(fact="t_002")]
)
def test_what_is_not_in_force_or_not_confirmed_is_never_right(facts: Path, file: KnowledgeFile) -> None:
    verdict = judged(facts, an_answer(), a_question(), file)

    assert verdict.unconfirmed
    assert not verdict.right


def test_a_file_that_holds_on_its_last_day_is_in_force(facts: Path) -> None:
    assert judged(facts, an_answer(), a_question(), a_file(until="2026-11-22")).right


def test_words_that_must_never_be_said_are_found_in_traditional_too(facts: Path) -> None:
    shown = an_answer("60日內辦結，交150元。")

    assert "said as current: 150元" in judged(facts, shown, a_question(never=("150元",))).faults


def test_a_gap_question_is_answered_honestly_only_by_saying_so(facts: Path) -> None:
    gap = a_question("gap")

    assert not judged(facts, an_answer(), gap).honest
    assert judged(facts, an_answer("目前没有经过核实的信息。", anchors=frozenset({"phone"})), gap).honest
    assert judged(facts, Shown("refuse"), gap).honest
    assert not judged(facts, an_answer("目前没有经过核实的信息。"), a_question("refuse")).honest


def test_every_one_of_several_matters_must_be_shown(facts: Path) -> None:
    both = a_question(parts=("days#days", "days#phone | other"))

    assert judged(facts, an_answer(), both).faults == ("not shown: days#phone | other",)
    assert judged(facts, an_answer(anchors=frozenset({"days", "phone"})), both).right


def test_an_english_summary_counts_for_a_section_whose_numbers_and_words_it_has(facts: Path) -> None:
    read = "How long. It ends within 60 days."

    def shown(section: str) -> Shown:
        return an_answer(read, page=a_page(english=section), anchors=frozenset(), english=True)

    assert judged(facts, shown("Ends within 60 days."), a_question()).right
    assert judged(facts, shown("Deadlines: representatives choose hearings."), a_question()).faults == (
        "wrong section",
    )


def test_asking_back_with_the_right_one_among_the_choices_is_no_fault_and_no_answer(facts: Path) -> None:
    verdict = judged(facts, Shown("choices", offered=(("days", "days"), ("other", ""))), a_question())

    assert verdict.offered
    assert not verdict.answered
    assert verdict.faults == ()


def test_without_the_fact_book_nothing_is_judged(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="fact book"):
        Judge({}, tmp_path / "nowhere", date(2026, 11, 22))
