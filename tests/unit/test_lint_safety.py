"""Whatever a curator writes, every file is looked at; and a fix changes what it says it changes and nothing else."""

from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.curation import lint as linting
from assistant.curation.findings import Edit
from assistant.curation.fixing import fix_files, fixed
from assistant.curation.parse import parse, read_library
from tests.unit.knowledge_builder import FACTS, TODAY, a_file, a_text, front_matter
from tests.unit.test_lint_cases import VOCABULARY

KEYS = [*front_matter(), "facts", "en", "gap"]
PLAIN = st.sampled_from(["", "s1", "petition-when", "2026-13-45", "2026-6-1", "b", "信访,多久", "12345", "/k/b"])
VALUES = st.recursive(
    PLAIN | st.none() | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "ask", "section", "by", "from", "until", "text", "name", "kind", "phone", "checked"])
            | st.sampled_from(["materials", "channels", "fee", "title", "summary", "questions", "sections", "facts"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(KEYS), VALUES, min_size=1, max_size=5))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_front_matter_of_any_shape_does_not_keep_another_file_from_being_checked(changes: dict[str, Any]) -> None:
    text = yaml.safe_dump({**front_matter(), **changes}, allow_unicode=True)
    odd = parse(f"---\n{text}---\n## a {{#a}}\nb [x](/k/b)\n", path=PurePosixPath("petition/odd.md"))
    faulty = a_file(
        "## 什么 {#what}\n没有来源的一句话，但是写得足够长，能算是一段话。\n", path="petition/faulty.md", id="faulty"
    )

    found = linting.lint([odd, faulty], vocabulary=VOCABULARY, facts=FACTS, today=TODAY)

    assert "K007" in {finding.code for finding in found if finding.file == "petition/faulty.md"}


@pytest.mark.parametrize(
    "value", [True, "x", [True], [["x"]], {"x": True}, [{"id": ["x"], "ask": {}}], [{"x": {}}]], ids=str
)
@pytest.mark.parametrize("key", KEYS)
def test_no_key_of_a_wrong_form_stops_the_check(key: str, value: Any) -> None:
    text = yaml.safe_dump({**front_matter(), key: value}, allow_unicode=True)
    odd = parse(f"---\n{text}---\n## a {{#a}}\nb [x](/k/b)\n", path=PurePosixPath("petition/odd.md"))

    linting.lint([odd], vocabulary=VOCABULARY, facts=FACTS, today=TODAY)


def written(directory: Path, text: str) -> Path:
    path = directory / "petition" / "petition-when.md"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode())
    return path


def check_and_fix(directory: Path) -> int:
    found = linting.lint(read_library(directory), vocabulary=VOCABULARY, facts=None, today=TODAY)
    return fix_files(found, root=directory)


def test_a_short_date_is_filled_with_zeros(tmp_path: Path) -> None:
    path = written(tmp_path, a_text().replace("review_by: '2027-02-01'", "review_by: 2027-2-1"))

    assert check_and_fix(tmp_path) == 1
    assert "review_by: 2027-02-01\n" in path.read_text()


def test_a_question_that_stands_twice_is_taken_away_once(tmp_path: Path) -> None:
    text = a_text()
    path = written(tmp_path, text.replace("- 信访几天回复\n", "- 信访几天回复\n- 信访几天回复？\n"))

    assert check_and_fix(tmp_path) == 1
    assert path.read_text() == text


def test_half_width_marks_become_full_width_and_all_else_stays(tmp_path: Path) -> None:
    text = a_text("## 多久 {#when}\r\n收到以后,15日内 告诉您。[^s1]\r\n")
    path = written(tmp_path, text)

    assert check_and_fix(tmp_path) == 2
    assert path.read_bytes().decode() == text.replace("以后,", "以后，").replace("日内 告", "日内告")


def test_what_was_fixed_has_no_such_fault_any_more(tmp_path: Path) -> None:
    written(tmp_path, a_text("## 多久 {#when}\n收到以后,15日内 告诉您。[^s1]\n"))
    check_and_fix(tmp_path)

    assert check_and_fix(tmp_path) == 0


def test_an_edit_that_no_longer_fits_is_left_alone() -> None:
    assert fixed("一\n二", [Edit(2, 1, "三", "四"), Edit(9, 1, "一", "二")]) == ("一\n二", 0)


@given(st.text(), st.integers(1, 4), st.integers(1, 5), st.text(min_size=1, max_size=2))
def test_an_edit_touches_one_line_at_most(text: str, line: int, column: int, old: str) -> None:
    changed, made = fixed(text, [Edit(line, column, old, old + "x")])

    assert len(changed) == len(text) + made
