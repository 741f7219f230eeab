"""What counts as personal data in a citizen's words."""

import itertools
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.shared.contracts.placeholders import Kind
from assistant.shared.contracts.reference_numbers import make_number
from assistant.vault.find import find_personal_data


def kinds(text: str, expecting: Kind | None = None) -> list[tuple[Kind, str]]:
    return [(found.kind, found.value) for found in find_personal_data(text, expecting=expecting)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "我手机13800138000身份证440701199001011234，帮我查",
            [(Kind.PHONE, "13800138000"), (Kind.ID_NUMBER, "440701199001011234")],
        ),
        ("身份证号 44070119900101123x 丢了", [(Kind.ID_NUMBER, "44070119900101123x")]),
        ("打我电话 138 0013 8000", [(Kind.PHONE, "138 0013 8000")]),
        ("+86-138-0013-8000", [(Kind.PHONE, "+86-138-0013-8000")]),
        ("家里电话0750-3312345", [(Kind.PHONE, "0750-3312345")]),
        ("call me at +1 604 555 0199", [(Kind.PHONE, "+1 604 555 0199")]),
        ("(604) 555-0199", [(Kind.PHONE, "(604) 555-0199")]),
        ("护照E12345678", [(Kind.PASSPORT, "E12345678")]),
        ("my passport number is AB123456", [(Kind.PASSPORT, "AB123456")]),
        ("回乡证H12345678", [(Kind.TRAVEL_PERMIT, "H12345678")]),
        ("卡号6222021234567890123", [(Kind.BANK_CARD, "6222021234567890123")]),
        ("邮箱 a.b-c@mail.example.com 谢谢", [(Kind.EMAIL, "a.b-c@mail.example.com")]),
        ("蓬江区白沙大道12号3栋502房漏水", [(Kind.ADDRESS, "白沙大道12号3栋502房")]),
        ("我叫李大明，电话13900000000", [(Kind.NAME, "李大明"), (Kind.PHONE, "13900000000")]),
        ("my name is Mei Lin Chan", [(Kind.NAME, "Mei Lin Chan")]),
    ],
)
def test_personal_data_is_found_where_it_stands(text: str, expected: list[tuple[Kind, str]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "信访60日内要答复吗",
        "2026年11月22日办的",
        "12345打不通，12348呢",
        "公证费要200元，一共3份",
        "我叫了救护车",
        "信访工作条例第三十四条",
        "蓬江区白沙那边的烧烤店",
        "⟦phone:1⟧ 是我的号码",
        "谢谢",
    ],
)
def test_what_is_nobodys_stays(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("李大明", "李大明"), ("我叫陳美蓮", "陳美蓮"), ("欧阳小红。", "欧阳小红"), ("Grace Wong", "Grace Wong")],
)
def test_a_bare_name_is_a_name_once_it_was_asked_for(text: str, expected: str) -> None:
    assert kinds(text, Kind.NAME) == [(Kind.NAME, expected)]
    assert kinds("天气不错", Kind.NAME) == []


@pytest.mark.parametrize(
    "text", ["匿名", "上一步", "算了", "谢谢", "不方便", "为什么要名字", "何必呢", "cancel it please", "go back"]
)
def test_a_command_given_instead_of_a_name_is_not_hidden(text: str) -> None:
    assert kinds(text, Kind.NAME) == []


def test_a_reference_number_is_not_personal_but_the_code_beside_it_is() -> None:
    number = make_number("XF", date(2026, 11, 22), 17)
    assert kinds(f"我的信访件{number}，查询码 482913") == [(Kind.CODE, "482913")]
    assert kinds("482913", Kind.CODE) == [(Kind.CODE, "482913")]


@settings(deadline=None)  # the first example loads the dictionaries
@given(
    st.sampled_from(["13800138000", "440701199001011234", "E12345678", "6222021234567890123", "x@example.com"]),
    st.text(alphabet="我的是，。 电话帮查一下", max_size=12),
    st.text(alphabet="，。 谢谢帮我查", max_size=12),
)
def test_a_planted_number_is_found_among_any_words(planted: str, before: str, after: str) -> None:
    assert planted in [value for _, value in kinds(f"{before} {planted} {after}")]


@given(st.text(alphabet="0123456789abc -我电话是", max_size=60))
def test_findings_are_in_order_and_never_overlap(text: str) -> None:
    found = find_personal_data(text)
    for left, right in itertools.pairwise(found):
        assert left.end <= right.start
    for item in found:
        assert text[item.start : item.end] == item.value


@pytest.mark.parametrize("text", [
    "我喺夏威夷,幫手安排視像", "喺夏威夷嗰個哥哥日日打嚟問", "我是杜阮镇的退休教师", "带我们去拍了全家福", "屋企冷清清得我一个",
    "狗夜里叫成一片，请派人处理", "先祖籍贯福建泉州，想查族谱", "我们学校这边飘烟，学生都在咳", "屈臣氏几点收工",
])
def test_places_and_everyday_words_that_begin_like_a_surname_are_no_names(text: str) -> None:
    assert kinds(text) == []
