"""Mended action calls give the same verdicts as Rasa's own, and leave out only what actions do not read."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import ValidationError, validate
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.dialogue.action_calls import CompiledCheck, call_format

SCHEMA = RemoteAction.action_response_format_spec()
CHECK = CompiledCheck(SCHEMA)
GOOD = [
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "timestamp": None, "name": "a", "value": None}], "responses": [{"text": "x"}]},
    {"events": [{"event": "followup", "timestamp": 1.5, "name": "action_listen"}]},
    {"events": [{"event": "active_loop", "name": None, "timestamp": None}], "responses": []},
    {"events": [{"event": "reset_slots"}]},
    {"responses": [{"custom": {"kind": "answer"}}]},
    {},
]
BAD = [
    {"events": {}}, {"events": [{}]}, {"events": [1]}, {"responses": {}}, {"responses": ["x"]}, [], "x", None,
    {"events": [{"event": "slot", "name": 3, "value": 1}]}, {"events": [{"event": "slot", "name": "a"}]},
    {"events": [{"event": "slot", "name": "a", "value": 1, "timestamp": "now"}]},
    {"events": [{"event": "no_such_event"}]}, {"events": [{"event": ["slot"], "name": "a", "value": 1}]},
]


def verdict(result: Any) -> bool:
    """What stock Rasa says."""
    try:
        validate(result, SCHEMA)
    except ValidationError:
        return False
    return True


def ours(result: Any) -> bool:
    try:
        CHECK.check(result)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("result", [*GOOD, *BAD], ids=lambda result: json.dumps(result)[:60])
def test_the_verdict_is_that_of_rasa(result: Any) -> None:
    assert ours(result) == verdict(result)


def test_good_and_bad_are_what_they_are_called() -> None:
    assert all(ours(result) for result in GOOD) and not any(ours(result) for result in BAD)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["event", "name", "value", "timestamp", "x"]), inner, max_size=4),
    max_leaves=8,
)
EVENTS = st.fixed_dictionaries(
    {"event": st.sampled_from(["slot", "followup", "active_loop", "bot", "user", "nothing"])},
    optional={"name": JUNK, "value": JUNK, "timestamp": JUNK, "metadata": JUNK, "text": JUNK},
)


@given(st.fixed_dictionaries({}, optional={"events": st.lists(EVENTS | JUNK, max_size=3) | JUNK, "responses": st.lists(JUNK, max_size=2) | JUNK}))
@settings(max_examples=60, deadline=None)
def test_the_verdict_is_that_of_rasa_whatever_comes(result: Any) -> None:
    assert ours(result) == verdict(result)


def test_an_error_says_where_to_read_on_as_rasas_does() -> None:
    with pytest.raises(ValidationError, match="Failed to validate Action server response"):
        CHECK.check({"events": [{}]})


def test_a_call_carries_slots_the_latest_message_and_its_metadata_but_no_domain_or_past() -> None:
    domain = Domain.from_dict({"slots": {"a": {"type": "any", "mappings": [{"type": "custom"}]}}})
    told = UserUttered("hello", {"name": "greet"}, metadata={"turn_id": "t2"})
    tracker = DialogueStateTracker.from_events(
        "s", [UserUttered("old", metadata={"turn_id": "t1"}), SlotSet("a", 1), ActionExecuted("action_listen"), told],
        domain.slots,
    )
    stock = RemoteAction("action_x", None)
    call = call_format(stock, tracker, domain)
    assert call["domain"] == {} and call["next_action"] == "action_x" and call["sender_id"] == "s"
    assert call["tracker"]["slots"]["a"] == 1 and call["tracker"]["latest_message"]["text"] == "hello"
    assert [event["metadata"]["turn_id"] for event in call["tracker"]["events"]] == ["t2"]
    json.dumps(call)
