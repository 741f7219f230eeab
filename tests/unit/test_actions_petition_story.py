"""From a story to a petition: what it tells is not asked again, and what was wrong is put right with one sentence."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa_sdk.executor import CollectingDispatcher

from actions.petition_people import names_in
from actions.petition_story import ASKED_MOST, asked_for, put_right, read_story
from actions.petition_summary import ActionAskPetitionConfirm
from tests.unit.actions_turns import a_tracker
from tests.unit.test_actions_petition import FILLED, Petitions, a_form

ANGRY = (
    "气死我了！我们小区楼下那家烧烤店每天晚上十一点还在炒，油烟全往屋里灌，打了几次电话都说在协调。"
    "我老伴有高血压，小孩天天咳嗽。希望你们派人来管一管，让他们装油烟机。再这样下去真的受不了了！"
)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        (ANGRY, {"asked": "希望你们派人来管一管，让他们装油烟机", "affected": "老伴、小孩"}),
        ("我帮我妈反映，她的退休金少发了", {"on_behalf": "我妈"}),
        ("替我阿爸投诉水费乱收", {"on_behalf": "阿爸"}),
        ("on behalf of my mother, the bus stop is gone", {"on_behalf": "mother"}),
        ("我们三十多户联名投诉物业", {"joint": True, "affected": "三十多户"}),
        ("我行动不便，请派人上门", {"asked": "请派人上门", "reach": "visit"}),
        ("我唔识打字，最好打电话给我", {"reach": "call"}),
        ("开发商单方面要求我们先交物业费才给钥匙", {}), ("事情没有希望解决了", {}), ("我想投诉", {}), ("我邀请了律师", {}),
        ("村干部帮我填表，我还是没拿到钱", {}),
    ],
)
def test_a_story_tells_the_wish_who_suffers_and_for_whom_it_is_told(story: str, told: dict[str, Any]) -> None:
    assert read_story(story) == told


@pytest.mark.parametrize(
    ("said", "is_place"),
    [
        ("有人在村口烧垃圾", False), ("路灯也坏了好久", False), ("而且污水直接排到河里", False), ("物业不管", False),
        ("仲有人成日乱泊车", False), ("they also dump rubbish in the river", False),
        ("村口垃圾站旁边", True), ("学校门口那个工地", True), ("物业办公室门口", True), ("不记得路名了，菜市场那边", True),
        ("the factory next to the river", True),
    ],
)
async def test_where_a_place_is_asked_for_more_of_the_story_is_added_to_it_and_taken_for_no_place(
    said: str, is_place: bool
) -> None:
    dispatcher = CollectingDispatcher()
    slots = {"requested_slot": "petition_district", "petition_text": "楼下烧烤店油烟很大", "petition_draft": "d1"}
    tracker = a_tracker(said, intent="file_petition", form="petition_form", slots=slots)
    events = await a_form(Petitions()).run(dispatcher, tracker, {})
    told = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    assert told.get("petition_district") == (said if is_place else None)
    assert told["requested_slot"] == ("petition_when" if is_place else "petition_district")
    assert is_place or told["petition_text"] == f"楼下烧烤店油烟很大\n{said}"


@given(st.text(max_size=400), st.text(max_size=400))
def test_a_wish_is_a_part_of_the_story_and_cuts_no_placeholder(before: str, after: str) -> None:
    story = f"{before}希望{after}⟦phone:1⟧"
    wish = asked_for(story)
    assert wish is None or (wish in story and len(wish) <= ASKED_MOST and wish.count("⟦") <= wish.count("⟧") + after.count("⟦"))


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("不是白沙是潮连", "潮连"), ("唔系白沙系潮连", "潮连"), ("地址改成江海区外海", "江海区外海"),
        ("not Baisha but Chaolian", "Chaolian"), ("时间应该是上个月五号", "上个月五号"), ("不是我", None), ("好的", None),
    ],
)
def test_what_is_right_stands_behind_the_turning_point(said: str, right: str | None) -> None:
    begins = put_right(said)
    assert (said[begins:] if begins is not None else None) == right


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("李大明、陈美莲和黄小红", ["李大明", "陈美莲", "黄小红"]), ("Li Ming, Chan", ["Li", "Ming", "Chan"]), ("—", []),
        ("李大明", ["李大明"]),
    ],
)
def test_names_are_told_apart_as_people_write_them(said: str, names: list[str]) -> None:
    assert names_in(said) == names


async def a_step(text: str, requested: str | None, *, entities: list[dict[str, Any]] | None = None, **slots: Any) -> Any:
    """Slots set and what was said after one turn of an open form."""
    dispatcher, petitions = CollectingDispatcher(), Petitions()
    known = {**FILLED, **slots, "requested_slot": requested}
    tracker = a_tracker(text, form="petition_form" if requested else None, slots=known)
    tracker.latest_message["entities"] = entities or []
    events = await a_form(petitions).run(dispatcher, tracker, {})
    said = [each.get("response") or (each.get("custom") or {}).get("kind") for each in dispatcher.messages]
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}, said


def an_entity(entity: str, value: str, start: int) -> dict[str, Any]:
    return {"entity": entity, "value": value, "start": start, "end": start + 2}


async def test_not_this_town_but_that_one_changes_the_place_at_any_step() -> None:
    found = [
        an_entity("town", "台山市 白沙镇", 2), an_entity("town", "蓬江区 白沙街道", 2), an_entity("town", "蓬江区 潮连街道", 5),
        an_entity("district", "蓬江区", 5),
    ]
    for requested in ("petition_phone", "petition_confirm", "petition_name"):
        slots, _ = await a_step("不是白沙是潮连", requested, entities=found, **{requested: None})
        assert (slots["petition_district"], slots["requested_slot"]) == ("蓬江区潮连街道", requested)


async def test_the_wish_and_the_time_can_be_put_right_in_a_sentence() -> None:
    slots, _ = await a_step("诉求改成退一赔三", "petition_confirm")
    assert slots["petition_details"] == {"asked": "退一赔三"} and slots["requested_slot"] == "petition_confirm"
    slots, _ = await a_step("不是上个月是上周", "petition_confirm", entities=[an_entity("date", "上个月", 2), an_entity("date", "上周", 6)])
    assert slots["petition_when"] == "上周"


async def test_a_wish_added_at_the_summary_belongs_to_the_story() -> None:
    slots, said = await a_step("希望他们晚上十点前关门", "petition_confirm")
    assert slots["petition_details"]["asked"] == "希望他们晚上十点前关门" and slots["petition_text"].endswith("关门")
    assert slots["requested_slot"] == "petition_confirm" and said == ["utter_petition_noted"]


EMPTY = dict.fromkeys(name for name in FILLED if name.startswith("petition_"))


async def test_who_speaks_for_a_mother_is_asked_her_name_and_later_their_own() -> None:
    story = "我帮我妈投诉，她的退休金三个月没发了"
    slots, _ = await a_step(story, "petition_text", **{**EMPTY, "petition_district": "新会区", "petition_when": "上月"})
    assert slots["requested_slot"] == "petition_for_name" and slots["petition_details"]["on_behalf"] == "我妈"
    slots, _ = await a_step("李秀英", "petition_for_name", **{**EMPTY, **FILLED, "petition_name": None, "petition_details": {"on_behalf": "我妈"}})
    assert slots["petition_for_name"] == "⟦name:9⟧" and slots["requested_slot"] == "petition_name"


async def test_more_than_five_representatives_are_not_taken_and_five_are() -> None:
    known = {**FILLED, "petition_name": None, "petition_details": {"joint": True}}
    slots, said = await a_step("甲一、乙二、丙三、丁四、戊五、己六", "petition_joint_name", **known)
    assert "petition_joint_name" not in slots and said == ["utter_petition_joint_too_many"]
    assert slots["requested_slot"] == "petition_joint_name"
    slots, _ = await a_step("甲一、乙二、丙三、丁四、戊五", "petition_joint_name", **known)
    assert slots["petition_joint_name"] == "⟦name:9⟧" and slots["requested_slot"] == "petition_name"
    slots, _ = await a_step("就我一个", "petition_joint_name", **known)
    assert slots["petition_joint_name"] == "—"


async def test_who_wants_to_be_anonymous_hears_what_it_means_before_it_counts() -> None:
    slots, said = await a_step(
        "我要匿名投诉楼下烧烤店油烟", "petition_text", entities=[an_entity("anonymous", "匿名", 2)],
        **{**EMPTY, "petition_district": "新会区", "petition_when": "上月"},
    )
    assert "utter_petition_anonymous_means" in said
    assert slots.get("petition_name") is None and slots["requested_slot"] == "petition_name"
    slots, _ = await a_step(
        "匿名", "petition_name", entities=[an_entity("anonymous", "匿名", 0)], **{**FILLED, "petition_name": None}
    )
    assert slots["petition_anonymous"] is True


async def test_all_that_was_told_is_looked_at_and_sent() -> None:
    dispatcher, petitions = CollectingDispatcher(), Petitions()
    told = {
        **FILLED, "petition_details": {"asked": "希望补发", "on_behalf": "我妈", "reach": "call"},
        "petition_for_name": "⟦name:1⟧", "petition_joint_name": "—",
    }
    await ActionAskPetitionConfirm().run(dispatcher, a_tracker(form="petition_form", slots=told), {})
    shown = dispatcher.messages[-1]["custom"]["told"]
    assert (shown["asked"], shown["for_name"], shown["relation"]) == ("希望补发", "⟦name:1⟧", "我妈")
    assert "joint_name" not in shown and "affected" not in shown
    tracker = a_tracker(intent="confirm", pressed=True, form="petition_form", slots=told)
    await a_form(petitions).run(CollectingDispatcher(), tracker, {})
    sent = petitions.sent[0][0]
    assert (sent["on_behalf_of"], sent["asked"], sent["contact_wish"]) == ("李大明 (我妈)", "希望补发", "call")
    assert "representatives" not in sent


async def test_files_of_the_form_are_named_in_what_is_sent() -> None:
    class Files:
        def attached(self, session_id: str, ids: list[str]) -> list[dict[str, Any]]:
            return [{"name": f"{each}.pdf", "sha256": "0" * 64, "size": 9, "media_type": "application/pdf"} for each in ids]

    dispatcher, petitions = CollectingDispatcher(), Petitions()
    told = {**FILLED, "petition_files": f"{'a' * 32},{'b' * 32}"}
    form = a_form(petitions)
    form._ports = dataclasses.replace(form._ports, files=Files())
    await form.run(dispatcher, a_tracker(intent="confirm", pressed=True, form="petition_form", slots=told), {})
    assert [each["name"][:2] for each in petitions.sent[0][0]["attachments"]] == ["aa", "bb"]
    await ActionAskPetitionConfirm().run(dispatcher, a_tracker(form="petition_form", slots=told), {})
    assert dispatcher.messages[-1]["custom"]["told"]["files"] == "2"
