"""How likely an act must be before it is acted on."""

from typing import Any, Dict, List

import pytest
import yaml
from rasa.shared.nlu.training_data.message import Message

from assistant.dialogue.components.doubt import DoubtClassifier
from assistant.dialogue.settings import ROOT


def doubting() -> DoubtClassifier:
    steps: List[Dict[str, Any]] = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    return DoubtClassifier({**DoubtClassifier.get_default_config(), **steps[-1]})


def said(act: str, confidence: float, *, asked: bool = False) -> Message:
    first = {"name": act, "confidence": confidence}
    entities = [{"entity": "question", "value": "yes"}] if asked else []
    return Message({"text": "…", "intent": first, "intent_ranking": [first], "entities": entities})


@pytest.mark.parametrize(
    ("act", "confidence", "asked", "doubted"),
    [
        ("greet", 0.41, False, False),
        ("greet", 0.39, False, True),
        ("file_petition", 0.49, False, True),
        ("file_petition", 0.51, False, False),
        ("file_petition", 0.7, True, True),
        ("book_notary", 0.8, True, False),
        ("track", 0.6, True, False),
        ("emergency", 0.41, True, False),
    ],
)
def test_a_form_is_opened_only_when_it_is_likely_and_in_a_question_when_it_is_clear(
    act: str, confidence: float, asked: bool, doubted: bool
) -> None:
    message = said(act, confidence, asked=asked)
    doubting().process([message])
    assert (message.get("intent")["name"] == "nlu_fallback") is doubted


def test_two_acts_that_are_as_likely_are_doubted() -> None:
    message = said("ask", 0.45)
    message.get("intent_ranking").append({"name": "file_petition", "confidence": 0.4})
    doubting().process([message])
    assert message.get("intent")["name"] == "nlu_fallback"


def test_every_act_that_is_doubted_by_name_exists() -> None:
    acts = yaml.safe_load((ROOT / "domain" / "intents.yml").read_text(encoding="utf-8"))["intents"]
    names = {each if isinstance(each, str) else next(iter(each)) for each in acts}
    config = doubting().component_config
    assert set(config["openers"]) | set(config["answerable"]) <= names
