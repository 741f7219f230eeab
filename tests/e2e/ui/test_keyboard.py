"""Whole journeys by keyboard alone: petition, booking, feedback, language, the mode for the elderly; focus always seen."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

FIELDS = [
    {"id": "text", "input": "textarea", "label": "反映的事情", "required": True, "min_length": 5},
    {"id": "phone", "input": "tel", "label": "手机号", "required": True, "pattern": r"^1\d{10}$", "error": "请输入 11 位手机号"},
    {"id": "district", "input": "select", "label": "县（市、区）", "options": [{"value": "pengjiang", "title": "蓬江区"}]},
    {"id": "agree", "input": "consent", "label": "我同意", "required": True},
]
FOCUSED = """() => { const root = document.querySelector('zw-chat').shadowRoot, one = root.activeElement;
    if (!one) return null;
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    const over = root.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
    const marked = one.closest('.segments label') ?? one;
    return {name: one.getAttribute('aria-label') ?? one.labels?.[0]?.innerText ?? one.innerText ?? '', id: one.id, role: one.getAttribute('role'),
            ring: parseFloat(getComputedStyle(marked).outlineWidth), y: box.y, x: box.x,
            hidden: !(over === one || one.contains(over) || over?.contains(one) || over?.closest('label')?.contains(one)),
            inside: box.bottom > 0 && box.top < innerHeight}; }"""


def focused(page: Page) -> dict[str, Any]:
    return page.evaluate(FOCUSED) or {"name": "", "id": ""}


def tab_to(page: Page, name: str, *, back: bool = False) -> dict[str, Any]:
    """The keyboard has moved, Tab by Tab, to what bears this name; everything on the way was seen and ringed."""
    passed = []
    for _ in range(80):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        now = focused(page)
        passed.append(now["name"][:20])
        if now["name"]:
            assert now["ring"] >= 3, f"{now['name']!r} has a ring of {now['ring']} px"
            assert now["inside"], f"{now['name']!r} is focused out of sight"
            assert not now["hidden"], f"{now['name']!r} is focused behind something"
        if name in now["name"] or now["id"] == name:
            return now
    raise AssertionError(f"{name!r} was not reached; passed {passed}")


def ask(page: Page, text: str) -> None:
    page.locator("#zw-composer").focus()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_a_petition_is_filled_in_checked_mended_and_sent_by_keyboard(open_page: Any, stub: Any) -> None:
    stub.scripts["投诉"] = [stub.sample("form", fields=FIELDS, values={}, privacy=None)]
    page = open_page()
    expect(page.locator(".tiles")).to_be_visible()
    ask(page, "投诉")
    expect(page.locator("form.form")).to_be_visible()

    tab_to(page, "反映的事情", back=True)
    page.keyboard.type("楼下油烟很大很大")
    tab_to(page, "手机号")
    page.keyboard.type("138")
    tab_to(page, "县（市、区）")
    page.keyboard.press("ArrowDown")
    tab_to(page, "我同意")
    page.keyboard.press("Space")
    tab_to(page, "下一步")
    page.keyboard.press("Enter")
    expect(page.locator(".form-top")).to_be_focused()
    tab_to(page, "请输入 11 位手机号")
    page.keyboard.press("Enter")
    expect(page.get_by_label("手机号")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("00138000")
    page.keyboard.press("Enter")
    expect(page.locator(".form .details")).to_contain_text("13800138000")
    tab_to(page, "下一步")
    page.keyboard.press("Enter")

    expect(page.locator(".form-done")).to_be_visible()
    expect(page.locator(".theirs .bubble", has_text="form petition")).to_be_visible()
    assert stub.turn(1)["values"]["phone"] == "13800138000"
    assert stub.turn(1)["values"]["agree"] is True


def test_a_time_is_chosen_by_keyboard(open_page: Any, stub: Any) -> None:
    stub.scripts["预约"] = [stub.sample("slots")]
    page = open_page(viewport={"width": 1280, "height": 800})
    expect(page.locator(".tiles")).to_be_visible()
    ask(page, "预约")
    expect(page.locator(".slots")).to_be_visible()
    first = page.locator(".time:not([disabled])").first
    title = first.inner_text().split("\n")[0]

    tab_to(page, title, back=True)
    page.keyboard.press("Enter")
    expect(page.locator(".slots .sure")).to_be_focused()
    tab_to(page, "就选这个时间")
    page.keyboard.press("Enter")

    expect(page.locator(".form-done")).to_be_visible()
    assert stub.turn(1)["payload"].endswith('{"slot_id":"s1"}')


def test_language_elder_mode_and_settings_are_reached_in_the_order_they_are_seen(open_page: Any, stub: Any) -> None:
    page = open_page()
    expect(page.locator(".tiles")).to_be_visible()
    page.evaluate("document.querySelector('zw-chat').shadowRoot.querySelector('button').focus()")
    head = [focused(page)]
    for _ in range(4):
        page.keyboard.press("Tab")
        head.append(focused(page))
    places = [(round(one["y"] / 30), one["x"]) for one in head]
    assert places == sorted(places), "Tab follows the eye"

    page.keyboard.press("Enter")
    expect(page.locator(".settings")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".settings")).to_have_count(0)
    expect(page.get_by_role("button", name="设置")).to_be_focused()
    tab_to(page, "长辈版", back=True)
    page.keyboard.press("Enter")
    expect(page.locator("zw-chat[data-elder]")).to_have_count(1)
    tab_to(page, "EN English", back=True)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Hello, and welcome")).to_be_visible()


@pytest.mark.parametrize("length", [400, 500])
def test_the_count_shows_near_the_limit_and_nothing_beyond_it_is_taken(open_page: Any, stub: Any, length: int) -> None:
    page = open_page()
    box = page.locator("#zw-composer")
    box.fill("长" * (length - 1))
    expect(page.locator(".count")).to_have_count(0 if length == 400 else 1)
    box.focus()
    page.keyboard.type("长长")

    expect(page.locator(".count")).to_contain_text(str(401 if length == 400 else 500))
    assert len(box.input_value()) == (401 if length == 400 else 500)
