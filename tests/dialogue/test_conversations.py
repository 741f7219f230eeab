"""Whole conversations with the trained model, the real actions and the reference backends."""

import re

import pytest
from conftest import Citizen, Said


def at_summary(citizen: Citizen) -> Citizen:
    """A petition told, up to the summary."""
    citizen.say("我要投诉楼下烧烤店，天天油烟熏死人，蓬江区白沙那边")
    citizen.say(citizen.hidden("name", "李大明"))
    said = citizen.say(citizen.hidden("phone", "13900139000"))
    assert said.asks == "petition_confirm"
    return citizen


def to_slots(citizen: Citizen) -> Said:
    """What is shown once a booking has come to the free times."""
    citizen.timezone = "America/Vancouver"
    citizen.say("我想预约海外远程视频公证，我人在温哥华，中国护照")
    citizen.say("已经住了五年，有枫叶卡")
    citizen.say("办委托书，委托弟弟卖房子")
    assert citizen.say("是，在中国用").asks == "booking_home"
    assert citizen.say("房子在新会").asks == "booking_others"
    said = citizen.say("都没有")
    assert said.asks == "booking_slot" and said.reply("slots")["slots"]
    return said


def at_slots(citizen: Citizen) -> Citizen:
    """A booking up to the free times."""
    to_slots(citizen)
    return citizen


@pytest.mark.parametrize(
    ("text", "outcome", "kind"),
    [
        ("身份证丢了咋补办啊", "answered_knowledge", "answer"),
        ("信访交上去多久要给答复", "answered_knowledge", "answer"),
        ("我喺新加坡，想委托细佬卖江门间屋，点做公证？", "answered_knowledge", "utter_offer_booking"),
        ("法院判决我不服我要信访", "guard_wrong_door", "guard"),
        ("有人拿刀砍人快来", "guard_emergency", "guard"),
        ("五邑公证处电话多少", "unanswerable_no_source", "refuse"),
        ("明天天气怎么样", "guard_out_of_scope", "refuse"),
        ("广州的居住证怎么办", "guard_other_place", "refuse"),
        ("办证", "clarify_choices", "choices"),
        ("转人工", "handover_closed", "words"),
        ("傻逼机器人", "guard_abuse", "guard"),
        ("你好", "answered_smalltalk", "utter_greet"),
        ("查进度", "flow_track", "utter_ask_track_number"),
    ],
)
def test_one_sentence_ends_in_its_outcome(citizen: Citizen, text: str, outcome: str, kind: str) -> None:
    said = citizen.say(text)
    assert said.outcome == outcome and said.has(kind), said


def test_a_complaint_that_names_its_district_is_not_asked_for_it_again(citizen: Citizen) -> None:
    said = citizen.say("我要投诉楼下烧烤店，天天油烟熏死人，蓬江区白沙那边")
    assert said.outcome == "flow_petition" and said.asks == "petition_name"
    assert said.reply("form")["values"]["petition_district"] == "蓬江区"


def test_a_petition_from_first_word_to_receipt_and_withdrawal(citizen: Citizen) -> None:
    assert citizen.say("我要投诉").asks == "petition_text"
    assert citizen.say("楼下烧烤店天天油烟，窗都不敢开，想让他们装好油烟机").asks == "petition_district"
    assert citizen.say("蓬江区白沙").asks == "petition_name"
    assert citizen.say(citizen.hidden("name", "李大明")).asks == "petition_phone"
    told = citizen.say(citizen.hidden("phone", "13900139000")).reply("summary")["told"]
    assert "蓬江区" in told["district"] and told["phone"] == "⟦phone:1⟧" and "油烟" in told["text"]
    receipt = citizen.say("确认提交")
    assert receipt.outcome == "flow_petition" and receipt.asks is None
    body = receipt.reply("receipt")["receipt"]
    assert re.fullmatch(r"XF\d{14}", body["number"]) and body["query_code"] == "⟦code:1⟧"
    sent = citizen.actions.calls()[-1]["args"][0]
    assert "李大明" in sent and "13900139000" in sent and "蓬江区" in sent
    assert citizen.say("我的信访办到哪了").reply("status")["status"]["number"] == body["number"]
    withdrawn = citizen.say("撤回")
    assert withdrawn.outcome == "flow_petition" and withdrawn.reply("words")["key"] == "petition_withdrawn_done"


