"""Normal form, scripts and conversion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.shared.text.normalise import has_words, normalise
from assistant.shared.text.script import detect_script, to_simplified, to_traditional


@given(st.text(max_size=200))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(max_size=200))
def test_no_invisible_character_survives(text: str) -> None:
    assert not set(normalise(text)) & set("\u200b\u200c\u200d\ufeff\u202e\x00\ufe0f")


def test_full_width_digits_and_hidden_joiners_become_plain_digits() -> None:
    assert normalise("１３８\u200b００１３\u200d８０００") == "13800138000"


@pytest.mark.parametrize("text", ["", "😀😀", "？！……", "\u200b", " \n "])
def test_text_without_letters_or_digits_has_no_words(text: str) -> None:
    assert not has_words(normalise(text))


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("身份证丢了咋补办啊", "hans"),
        ("海外遠程視頻公證可以辦哪些事項？", "hant"),
        ("我喺新加坡，想委托細佬賣江門間屋，點做公證？", "yue"),
        ("唔知点样办居住证", "hans"),
        ("Can I do a Chinese notarization from Canada without flying back?", "en"),
        ("wo xiang ban shenfenzheng", "hans"),
        ("change my name", "en"),
        ("shenfenzheng diule", "hans"),
        ("she bao ka diu le zen me ban", "hans"),
        ("wo de shen fen zheng", "hans"),
        ("me too", "en"),
        ("see you later", "en"),
        ("move hukou to jiangmen", "en"),
        ("you can give me one name", "en"),
        ("你好", None),
        ("13800138000", None),
        ("ok", None),
    ],
)
def test_the_script_is_told_from_the_characters(text: str, script: str | None) -> None:
    assert detect_script(text) == script


def test_traditional_words_are_chosen_by_phrase() -> None:
    assert to_traditional("头发发展后来皇后里面公里") == "頭髮發展後來皇后裏面公里"


@given(st.text(alphabet="身份证办理公证处海外远程视频台山新会居住户口信访答复时间电话", max_size=30))
def test_going_to_traditional_and_back_keeps_simplified_text(text: str) -> None:
    assert to_simplified(to_traditional(text)) == text
