"""A telephone, an address or a price that is asked for and not known is said to be unknown before what is near."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Answering
from actions.say import Say
from actions.unsaid import unsaid
from assistant.gateway.wording import WORDS
from assistant.retrieval.schemas import Hit, SearchResult
from tests.contract.test_action_replies import a_hit
from tests.unit.actions_turns import a_turn


def a_bare_hit(text: str, **more: Any) -> Hit:
    """A hit that says `text` and nothing else: no card, no English."""
    hit = a_hit(text=text)
    return hit.model_copy(update={"facts": type(hit.facts)(), "en": None, "sections": [], "topic": "notary", **more})


class Finds:
    """A search that is sure of one hit."""

    def __init__(self, hit: Hit) -> None:
        self._hit = hit

    async def search(self, text: str, **_: Any) -> SearchResult:
        return SearchResult(release="r", decision="answer", probability=0.9, hits=[self._hit])


async def said_to(question: str, hit: Hit) -> list[dict[str, Any]]:
    dispatcher = CollectingDispatcher()
    await Answering(Finds(hit)).reply(a_turn(question), Say(dispatcher))  # type: ignore[arg-type]
    return [message["custom"] for message in dispatcher.messages]


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("公证处的电话是多少", "phone"), ("公证处电话？", "phone"), ("the office phone number please", "phone"),
        ("公证处在哪条路", "address"), ("公证处的地址给我", "address"), ("办一份公证几多钱", "price"),
        ("how much does a certificate cost", "price"),
    ],
)
async def test_what_is_asked_for_and_not_told_is_said_to_be_unknown_before_the_answer(question: str, thing: str) -> None:
    known = a_bare_hit("到公证处办，带上身份证。")
    assert unsaid(question, known) == thing
    replies = await said_to(question, known)
    assert [(reply["kind"], reply.get("key")) for reply in replies] == [("words", f"unsaid_{thing}"), ("answer", None)]
    assert f"unsaid_{thing}" in WORDS


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("公证处的电话是多少", "请打0750-3333333。"), ("火警电话是多少", "火警打119。"), ("办一份多少钱", "每份200元。"),
        ("办一份多少钱", "不收费，免费。"), ("公证处在哪条路", "在港口路10号。"), ("公证处的电话是多少", "电话没有经过核实的信息。"),
        ("公证处怎么办委托", "带上身份证。"), ("老板电话不接，找谁", "找人社部门。"), ("电话费多少", "看账单。"),
        ("投诉电话是多少", "打12345。"),
    ],
)
async def test_what_is_told_or_not_asked_for_is_answered_as_it_is(question: str, told: str) -> None:
    assert [reply["kind"] for reply in await said_to(question, a_bare_hit(told))] == ["answer"]


def test_the_hotline_of_everything_is_nobodys_own_telephone_but_that_of_hotlines() -> None:
    assert unsaid("派出所电话是多少", a_bare_hit("不清楚就打12345。")) == "phone"
    assert unsaid("有什么电话号码", a_bare_hit("打12345。", topic="hotline")) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_question_and_any_text_are_judged(question: str, told: str) -> None:
    assert unsaid(question, a_bare_hit(told)) in (None, "phone", "address", "price")
