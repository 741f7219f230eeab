"""Another door: who wants to go through it is shown it, who asks about it is answered where the knowledge is sure."""

from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Answering
from actions.guards import ActionGuard
from assistant.retrieval.schemas import SearchResult
from tests.contract.test_action_replies import a_hit
from tests.unit.actions_turns import a_tracker


class Knows:
    """A search that finds one section."""

    def __init__(self, probability: float, *, gap: bool = False) -> None:
        hit = a_hit(probability=probability, gap=gap)
        self._found = SearchResult(release="r", decision="answer", probability=probability, hits=[hit])

    async def search(self, text: str, **_: Any) -> SearchResult:
        return self._found


@pytest.mark.parametrize(
    ("asked", "knows", "said"),
    [
        (True, Knows(0.97), "answer"),
        (True, Knows(0.8), "guard"),
        (True, Knows(0.97, gap=True), "guard"),
        (False, Knows(0.97), "guard"),
    ],
)
async def test_a_question_about_another_door_is_answered_where_the_knowledge_is_sure(
    asked: bool, knows: Knows, said: str
) -> None:
    tracker = a_tracker(
        "举报村干部会不会被他知道", intent="wrong_door", entities={"question": "会不会"} if asked else {}
    )
    dispatcher = CollectingDispatcher()
    await ActionGuard(Answering(knows)).run(dispatcher, tracker, {})  # type: ignore[arg-type]
    assert [message["custom"]["kind"] for message in dispatcher.messages] == [said]


@pytest.mark.parametrize(("entities", "said"), [({"town": "广海"}, "answer"), ({}, "refuse")])
async def test_a_question_that_names_a_town_of_ours_is_answered_though_it_seems_to_be_about_something_else(
    entities: dict[str, Any], said: str
) -> None:
    tracker = a_tracker("广海属于哪个市", intent="out_of_scope", entities={"question": "哪个", **entities})
    dispatcher = CollectingDispatcher()
    await ActionGuard(Answering(Knows(0.8))).run(dispatcher, tracker, {})  # type: ignore[arg-type]
    assert [message["custom"]["kind"] for message in dispatcher.messages] == [said]


@pytest.mark.parametrize(
    ("text", "sent_away"),
    [
        ("关于东湖村口那座小桥明年的规划，村里人都想知道", False),
        ("有关沙坪老街改造的几点疑问，不知道当讲不当讲", False),
        ("李厅长您好，写这封信是想说说我们学校门口的路", False),
        ("昨晚的球赛你看了没有，最后那个进球真是太精彩了", True),
        ("关于球赛", True),
    ],
)
async def test_a_letter_is_never_sent_away_however_much_it_sounds_like_chatter(text: str, sent_away: bool) -> None:
    dispatcher = CollectingDispatcher()
    tracker = a_tracker(text, intent="out_of_scope", confidence=0.98)
    await ActionGuard(Answering(Knows(0.5))).run(dispatcher, tracker, {})  # type: ignore[arg-type]
    assert [message["custom"]["kind"] for message in dispatcher.messages] == ["refuse" if sent_away else "choices"]
