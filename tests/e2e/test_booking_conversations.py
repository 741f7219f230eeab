"""Whole bookings in conversation with both running processes, by words only unless the test says otherwise."""

import re
import sqlite3
from pathlib import Path

import pytest
from citizen import Citizen, Turn
from icalendar import Calendar

from scripts.build.start import Site

pytestmark = pytest.mark.processes

# What is answered to each question, by words that only this question has: in each script as its speakers would.
HANS = {
    "国籍吗": "是，中国护照", "长期居住": "住了五年，有长期居留", "哪一种公证": "委托弟弟卖房子", "国内用吗": "是，国内用",
    "国内跟哪里": "新会", "白跑一趟": "都没有", "哪个国家": "温哥华", "姓名": "陈美莲", "电话": "+1 604 555 0199",
}  # fmt: skip
YUE = {
    "國籍嗎": "係，仲攞緊中國護照", "長期居住": "住咗八年啦", "哪一種公證": "委托細佬賣屋", "國內用嗎": "係，喺中國用",
    "國內跟哪": "台山", "白跑一趟": "都冇", "姓名": "陳美蓮", "電話": "+61 412 345 678",
}  # fmt: skip
HANT = {
    "國籍嗎": "是中國籍", "長期居住": "有工作簽證，來了三年", "哪一種公證": "聲明書", "國內用嗎": "在國內用",
    "國內跟哪": "恩平", "白跑一趟": "都沒有", "姓名": "陳美蓮", "電話": "+60 12 345 6789",
}  # fmt: skip
ENGLISH = {
    "citizen of China": "yes, a Chinese citizen", "long-term": "I have a green card", "Which kind": "a power of attorney",
    "used in China": "yes, in China", "Where in China": "Kaiping", "travel for nothing": "none of these",
    "name of the person": "Mei Chan", "phone number": "+1 212 555 0147",
}  # fmt: skip


@pytest.fixture
def base_url(site: Site) -> str:
    return f"http://127.0.0.1:{site.port}"


def led(citizen: Citizen, turn: Turn, answers: dict[str, str], until: str) -> Turn:
    """The turn that has `until` in it, after every question was answered."""
    for _ in range(12):
        if turn.of_type(until) or until in turn.text:
            return turn
        asked = turn.messages[-1]["fallback"] if turn.messages[-1]["type"] != "chips" else turn.messages[-2]["fallback"]
        answer = next((words for key, words in answers.items() if key in asked), None)
        assert answer is not None, f"no answer to {turn!r}"
        turn = citizen.say(answer)
        assert turn.outcome == "flow_booking", turn
    raise AssertionError(f"{until!r} never came; the last turn was {turn!r}")


def at_times(
    base_url: str, first: str, answers: dict[str, str] = HANS, timezone: str = "America/Vancouver"
) -> tuple[Citizen, Turn]:
    """A citizen to whom free times are shown."""
    citizen = Citizen(base_url, timezone=timezone)
    return citizen, led(citizen, citizen.say(first), answers, "slots")


def booked(base_url: str, first: str, choice: str = "第一个") -> tuple[Citizen, str, str]:
    """A citizen with a booking; its number and code."""
    citizen, _ = at_times(base_url, first)
    made = led(citizen, citizen.say(choice), HANS, "最后看一眼")
    return citizen, *numbered(citizen.say("确认"), made)


def numbered(turn: Turn, *before: Turn) -> tuple[str, str]:
    number, code = (
        re.search(r"YY\d{14}", turn.text),
        re.search(r"(?:查询码|查詢碼|Query code)[:：]\s*(\d{6})", turn.text),
    )
    assert number and code, (turn, before)
    return number.group(), code.group(1)


def first_time(turn: Turn) -> str:
    """The words of the first numbered time."""
    found = re.search(r"^1\. (.+)$", turn.text, re.MULTILINE)
    assert found, turn
    return found.group(1)


def held_time(turn: Turn) -> str:
    return str(turn.of_type("slots")[0]["held"]["start"])


def database(site: Site) -> sqlite3.Connection:
    return sqlite3.connect(Path(site.var) / "assistant.db", timeout=20)


