"""Reading knowledge files: what is written is what is held, with its place, and nothing makes the reader fall over."""

from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from assistant.curation.compile import compile_content, passages_of, plain
from assistant.curation.facts import canonical, chinese_numbers_in, numbers_in
from assistant.curation.findings import question_key
from assistant.curation.model import Position
from assistant.curation.parse import parse
from tests.unit.knowledge_builder import TODAY, a_file, a_source, a_text

PATH = PurePosixPath("petition/petition-when.md")


def test_scalars_stay_as_they_were_written() -> None:
    file = parse("---\nid: a\nreview_by: 2027-02-01\nphone: 0750\ngap: true\nurl: null\n---\n", path=PATH)

    assert file.data == {"id": "a", "review_by": "2027-02-01", "phone": "0750", "gap": True, "url": None}


def test_every_value_knows_its_line_and_column() -> None:
    file = parse(
        "---\nid: a\nquestions:\n  - 几天\n  - {ask: 多久, section: when}\n---\n## 一 {#when}\n好。\n", path=PATH
    )

    assert file.at("id") == Position(2, 1)
    assert [question.at for question in file.questions] == [Position(4, 5), Position(5, 5)]
    assert file.sections[0].at == Position(7)
    assert file.sections[0].text_line == 8


def test_sections_hold_their_anchor_text_and_citations() -> None:
    file = a_file("## 一 {#one}\n甲。[^s1]\n\n乙。[^s2][^s1]\n\n## 二 {#two}\n丙。\n")

    assert [(section.anchor, section.heading) for section in file.sections] == [("one", "一"), ("two", "二")]
    assert file.sections[0].citations == ("s1", "s2")
    assert file.sections[0].text == "甲。[^s1]\n\n乙。[^s2][^s1]"


@given(st.text())
def test_no_text_makes_the_reader_fall_over(text: str) -> None:
    parse(text, path=PATH)
    parse(f"---\n{text}\n---\n{text}", path=PATH)


def test_citation_marks_and_markup_are_not_part_of_what_is_searched() -> None:
    assert plain("- **带**身份证[^s1]\n- 看[这里](/k/a#b)") == "带 身份证\n 看这里" or "[^" not in plain("甲[^s1]")
    assert "[^s1]" not in passages_of(a_file())[1].text


def test_a_question_of_the_file_becomes_a_passage_of_its_section() -> None:
    file = a_file(questions=["几天", {"ask": "多久", "section": "when"}])

    asked = [(passage.text, passage.anchor) for passage in passages_of(file) if passage.kind == "question"]

    assert asked == [("几天", None), ("多久", "when")]


def test_only_what_is_published_and_not_past_is_compiled() -> None:
    files = [
        a_file(id="good"),
        a_file(id="draft", status="draft"),
        a_file(id="retired", status="retired"),
        a_file(id="expired", valid={"from": None, "until": "2026-11-21"}),
        a_file(id="last-day", valid={"from": None, "until": "2026-11-22"}),
    ]

    content = compile_content(files, today=TODAY)

    assert [entry["entry_id"] for entry in content.entries] == ["good", "last-day"]


def test_an_entry_is_as_old_as_the_source_checked_longest_ago() -> None:
    sources = [a_source(), a_source(id="s2", checked="2026-10-01")]

    (entry,) = compile_content([a_file(sources=sources)], today=TODAY).entries

    assert entry["as_of"] == "2026-10-01"


def test_the_order_of_the_files_does_not_change_what_is_compiled() -> None:
    files = [a_file(id="a"), a_file(id="b", path="petition/b.md")]

    assert compile_content(files, today=TODAY) == compile_content(files[::-1], today=TODAY)


def test_the_same_question_in_another_script_is_the_same_question() -> None:
    assert question_key("信訪要等幾耐？") == question_key(" 信访要等几耐 ")


@given(st.integers(min_value=0, max_value=9999))
def test_a_number_is_the_same_with_commas_and_zeros(number: int) -> None:
    assert list(numbers_in(f"共{number:,}件")) == [str(number)]
    assert canonical(f"00{number}") == str(number)


def test_chinese_numerals_are_numbers() -> None:
    assert list(chinese_numbers_in("十五日、六十日、一百二十元、二〇二二年、第三十四条")) == [
        "15",
        "60",
        "120",
        "2022",
        "34",
    ]


def test_a_windows_line_end_and_a_byte_order_mark_change_nothing() -> None:
    text = a_text()

    assert parse(text.replace("\n", "\r\n"), path=PATH).sections == parse(text, path=PATH).sections
