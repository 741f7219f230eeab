"""A citizen talks: what is sent, what is shown, what survives reload and bad networks."""

import json
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.ui.talking import BOX, answer, ask


def test_a_question_gets_its_answer_with_source_and_tools(open_page: Any, stub: Any) -> None:
    page = open_page()
    ask(page, "身份证丢了怎么办")

    expect(page.locator(".mine .bubble")).to_have_text("身份证丢了怎么办")
    expect(answer(page, "身份证丢了怎么办")).to_be_visible()
    expect(page.locator(".citation")).to_contain_text("信访工作条例")
    expect(page.locator(".typing")).to_have_count(0)
    body = stub.turn(0)
    assert body["text"] == "身份证丢了怎么办"
    assert body["locale"] == "zh-Hans"
    assert len(body["client_id"]) == 36


def test_the_live_region_says_a_new_answer_once(open_page: Any, stub: Any) -> None:
    page = open_page()
    expect(page.locator(".tiles")).to_be_visible()
    page.evaluate(
        """() => { const region = document.querySelector('zw-chat').shadowRoot.querySelector('[aria-live=polite]');
                   window.heard = [];
                   new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(
                       node => window.heard.push(node.textContent))))
                     .observe(region, {childList: true, characterData: true, subtree: true}); }"""
    )

    ask(page, "你好")
    expect(answer(page, "你好")).to_be_visible()
    page.wait_for_timeout(200)

    assert page.evaluate("window.heard") == ["您问的是：你好"]
    assert page.locator("[aria-live=polite]").count() == 1
    assert page.locator("[role=log]").get_attribute("aria-live") == "off"
    assert page.locator("[role=log]").get_attribute("aria-label") == "对话记录"
    assert page.locator("[role=alert]").count() == 0
    page.reload()
    expect(answer(page, "你好")).to_be_visible()
    page.wait_for_timeout(300)
    assert page.locator("[aria-live=polite]").inner_text() == "", "what was said before the reload is not said again"


def test_that_a_reply_is_being_written_shows_soon_and_goes_with_the_answer(open_page: Any, stub: Any) -> None:
    page = open_page()
    expect(page.locator(".tiles")).to_be_visible()
    stub.holds_answers_back = True
    ask(page, "慢一点")

    expect(page.locator(".typing")).to_be_visible()
    moving = page.locator(".typing").evaluate("dots => dots.getAnimations({subtree: true}).filter(one => one.playState === 'running').length")
    assert moving == 0, "nothing moves for who asked for no motion"
    assert stub.received == [], "it shows while the service has not said a word"
    stub.holds_answers_back = False
    expect(answer(page, "慢一点")).to_be_visible()
    expect(page.locator(".typing")).to_have_count(0)


def test_a_quick_answer_never_meets_the_dots(open_page: Any, stub: Any) -> None:
    page = open_page()
    expect(page.locator(".tiles")).to_be_visible()
    page.evaluate(
        """() => { const wait = setTimeout, rows = document.querySelector('zw-chat').shadowRoot.querySelector('.rows');
                   window.later = []; window.dots = 0;
                   window.setTimeout = (work, ms, ...given) => ms === 150 ? window.later.push(() => work(...given)) : wait(work, ms, ...given);
                   new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(
                       node => { window.dots += node.classList?.contains('typing') ? 1 : 0; }))).observe(rows, {childList: true}); }"""
    )
    ask(page, "快的")
    expect(answer(page, "快的")).to_be_visible()
    assert page.evaluate("window.dots") == 0

    stub.holds_answers_back = True
    ask(page, "慢的")
    expect(page.locator(".mine .bubble", has_text="慢的")).to_be_visible()
    page.wait_for_function("window.later.length >= 2")
    assert page.locator(".typing").count() == 0
    page.evaluate("window.later.at(-1)()")
    expect(page.locator(".typing")).to_be_visible()
    stub.holds_answers_back = False
    expect(answer(page, "慢的")).to_be_visible()
    expect(page.locator(".typing")).to_have_count(0)