def let_holds_run_out(site: Site) -> None:
    """What is held now ran out a moment ago."""
    with database(site) as rows:
        past = "2026-01-01 00:00:00.000000"
        rows.execute("UPDATE notary_holds SET expires_at = ? WHERE state = 'held'", (past,))
        rows.execute("UPDATE notary_seats SET held_until = ? WHERE booking IS NULL", (past,))


def test_somebody_in_vancouver_books_by_words_only(base_url: str) -> None:
    citizen, times = at_times(base_url, "我想预约海外远程视频公证，我人在温哥华，中国护照")
    assert "您当地" in first_time(times) and "北京时间" in first_time(times) and "排队" in times.text
    assert times.of_type("citation"), "the verdict names its sources"
    summary = led(citizen, citizen.say("2"), HANS, "最后看一眼")
    assert "陈美莲" in summary.text and "0199" in summary.text and "604 555" not in summary.text
    made = citizen.say("确认")
    number, code = numbered(made)
    assert "温哥华" in made.text and "要准备什么" in made.text and "改期、取消最晚" in made.text
    assert any(
        item.get("url", "").startswith("/checklist") for chips in made.of_type("chips") for item in chips["items"]
    )
    file = citizen.http.get(f"/api/v1/bookings/{number}.ics", params={"code": code})
    assert len(Calendar.from_ical(file.content).walk("VEVENT")) == 1


def test_a_foreign_passport_is_told_no_why_what_instead_and_whom_to_ask(base_url: str) -> None:
    citizen = Citizen(base_url, timezone="America/New_York")
    turn = citizen.say("帮我预约远程视频公证，我在纽约，拿的是美国护照")
    assert turn.outcome == "flow_booking" and not turn.of_type("slots")
    assert "办不了" in turn.text and "附加证明书" in turn.text and "使领馆" in turn.text and turn.of_type("citation")


def test_somebody_who_cannot_come_to_the_mission_is_told_before_a_time_is_chosen(base_url: str) -> None:
    citizen = Citizen(base_url, timezone="America/Toronto")
    answers = {**HANS, "哪个国家": "多伦多", "白跑一趟": "我腿脚不便，去不了使领馆"}
    turn = led(citizen, citizen.say("我想约视频公证，人在多伦多"), answers, "办不了")
    assert "本人" in turn.text and not turn.of_type("slots")


def test_a_matter_that_belongs_elsewhere_books_nothing(base_url: str) -> None:
    citizen = Citizen(base_url, timezone="America/Toronto")
    turn = led(citizen, citizen.say("我想约视频公证，人在多伦多"), {**HANS, "国内跟哪里": "在广州"}, "免得白跑")
    assert "免得白跑" in turn.text and not turn.of_type("slots")


def test_a_time_taken_meanwhile_leads_to_the_nearest_and_nothing_is_asked_again(base_url: str) -> None:
    one, times = at_times(base_url, "我想约视频公证，我在卡尔加里，中国护照", timezone="America/Edmonton")
    other, same = at_times(base_url, "我想约视频公证，我在卡尔加里，中国护照", timezone="America/Edmonton")
    assert first_time(times) == first_time(same)
    assert held_time(one.say("第一个"))
    taken = other.say("第一个")
    assert "刚刚被别人约走" in taken.text and "您填的都还在" in taken.text and first_time(taken) != first_time(same)
    assert numbered(led(other, other.say("第一个"), {**HANS, "最后看一眼": "确认"}, "约好了"))


def test_a_time_is_kept_longer_twice_and_once_more_after_it_ran_out(base_url: str, site: Site) -> None:
    citizen, _ = at_times(base_url, "我想约视频公证，我在蒙特利尔，中国护照", timezone="America/Toronto")
    held = citizen.say("最后一个")
    assert held.of_type("slots")[0]["held"].get("extend") and "2次" in held.text
    assert "还可以延长1次" in citizen.say("再留一会儿").text
    second = citizen.press('/choose{"slot":"booking_hold","value":"extend"}')
    assert "还可以延长0次" in second.text and second.of_type("slots")[0]["held"].get("extend") is None
    assert "不能再延" in citizen.say("再等我几分钟").text
    led(citizen, citizen.say("陈美莲"), HANS, "最后看一眼")
    let_holds_run_out(site)
    again = citizen.say("确认")
    assert "又替您留了10分钟" in again.text and held_time(again) == held_time(held)
    assert numbered(citizen.say("确认"))