def test_an_anonymous_petition_needs_no_name_but_a_phone(citizen: Citizen) -> None:
    citizen.say("我要投诉楼下烧烤店，天天油烟熏死人，蓬江区白沙那边")
    assert citizen.say("匿名").asks == "petition_phone"
    refused = citizen.say("不想留电话")
    assert refused.asks == "petition_phone" and refused.has("utter_petition_phone_needed")
    citizen.say(citizen.hidden("phone", "13900139000"))
    assert citizen.press("confirm").has("receipt")
    assert "'anonymous': True" in citizen.actions.calls()[-1]["args"][0]


@pytest.mark.parametrize("question", ["信访多久要给答复？", "为什么要留电话", "你们会不会泄露我的信息"])
def test_a_question_in_the_middle_is_answered_and_the_form_goes_on(citizen: Citizen, question: str) -> None:
    citizen.say("我要投诉楼下烧烤店，天天油烟熏死人，蓬江区白沙那边")
    said = citizen.say(question)
    assert said.outcome == "answered_knowledge" and said.asks == "petition_name"
    assert said.body["replies"][-1]["utter"] == "utter_ask_petition_name"


def test_a_question_is_answered_at_the_free_text_step_too(citizen: Citizen) -> None:
    citizen.say("我要投诉")
    said = citizen.say("信访多久要给答复？")
    assert said.outcome == "answered_knowledge" and said.asks == "petition_text"


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_giving_up_works_at_every_step(citizen: Citizen, steps: int) -> None:
    citizen.say("我要投诉楼下烧烤店，天天油烟熏死人，蓬江区白沙那边")
    for kind, value in (("name", "李大明"), ("phone", "13900139000"))[:steps]:
        citizen.say(citizen.hidden(kind, value))
    said = citizen.say("算了不投诉了")
    assert said.asks is None and said.has("utter_petition_cancelled")
    assert citizen.say("身份证丢了咋补办啊").outcome == "answered_knowledge"


def test_going_back_and_correcting_lead_to_the_named_question(citizen: Citizen) -> None:
    at_summary(citizen)
    assert citizen.say("上一步").asks == "petition_phone"
    assert citizen.say(citizen.hidden("phone", "13900139001")).asks == "petition_confirm"
    assert citizen.say("改一下手机号").asks == "petition_phone"
    assert citizen.say(citizen.hidden("phone", "13900139002")).reply("summary")["told"]["phone"] == "⟦phone:3⟧"


def test_going_back_at_the_time_step(citizen: Citizen) -> None:
    assert citizen.say("我要投诉小区噪音，新会区会城").asks == "petition_when"
    assert citizen.say("昨天晚上").asks == "petition_name"
    assert citizen.say("上一步").asks == "petition_when"


def test_more_of_the_story_is_added_to_it(citizen: Citizen) -> None:
    at_summary(citizen)
    told = citizen.say("还有，他们把垃圾和油水都倒在路边，没人清理").reply("summary")["told"]
    assert "倒在路边" in told["text"] and "油烟" in told["text"]


def test_danger_in_the_middle_of_a_form_is_answered_and_nothing_else_is_asked(citizen: Citizen) -> None:
    citizen.say("我要投诉楼下烧烤店，天天油烟熏死人，蓬江区白沙那边")
    said = citizen.say("有人拿刀砍人快来")
    assert said.outcome == "guard_emergency" and len(said.body["replies"]) == 1 and said.asks == "petition_name"


def test_who_was_taken_to_be_in_danger_and_is_not_reports_it_with_one_press(citizen: Citizen) -> None:
    said = citizen.say("我爸突然胸闷冒冷汗站不起来")
    assert said.outcome == "guard_emergency" and said.reply("guard")["way_on"] == "held", said
    anyway = citizen.press("report_anyway")
    assert anyway.outcome == "flow_petition" and anyway.asks == "petition_district"


def test_a_story_for_the_court_is_shown_its_door_and_can_still_be_reported(citizen: Citizen) -> None:
    citizen.say("我要投诉")
    said = citizen.say("法院判决我不服我要信访")
    assert said.outcome == "guard_wrong_door" and said.asks is None
    anyway = citizen.press("report_anyway")
    assert anyway.outcome == "flow_petition" and anyway.asks == "petition_district"


