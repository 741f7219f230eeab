"""How replies read: said again, said shorter, in another script; and what is asked when two acts are as likely."""

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import Answering
from actions.guards import ActionGuard, ActionOtherPlace, door, guard
from actions.interruptions import Interruptions, Meaning
from actions.reading import ActionBiggerText, ActionChangeLanguage, ActionRepeat, ActionSaySimpler
from actions.say import Say
from actions.unsure import PAYLOADS, ActionAskHeld, ActionUnsure, between
from assistant.gateway.payloads import ALLOWED, parse_payload
from assistant.gateway.wording import WORDS
from assistant.retrieval.schemas import SearchResult
from assistant.shared.errors import NotFound, RetrievalUnavailable
from tests.contract.test_action_replies import a_hit
from tests.unit.actions_turns import a_tracker, a_turn


class NoKnowledge:
    """A search that is down; it remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def search(self, text: str, **_: Any) -> None:
        self.asked.append(text)
        raise RetrievalUnavailable("down", mend="wait")

    async def entry(self, entry_id: str) -> None:
        raise NotFound(entry_id, mend="ask for another")


async def done(action: Any, tracker: Tracker) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Slots set and messages said."""
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, tracker, {})
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}, dispatcher.messages


async def test_a_name_or_number_alone_is_asked_about_and_nothing_is_called_broken() -> None:
    knowledge = NoKnowledge()
    for told in ("⟦phone:1⟧", "⟦name:1⟧，⟦phone:2⟧。"):
        said = CollectingDispatcher()
        await Answering(knowledge).reply(a_turn(told), Say(said))
        assert [message["custom"]["outcome"] for message in said.messages] == ["clarify_choices"]
    assert knowledge.asked == []


def after(*said: dict[str, Any], **about: Any) -> Tracker:
    """A tracker in whose turn before these bot events were."""
    tracker = a_tracker("再说一遍", intent="repeat", **about)
    tracker.events = [*said, *tracker.events]
    return tracker


def a_response(name: str) -> dict[str, Any]:
    return {"event": "bot", "text": "…", "data": {"custom": {"outcome": "answered_smalltalk"}}, "metadata": {"utter_action": name}}


def a_reply(**custom: Any) -> dict[str, Any]:
    return {"event": "bot", "text": None, "data": {"custom": custom}, "metadata": {}}


def ranked(**confidences: float) -> list[dict[str, Any]]:
    return [{"name": name, "confidence": value} for name, value in confidences.items()]


async def test_what_was_said_last_is_said_again() -> None:
    words = {"kind": "words", "outcome": "handover_closed", "key": "handover_closed", "args": {}}
    _, said = await done(ActionRepeat(NoKnowledge()), after(a_response("utter_greet"), a_reply(**words)))  # type: ignore[arg-type]
    assert said[0]["response"] == "utter_greet" and said[1]["custom"] == words


async def test_with_nothing_said_before_that_is_said() -> None:
    _, said = await done(ActionRepeat(NoKnowledge()), after())  # type: ignore[arg-type]
    assert [each["response"] for each in said] == ["utter_nothing_to_repeat"]


async def test_an_answer_is_said_shorter_and_small_talk_is_not() -> None:
    answer = {"kind": "answer", "outcome": "answered_knowledge", "hit": {"entry_id": "a"}, "also": []}
    _, said = await done(ActionSaySimpler(NoKnowledge()), after(a_reply(**answer)))  # type: ignore[arg-type]
    assert said[0]["custom"] == {"kind": "brief", "outcome": "answered_knowledge", "hit": {"entry_id": "a"}}
    _, said = await done(ActionSaySimpler(NoKnowledge()), after(a_response("utter_greet")))  # type: ignore[arg-type]
    assert said[0]["response"] == "utter_simpler_than_that"


async def test_an_answer_whose_entry_is_gone_is_not_repeated() -> None:
    kept = {"kind": "answer", "outcome": "answered_knowledge", "ref": {"entry_id": "gone", "anchor": "x"}}
    _, said = await done(ActionRepeat(NoKnowledge()), after(a_reply(**kept)))  # type: ignore[arg-type]
    assert [each["response"] for each in said] == ["utter_nothing_to_repeat"]


@pytest.mark.parametrize(
    ("language", "written", "script"),
    [("hant", "hans", "hant"), ("en", "hans", "en"), ("zh", "hant", "hant"), ("zh", "en", "hans"), ("other", "hans", None), (None, "hans", None)],
)
async def test_the_script_asked_for_is_kept(language: str | None, written: str, script: str | None) -> None:
    entities = {"language": language} if language else {}
    tracker = a_tracker("…", intent="change_language", entities=entities, metadata={"script": written})
    slots, said = await done(ActionChangeLanguage(), tracker)
    assert slots.get("reply_script") == script
    assert said[0]["response"] == ("utter_language_changed" if script else "utter_which_language")


