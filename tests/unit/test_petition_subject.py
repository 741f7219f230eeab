"""The subject of a petition is learned, kept in a file and told only when it is sure."""

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.backends.petition.subject import SubjectModel, cut_words, load_subject
from assistant.backends.petition.subject_training import LABELLED, learn, message_text, read_labelled
from assistant.shared.errors import SetupError
from assistant.shared.text.script import to_traditional
from tests.unit.fake_encoder import FakeEncoder

KINDS = {"roads": "公路坑洼难行，路面塌陷", "schools": "学校招生学位不足，老师乱收费", "work": "工厂拖欠工资，工人加班"}
TEXTS = [f"{words}，第{n}次反映" for words in KINDS.values() for n in range(8)]
LABELS = [label for label in KINDS for _ in range(8)]


@pytest.fixture(scope="module")
def model() -> SubjectModel:
    return learn(TEXTS, LABELS)


@pytest.mark.parametrize(("label", "words"), KINDS.items())
def test_what_is_plain_is_told_in_both_scripts(model: SubjectModel, label: str, words: str) -> None:
    assert model.subject(words) == model.subject(to_traditional(words)) == label


@pytest.mark.parametrize("text", ["", "😡", "zzz"])
def test_what_says_nothing_has_no_subject(model: SubjectModel, text: str) -> None:
    assert model.subject(text) is None


def test_shares_of_a_text_are_one_in_sum(model: SubjectModel) -> None:
    assert np.allclose(model.probabilities(TEXTS).sum(axis=1), 1)


def test_a_model_read_from_its_file_says_the_same(tmp_path: Path) -> None:
    encode = FakeEncoder().encode_queries
    learned = learn(TEXTS, LABELS, encode)
    learned.save(tmp_path / "m.npz")

    read = load_subject(tmp_path / "m.npz")

    assert read is not None
    assert np.allclose(read.probabilities(TEXTS, encode), learned.probabilities(TEXTS, encode))


def test_two_classes_are_enough_for_the_judge_of_vectors() -> None:
    encode = FakeEncoder().encode_queries
    learned = learn(TEXTS[:16], LABELS[:16], encode)

    assert learned.probabilities(TEXTS[:1], encode)[0].argmax() == 0


def test_without_a_file_there_is_no_model(tmp_path: Path) -> None:
    assert load_subject(tmp_path / "none.npz") is None


def test_rows_are_read_with_their_title_where_they_have_one(tmp_path: Path) -> None:
    rows = [{"topic": "None", "text": "a", "label": "x"}, {"topic": "t", "text": "b", "label": "y"}]
    (tmp_path / LABELLED).write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")

    assert read_labelled(tmp_path) == (["a", "t。b"], ["x", "y"])
    assert message_text(rows[0]) == "a"


def test_missing_rows_are_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=f"{LABELLED} is not in"):
        read_labelled(tmp_path)


def test_words_of_the_beginning_count_apart_from_the_rest() -> None:
    cut = cut_words("学校收费" + "很好" * 60)
    marked = [word for word in cut if word.startswith("^")]
    assert marked[0] == f"^{cut[0]}" and len(marked) < len(cut) - len(marked)
    assert not {"^"} & set(cut)