def test_another_citys_complaint_is_not_taken(citizen: Citizen) -> None:
    said = citizen.say("我要投诉广州的一家公司乱收费")
    assert said.outcome == "guard_other_place" and said.reply("refuse")["place"] == "广州"


def test_a_form_filled_at_once_is_shown_and_then_registered(citizen: Citizen) -> None:
    citizen.press("file_petition")
    shown = citizen.fill(
        "petition", petition_text="小区门口的路灯坏了两个星期", petition_district="新会区", petition_when="两个星期前",
        petition_name=citizen.hidden("name", "陈美莲"), petition_phone=citizen.hidden("phone", "13900139000"),
    )
    assert shown.asks == "petition_confirm" and "路灯" in shown.reply("summary")["told"]["text"]
    assert citizen.say("确认").has("receipt")


def test_a_form_filled_outside_any_conversation_opens_one(citizen: Citizen) -> None:
    shown = citizen.fill(
        "petition", petition_text="小区门口的路灯坏了两个星期", petition_district="新会区",
        petition_name=citizen.hidden("name", "陈美莲"), petition_phone=citizen.hidden("phone", "13900139000"),
    )
    assert shown.asks == "petition_confirm"


def test_with_the_petition_system_down_nothing_is_lost_and_a_retry_works(citizen: Citizen) -> None:
    at_summary(citizen)
    citizen.actions.power(False)
    down = citizen.say("确认提交")
    assert down.outcome == "error_backend_unavailable" and down.asks == "petition_confirm"
    citizen.actions.power(True)
    assert citizen.say("确认提交").has("receipt")


def test_an_american_passport_is_told_no_and_no_slot_is_offered(citizen: Citizen) -> None:
    said = citizen.say("帮我预约下个月的远程视频公证，我在美国，拿的是美国护照")
    assert said.outcome == "flow_booking" and said.asks is None and not said.has("slots")
    verdict = said.reply("eligibility")["eligibility"]
    assert verdict["eligible"] == "no" and verdict["reasons"] == ["foreign-nationality"] and verdict["needs"]


def test_a_booking_from_vancouver_to_calendar_and_cancellation(citizen: Citizen) -> None:
    at_slots(citizen)
    held = citizen.say("第一个")
    assert held.reply("hold")["hold"]["expires_at"] and held.asks == "booking_name"
    assert citizen.say(citizen.hidden("name", "陈美莲")).asks == "booking_phone"
    assert citizen.say(citizen.hidden("phone", "+1 604 555 0199")).asks == "booking_confirm"
    booked = citizen.say("确认").reply("booking")["booking"]
    assert re.fullmatch(r"YY\d{14}", booked["number"]) and booked["query_code"] == "⟦code:1⟧"
    assert citizen.say("我的预约是几点").reply("status")["status"]["number"] == booked["number"]
    assert citizen.say("取消预约").reply("booking")["booking"]["status"] == "cancelled"


def test_a_time_can_be_chosen_by_button_by_number_and_changed(citizen: Citizen) -> None:
    at_slots(citizen)
    assert citizen.say("第二个").asks == "booking_name"
    again = citizen.press("choose", slot="change", value="slot")
    assert again.asks == "booking_slot" and again.has("slots")
    slot_id = again.reply("slots")["slots"][0]["id"]
    assert citizen.press("choose_slot", slot_id=slot_id).reply("hold")["hold"]["slot"]["slot_id"] == slot_id


def test_a_country_with_several_missions_offers_them(citizen: Citizen) -> None:
    citizen.say("我想预约公证，我在加拿大")
    said = citizen.press("choose", slot="booking_nationality", value="cn")
    assert said.asks == "booking_mission" or citizen.say("已经住了五年，有枫叶卡").asks == "booking_mission"


def test_a_wrong_code_is_told_and_the_right_one_then_found(citizen: Citizen) -> None:
    number = at_summary(citizen).say("确认提交").reply("receipt")["receipt"]["number"]
    code = citizen.actions.resolve(citizen.session, "⟦code:1⟧")
    other = Citizen(citizen.agent, citizen.vectors, citizen.actions)
    wrong = other.say(f"我的信访件 {number} 办到哪了，查询码 {other.hidden('code', '000000' if code != '000000' else '111111')}")
    assert wrong.outcome == "flow_track" and wrong.reply("words")["key"] == "track_wrong" and wrong.asks == "track_code"
    right = other.say(other.hidden("code", code))
    assert right.outcome == "flow_track" and right.reply("status")["status"]["number"] == number


