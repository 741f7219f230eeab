"""Times in the widget: the citizen's own days in four zones, three clocks, a countdown that can be extended, the keyboard."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

# Around the night in which London puts its clocks forward (2027-03-28, 01:00 UTC).
STARTS = ("2027-03-26T09:00:00Z", "2027-03-27T23:30:00Z", "2027-03-28T23:30:00Z", "2027-03-29T01:00:00Z")
SLOTS = [{"id": f"s{number}", "start": start, "capacity_left": 1} for number, start in enumerate(STARTS, start=1)]
DAYS = {
    "Asia/Shanghai": {"3月26日": ["17:00"], "3月28日": ["07:30"], "3月29日": ["07:30", "09:00"]},
    "Europe/London": {"3月26日": ["09:00"], "3月27日": ["23:30"], "3月29日": ["00:30", "02:00"]},
    "America/New_York": {"3月26日": ["05:00"], "3月27日": ["19:30"], "3月28日": ["19:30", "21:00"]},
    "Asia/Kathmandu": {"3月26日": ["14:45"], "3月28日": ["05:15"], "3月29日": ["05:15", "06:45"]},
}
EXTEND = {
    "type": "reply",
    "title": "再留10分钟",
    "value": "再留10分钟",
    "payload": '/choose{"slot":"booking_hold","value":"extend"}',
}
OTHER = {
    "type": "reply",
    "title": "换个时间",
    "value": "换个时间",
    "payload": '/choose{"slot":"change","value":"slot"}',
}
AGAIN = {
    "type": "reply",
    "title": "重新留这个时间",
    "value": "重新留这个时间",
    "payload": '/choose_slot{"slot_id":"s2"}',
}


def ask(page: Page, text: str = "预约") -> None:
    page.locator("#zw-composer").fill(text)
    page.keyboard.press("Enter")


def times(stub: Any, **content: Any) -> dict[str, Any]:
    return stub.sample("slots", **{"action": "choose_slot", "slots": SLOTS} | content)


def a_hold(stub: Any, *, minutes: float, extend: bool = True) -> dict[str, Any]:
    expires = (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")
    held = {
        "start": STARTS[1],
        "expires_at": expires,
        "other": OTHER,
        "again": AGAIN,
        "extend": EXTEND if extend else None,
    }
    return stub.sample("slots", title="给您留着的时间", action="choose_slot", slots=[], held=held)


@pytest.mark.parametrize("zone", DAYS)
def test_times_are_grouped_by_the_citizens_own_day_with_both_clocks(open_page: Any, stub: Any, zone: str) -> None:
    stub.scripts["预约"] = [times(stub)]
    page = open_page("/chat", timezone_id=zone)
    ask(page)
    days = page.get_by_role("group", name="选日期").get_by_role("button")
    expect(days).to_have_count(len(DAYS[zone]))
    for place, (day, clocks) in enumerate(DAYS[zone].items()):
        days.nth(place).click()
        expect(days.nth(place)).to_contain_text(day)
        expect(page.locator(".times .time strong")).to_have_text(clocks)
    both = "北京时间 3月29日周一 09:00"
    expect(page.locator(".times .time").last).to_contain_text("09:00" if zone == "Asia/Shanghai" else both)
    assert (page.get_by_text("北京时间").count() > 0) == (zone != "Asia/Shanghai")


def test_a_time_is_chosen_by_keyboard_alone_and_one_taken_meanwhile_leaves_the_form_as_it_was(
    open_page: Any, stub: Any
) -> None:
    taken = {
        "type": "markdown",
        "content": {"text": "这个时间刚刚被别人约走了。"},
        "fallback": "这个时间刚刚被别人约走了。",
    }
    fields = [{"id": "note", "input": "text", "label": "备注"}]
    stub.scripts["预约"] = [
        stub.sample("form", fields=fields, values={}, privacy=None),
        times(stub, mission_tz="Europe/London", mission_tz_label="使领馆当地"),
    ]
    stub.scripts["3月27日周六 19:30（北京时间 3月28日周日 07:30）"] = [taken, times(stub, slots=[])]
    page = open_page("/chat", timezone_id="America/New_York")
    ask(page)
    page.get_by_label("备注").fill("写到一半")
    page.get_by_role("group", name="选日期").get_by_role("button").nth(1).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    chosen = page.locator(".times .time").first
    expect(chosen).to_be_focused()
    expect(chosen).to_have_accessible_name("19:30 北京时间 3月28日周日 07:30 使领馆当地 3月27日周六 23:30")
    page.keyboard.press("Enter")
    sure = page.get_by_role("group", name="您选了")
    expect(sure).to_be_focused()
    expect(sure).to_contain_text("使领馆当地 3月27日周六 23:30")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".theirs .bubble", has_text="刚刚被别人约走")).to_be_visible()
    assert stub.turn(1)["payload"] == '/choose_slot{"slot_id":"s2"}'
    expect(page.get_by_label("备注")).to_have_value("写到一半")


def test_a_kept_time_counts_down_in_words_warns_is_extended_and_says_when_it_is_over(open_page: Any, stub: Any) -> None:
    stub.scripts["预约"] = [a_hold(stub, minutes=10)]
    stub.scripts[EXTEND["title"]] = [a_hold(stub, minutes=19, extend=False)]
    stub.scripts["约好"] = [stub.sample("status", object="booking", actions=[
        {"type": "open_url", "title": "加到日历", "url": "/api/v1/bookings/YY1.ics?code=123456", "external": False},
    ])]  # fmt: skip
    page = open_page("/chat", timezone_id="America/New_York")
    page.clock.install()
    ask(page)
    timer = page.get_by_role("timer").last
    expect(timer).to_contain_text("还剩 9 分")
    expect(page.locator(".held")).to_contain_text("北京时间 3月28日周日 07:30")
    page.clock.fast_forward("08:05")
    expect(timer).to_contain_text("还剩 1 分")
    expect(page.locator("[aria-live='polite']").filter(has_text="不够可以再延长").first).to_be_attached()

    page.get_by_role("button", name="再留10分钟").click()
    expect(page.get_by_role("timer")).to_contain_text("还剩 10 分")
    expect(page.get_by_role("timer")).to_have_count(1)
    assert stub.turn(1)["payload"] == EXTEND["payload"]
    expect(page.get_by_role("button", name="再留10分钟")).to_have_count(0)

    page.clock.fast_forward("11:00")
    expect(page.get_by_role("timer")).to_contain_text("留的时间过了")
    expect(page.get_by_role("button", name="重新留这个时间")).to_be_visible()
    ask(page, "约好")
    expect(page.get_by_role("timer")).to_have_count(0)
    expect(page.get_by_role("link", name="加到日历")).to_have_attribute("href", "/api/v1/bookings/YY1.ics?code=123456")
