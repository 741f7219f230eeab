"""What is asked: several questions in one sentence, bare ones that follow another, sentences in pinyin."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.asking import is_bare, parts
from assistant.retrieval.pinyin import PinyinReader
from assistant.retrieval.release import Release
from assistant.retrieval.search import Search
from tests.unit.fake_encoder import FakeEncoder
from tests.unit.knowledge_builder import TODAY
from tests.unit.release_builder import publish_files, some_files


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Search:
    directory = tmp_path_factory.mktemp("asking")
    name, _, _ = publish_files(directory, some_files())
    return Search(Release.load(directory / "releases" / name), FakeEncoder(), today=lambda: TODAY)


@pytest.mark.parametrize(
    ("typed", "questions"),
    [
        ("身份证丢了怎么办，信访多久有结果", ["身份证丢了怎么办", "信访多久有结果"]),
        ("我在美国，护照过期了怎么办", []),
        ("我在美国，护照怎么换，要多少钱", ["我在美国，护照怎么换", "要多少钱"]),
        ("how do I apply and how much does it cost", ["how do I apply", "how much does it cost"]),
        ("身份证丢了", []),
        ("", []),
    ],
)
def test_a_sentence_is_cut_into_the_questions_that_it_holds(typed: str, questions: list[str]) -> None:
    assert parts(typed) == questions


@given(st.text())
def test_any_text_holds_no_question_or_two_or_three(text: str) -> None:
    assert len(parts(text)) in (0, 2, 3)


def test_a_bare_question_says_little() -> None:
    assert is_bare("那费用呢")
    assert is_bare("and how much is it")
    assert not is_bare("我在加拿大想卖江门的房子怎么公证")


def test_a_bare_question_is_understood_with_the_one_before(search: Search) -> None:
    alone = search.search("还要照片吗")
    after = search.search("还要照片吗", context="身份证丢了怎么办")

    assert not alone.joined
    assert after.joined
    assert (after.hits[0].entry_id, after.decision) == ("id-card-lost", "answer")


def test_of_a_matter_named_before_the_section_is_shown_that_is_asked_for_now(search: Search) -> None:
    after = search.search("还要照片吗", context="身份证丢了先去派出所挂失")

    assert after.joined
    assert after.hits[0].leading[0] == "bring"
    assert not after.hits[0].whole


def test_a_question_that_is_clear_by_itself_is_not_read_with_the_one_before(search: Search) -> None:
    result = search.search("信访几天回复", context="身份证丢了怎么办")

    assert not result.joined
    assert result.hits[0].title == "信访多久有答复"


def test_two_questions_in_one_sentence_are_both_answered(search: Search) -> None:
    result = search.search("身份证丢了怎么办，信访多久有结果")

    assert [part.title for part in result.parts] == ["身份证丢了怎么补办", "信访多久有答复"]
    assert all(part.text for part in result.parts)


def test_a_sentence_of_which_one_part_is_unknown_is_not_answered_in_parts(search: Search) -> None:
    assert search.search("身份证丢了怎么办，交响乐团的小提琴手怎么报名参加国际比赛").parts == []


def test_what_was_looked_at_is_told_with_its_scores(search: Search) -> None:
    result = search.search("身份证丢了怎么办", limit=1)

    assert [row.shown for row in result.rated] == [True, *[False] * (len(result.rated) - 1)]
    assert result.rated[0].score == pytest.approx(result.hits[0].score)


def test_every_hit_can_be_explained(search: Search) -> None:
    result = search.search("身份证丢了怎么办", explain=True)
    calibration = search.release.calibration

    assert len(result.reasons) == len(result.hits)
    for hit, why in zip(result.hits, result.reasons, strict=True):
        assert sum(row.part for row in why.ranking) == pytest.approx(hit.score, abs=1e-4)
        total = sum(row.part for row in why.probability) + calibration.intercept
        assert 1 / (1 + 2.718281828**-total) == pytest.approx(hit.probability, abs=1e-4)
    assert search.search("身份证丢了怎么办").reasons == []


def test_only_the_first_hit_carries_text(search: Search) -> None:
    hits = search.search("怎么办", limit=3).hits

    assert all(not hit.text and not hit.sources for hit in hits[1:])


READER = PinyinReader(["身份证丢了怎么办", "办身份证要多久", "公证处在哪里", "怎么补办身份证", "护照过期怎么换"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("shenfenzheng diule zenmeban", "身份证丢了怎么办"),
        ("Hu Zhao guo qi", "护照过期"),
        ("gongzhengchu zai nali", "公证处在哪里"),
        ("身份证 diule zenmeban", "身份证丢了怎么办"),
    ],
)
def test_pinyin_is_read_as_the_files_write(typed: str, meant: str) -> None:
    assert READER.read(typed) == meant


@pytest.mark.parametrize("typed", ["how do I renew my passport", "zenme", "", "my 身份证 is lost", "12345"])
def test_what_is_not_wholly_pinyin_is_left_alone(typed: str) -> None:
    assert READER.read(typed) is None


@given(st.text(max_size=30))
def test_any_text_may_be_tried_as_pinyin(text: str) -> None:
    found = READER.read(text)

    assert found is None or all("\u3400" <= char <= "\u9fff" for char in found)


def test_a_question_in_pinyin_finds_what_it_would_find_in_characters(tmp_path: Path, search: Search) -> None:
    assert search.form("shenfenzheng diule zenme ban") == "身份证丢了怎么办"
    assert search.search("shenfenzheng diule zenme ban").hits[0].entry_id == "id-card-lost"


def test_only_what_was_typed_in_letters_alone_is_taken_for_pinyin(search: Search) -> None:
    assert search.form("身份证 zenme ban") == "身份证 zenme ban"
