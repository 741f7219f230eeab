"""Danger first, and a way on for who is in none: a story taken for danger is not told twice."""

from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import ActionAnswer
from actions.answering import Answering
from actions.guards import ActionGuard
from actions.unsure import ActionUnsure
from assistant.gateway.guards import Guards
from assistant.gateway.payloads import parse_payload
from assistant.settings import ROOT
from tests.unit.actions_turns import a_tracker
from tests.unit.test_actions_guards import Knows
from tests.unit.test_actions_petition import Nothing, Petitions, a_form

BARKING = "隔壁的狗叫一晚上，吵得我心脏病都要犯了"


def ranked(**likelihoods: float) -> list[dict[str, Any]]:
    order = sorted(likelihoods.items(), key=lambda item: -item[1])
    return [{"name": act, "confidence": likelihood} for act, likelihood in order]


async def run(action: Any, text: str = BARKING, **turn: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What was said, and the slots that were set."""
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, a_tracker(text, **turn), {})
    return dispatcher.messages, {event["name"]: event["value"] for event in events if event["event"] == "slot"}


@pytest.mark.parametrize("act", ["emergency", "self_harm"])
@pytest.mark.parametrize("sure", [True, False])
async def test_what_was_taken_for_danger_is_kept_for_who_says_that_nobody_is_in_any(act: str, sure: bool) -> None:
    answering = Answering(Nothing())  # type: ignore[arg-type]
    action = ActionGuard(answering) if sure else ActionUnsure(answering)
    ranking = ranked(**{act: 0.9} if sure else {act: 0.35, "greet": 0.3, "thanks": 0.3})
    said, slots = await run(action, intent=act if sure else "nlu_fallback", ranking=ranking)
    assert [(each["custom"]["guard"], each["custom"]["way_on"]) for each in said] == [(act, "held")]
    assert slots["held_story"] == BARKING


@pytest.mark.parametrize("sure", [True, False])
async def test_what_may_be_danger_or_a_grievance_is_answered_as_danger_and_taken_up_in_the_same_breath(
    sure: bool
) -> None:
    answering = Answering(Nothing())  # type: ignore[arg-type]
    action = ActionGuard(answering) if sure else ActionUnsure(answering)
    ranking = ranked(emergency=0.71, file_petition=0.26) if sure else ranked(emergency=0.38, file_petition=0.36)
    dispatcher = CollectingDispatcher()
    tracker = a_tracker("消防栓被车塞住了", intent="emergency" if sure else "nlu_fallback", ranking=ranking)
    events = await action.run(dispatcher, tracker, {})
    first, then = (each["custom"] for each in dispatcher.messages)
    assert (first["guard"], first["way_on"], then["key"]) == ("emergency", "open", "danger_or_petition")
    assert [event["name"] for event in events if event["event"] == "followup"] == ["petition_form"]
    told, slots = await run(
        a_form(Petitions()), "消防栓被车塞住了", intent="emergency", ranking=ranking, form="petition_form"
    )
    assert slots["petition_text"] == "消防栓被车塞住了" and slots["requested_slot"] == "petition_district"
    assert "danger_first" not in [(each.get("custom") or {}).get("key") for each in told], "it was said just before"


async def test_where_another_act_is_likelier_than_danger_the_numbers_stand_before_the_question_back() -> None:
    ranking = ranked(file_petition=0.36, ask=0.34, emergency=0.29)
    said, slots = await run(
        ActionUnsure(Answering(Nothing())), "我哥在厂里受伤老板不认账", intent="nlu_fallback",  # type: ignore[arg-type]
        ranking=ranking,
    )
    assert [each["custom"]["kind"] for each in said] == ["words", "choices"], said
    assert said[0]["custom"]["key"] == "danger_first" and slots["held_story"]


@pytest.mark.parametrize(("likelihood", "warned"), [(0.35, True), (0.2, False)])
async def test_who_asks_which_office_to_tell_of_danger_reads_whom_to_call_first(
    likelihood: float, warned: bool
) -> None:
    ranking = ranked(ask=1 - likelihood, emergency=likelihood)
    said, _ = await run(
        ActionAnswer(Answering(Knows(0.9))), "有人正在撬我家的门，请问应该向哪个单位反映",  # type: ignore[arg-type]
        intent="ask", ranking=ranking,
    )
    keys = [(each.get("custom") or {}).get("key") for each in said]
    assert (keys[0] == "danger_first") is warned and len(said) > warned


@pytest.mark.parametrize(("likelihood", "cared_for"), [(0.25, True), (0.1, False)])
async def test_who_may_speak_of_their_own_life_between_the_lines_of_a_question_reads_a_word_of_care_first(
    likelihood: float, cared_for: bool
) -> None:
    said, _ = await run(
        ActionAnswer(Answering(Knows(0.9))), "人没了，网贷还会不会找爸妈要",  # type: ignore[arg-type]
        intent="ask", ranking=ranked(ask=1 - likelihood, self_harm=likelihood),
    )
    keys = [(each.get("custom") or {}).get("key") for each in said]
    assert (keys[0] == "care_first") is cared_for and len(said) > cared_for


@pytest.mark.parametrize(("asked", "answered"), [(0.2, True), (0.02, False)])
async def test_what_may_as_well_be_a_question_is_answered_under_the_word_of_care(asked: float, answered: bool) -> None:
    said, slots = await run(
        ActionGuard(Answering(Knows(0.9))), "我自己不想干走的，没工作了能领失业补助吗",  # type: ignore[arg-type]
        intent="self_harm", ranking=ranked(self_harm=0.75, ask=asked),
    )
    kinds = [each["custom"]["kind"] for each in said]
    assert kinds[0] == "guard" and ("answer" in kinds) is answered and slots["held_story"]


async def test_one_press_reports_what_was_taken_for_danger() -> None:
    said, slots = await run(
        a_form(Petitions()), "", intent="report_anyway", pressed=True, form="petition_form",
        slots={"held_story": BARKING},
    )
    assert slots["petition_text"] == BARKING and slots["requested_slot"] == "petition_district", said


async def test_within_the_form_too_the_story_is_kept_and_taken_up_at_the_press() -> None:
    form, at_story = a_form(Petitions()), {"requested_slot": "petition_text", "petition_draft": "d1"}
    said, slots = await run(
        form, intent="emergency", ranking=ranked(emergency=0.99), form="petition_form", slots=at_story
    )
    assert said[0]["custom"]["way_on"] == "held" and slots["requested_slot"] == "petition_text" and len(said) == 1
    _, after = await run(
        form, "", intent="report_anyway", pressed=True, form="petition_form", slots={**at_story, **slots}
    )
    assert after["petition_text"] == BARKING and after["requested_slot"] == "petition_district"


@pytest.mark.parametrize(("likelihood", "warned"), [(0.3, True), (0.02, False)])
async def test_a_story_that_may_tell_of_danger_shows_the_numbers_first_and_is_taken_up(
    likelihood: float, warned: bool
) -> None:
    ranking = ranked(file_petition=1 - likelihood, emergency=likelihood)
    said, slots = await run(
        a_form(Petitions()), "后山裂了一条缝，泥水一直往下流", intent="file_petition", ranking=ranking, form="petition_form"
    )
    keys = [(each.get("custom") or {}).get("key") for each in said]
    assert ("danger_first" in keys) is warned and slots["petition_text"].startswith("后山")
    assert not warned or keys[0] == "danger_first"


@pytest.mark.parametrize(("likelihood", "guarded"), [(0.97, True), (0.8, False)])
async def test_strong_words_in_a_story_are_taken_up_with_the_numbers_beside_them_and_danger_is_answered_alone(
    likelihood: float, guarded: bool
) -> None:
    said, slots = await run(
        a_form(Petitions()), "楼下烧烤店的烟把窗户都熏黑了", intent="emergency", form="petition_form",
        ranking=ranked(emergency=likelihood, file_petition=1 - likelihood), slots={"requested_slot": "petition_text"},
    )
    custom = said[0]["custom"]
    assert (custom["kind"], custom.get("key")) == (("guard", None) if guarded else ("words", "danger_first"))
    assert ("petition_text" in slots) is not guarded


def test_the_way_on_is_a_payload_that_a_button_may_carry() -> None:
    assert {parse_payload(payload)[0] for payload in ("/report_anyway", "/file_petition")} <= {
        "report_anyway", "file_petition"
    }


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("救命啊", True), ("救命呀，有人追住我", True), ("快来人 救命！", True), ("救命啊 他在撬我的门", True),
        ("救命啊 身份证不见了明天要坐飞机", False), ("救命呀 社保断缴怎么补", False), ("救命！网站打不开，预约不了", False),
    ],
)
def test_a_cry_for_help_is_danger_unless_it_is_about_papers(text: str, guarded: bool) -> None:
    guards = Guards.load(ROOT / "knowledge" / "vocabulary" / "guards.yml")
    assert (guards.danger(text) is not None) is guarded
