"""The channel refuses what it must, hands the vector on, and says what the contract says."""

import asyncio
from typing import Any, Dict, List

import numpy as np
import pytest

from assistant.shared.contracts.dialogue import pack_vector


def test_only_the_internal_key_opens_it(agent: Any) -> None:
    from sanic import Sanic

    from assistant.dialogue.channel import AssistantInput

    app = Sanic("channel_key_test")
    app.blueprint(AssistantInput("right").blueprint(agent.handle_message), url_prefix="/webhooks/assistant")
    app.ctx.agent = agent
    routes = {route.path for route in app.router.routes_all.values()}
    assert "webhooks/assistant/webhook" in routes


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (None, "no sender"), ([], "no sender"), ({"text": "x"}, "no sender"), ({"sender": "s"}, "exactly one"),
        ({"sender": "s", "text": "x", "payload": {"intent": "greet"}}, "exactly one"),
        ({"sender": "s", "text": 3}, "text is int"), ({"sender": "s", "payload": {}}, "no intent"),
    ],
)
def test_a_body_out_of_contract_is_named(body: Any, fault: str) -> None:
    from assistant.dialogue.channel import _fault

    assert fault in (_fault(body) or "")


def test_the_vector_is_kept_under_its_text_and_pushed_out_in_time() -> None:
    from assistant.dialogue.vector_cache import VectorCache

    cache = VectorCache(size=2)
    for name in "abc":
        cache.put(name, np.full(3, ord(name), dtype="<f4").tobytes())
    assert cache.get("a") is None
    assert cache.get("c").tolist() == [99.0] * 3


def test_a_message_of_a_citizen_never_starts_with_a_slash() -> None:
    from assistant.dialogue.channel import TurnOutput, _as_message

    for text in ("/greet", "//restart", "/", '/inform{"a":1}'):
        assert not _as_message({"sender": "s", "text": text, "metadata": {}}, TurnOutput()).text.startswith("/")


def test_a_button_with_an_older_name_still_goes_back() -> None:
    from assistant.dialogue.channel import TurnOutput, _as_message

    message = _as_message({"sender": "s", "text": None, "payload": {"intent": "go_back", "entities": {}}}, TurnOutput())
    assert message.parse_data["intent"]["name"] == "back"


def collected(messages: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
    from assistant.dialogue.channel import TurnOutput

    output = TurnOutput()
    for message in messages:
        asyncio.run(output.send_response("s", message))
    return output.replies


ASK = {"utter_action": "utter_ask_petition_phone", "text": "?", "custom": {"outcome": "flow_petition", "en": "?"}}


def test_a_question_asked_again_leaves_the_outcome_to_the_interruption() -> None:
    replies = collected([{"custom": {"kind": "answer", "outcome": "answered_knowledge"}}, ASK])
    assert "outcome" not in replies[1]["custom"] and replies[1]["custom"]["en"] == "?"


def test_a_question_within_its_flow_names_the_outcome() -> None:
    replies = collected([{"custom": {"kind": "form", "outcome": "flow_petition"}}, ASK])
    assert replies[1]["custom"]["outcome"] == "flow_petition"


def test_after_an_emergency_nothing_is_asked() -> None:
    assert len(collected([{"custom": {"kind": "guard", "outcome": "guard_emergency"}}, ASK])) == 1


def test_a_packed_vector_comes_through(agent: Any) -> None:
    from assistant.dialogue.channel import turn
    from assistant.dialogue.vector_cache import VECTORS

    row = np.arange(384, dtype="<f4") / 1000
    body = {"sender": "vec", "text": "你好", "payload": None, "vector": pack_vector(row.tobytes()), "metadata": {}}
    said = agent.loop.run_until_complete(turn(body, agent, agent.handle_message))
    assert set(said) == {"intent", "confidence", "topic", "script", "replies", "pending", "timings"}
    assert said["timings"]["total"] > 0
    assert VECTORS.get("你好").tolist() == row.tolist()