def test_a_stranger_cannot_withdraw_without_the_code(citizen: Citizen) -> None:
    number = at_summary(citizen).say("确认提交").reply("receipt")["receipt"]["number"]
    stranger = Citizen(citizen.agent, citizen.vectors, citizen.actions)
    said = stranger.press("petition_withdraw", ref=number)
    assert said.asks == "track_code" and not said.has("words")


def test_numbers_never_reach_the_tracker(citizen: Citizen) -> None:
    at_summary(citizen).say("确认提交")
    code = citizen.actions.resolve(citizen.session, "⟦code:1⟧")
    with citizen.agent.sql.engine.connect() as connection:
        rows = connection.exec_driver_sql("select data from events where sender_id = ?", (citizen.session,)).fetchall()
    stored = "\n".join(row[0] for row in rows)
    assert "⟦phone:1⟧" in stored
    for secret in ("13900139000", "李大明", f'"{code}"'):
        assert secret not in stored


@pytest.mark.parametrize("text", ["/book_notary", "/file_petition", '/inform{"name":"x"}', "／restart"])
def test_what_a_citizen_types_is_never_a_command(citizen: Citizen, text: str) -> None:
    at_summary(citizen)
    said = citizen.say(text)
    assert said.body["intent"] not in ("confirm", "restart", "submit_form") and said.body["pending"] is not None


def test_an_old_button_says_that_it_is_old(citizen: Citizen) -> None:
    assert citizen.press("choose_slot", slot_id="gone").has("utter_choice_expired")
    assert citizen.press("confirm").has("utter_choice_expired")


def test_another_flow_may_be_begun_from_within_one(citizen: Citizen) -> None:
    citizen.say("我要投诉楼下烧烤店，天天油烟熏死人，蓬江区白沙那边")
    said = citizen.press("book_notary")
    assert said.asks == "booking_mission" or said.asks == "booking_nationality"
    assert said.body["pending"]["form"] == "booking_form"


def test_an_answer_is_said_again_and_then_shorter(citizen: Citizen) -> None:
    answer = citizen.say("身份证丢了咋补办啊").reply("answer")
    again = citizen.say("再说一遍好吗").reply("answer")
    assert again["hit"]["entry_id"] == answer["hit"]["entry_id"]
    assert citizen.say("麻烦讲简单点").reply("brief")["hit"]["entry_id"] == answer["hit"]["entry_id"]


def test_an_answer_is_said_again_after_the_dialogue_was_restarted(citizen: Citizen) -> None:
    answer = citizen.say("身份证丢了咋补办啊").reply("answer")
    citizen.agent.sql._kept.clear()
    assert citizen.say("再说一遍好吗").reply("answer")["hit"]["entry_id"] == answer["hit"]["entry_id"]


def test_the_script_asked_for_goes_beside_every_later_reply(citizen: Citizen) -> None:
    assert citizen.say("你好").body["script"] is None
    assert citizen.say("请用英文回答吧").body["script"] == "en"
    assert citizen.say("你好").body["script"] == "en"


def test_bigger_letters_are_explained_and_an_open_form_goes_on(citizen: Citizen) -> None:
    citizen.say("我要投诉")
    said = citizen.say("界面的字太小啦")
    assert said.has("utter_bigger_text") and said.asks == "petition_text"


@pytest.mark.parametrize("text", ["我想评价那件投诉", "我想补充一些材料到投诉里"])
def test_a_later_step_of_a_petition_begins_with_its_number(citizen: Citizen, text: str) -> None:
    assert citizen.say(text).asks == "track_number"


def test_going_back_is_an_act_of_ours_and_not_rasas(citizen: Citizen) -> None:
    citizen.say("我要投诉")
    assert citizen.say("楼下烧烤店天天油烟，窗都不敢开，想让他们装好油烟机").asks == "petition_district"
    assert citizen.say("返回上一步").asks == "petition_text"


def test_the_topic_of_a_question_goes_beside_its_reply(citizen: Citizen) -> None:
    assert citizen.say("身份证丢了咋补办啊").body["topic"] == "id_household"