async def test_bigger_letters_are_where_the_page_has_them() -> None:
    _, said = await done(ActionBiggerText(), a_tracker("字太小"))
    assert said[0]["response"] == "utter_bigger_text"


async def test_between_two_acts_both_are_offered_and_the_sentence_is_kept() -> None:
    tracker = a_tracker("楼上漏水", intent="nlu_fallback", ranking=ranked(nlu_fallback=0.5, ask=0.45, file_petition=0.4))
    slots, said = await done(ActionUnsure(Answering(NoKnowledge())), tracker)  # type: ignore[arg-type]
    assert [choice["key"] for choice in said[0]["custom"]["choices"]] == ["act_ask", "act_file_petition"]
    assert slots == {"held_story": "楼上漏水"}


async def test_danger_that_is_only_likely_is_answered_all_the_same() -> None:
    tracker = a_tracker("…", intent="nlu_fallback", ranking=ranked(nlu_fallback=0.4, out_of_scope=0.4, self_harm=0.35))
    _, said = await done(ActionUnsure(Answering(NoKnowledge())), tracker)  # type: ignore[arg-type]
    assert said[0]["custom"]["guard"] == "self_harm"


async def test_the_held_sentence_is_asked() -> None:
    knowledge = NoKnowledge()
    answering = Answering(knowledge)  # type: ignore[arg-type]
    slots, _ = await done(ActionAskHeld(answering), a_tracker(intent="ask_held", pressed=True, slots={"held_story": "楼上漏水找谁"}))
    assert knowledge.asked == ["楼上漏水找谁"] and slots == {"held_story": None}
    _, said = await done(ActionAskHeld(answering), a_tracker(intent="ask_held", pressed=True))
    assert said[0]["response"] == "utter_choice_expired"


def test_two_acts_are_offered_only_when_both_are_likely_and_a_button_stands_for_each() -> None:
    assert between(a_turn("…", ranking=ranked(nlu_fallback=0.5, ask=0.5, track=0.1))) is None
    assert between(a_turn("…", ranking=ranked(ask=0.4, out_of_scope=0.35))) is None
    assert between(a_turn("…", ranking=ranked(track=0.4, urge=0.35))) == ("track", "urge")


@pytest.mark.parametrize("act", sorted(PAYLOADS))
def test_every_choice_has_words_and_a_payload_that_is_let_through(act: str) -> None:
    assert f"act_{act}" in WORDS and parse_payload(PAYLOADS[act])[0] in ALLOWED


def test_a_button_with_an_older_name_still_works() -> None:
    assert parse_payload("/cancel")[0] == "cancel_flow" and parse_payload("/go_back")[0] == "back"


async def test_another_place_without_a_name_is_refused_only_when_it_is_clear() -> None:
    action = ActionOtherPlace(Answering(NoKnowledge()))  # type: ignore[arg-type]
    _, said = await done(action, a_tracker("外省的医保", intent="other_place", confidence=0.9))
    assert said[0]["custom"]["reason"] == "other_place"
    _, said = await done(action, a_tracker("外省的医保", intent="other_place", confidence=0.4))
    assert said[0]["custom"]["key"] == "search_unavailable"
    _, said = await done(action, a_tracker("江门的医保", intent="other_place", confidence=0.9, entities={"home_city": "江门"}))
    assert said[0]["custom"]["key"] == "search_unavailable"
    for told in ("廣東生仔放幾多日假", "How long is parental leave in Guangdong"):
        _, said = await done(action, a_tracker(told, intent="other_place", confidence=0.9))
        assert said[0]["custom"]["key"] == "search_unavailable", "what holds in the province holds here"


@pytest.mark.parametrize(("probability", "kind"), [(0.97, "answer"), (0.9, "refuse")])
async def test_what_seems_none_of_our_business_is_answered_where_the_knowledge_is_very_sure(
    probability: float, kind: str
) -> None:
    class Knows:
        async def search(self, text: str, **_: Any) -> SearchResult:
            hit = a_hit().model_copy(update={"probability": probability})
            return SearchResult(release="r", decision="answer", probability=probability, hits=[hit])

    action = ActionGuard(Answering(Knows()))  # type: ignore[arg-type]
    _, said = await done(action, a_tracker("隔壁阿嫂日日畀人打", intent="out_of_scope", ranking=ranked(out_of_scope=0.8)))
    assert said[0]["custom"]["kind"] == kind


async def test_a_short_sentence_that_names_a_town_of_ours_is_asked_about() -> None:
    _, said = await done(ActionGuard(Answering(NoKnowledge())), a_tracker("广海归哪个市管", intent="out_of_scope", entities={"town": "440781102"}))
    assert [choice["key"] for choice in said[0]["custom"]["choices"]] == ["act_file_petition", "act_ask"]


