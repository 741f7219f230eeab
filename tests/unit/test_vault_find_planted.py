"""Personal data planted in sentences of six kinds is hidden, what is nobody's is not; on any text nothing breaks."""

import random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.shared.contracts.placeholders import Kind, placeholder
from assistant.shared.text.normalise import normalise
from assistant.vault.find import find_personal_data
from assistant.vault.find_numbers import is_national, passes_luhn
from assistant.vault.spelling import canonical
from scripts.evaluation.personal_data import FOLDER, evaluate, lines
from scripts.evaluation.planted import VALUES

UNSEEN = yaml.safe_load((FOLDER / "unseen.yml").read_text("utf-8"))


def hidden(text: str) -> str:
    shown, end = "", 0
    for number, found in enumerate(find_personal_data(text), start=1):
        shown += text[end : found.start] + placeholder(found.kind, number)
        end = found.end
    return shown + text[end:]


@pytest.fixture(scope="module")
def planted() -> list:
    return lines()


def test_planted_data_is_found_and_near_misses_are_left(planted: list) -> None:
    assert sum(bool(line.planted) for line in planted) >= 1_000
    assert sum(not line.planted for line in planted) >= 400
    assert len({line.sort for line in planted}) == 7  # six kinds of sentence, and near misses
    found = evaluate()
    assert found.recall >= 0.995 and found.precision >= 0.99, found.wrong[:10]


def test_another_seed_is_as_good() -> None:
    found = evaluate(seed=random.Random(20261123).randrange(10**6))
    assert found.recall >= 0.995 and found.precision >= 0.99, found.wrong[:10]


def test_sentences_written_after_the_code_are_judged_too() -> None:
    parts = [(row["text"], part) for row in UNSEEN["personal"] for part in row["hide"]]
    kept = [(text, part) for text, part in parts if part in hidden(normalise(text))]
    extra = [text for text in UNSEEN["nobodys"] if find_personal_data(normalise(text))]
    assert len(parts) >= 80 and len(UNSEEN["nobodys"]) >= 40
    # Written apart from the finder and looked at since; at first sight it was a quarter and a third (ADR 11).
    assert len(kept) / len(parts) <= 0.05, kept
    assert len(extra) / len(UNSEEN["nobodys"]) <= 0.05, extra


@given(st.text(max_size=120) | st.sampled_from([line.text for line in lines(many=200)]))
@settings(max_examples=300, deadline=None)
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for found in find_personal_data(text):
        assert end <= found.start < found.end <= len(text)
        assert found.value == text[found.start : found.end]
        end = found.end


@given(st.lists(st.sampled_from([line.text for line in lines(many=300)]), min_size=1, max_size=3).map("。".join))
@settings(max_examples=200, deadline=None)
def test_what_is_protected_once_is_protected(text: str) -> None:
    once = hidden(text)
    assert hidden(once) == once


@given(
    st.integers(0, 10**6),
    st.sampled_from(sorted({name for name, (kind, _) in VALUES.items() if kind is Kind.PHONE} - {"hk"})),
)
@settings(max_examples=150, deadline=None)
def test_a_telephone_is_hidden_however_it_is_written(seed: int, kind: str) -> None:
    written = normalise(VALUES[kind][1](random.Random(seed)))
    assert written not in hidden(f"我的电话是{written}，谢谢")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我叫禤国维想投诉", "禤国维"),
        ("本人昝梅，女", "昝梅"),
        ("我老豆叫冼炳坤，八十二歲", "冼炳坤"),
        ("业主逄晓东反映漏水", "逄晓东"),
        ("我是尉迟恭住三楼", "尉迟恭"),
        ("找陈大文先生", "陈大文"),
        ("委托我弟弟伍文卖房", "伍文"),
        ("I'm Grace Wong, hello", "Grace Wong"),
    ],
)
def test_unusual_surnames_and_names_in_stories_are_seen(text: str, name: str) -> None:
    assert name not in hidden(text)


@pytest.mark.parametrize(
    "text",
    [
        "我是华侨",
        "业主方便吗",
        "联系人方式",
        "申请人应当到场",
        "我叫师傅来修",
        "陈小姐你好",
        "王主任不在",
        "I am Hong Kong resident",
        "当事人双方都来",
    ],
)
def test_a_word_that_begins_like_a_name_is_none(text: str) -> None:
    assert find_personal_data(text) == []


def test_the_district_of_an_address_stays_readable() -> None:
    assert hidden("江门市蓬江区白沙大道12号3栋502房漏水") == "江门市蓬江区⟦address:1⟧漏水"


def test_one_telephone_has_one_spelling() -> None:
    written = ["138 0013 8000", "138-0013-8000", "一三八零零一三八零零零", "幺三八〇〇幺三八〇〇〇"]
    assert {canonical(Kind.PHONE, each) for each in written} == {"13800138000"}
    assert canonical(Kind.ID_NUMBER, "44070319850315002x") == "44070319850315002X"


def test_check_digits_and_groups_are_known() -> None:
    assert passes_luhn("4111111111111111") and not passes_luhn("4111111111111112")
    assert is_national("0412 345 678") and not is_national("1500 9000") and not is_national("2026 1122")
