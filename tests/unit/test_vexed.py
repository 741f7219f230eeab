"""Anger about how one was served, with nothing told: asked kindly what happened. A matter told is taken up instead."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Answering
from actions.guards import ActionGuard
from actions.unsure import ActionUnsure
from actions.vexed import is_vexed
from assistant.gateway.payloads import parse_payload
from assistant.gateway.wording import WORDS
from assistant.retrieval.schemas import SearchResult
from assistant.shared.text.script import to_simplified
from tests.contract.test_action_replies import a_hit
from tests.unit.actions_turns import a_tracker, a_turn

ANGRY = [
    "你们办事太离谱了", "呢个服务态度真系激死人", "政府辦事拖拖拉拉，受夠了", "窗口态度恶劣", "气死我了，这办事效率",
    "your service makes me so angry", "this office is a joke",
]
TOLD = [
    "窗口的人一直玩手机，气死我了", "跑了五趟办个证，气死我了", "白沙派出所服务态度太差", "我要投诉窗口态度差",
    "气死我了快递又送错", "气死我了你个笨蛋", "你就是个废物", "办证要多久", "网速太慢", "the noise makes me angry",
    "the office told me to come back three times, ridiculous",
]


async def done(action: Any, tracker: Tracker) -> list[dict[str, Any]]:
    dispatcher = CollectingDispatcher()
    await action.run(dispatcher, tracker, {})
    return [message["custom"] for message in dispatcher.messages]


class Knows:
    """A search that is sure of one hit."""

    async def search(self, text: str, **_: Any) -> SearchResult:
        return SearchResult(release="r", decision="answer", probability=0.9, hits=[a_hit()])


@pytest.mark.parametrize("text", ANGRY)
def test_anger_at_the_service_with_nothing_told_is_seen(text: str) -> None:
    assert is_vexed(a_turn(to_simplified(text)))


@pytest.mark.parametrize("text", TOLD)
def test_anger_with_a_matter_in_it_and_anger_at_something_else_are_left_to_the_model(text: str) -> None:
    assert not is_vexed(a_turn(to_simplified(text)))


@given(st.text(max_size=80))
def test_any_text_is_judged(text: str) -> None:
    assert is_vexed(a_turn(text)) in (True, False)


@pytest.mark.parametrize("act", ["out_of_scope", "abuse", "nlu_fallback"])
async def test_whoever_is_only_angry_is_asked_what_happened_and_given_three_ways_on(act: str) -> None:
    action = (ActionUnsure if act == "nlu_fallback" else ActionGuard)(Answering(Knows()))  # type: ignore[arg-type]
    [said] = await done(action, a_tracker("这个办事效率气死我了", intent=act))
    assert (said["kind"], said["prompt"], said["outcome"]) == ("choices", "vexed", "clarify_choices")
    assert [choice["title"] for choice in said["choices"]] == ["file_petition", "urge", "handover"]
    assert all(choice["key"] in WORDS and parse_payload(choice["payload"]) for choice in said["choices"])


async def test_an_insult_alone_is_still_an_insult() -> None:
    [said] = await done(ActionGuard(Answering(Knows())), a_tracker("你就是个废物", intent="abuse"))
    assert said["kind"] == "guard"


ranking = [{"name": name, "confidence": 0.36} for name in ("supplement", "track")]


async def test_a_question_between_two_things_to_do_is_answered_when_the_knowledge_is_sure() -> None:
    tracker = a_tracker("how long until you answer", intent="nlu_fallback", ranking=ranking, entities={"question": "how"})
    assert [each["kind"] for each in await done(ActionUnsure(Answering(Knows())), tracker)] == ["answer"]  # type: ignore[arg-type]


async def test_what_is_no_question_is_asked_about_however_sure_the_knowledge_is() -> None:
    tracker = a_tracker("my complaint", intent="nlu_fallback", ranking=ranking)
    assert [each["kind"] for each in await done(ActionUnsure(Answering(Knows())), tracker)] == ["choices"]  # type: ignore[arg-type]