async def test_whoever_may_have_a_petition_is_not_sent_away() -> None:
    letter = "我们小区的事情" * 10
    unlikely = ranked(out_of_scope=0.93, file_petition=0.04)
    slots, said = await done(ActionGuard(Answering(NoKnowledge())), a_tracker(letter, intent="out_of_scope", ranking=unlikely))
    assert [choice["key"] for choice in said[0]["custom"]["choices"]] == ["act_file_petition", "act_ask"]
    assert slots == {"held_story": letter}
    chat = "想知道周末有什么好看的电影，最好是喜剧片，适合全家一起看"
    for text, shares in ((chat, ranked(out_of_scope=0.98)), ("今晚有波睇吗", unlikely)):
        _, said = await done(ActionGuard(Answering(NoKnowledge())), a_tracker(text, intent="out_of_scope", ranking=shares))
        assert said[0]["custom"]["reason"] == "out_of_scope"


@pytest.mark.parametrize("act", ["out_of_scope", "abuse"])
@pytest.mark.parametrize(
    "told",
    [
        "长官：我们退休金的补发到现在都没有到账，是何原因？",
        "天天有人在楼下骗老人买保健品，请派人来核实一下吧",
        "昨天我妈出门买菜，回来说巷口又多了两堆垃圾，" * 3,  # a long story, whatever it says
    ],
)
async def test_a_long_story_or_a_request_to_an_office_is_asked_about_however_unlikely(act: str, told: str) -> None:
    _, said = await done(ActionGuard(Answering(NoKnowledge())), a_tracker(told, intent=act, ranking=ranked(**{act: 0.99})))
    assert [choice["key"] for choice in said[0]["custom"]["choices"]] == ["act_file_petition", "act_ask"]


async def test_a_short_sentence_that_names_one_of_our_papers_is_asked_about() -> None:
    tracker = a_tracker("护照被抢了，我在里斯本", intent="out_of_scope", entities={"document": "passport"})
    slots, said = await done(ActionGuard(Answering(NoKnowledge())), tracker)
    assert [choice["key"] for choice in said[0]["custom"]["choices"]] == ["act_file_petition", "act_ask"]
    assert slots == {"held_story": "护照被抢了，我在里斯本"}


async def test_a_short_insult_stays_an_insult() -> None:
    _, said = await done(ActionGuard(Answering(NoKnowledge())), a_tracker("你们这群废物", intent="abuse", ranking=ranked(abuse=0.99)))
    assert said[0]["custom"]["guard"] == "abuse"


def test_what_would_open_a_form_and_is_no_question_stands_against_asking() -> None:
    rather = ranked(nlu_fallback=0.4, file_petition=0.45, out_of_scope=0.2)
    assert between(a_turn("楼上天天漏水", ranking=rather)) == ("file_petition", "ask")
    assert between(a_turn("楼上漏水怎么办", ranking=rather, entities={"question": "yes"})) is None
    assert between(a_turn("早安", ranking=ranked(nlu_fallback=0.4, greet=0.45))) is None


def a_detailed(key: str, name: str, confidence: float, **about: Any) -> Any:
    turn = a_turn("…", **about)
    turn.details = {key: {"name": name, "confidence": confidence}}
    return turn


def test_the_door_is_the_models_when_it_is_sure_and_else_that_of_the_words() -> None:
    assert door(a_detailed("door", "discipline", 0.9, entities={"door": "court"})) == "discipline"
    assert door(a_detailed("door", "discipline", 0.3, entities={"door": "court"})) == "court"
    assert door(a_turn("…")) == "court"


def test_a_fire_names_the_fire_brigade() -> None:
    dispatcher = CollectingDispatcher()
    guard(a_detailed("danger", "fire", 0.9), Say(dispatcher), "emergency")
    assert dispatcher.messages[0]["custom"]["detail"] == "fire"


@pytest.mark.parametrize(
    ("act", "entities", "meaning"),
    [
        ("repeat", {}, Meaning.AGAIN), ("say_it_simpler", {}, Meaning.AGAIN), ("bigger_text", {}, Meaning.TALK),
        ("change_language", {"language": "en"}, Meaning.LANGUAGE), ("back", {}, Meaning.BACK), ("cancel_flow", {}, Meaning.CANCEL),
        ("rate", {}, Meaning.ELSEWHERE),
    ],
)
async def test_in_a_form_these_acts_are_no_answers(act: str, entities: dict[str, Any], meaning: Meaning) -> None:
    turn = a_turn("请再说一遍", intent=act, confidence=0.9, entities=entities, form="petition_form")
    reading = await Interruptions(Answering(NoKnowledge())).read(  # type: ignore[arg-type]
        turn, form="petition_form", free_text=False, expected=False, story=False
    )
    assert reading.meaning is meaning
