"""Our tokenizer: own dictionary, true offsets, no whitespace, placeholders whole."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    from assistant.dialogue.components.tokenizer import WordTokenizer

    made = WordTokenizer(WordTokenizer.get_default_config(), None, None)
    made._use(["海外远程视频公证", "信访件"])
    return made


def cut(tokenizer: Any, text: str) -> list:
    from rasa.shared.nlu.constants import TEXT
    from rasa.shared.nlu.training_data.message import Message

    return tokenizer.tokenize(Message({TEXT: text}), TEXT)


def test_words_of_the_dictionary_stay_whole(tokenizer: Any) -> None:
    assert "海外远程视频公证" in [token.text for token in cut(tokenizer, "想办海外远程视频公证 可以吗")]


def test_a_placeholder_is_one_word(tokenizer: Any) -> None:
    tokens = cut(tokenizer, "手机⟦phone:12⟧,帮我查")
    assert [(token.text, token.start, token.end) for token in tokens if token.text == "phone"] == [("phone", 2, 12)]


def test_the_global_tokenizer_is_left_alone(tokenizer: Any) -> None:
    import jieba

    assert tokenizer._jieba is not jieba.dt


@given(st.text(max_size=40))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_offsets_are_true_and_no_token_is_blank(tokenizer: Any, text: str) -> None:
    for token in cut(tokenizer, text):
        assert token.text.strip()
        assert text[token.start:token.end].lower() == token.text
