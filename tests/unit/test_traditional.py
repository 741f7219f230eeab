"""Exceptions to phrase-level conversion: they hold where they are, and nothing else changes."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.gateway.wording import in_script, say
from assistant.settings import ROOT
from assistant.shared.text.script import to_simplified, to_traditional
from assistant.shared.text.traditional import Traditional

LISTED: dict[str, str] = yaml.safe_load((ROOT / "knowledge/vocabulary/traditional.yml").read_text("utf-8"))["phrases"]


def test_a_listed_phrase_gets_its_form_and_the_rest_is_converted_as_a_whole() -> None:
    convert = Traditional({"换发动机": "換發動機"}).convert

    assert to_traditional("换发动机") != "換發動機"
    assert convert("换发动机后来办登记") == "換發動機後來辦登記"


def test_the_longest_phrase_wins() -> None:
    assert Traditional({"有云": "有雲", "有云窗口": "有雲窗口"}).convert("有云窗口") == "有雲窗口"


def test_a_conversion_that_changes_the_length_still_keeps_the_phrase() -> None:
    convert = Traditional({"里水": "里水"}, convert=lambda text: text.replace("软件", "應用程式")).convert

    assert convert("里水的软件") == "里水的應用程式"


def test_a_form_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="里水"):
        Traditional({"里水": "里水鎮"})


@given(st.text())
def test_without_phrases_it_is_plain_conversion(text: str) -> None:
    assert Traditional({}).convert(text) == to_traditional(text)


@given(st.lists(st.sampled_from([*LISTED, "到", "的", "，", "办理", "English"]), max_size=12).map("".join))
def test_every_listed_phrase_reads_right_wherever_it_stands(text: str) -> None:
    converted = in_script(text, "hant")

    assert len(converted) == len(text)
    assert to_simplified(converted) == to_simplified(text)


@pytest.mark.parametrize("phrase", LISTED)
def test_the_gateway_uses_the_reviewed_list(phrase: str) -> None:
    assert in_script(phrase, "hant") == in_script(phrase, "yue") == LISTED[phrase]
    assert in_script(phrase, "hans") == phrase


def test_own_words_are_made_traditional_the_same_way() -> None:
    assert say("call_12345", "hant") == "撥打12345"