def test_a_time_that_ran_out_and_was_taken_is_told_kindly_with_the_nearest(base_url: str, site: Site) -> None:
    where = "我想约视频公证，我在渥太华，中国护照"
    citizen, times = at_times(base_url, where, timezone="America/Toronto")
    summary = led(citizen, citizen.say("第三个"), HANS, "最后看一眼")
    let_holds_run_out(site)
    other, _ = at_times(base_url, where, timezone="America/Toronto")
    other.press(f'/choose_slot{{"slot_id":"{times.of_type("slots")[0]["slots"][2]["id"]}"}}')
    gone = citizen.say("确认")
    assert "不好意思" in gone.text and gone.of_type("slots")[0]["slots"], (summary, gone)
    assert "最后看一眼" in citizen.say("1").text, "name and phone are not asked again"


def test_a_booking_is_moved_and_keeps_its_number_and_code(base_url: str) -> None:
    citizen, number, code = booked(base_url, "我想约视频公证，我在旧金山，中国护照")
    before = citizen.http.get(f"/api/v1/bookings/{number}.ics", params={"code": code}).content
    offered = citizen.say("我想改个时间")
    assert "原来的时间还替您留着" in offered.text and offered.of_type("slots")[0]["slots"]
    held = citizen.say("最后一个")
    moved = citizen.say("确认")
    assert "改好了" in moved.text and number in moved.text and held.of_type("slots")[0]["held"]
    after = citizen.http.get(f"/api/v1/bookings/{number}.ics", params={"code": code}).content
    old, new = (Calendar.from_ical(file).walk("VEVENT")[0] for file in (before, after))
    assert old["uid"] == new["uid"] and old.decoded("dtstart") != new.decoded("dtstart")
    assert citizen.say("改期").of_type("slots") and "原来的预约还在" in citizen.say("算了，不改了").text


def test_a_booking_is_cancelled_and_one_too_near_is_not(base_url: str, site: Site) -> None:
    citizen, _, _ = booked(base_url, "我想约视频公证，我在洛杉矶，中国护照")
    assert "已经取消" in citizen.say("取消预约").text
    late, number, _ = booked(base_url, "我想约视频公证，我在芝加哥，中国护照")
    with database(site) as rows:
        rows.execute(
            "UPDATE notary_bookings SET starts_at = datetime('now', '+3 hours') || '.000000' WHERE number = ?",
            (number,),
        )
    for said in ("取消预约", "改期"):
        refused = late.say(said)
        assert "离得太近" in refused.text and "12345" in refused.text and "已经取消" not in refused.text, refused


def how_it_stands(citizen: Citizen) -> Turn:
    """Asked back between booking and progress, either button tells."""
    told = citizen.say("我排队等的公证轮到我了没有")
    if told.outcome == "clarify_choices":
        told = citizen.press(told.of_type("chips")[0]["items"][0]["payload"])
    return told


def test_a_freed_time_is_offered_to_who_waited_and_can_be_declined_or_taken(base_url: str) -> None:
    where = "我想约视频公证，我在墨西哥城，中国护照"
    owner, times = at_times(base_url, where, timezone="America/Mexico_City")
    wanted = times.of_type("slots")[0]["slots"][0]["start"]
    led(owner, owner.say("第一个"), {**HANS, "最后看一眼": "确认"}, "约好了")
    month, day, hour, minute = local_words(first_time(times))
    waiting = []
    for _ in range(2):
        citizen, _ = at_times(base_url, where, timezone="America/Mexico_City")
        assert "没有空位" in citizen.say(f"{month}月{day}号{hour}:{minute}").text
        assert "排上了" in citizen.say("那我排队吧").text
        told = how_it_stands(citizen)
        assert "前面还有" in told.text and "接着替您排着" in citizen.say("接着等").text
        waiting.append(citizen)
    assert "已经取消" in owner.say("取消预约").text
    offer = how_it_stands(waiting[0])
    assert "轮到您了" in offer.text and held_time(offer) == wanted
    assert "让给下一位" in waiting[0].say("不要").text
    assert "轮到您了" in how_it_stands(waiting[1]).text
    made = led(waiting[1], waiting[1].say("要"), {**HANS, "最后看一眼": "确认"}, "约好了")
    assert numbered(made)


