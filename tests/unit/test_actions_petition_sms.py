"""Messages of progress: agreed to by a sentence, a button or the form, and by nothing else."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa_sdk.executor import CollectingDispatcher

from actions.petition_fields import form_slots
from actions.petition_files import kept_details
from actions.petition_sms import wants_messages
from actions.petition_summary import summary_of
from tests.unit.actions_turns import a_tracker, a_turn
from tests.unit.test_actions_petition import FILLED, Petitions, a_form, confirmed


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("要短信", True), ("短信通知我", True), ("好的，发短信吧", True), ("有进展发短信给我", True), ("唔该发短信畀我", True),
        ("可以发短信", True), ("短信", True), ("text me please", True), ("Yes, by SMS please", True),
        ("不要短信", False), ("不用发短信了", False), ("唔使短信喇", False), ("短信就不用了", False), ("no SMS", False),
        ("Don't text me", False),
        ("要", None), ("好的", None), ("提交", None), ("不用了", None), ("他们天天发短信骂我", None), ("短信是他们发的", None),
        ("我收到一条诈骗短信", None), ("会发短信吗", None), ("电话改成13800138000", None), ("", None),
    ],
)  # fmt: skip
def test_only_words_about_messages_are_about_messages(text: str, wanted: bool | None) -> None:
    assert wants_messages(a_turn(text)) is wanted


@given(st.text(alphabet="好要，短信不发 smsyes给我了", max_size=60))
def test_any_text_is_read_without_breaking(text: str) -> None:
    assert wants_messages(a_turn(text)) in (True, False, None)


async def said_at_the_summary(**turn: Any) -> dict[str, Any]:
    """The slots after a turn at the summary."""
    slots = {**FILLED, "petition_details": {"asked": "修好路灯"}}
    events = await a_form(Petitions()).run(
        CollectingDispatcher(), a_tracker(form="petition_form", slots=slots, **turn), {}
    )
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


@pytest.mark.parametrize(
    "turn",
    [
        {"text": "要短信", "intent": "out_of_scope"},
        {"intent": "choose", "pressed": True, "entities": {"slot": "petition_sms", "value": "yes"}},
    ],
)
async def test_who_agrees_sees_the_summary_again_and_is_told_of_progress(turn: dict[str, Any]) -> None:
    slots = await said_at_the_summary(**turn)
    assert slots == {"petition_details": {"asked": "修好路灯", "sms": True}, "requested_slot": "petition_confirm"}
    assert summary_of(a_turn(slots={**FILLED, **slots}))["sms"] == "yes"
    petitions = Petitions()
    await confirmed(petitions, petition_details=slots["petition_details"])
    assert petitions.sent[0][0]["notify_by"] == "sms"


async def test_nobody_is_sent_messages_who_did_not_say_so_or_took_it_back() -> None:
    for details in ({}, {"sms": False}, None):
        petitions = Petitions()
        await confirmed(petitions, petition_details=details)
        assert "notify_by" not in petitions.sent[0][0]
    assert summary_of(a_turn(slots=FILLED))["sms"] == "no"
    taken_back = await said_at_the_summary(text="还是不要短信", intent="deny")
    assert taken_back["petition_details"]["sms"] is False


@pytest.mark.parametrize(("values", "agreed"), [({"petition_sms": "yes"}, True), ({"petition_sms": "no"}, False), ({}, False)])
def test_the_form_says_it_too(values: dict[str, str], agreed: bool) -> None:
    slots = form_slots(a_turn(metadata={"form_values": {"petition_text": "路灯坏了", **values}}))
    assert slots["petition_details"]["sms"] is agreed
    assert "petition_sms" not in slots


def test_what_was_agreed_stays_when_the_story_is_told_anew() -> None:
    assert kept_details({"sms": True, "asked": "旧的"}) == {"sms": True}
