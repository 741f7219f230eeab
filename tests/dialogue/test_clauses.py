"""A long message is read clause by clause: danger told in one of them is not drowned by the story around it."""

from typing import Any, Dict, List

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from assistant.dialogue.clauses import is_long, windows
from assistant.dialogue.components.clauses import ClauseClassifier, between, likelihood_of, raised

pytestmark = pytest.mark.filterwarnings("ignore")
STORY = "墙裂了投诉过三次，物业说是正常沉降，我也懒得再吵，可是今晚天花板一块一块往下掉，我妈还在里面"


def test_clauses_and_pairs_of_clauses_are_read_in_order() -> None:
    said = [STORY[start:end] for start, end in windows(STORY)]
    assert said[:2] == ["墙裂了投诉过三次", "墙裂了投诉过三次，物业说是正常沉降"] and said[-1] == "我妈还在里面"
    assert "可是今晚天花板一块一块往下掉，我妈还在里面" in said


@pytest.mark.parametrize("text", ["我爸" * 40, "my father fell down the stairs and " * 8])
def test_a_text_without_marks_is_read_in_runs(text: str) -> None:
    assert len(windows(text)) > 3 and all(end - start < 90 for start, end in windows(text))


@given(st.text(alphabet="我爸掉水里了，。 \nab,.!", max_size=400))
def test_every_letter_lies_in_a_clause_and_no_clause_is_empty(text: str) -> None:
    spans = windows(text)
    assert spans == sorted(set(spans)) and all(text[start:end].strip() for start, end in spans)
    if len(spans) < 60:
        covered = {at for start, end in spans for at in range(start, end)}
        assert {at for at, letter in enumerate(text) if letter.isalnum()} <= covered


@given(st.text(max_size=3000))
def test_no_text_takes_more_than_sixty_readings(text: str) -> None:
    assert len(windows(text)) <= 60


def test_a_short_message_is_one_thing() -> None:
    assert not is_long("我爸掉水里了") and is_long(STORY) and not is_long("my father fell into the water, come quick")


likelihoods = st.floats(0, 1, allow_nan=False)


@given(likelihoods, likelihoods)
def test_what_whole_and_clause_say_together_lies_between_them(one: float, other: float) -> None:
    found = between(one, other)
    assert min(one, other, 0.9999) - 1e-6 <= found <= max(one, other, 0.0001) + 1e-6
    assert found == pytest.approx(between(other, one))


@given(st.dictionaries(st.sampled_from(["file_petition", "ask", "emergency"]), likelihoods, min_size=1), likelihoods)
def test_raising_one_act_keeps_the_order_of_the_others_and_never_lowers_it(shares: Dict[str, float], to: float) -> None:
    total = sum(shares.values()) or 1.0
    ranking: List[Dict[str, Any]] = [{"name": act, "confidence": share / total} for act, share in shares.items()]
    ranking.sort(key=lambda each: -each["confidence"])
    after = raised(ranking, "emergency", to)
    found = {each["name"]: each["confidence"] for each in after}
    assert found.get("emergency", 0.0) >= max(to if to > 0 else 0.0, shares.get("emergency", 0.0) / total) - 1e-9
    assert [each["confidence"] for each in after] == sorted(found.values(), reverse=True)
    assert sum(found.values()) <= 1 + 1e-6
    rest = [each["name"] for each in after if each["name"] != "emergency"]
    if to < 1:
        assert rest == [each["name"] for each in ranking if each["name"] != "emergency"]


@pytest.mark.parametrize(("likelihood", "found"), [(0.0, 0.0), (0.34, 0.507), (0.9, 0.947)])
def test_to_overlook_a_farewell_is_twice_as_bad_as_to_see_one_where_there_is_none(
    likelihood: float, found: float
) -> None:
    classifier = ClauseClassifier(ClauseClassifier.get_default_config(), None, None)  # type: ignore[arg-type]
    message = Message({TEXT: "就这样吧", "intent_ranking": [
        {"name": "bye", "confidence": 1 - likelihood}, {"name": "self_harm", "confidence": likelihood},
    ]})
    classifier.process([message])
    assert likelihood_of(message.get("intent_ranking"), "self_harm") == pytest.approx(found, abs=1e-3)
    assert message.get("intent")["name"] == ("self_harm" if found > 0.5 else "bye")