def local_words(words: str) -> tuple[str, str, str, str]:
    """Month, day, hour of 24 and minute of the citizen's own clock, as the words say them."""
    found = re.match(r"您当地(\d+)月(\d+)日（周.）(凌晨|上午|中午|下午|晚上)(\d+):(\d+)", words)
    assert found, words
    hour = int(found[4]) + (12 if found[3] in ("下午", "晚上") else 0)
    return found[1], found[2], str(hour), found[5]


def test_an_english_speaker_books_in_english(base_url: str) -> None:
    citizen, times = at_times(
        base_url,
        "I'd like to book a video notary appointment in New York, I have a Chinese passport",
        ENGLISH,
        "America/New_York",
    )
    assert "your time" in first_time(times) and "Beijing time" in first_time(times)
    later = citizen.say("anything later?")
    assert later.of_type("slots")[0]["slots"][0]["start"] > times.of_type("slots")[0]["slots"][0]["start"]
    made = led(citizen, citizen.say("the earliest one"), {**ENGLISH, "Please check": "yes, confirm"}, "Booked.")
    assert numbered(made) and all(message["lang"] == "en" for message in made.messages)
    assert not re.search("[\u4e00-\u9fff]", made.text)


def test_a_cantonese_speaker_from_taishan_is_booked_at_taishans_office(base_url: str) -> None:
    citizen, times = at_times(base_url, "我喺悉尼，想約視像公證", YUE, "Australia/Sydney")
    assert "台山市公證處" in times.text and "您當地" in first_time(times)
    citizen.say("遲啲嗰個禮拜三有冇位")
    made = led(citizen, citizen.say("第一個"), {**YUE, "最後看一眼": "係，確認"}, "約好了")
    assert numbered(made)


def test_a_reader_of_traditional_characters_may_fill_in_the_form_or_talk(base_url: str) -> None:
    citizen = Citizen(base_url, timezone="Asia/Kuala_Lumpur")
    turn = citizen.say("我想預約遠程視頻公證，我在吉隆坡")
    form = turn.of_type("form")[0]
    assert form["form_id"] == "booking_case" and form["values"]["booking_mission"] == "kuala-lumpur"
    assert {"booking_nationality", "booking_home", "booking_others"} <= {field["id"] for field in form["fields"]}
    turn = citizen.fill("booking_case", {
        "booking_mission": "kuala-lumpur", "booking_nationality": "cn", "booking_residence": "long_term",
        "booking_matter": "declaration", "booking_use": "yes", "booking_home": "jiangmen",
    })  # fmt: skip
    assert turn.of_type("slots") and "北京時間" in turn.text and not re.search("时间|预约", turn.text)
    assert numbered(led(citizen, citizen.say("最早嗰個"), {**HANT, "最後看一眼": "確認"}, "約好了"))


def test_a_form_that_bars_says_why_and_three_clocks_are_shown_where_three_differ(base_url: str) -> None:
    case = {
        "booking_mission": "kuala-lumpur", "booking_nationality": "cn", "booking_residence": "long_term",
        "booking_matter": "declaration", "booking_use": "yes", "booking_home": "jiangmen",
    }  # fmt: skip
    citizen = Citizen(base_url, timezone="America/New_York")
    barred = citizen.fill("booking_case", {**case, "booking_others": ["dispute"]})
    assert "办不了" in barred.text and not barred.of_type("slots")
    shown = citizen.fill("booking_case", {**case, "booking_mission": "sydney"})
    assert "使领馆当地" in first_time(shown) and shown.of_type("slots")[0]["mission_tz"] == "Australia/Sydney"
