"""Two whole conversations with the running processes: a petition and a booking, from first word to taken back."""

import re

import pytest
from citizen import Citizen
from icalendar import Calendar
from test_real_input import at_summary, last_question, register, to_summary

from scripts.build.start import Site

pytestmark = pytest.mark.processes


@pytest.fixture
def base_url(site: Site) -> str:
    return f"http://127.0.0.1:{site.port}"


def test_a_petition_from_first_word_to_number_and_withdrawal_within_ten_minutes(base_url: str) -> None:
    citizen = Citizen(base_url)
    assert citizen.say("我要投诉").outcome == "flow_petition"
    assert citizen.say("楼下烧烤店天天油烟，窗都不敢开，想让他们装好油烟机").outcome == "flow_petition"
    citizen.say("蓬江区白沙")
    question = last_question(citizen)
    answered = citizen.say("信访多久要给答复？")
    assert answered.outcome == "answered_knowledge"
    assert last_question(citizen) == question, "the form goes on with the question it had asked"
    summary = to_summary(citizen)
    assert "李大明" in summary and "139••••9000" in summary and "油烟" in summary
    assert "手机" in citizen.say("改一下手机号").text or "电话" in last_question(citizen)
    citizen.say("13800138000")
    assert "138••••8000" in last_question(citizen)
    receipt = citizen.say("确认提交")
    assert receipt.outcome == "flow_petition"
    number = re.search(r"XF\d{14}", receipt.text)
    assert number and re.search(r"查询码[:：]\s*\d{6}", receipt.text)
    assert "蓬江" in receipt.text or "办理单位" in receipt.text
    withdrawn = citizen.say("撤回")
    if "撤回" in " ".join(withdrawn.titles()) or "确定" in withdrawn.text:
        withdrawn = citizen.say("确定")
    assert withdrawn.outcome == "flow_petition" and "撤回了" in withdrawn.text


def test_a_form_filled_at_once_reaches_the_same_receipt(base_url: str) -> None:
    citizen = Citizen(base_url)
    citizen.press("/file_petition")
    turn = citizen.fill(
        "petition",
        {
            "petition_text": "小区门口的路灯坏了两个星期，晚上看不见路，请派人来修",
            "petition_district": "新会区",
            "petition_when": "两个星期前",
            "petition_name": "陈美莲",
            "petition_phone": "13900139000",
            "consent": True,
        },
    )
    assert turn.outcome == "flow_petition" and "路灯" in turn.text
    receipt = citizen.say("确认")
    assert re.search(r"XF\d{14}", receipt.text)


def test_giving_up_and_going_back_work_at_every_step(base_url: str) -> None:
    citizen = Citizen(base_url)
    citizen.say("我要投诉小区噪音，新会区会城")
    first = last_question(citizen)
    citizen.say("昨天晚上")
    citizen.say("上一步")
    assert last_question(citizen) == first
    assert citizen.say("算了不投诉了").outcome in ("flow_petition", "answered_smalltalk")
    assert citizen.say("身份证丢了怎么补办").outcome == "answered_knowledge"


def test_a_citizen_in_vancouver_books_sees_both_times_gets_the_file_and_cancels(base_url: str) -> None:
    citizen = Citizen(base_url, timezone="America/Vancouver")
    turn = citizen.say("我想预约海外远程视频公证，我人在温哥华，中国护照")
    assert turn.outcome == "flow_booking"
    for _ in range(8):
        if turn.of_type("slots"):
            break
        question = last_question(citizen)
        turn = citizen.say(
            "已经住了五年，有枫叶卡"
            if ("住" in question and "多久" in question) or "居留" in question
            else "办委托书，委托弟弟卖房子"
            if "什么" in question and ("事" in question or "公证" in question)
            else "房子在新会"
            if "跟哪里有关" in question
            else "都没有"
            if "白跑一趟" in question
            else "是，在中国用"
            if "用" in question
            else "是"
        )
        assert turn.outcome in ("flow_booking", "answered_knowledge"), turn
    slots = turn.of_type("slots")
    assert slots and slots[0]["slots"], turn
    assert "您当地" in turn.text and "北京时间" in turn.text
    turn = citizen.say("第一个")
    assert turn.outcome == "flow_booking"
    for _ in range(5):
        if "YY" in turn.text:
            break
        question = last_question(citizen)
        turn = citizen.say(
            "陈美莲"
            if "姓名" in question or "名字" in question
            else "+1 604 555 0199"
            if "电话" in question or "手机" in question
            else "确认"
        )
    number, code = re.search(r"YY\d{14}", turn.text), re.search(r"查询码[:：]\s*(\d{6})", turn.text)
    assert number and code, turn
    assert "您当地" in turn.text and "北京时间" in turn.text
    file = citizen.http.get(f"/api/v1/bookings/{number.group()}.ics", params={"code": code.group(1)})
    assert file.status_code == 200 and file.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(file.content).walk("VEVENT")
    assert len(events) == 1 and events[0].get("dtstart").dt.utcoffset() is not None
    cancelled = citizen.say("取消预约")
    if "已经取消" not in cancelled.text:
        cancelled = citizen.say("确定")
    assert cancelled.outcome == "flow_booking" and "已经取消" in cancelled.text


def test_a_conversation_survives_a_restart_of_both_processes(site: Site, base_url: str) -> None:
    citizen = Citizen(base_url)
    at_summary(citizen)
    site.stop()
    site.start()
    site.wait_until_ready()
    resumed = citizen.http.post("/api/v1/sessions", json={"resume": citizen.token}).json()
    assert resumed["resumed"] and any("油烟" in message["fallback"] for message in resumed["messages"])
    citizen.token = resumed["token"]
    assert re.search(r"XF\d{14}", citizen.say("确认提交").text)


def test_with_the_dialogue_process_stopped_every_turn_still_ends_usefully(site: Site, base_url: str) -> None:
    citizen = Citizen(base_url)
    site.stop("dialogue")
    try:
        turn = citizen.say("信访交上去多久要给答复")
        assert turn.outcome == "error_dialogue_unavailable" and "12345" in turn.text
        assert citizen.say("有人拿刀砍人快来").outcome == "guard_emergency"
    finally:
        site.start_dialogue()
        site.wait_until_ready()
    assert citizen.say("你好").outcome == "answered_smalltalk"


def test_another_citizens_petition_cannot_be_withdrawn_without_its_code(base_url: str) -> None:
    number, _ = register(Citizen(base_url))
    stranger = Citizen(base_url)
    turn = stranger.press(f'/petition_withdraw{{"ref":"{number}"}}')
    assert "撤回了" not in turn.text
