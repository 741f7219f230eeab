"""What people really type, through the public API to both running processes: the outcome and what is said."""

import re
import sqlite3
import uuid
from pathlib import Path

import pytest
from citizen import Citizen

from scripts.build.start import Site

pytestmark = pytest.mark.processes


@pytest.fixture
def citizen(site: Site) -> Citizen:
    return Citizen(f"http://127.0.0.1:{site.port}", timezone="Asia/Shanghai")


def test_a_lost_identity_card_is_answered_with_its_source(citizen: Citizen) -> None:
    turn = citizen.say("身份证丢了咋补办啊")
    assert turn.outcome == "answered_knowledge"
    assert "补" in turn.text and "出处" in turn.text and turn.of_type("citation")


def test_how_long_a_petition_takes_is_sixty_and_fifteen_days(citizen: Citizen) -> None:
    turn = citizen.say("信访交上去多久要给答复")
    assert turn.outcome == "answered_knowledge"
    assert re.search("60 ?日|60 ?天", turn.text) and re.search("15 ?日|15 ?天", turn.text)


def test_the_matters_of_video_notarisation_are_told_in_traditional_characters(citizen: Citizen) -> None:
    turn = citizen.say("海外遠程視頻公證可以辦哪些事項？")
    assert turn.outcome == "answered_knowledge"
    assert "委託" in turn.text and "聲明" in turn.text and "声明" not in turn.text


def test_a_cantonese_speaker_in_singapore_is_told_of_selling_a_house_by_proxy(citizen: Citizen) -> None:
    turn = citizen.say("我喺新加坡，想委托細佬賣江門間屋，點做公證？")
    assert turn.outcome in ("answered_knowledge", "flow_booking")
    assert "公證" in turn.text and "視頻" in turn.text
    assert any("預約" in title or "視頻" in title for title in turn.titles()) or turn.outcome == "flow_booking"


def test_an_english_question_is_answered_in_english(citizen: Citizen) -> None:
    turn = citizen.say("Can I do a Chinese notarization from Canada without flying back?")
    assert turn.outcome == "answered_knowledge"
    assert re.search(r"video|mission|embassy|consulate", turn.text, re.IGNORECASE)
    assert turn.messages[0]["lang"] == "en"


def test_a_complaint_that_names_its_district_is_not_asked_for_it_again(citizen: Citizen) -> None:
    turn = citizen.say("我要投诉楼下烧烤店，天天油烟熏死人，蓬江区白沙那边")
    assert turn.outcome == "flow_petition"
    assert "?" in turn.text or "？" in turn.text
    assert not re.search("哪个区|哪个县|在哪个市", re.sub(r"反映一件事[\s\S]*", "", turn.text))


def test_an_american_passport_is_told_no_why_and_what_instead_before_any_slot(citizen: Citizen) -> None:
    turn = citizen.say("帮我预约下个月的远程视频公证，我在美国，拿的是美国护照")
    assert turn.outcome == "flow_booking"
    assert "中国" in turn.text and ("办不了" in turn.text or "不能" in turn.text)
    assert not turn.of_type("slots")
    assert turn.titles() or "认证" in turn.text


def test_a_court_judgment_is_shown_the_right_door(citizen: Citizen) -> None:
    turn = citizen.say("法院判决我不服我要信访")
    assert turn.outcome == "guard_wrong_door" and "法院" in turn.text


def test_an_attack_is_sent_to_110_first(citizen: Citizen) -> None:
    turn = citizen.say("有人拿刀砍人快来")
    assert turn.outcome == "guard_emergency" and "110" in turn.messages[0]["fallback"][:20]


def test_an_unknown_telephone_number_is_not_invented(citizen: Citizen) -> None:
    turn = citizen.say("五邑公证处电话多少")
    assert turn.outcome == "unanswerable_no_source"
    assert re.search("12345|12348", turn.text)
    assert not re.search(r"0750|\d{7,}", turn.text)


def test_the_weather_is_out_of_scope(citizen: Citizen) -> None:
    assert citizen.say("明天天气怎么样").outcome == "guard_out_of_scope"


def test_another_citys_residence_permit_is_not_answered_as_ours(citizen: Citizen) -> None:
    turn = citizen.say("广州的居住证怎么办")
    assert turn.outcome == "guard_other_place" or "不是江门" in turn.text
    assert "广州" in turn.text


def test_a_petition_is_found_by_its_number_only_with_the_right_code(citizen: Citizen, site: Site) -> None:
    number, code = register(Citizen(f"http://127.0.0.1:{site.port}"))
    wrong = "000000" if code != "000000" else "111111"
    turn = citizen.say(f"我的信访件 {number} 办到哪了，查询码 {wrong}")
    assert turn.outcome == "flow_track" and "对不上" in turn.text and "已登记" not in turn.text
    turn = citizen.say(code)
    assert turn.outcome == "flow_track" and "已登记" in turn.text and number in turn.text


def test_the_same_client_id_twice_is_one_turn_and_one_petition(citizen: Citizen, site: Site) -> None:
    before = count(site, "petitions")
    at_summary(citizen)
    key = str(uuid.uuid4())
    first, second = citizen.say("确认提交", client_id=key), citizen.say("确认提交", client_id=key)
    assert first.body["turn_id"] == second.body["turn_id"]
    assert count(site, "petitions") == before + 1


def test_planted_numbers_are_in_no_log_transcript_or_tracker(citizen: Citizen, site: Site) -> None:
    citizen.say("我手机13800138000身份证440701199001011234，帮我查")
    citizen.http.get("/metrics")
    for path in site.var.rglob("*"):
        if path.is_file() and not path.is_symlink() and "encoder" not in path.parts and "releases" not in path.parts:
            stored = path.read_bytes()
            assert b"13800138000" not in stored and b"440701199001011234" not in stored, path


def at_summary(citizen: Citizen) -> None:
    """A petition told step by step, up to the summary to confirm."""
    citizen.say("我要投诉楼下烧烤店，天天油烟熏死人，蓬江区白沙那边")
    to_summary(citizen)


def to_summary(citizen: Citizen) -> str:
    """The summary, after every question of the form was answered by what it asks for."""
    for _ in range(6):
        pending = last_question(citizen)
        if "核对" in pending:
            return pending
        citizen.say(
            "13900139000" if "电话" in pending
            else "李大明" if "称呼" in pending
            else "上个星期开始，每天晚上" if "什么时候" in pending
            else "蓬江区白沙"
        )
    raise AssertionError(f"no summary after six answers; the last question was {pending!r}")


def last_question(citizen: Citizen) -> str:
    events = citizen.http.get(
        "/api/v1/events", params={"after": 0, "poll": 0}, headers={"Authorization": f"Bearer {citizen.token}"}
    ).json()["events"]
    texts = [event["fallback"] for event in events if event["from"] == "bot" and event["type"] in ("text", "markdown")]
    return str(texts[-1])


def register(citizen: Citizen) -> tuple[str, str]:
    """Number and query code of a petition just registered."""
    at_summary(citizen)
    turn = citizen.say("确认提交")
    number = re.search(r"XF\d{14}", turn.text)
    code = re.search(r"查询码[:：]\s*(\d{6})", turn.text)
    assert number and code, turn
    return number.group(), code.group(1)


def count(site: Site, table: str) -> int:
    with sqlite3.connect(Path(site.var) / "assistant.db") as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