def test_pressing_a_tile_sends_its_payload_with_its_title(open_page: Any, stub: Any) -> None:
    page = open_page()
    page.get_by_role("button", name="我要投诉反映").click()

    expect(page.locator(".mine .bubble")).to_have_text("我要投诉反映")
    expect(answer(page, "我要投诉反映")).to_be_visible()
    assert (stub.turn(0)["payload"], stub.turn(0)["text"]) == ("/file_petition", "我要投诉反映")


def test_reload_brings_back_messages_draft_and_settings(open_page: Any, stub: Any) -> None:
    page = open_page()
    ask(page, "第一句")
    expect(answer(page, "第一句")).to_be_visible()
    page.get_by_role("button", name="长辈版").click()
    page.get_by_role("button", name="繁 繁體中文").click()
    page.locator(BOX).fill("写了一半")

    page.reload()

    expect(page.locator(".mine .bubble")).to_have_text("第一句")
    expect(answer(page, "第一句")).to_have_count(1)
    expect(page.locator(BOX)).to_have_value("写了一半")
    expect(page.get_by_role("button", name="長輩版", pressed=True)).to_be_visible()
    assert page.locator("zw-chat").get_attribute("data-size") == "24"
    assert len(stub.sessions) == 1


def test_words_written_offline_are_sent_once_and_in_order(open_page: Any, stub: Any) -> None:
    page = open_page()
    expect(page.locator(".tiles")).to_be_visible()
    page.context.set_offline(True)
    for text in ("一", "二", "三"):
        ask(page, text)

    expect(page.locator(".banner")).to_be_visible()
    expect(page.locator(".mine[data-state]")).to_have_count(3)
    expect(page.locator(".mine .hint").first).to_have_text("待发送")
    page.context.set_offline(False)

    expect(answer(page, "三")).to_be_visible()
    expect(page.locator(".mine[data-state]")).to_have_count(0)
    expect(page.locator(".banner")).to_have_count(0)
    assert page.locator(".mine .bubble").all_inner_texts() == ["一", "二", "三"]
    first_seen = list(dict.fromkeys(body["client_id"] for body in stub.received))
    assert [stub_text(stub, client_id) for client_id in first_seen] == ["一", "二", "三"]
    said = Counter(item["fallback"] for log in stub.sessions.values() for item in log if item["from"] == "user")
    assert said == Counter({"一": 1, "二": 1, "三": 1})


def stub_text(stub: Any, client_id: str) -> str:
    return next(body["text"] for body in stub.received if body["client_id"] == client_id)


def test_words_written_offline_survive_a_closed_tab(open_page: Any, stub: Any) -> None:
    page = open_page()
    expect(page.locator(".tiles")).to_be_visible()
    page.context.set_offline(True)
    ask(page, "别丢了")
    expect(page.locator(".mine[data-state]")).to_have_count(1)
    address = page.url
    other = page.context.new_page()
    page.close()
    other.context.set_offline(False)

    other.goto(address)

    expect(answer(other, "别丢了")).to_be_visible()
    assert len(stub.received) == 1


def test_where_streams_are_held_back_long_poll_takes_over(open_page: Any, stub: Any) -> None:
    stub.holds_streams_back = True
    page = open_page()
    ask(page, "听得到吗")

    expect(answer(page, "听得到吗")).to_be_visible()


def test_an_expired_session_starts_anew_and_says_so(open_page: Any, stub: Any) -> None:
    page = open_page()
    expect(page.locator(".tiles")).to_be_visible()
    address = page.url
    page.goto("about:blank")  # an open page would find out by its stream and begin anew before it is loaded again
    stub.tokens.clear()

    page.goto(address)

    expect(page.locator(".banner")).to_contain_text("已过期")
    expect(page.locator(".tiles")).to_be_visible()


