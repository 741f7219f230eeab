"""What petitions are about is learned, kept in a file, and told with the words that say so."""

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.backends.petition.routing import load_router
from assistant.backends.petition.subject import SubjectModel, cut_words, load_subject
from assistant.backends.petition.subject_training import BODIES, LABELLED, REPLIED, learn, message_text, read_bodies
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
    for text in (words, to_traditional(words)):
        evidence = model.evidence(text)
        assert max(evidence, key=evidence.__getitem__) == label


@pytest.mark.parametrize(("label", "words"), KINDS.items())
def test_the_words_that_tell_are_words_of_the_message(model: SubjectModel, label: str, words: str) -> None:
    telling = model.telling(words, label)

    assert telling and len(telling) <= 3
    assert all(word in words for word in telling)


def test_a_short_message_is_believed_less_than_the_same_words_at_length(model: SubjectModel) -> None:
    short, long = model.evidence(KINDS["work"]), model.evidence("，".join([KINDS["work"]] * 12))

    assert 0 < short["work"] < long["work"]


@pytest.mark.parametrize("text", ["", "😡", "zzz"])
def test_what_says_nothing_is_no_evidence(model: SubjectModel, text: str) -> None:
    assert max(model.evidence(text).values()) < 0.1


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


def test_a_message_is_read_with_its_title_where_it_has_one() -> None:
    assert message_text({"topic": "None", "text": "a"}) == "a"
    assert message_text({"topic": "t", "text": "b"}) == "t。b"


def test_the_messages_that_are_named_are_read_with_their_bodies(tmp_path: Path) -> None:
    numbers = [number for line in BODIES.read_text().splitlines() if line[0] != "#" for number in line.split()[1:]]
    replied = [{"msg_id": int(each[1:]), "topic": "t", "text": each} for each in numbers if each[0] == "r"]
    labelled = [{"id": f"tipdm-{each[1:]:0>5}", "text": each} for each in numbers if each[0] == "l"]
    for name, rows in ((REPLIED, replied), (LABELLED, labelled)):
        (tmp_path / name).write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")

    texts, bodies = read_bodies(tmp_path)

    assert [text.removeprefix("t。") for text in texts] == numbers
    assert len(set(numbers)) == len(numbers)
    assert set(bodies) <= set(load_router().departments)


def test_missing_rows_are_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=f"{REPLIED} is not in"):
        read_bodies(tmp_path)


def test_words_of_the_beginning_count_apart_from_the_rest() -> None:
    cut = cut_words("学校收费" + "很好" * 60)
    marked = [word for word in cut if word.startswith("^")]
    assert marked[0] == f"^{cut[0]}" and len(marked) < len(cut) - len(marked)
    assert not {"^"} & set(cut)
