"""The test sentences themselves: enough of them, of every kind, and none taken from the training sentences."""

from collections import Counter

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.training_texts import sentences_by_intent
from assistant.shared.text.script import to_simplified
from scripts.evaluation.distance import Neighbours, edit_distance, folded
from scripts.evaluation.sentences import PEOPLE, SCRIPTS, STYLES, Sentence, read_people, read_sentences

ACTS = (
    "ask file_petition book_notary track urge withdraw supplement rate review cancel_booking reschedule handover greet "
    "thanks bye affirm deny correct back cancel_flow repeat say_it_simpler change_language bigger_text who_are_you "
    "emergency self_harm wrong_door other_place abuse out_of_scope"
).split()
DOORS = {"court", "arbitration", "labour_arbitration", "administrative_review", "discipline"}
FEWEST, NEAREST, NOT_SIMPLIFIED = 40, 0.25, 0.3


@pytest.fixture(scope="module")
def sentences() -> list[Sentence]:
    return read_sentences()


def test_every_act_has_at_least_forty_sentences(sentences: list[Sentence]) -> None:
    counts = Counter(sentence.act for sentence in sentences)
    assert set(counts) == set(ACTS)
    assert {act: count for act, count in counts.items() if count < FEWEST} == {}


def test_every_act_is_said_in_every_script_and_in_nearly_every_style(sentences: list[Sentence]) -> None:
    for act in ACTS:
        own = [sentence for sentence in sentences if sentence.act == act]
        assert {sentence.script for sentence in own} == set(SCRIPTS), act
        assert len({sentence.style for sentence in own}) >= len(STYLES) - 1, act


def test_a_third_of_the_sentences_of_every_act_are_not_simplified(sentences: list[Sentence]) -> None:
    for act in ACTS:
        own = [sentence for sentence in sentences if sentence.act == act]
        assert sum(sentence.script != "hans" for sentence in own) / len(own) >= NOT_SIMPLIFIED, act


def test_scripts_and_styles_are_the_known_ones_and_simplified_is_simplified(sentences: list[Sentence]) -> None:
    assert {sentence.script for sentence in sentences} == set(SCRIPTS)
    assert {sentence.style for sentence in sentences} == set(STYLES)
    assert [s.text for s in sentences if s.script == "hans" and to_simplified(s.text) != s.text] == []
    assert [s.text for s in sentences if s.script == "english" and not s.text.isascii()] == []


def test_dictated_sentences_have_no_punctuation(sentences: list[Sentence]) -> None:
    assert [
        s.text for s in sentences if s.style == "speech" and any(mark in s.text for mark in "，。？！,.?!；、")
    ] == []


def test_a_wrong_door_says_which_door_is_right(sentences: list[Sentence]) -> None:
    assert {sentence.door for sentence in sentences if sentence.act == "wrong_door"} == DOORS
    assert {sentence.door for sentence in sentences if sentence.act != "wrong_door"} == {""}


def test_every_person_says_every_act_at_least_twice() -> None:
    said = Counter((sentence.person, sentence.act) for sentence in read_people())
    about_one_matter = {path.stem for path in PEOPLE.glob("*.yml") if "about" in yaml.safe_load(path.read_text("utf-8"))}
    people = {person for person, _ in said} - about_one_matter
    assert len(people) >= 5 and {act for _, act in said} == set(ACTS)
    assert [key for key in ((person, act) for person in people for act in ACTS) if said[key] < 2] == []


def test_no_sentence_stands_twice(sentences: list[Sentence]) -> None:
    counts = Counter(folded(sentence.text) for sentence in [*sentences, *read_people()])
    assert [text for text, count in counts.items() if count > 1] == []


def test_no_sentence_is_near_a_training_sentence(sentences: list[Sentence]) -> None:
    trained = Neighbours(text for texts in sentences_by_intent().values() for text in texts)
    own = [*sentences, *read_people()]
    near = {s.text: found[0] for s in own if (found := trained.within(s.text, NEAREST))}
    assert near == {}, "whichever was written later is to be said in other words"


def test_a_copy_in_another_script_is_seen_as_a_copy() -> None:
    assert Neighbours(["身份证丢了怎么办"]).within("身份證丟了，怎麼辦？", NEAREST)
    assert not Neighbours(["身份证丢了怎么办"]).within("护照过期了去哪里换", NEAREST)


@pytest.mark.parametrize(("one", "other", "distance"), [("abcd", "abcd", 0), ("abcd", "abxd", 0.25), ("", "ab", 1)])
def test_the_distance_is_the_share_of_letters_to_be_changed(one: str, other: str, distance: float) -> None:
    assert edit_distance(one, other) == distance


@given(st.lists(st.text("身份证丢了ab ", max_size=8), max_size=6), st.text("身份证丢了ab", min_size=1, max_size=8))
def test_counting_letters_first_finds_the_same_neighbours_as_comparing_all(others: list[str], text: str) -> None:
    asked = folded(text)
    all_of_them = {folded(other) for other in others} - {""}
    near = sorted((d, other) for other in all_of_them if (d := edit_distance(asked, other)) < NEAREST)
    assert Neighbours(others).within(text, NEAREST) == near