def test_two_tabs_stay_in_step(open_page: Any, stub: Any) -> None:
    page = open_page()
    expect(page.locator(".tiles")).to_be_visible()
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator(".tiles")).to_be_visible()

    ask(page, "甲")
    expect(answer(other, "甲")).to_be_visible()
    ask(other, "乙")
    expect(answer(page, "乙")).to_be_visible()

    assert len(stub.sessions) == 1


@pytest.mark.parametrize("change", [{"type": "hologram"}, {"v": 2}])
def test_what_is_not_known_is_shown_by_its_fallback(open_page: Any, stub: Any, change: dict[str, Any]) -> None:
    stub.scripts["新的"] = [{"type": "hologram", "content": {"depth": 3}, "fallback": "全息消息的文字版"} | change]
    page = open_page()
    ask(page, "新的")

    expect(page.locator(".theirs .bubble", has_text="全息消息的文字版")).to_be_visible()


def test_a_message_with_broken_content_falls_back_and_the_page_goes_on(open_page: Any, stub: Any) -> None:
    page = open_page()
    expect(page.locator(".tiles")).to_be_visible()
    session = next(iter(stub.sessions))
    log = stub.sessions[session]
    log.append(log[-1] | {"id": "broken", "seq": len(log) + 1, "type": "card", "content": {"title": "无", "facts": 5},
                          "fallback": "这张卡片的文字版"})

    expect(page.locator(".theirs .bubble", has_text="这张卡片的文字版")).to_be_visible()
    ask(page, "还在吗")
    expect(answer(page, "还在吗")).to_be_visible()


def test_everything_to_ask_and_rate_works_by_keyboard_alone(open_page: Any, stub: Any) -> None:
    page = open_page()
    expect(page.locator(".tiles")).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.querySelector('zw-chat').shadowRoot.activeElement?.id") == "zw-composer":
            break
    page.keyboard.type("keyboard")
    page.keyboard.press("Enter")
    expect(answer(page, "keyboard")).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if "没答对" in (page.evaluate("document.querySelector('zw-chat').shadowRoot.activeElement?.innerText") or ""):
            break

    page.keyboard.press("Enter")
    expect(page.get_by_text("接下来怎么办")).to_be_visible()
    page.get_by_role("button", name="内容不对或过时了").press("Enter")

    expect(page.locator(".feedback").get_by_text("谢谢您的反馈")).to_be_visible()
    assert [(item["helpful"], item.get("reason")) for item in stub.rated(2)] == [(False, None), (False, "content")]


def test_enter_that_picks_a_pinyin_word_does_not_send(open_page: Any, stub: Any) -> None:
    page = open_page()
    page.locator(BOX).focus()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "ni", "selectionStart": 2, "selectionEnd": 2})
    page.locator(BOX).dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    page.wait_for_timeout(200)

    assert stub.received == []
    session.send("Input.insertText", {"text": "你好"})
    page.keyboard.press("Shift+Enter")
    assert stub.received == []
    page.keyboard.press("Enter")
    expect(answer(page, "你好")).to_be_visible()


def test_a_refused_message_says_why_and_can_be_sent_again(open_page: Any, stub: Any) -> None:
    page = open_page()
    expect(page.locator(".tiles")).to_be_visible()
    refusal = json.dumps({"code": "too-long", "detail": "太长", "mend": "请分两次说", "status": 422})
    page.route(
        "**/api/v1/messages",
        lambda route: route.fulfill(status=422, body=refusal, content_type="application/problem+json"),
        times=1,
    )
    ask(page, "很长的话")
    expect(page.locator(".fault")).to_contain_text("请分两次说")

    page.get_by_role("button", name="重发").click()

    expect(answer(page, "很长的话")).to_be_visible()


def test_language_changes_in_one_press_and_greets_again_when_nothing_was_said(open_page: Any, stub: Any) -> None:
    page = open_page()
    expect(page.locator(".tiles")).to_be_visible()
    page.get_by_role("button", name="EN English").click()

    expect(page.get_by_text("Hello, and welcome")).to_be_visible()
    expect(page.locator(".theirs .bubble", has_text="Hello")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"
