"""Coverage: fact → file and section → gold question, and what is missing on the way."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.curation.coverage import UNSAID_FILE, coverage, read_unsaid, write_report
from assistant.curation.facts import Fact
from assistant.shared.errors import SetupError
from tests.unit.knowledge_builder import a_file, a_source

WHEN = "## 多久有答复 {#when}\n收到以后15日内书面告诉您。[^s1]\n\n"
WHERE = "## 去哪里交 {#where}\n可以去信访接待场所当面交材料，也可以写信。[^s1]\n"


@dataclass(frozen=True)
class Asked:
    """A gold question as coverage sees it."""

    ask: str
    entries: frozenset[str] = frozenset({"petition-when"})
    sections: frozenset[str] = frozenset()


def a_fact(fact_id: str = "petition_001", text: str = "书面告知期限\n15日内书面告诉", use: str = "ok") -> Fact:
    """A fact that may be said."""
    return Fact(fact_id, text, use, True, "https://example.gov.cn/a")


def book(*facts: Fact) -> dict[str, Fact]:
    """A fact book of `facts`."""
    return {fact.id: fact for fact in facts}


def test_a_fact_stands_in_the_section_that_holds_most_of_its_words() -> None:
    found = coverage([a_file(WHEN + WHERE)], book(a_fact()), [])

    [place] = found.facts[0].places
    assert (place.entry, place.sections) == ("petition-when", ("when",))
    assert place.said > 0.5
    assert not found.facts[0].hardly_said


def test_a_fact_that_no_published_section_cites_has_no_file() -> None:
    draft = a_file(WHEN, status="draft")
    uncited = a_file("## 一 {#one}\n别的事情。[^s2]\n", sources=[a_source(), a_source(id="s2", facts=[])])

    assert coverage([draft], book(a_fact()), []).without_file == ("petition_001",)
    assert coverage([uncited], book(a_fact()), []).without_file == ("petition_001",)


def test_a_question_that_names_another_section_does_not_ask_for_the_fact() -> None:
    files, facts = [a_file(WHEN + WHERE)], book(a_fact())

    elsewhere = coverage(files, facts, [Asked("去哪", sections=frozenset({"where"}))])
    anywhere = coverage(files, facts, [Asked("信访的事")])
    exact = coverage(files, facts, [Asked("几天", sections=frozenset({"when"}))])

    assert elsewhere.without_question == ("petition_001",)
    assert (anywhere.without_question, anywhere.without_exact_question) == ((), ("petition_001",))
    assert (exact.without_exact_question, exact.share) == ((), 1.0)


def test_only_facts_that_may_be_said_are_asked_for() -> None:
    facts = book(a_fact("petition_002", use="verify"), a_fact("petition_003", use="no"))

    assert coverage([], facts, []).facts == ()


def test_a_fact_left_unsaid_is_named_with_its_reason_and_not_missing() -> None:
    found = coverage([], book(a_fact()), [], unsaid={"petition_001": "来源不可靠"})

    assert found.without_file == ()
    assert found.as_json()["unsaid"] == {"petition_001": "来源不可靠"}


def test_an_unsaid_fact_that_does_not_exist_is_refused() -> None:
    with pytest.raises(SetupError, match="petition_999"):
        coverage([], book(a_fact()), [], unsaid={"petition_999": "不存在"})


def test_a_number_that_the_file_lost_is_named() -> None:
    found = coverage([a_file(WHERE)], book(a_fact()), [])

    assert found.facts[0].lost_numbers == ("15",)


def test_a_number_in_chinese_numerals_is_not_lost() -> None:
    found = coverage([a_file("## 多久 {#when}\n十五日内书面告诉您。[^s1]\n")], book(a_fact()), [])

    assert found.facts[0].lost_numbers == ()


def test_a_fact_cited_by_words_of_another_matter_is_hardly_said() -> None:
    found = coverage([a_file(WHERE)], book(a_fact(text="殡仪馆火化收费\n按物价部门标准")), [])

    assert found.as_json()["hardly_said"] == ["petition_001"]


def test_sections_that_no_gold_question_names_are_listed() -> None:
    found = coverage([a_file(WHEN + WHERE)], book(a_fact()), [Asked("几天", sections=frozenset({"when"}))])

    assert found.unasked_sections == ("petition-when#where",)


def test_the_report_is_json_that_a_program_can_read(tmp_path: Path) -> None:
    path = tmp_path / "var" / "coverage.json"

    write_report(coverage([a_file(WHEN)], book(a_fact()), [Asked("几天")]), path)

    report = json.loads(path.read_text(encoding="utf-8"))
    assert (report["facts"], report["share"]) == (1, 1.0)
    assert report["by_fact"]["petition_001"]["questions"] == ["几天"]


@pytest.mark.parametrize("content", ["", "unsaid: 3", "other: {}", "unsaid: [a, b]", "a: [", "- a"])
def test_a_list_of_unsaid_facts_in_another_form_is_refused_by_name(tmp_path: Path, content: str) -> None:
    (tmp_path / UNSAID_FILE).write_text(content, encoding="utf-8")

    with pytest.raises(SetupError, match="unsaid_facts"):
        read_unsaid(tmp_path)


def test_the_shipped_list_of_unsaid_facts_gives_a_reason_for_each() -> None:
    assert all(reason for reason in read_unsaid(Path("knowledge/vocabulary")).values())


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_share_said_is_a_share_whatever_the_words(fact: str, said: str) -> None:
    section = " ".join(said.split()) or "空"

    found = coverage([a_file(f"## 一 {{#one}}\n{section}[^s1]\n")], book(a_fact(text=fact)), [])

    assert all(0.0 <= place.said <= 1.0 for row in found.facts for place in row.places)
