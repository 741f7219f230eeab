"""What training adds to the written sentences: pinyin, public data sets, and how sentences sound."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.outside import outside, trainable
from assistant.dialogue.respelling import in_letters, respelled
from assistant.dialogue.sounds import initials, is_pinyin, spelled, syllables
from assistant.dialogue.terms import characters, sounds


def test_misspelt_words_sound_alike() -> None:
    assert syllables("公正处") == syllables("公证处") == syllables("gongzhengchu") == ["gong", "zheng", "chu"]
    assert set(initials(["身份证"])) & set(initials(["sfz"])) == {"sfz"}


@pytest.mark.parametrize(
    ("text", "pinyin"),
    [("shenfenzheng diu le", True), ("sfz", True), ("wo yao tousu", True), ("hello there", False), ("身份证 diu le", False), ("", False)],
)
def test_pinyin_is_told_from_english(text: str, pinyin: bool) -> None:
    assert is_pinyin(text) is pinyin


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=24))
def test_syllables_of_a_word_give_the_word_back(word: str) -> None:
    assert "".join(spelled(word)) in ("", word)


@given(st.text(max_size=60))
def test_any_text_has_terms(text: str) -> None:
    assert all(characters(text, text.split(), 3)) and all(sounds(text, text.split(), 3))


def test_one_sentence_in_six_is_taught_in_pinyin_and_never_one_that_was_written_so() -> None:
    texts = [f"第{number}次查进度" for number in "一二三四五六七八九十百千万亿甲乙丙丁戊己庚辛壬癸"]
    found = respelled({"track": texts})["track"]
    assert 0 < len(found) < len(texts) / 2 and all(text.replace(" ", "").isalpha() for text in found)
    assert "track" not in respelled({"track": [*texts, *found]}) or set(respelled({"track": [*texts, *found]})["track"]).isdisjoint(found)
    assert in_letters("查进度", spaced=True) == "cha jin du"


def a_set(folder: Path, *texts: str) -> Path:
    path = folder / "data" / "chitchat" / "cdial_toy_train_openers.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts), encoding="utf-8")
    return folder


def test_only_the_half_that_is_not_for_measuring_is_taught(tmp_path: Path) -> None:
    texts = [f"今晚看第{number}集" for number in range(60)]
    found = outside(a_set(tmp_path, *texts))["out_of_scope"]
    assert sorted(found) == sorted(text for text in texts if trainable(text)) and 0 < len(found) < 60


def test_a_row_that_may_be_an_act_of_ours_is_not_taught_as_none(tmp_path: Path) -> None:
    assert outside(a_set(tmp_path, *(f"我的户口{number}" for number in range(40)))) == {}


def test_without_public_data_nothing_is_added(tmp_path: Path) -> None:
    assert outside(tmp_path) == {}
