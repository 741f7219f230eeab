"""Bookings in whole conversations, in process: kept longer, moved, waited for, asked about only as far as it decides."""

from conftest import Citizen
from test_conversations import at_slots, to_slots


def at_summary(citizen: Citizen) -> Citizen:
    """A booking up to the last look."""
    at_slots(citizen)
    citizen.say("第一个")
    citizen.say(citizen.hidden("name", "陈美莲"))
    assert citizen.say(citizen.hidden("phone", "+1 604 555 0199")).asks == "booking_confirm"
    return citizen


def test_a_kept_time_is_extended_twice_by_word_or_button_and_not_a_third_time(citizen: Citizen) -> None:
    at_summary(citizen)
    assert citizen.say("再留一会儿").reply("hold")["hold"]["state"] == "extended"
    assert citizen.press("choose", slot="booking_hold", value="extend").reply("hold")["hold"]["extensions_left"] == 0
    third = citizen.say("再给我几分钟")
    assert third.reply("hold")["hold"]["state"] == "longest" and third.asks == "booking_confirm"


def test_a_kept_time_that_is_given_up_is_free_for_the_next_citizen_at_once(citizen: Citizen) -> None:
    said = to_slots(citizen)
    first = said.reply("slots")["slots"][0]["slot_id"]
    citizen.say("第一个")
    assert citizen.say("不订了").has("utter_booking_cancelled")

    other = Citizen(citizen.agent, citizen.vectors, citizen.actions)
    assert to_slots(other).reply("slots")["slots"][0]["slot_id"] == first


def test_a_booking_moves_with_its_number_and_stays_when_it_is_left(citizen: Citizen) -> None:
    at_summary(citizen)
    number = citizen.say("确认").reply("booking")["booking"]["number"]
    offered = citizen.say("我要改预约时间")
    assert offered.asks == "booking_slot" and offered.reply("words")["key"] == "move_which"
    assert citizen.say("最后一个").asks == "booking_move"
    moved = citizen.say("确认").reply("booking")["booking"]
    assert moved["number"] == number and moved["moved"] and moved["status"] == "booked"
    assert citizen.press("booking_reschedule").asks == "booking_slot"
    assert citizen.press("cancel_flow").reply("words")["key"] == "move_left"


def test_waiting_is_offered_where_nothing_is_free_but_not_for_what_is_too_near(citizen: Citizen) -> None:
    at_slots(citizen)
    none = citizen.say("明天早上")
    assert none.has("utter_booking_none_then") and none.asks == "booking_slot"
    near = citizen.press("choose", slot="booking_wait", value="join")
    assert near.reply("words")["key"] == "waiting_too_near" and near.asks == "booking_slot"


def test_the_office_follows_the_place_and_another_citys_matter_is_not_booked(citizen: Citizen) -> None:
    citizen.timezone = "America/Vancouver"
    citizen.say("我想预约海外远程视频公证，我人在温哥华，中国护照")
    citizen.say("已经住了五年，有枫叶卡")
    citizen.say("办委托书，委托弟弟卖房子")
    citizen.say("是，在中国用")
    citizen.press("choose", slot="booking_home", value="elsewhere")
    said = citizen.press("choose", slot="booking_others", value="none")
    assert said.asks is None and said.reply("words")["key"] == "booking_elsewhere" and not said.has("slots")


def test_what_a_mission_certifies_itself_is_asked_about_property_first(citizen: Citizen) -> None:
    citizen.timezone = "Europe/London"
    citizen.say("我想预约海外远程视频公证，我人在曼彻斯特，中国护照")
    citizen.say("已经住了五年，有长期居留")
    citizen.press("choose", slot="booking_matter", value="declaration")
    asked = citizen.press("choose", slot="booking_use", value="yes")
    assert asked.asks == "booking_property"
    verdict = citizen.press("choose", slot="booking_property", value="no").reply("eligibility")["eligibility"]
    assert verdict["eligible"] == "no" and verdict["reasons"] == ["mission-does-it"]


def test_the_case_may_be_told_in_a_form_from_outside_any_conversation(citizen: Citizen) -> None:
    shown = citizen.fill(
        "booking_case", booking_mission="sydney", booking_nationality="cn", booking_residence="long_term",
        booking_matter="declaration", booking_use="yes", booking_home="taishan",
    )
    assert shown.asks == "booking_slot" and shown.reply("slots")["office"]["code"] == "taishan"
