"""The words of the domain: every response names its outcome and has English; every act leads somewhere."""

from pathlib import Path
from typing import Any, Dict

import pytest
import yaml

from assistant.dialogue.training_texts import sentences_by_intent
from assistant.shared.contracts.outcomes import Outcome

ROOT = Path(__file__).resolve().parents[2]


def domain() -> Dict[str, Any]:
    """All files of domain/ in one."""
    merged: Dict[str, Any] = {"responses": {}}
    for path in sorted((ROOT / "domain").glob("*.yml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        merged["responses"].update(data.pop("responses", {}))
        merged.update(data)
    return merged


def variations() -> list:
    return [(name, each) for name, all_of_them in domain()["responses"].items() for each in all_of_them]


@pytest.mark.parametrize(("name", "response"), variations(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_response_has_words_an_outcome_and_english(name: str, response: Dict[str, Any]) -> None:
    Outcome(response["custom"]["outcome"])
    assert response["text"].strip() and response["custom"]["en"].strip()
    assert all(button["title"] and button["en"] and button["payload"] for button in response.get("buttons", []))


def test_every_slot_of_a_form_has_a_question() -> None:
    data = domain()
    asked = {slot for form in data["forms"].values() for slot in form["required_slots"]}
    words = {*data["responses"], *(name.replace("action_", "utter_", 1) for name in data["actions"])}
    assert {slot for slot in asked if f"utter_ask_{slot}" not in words} == set()


def test_every_act_has_a_rule_and_every_understood_act_has_sentences() -> None:
    rules = yaml.safe_load((ROOT / "nlu_data" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    ruled = {step["intent"] for rule in rules for step in rule["steps"] if "intent" in step}
    intents = set(domain()["intents"])
    assert intents == ruled
    assert set(sentences_by_intent()) < intents


def test_emergency_numbers_and_hotlines_are_the_only_numbers_in_the_words() -> None:
    import re

    known = {"12345", "12348", "12308", "110", "119", "120", "180", "1", "2", "6"}
    for name, response in variations():
        words = re.sub(r"\{[^}]*\}", "", response["text"])
        assert set(re.findall(r"\d+", words)) <= known, name
