"""How it looks, measured: WeChat's habits on a phone, the desktop's panel, the dark, an open keyboard, paper-thin screens."""

from typing import Any

from playwright.sync_api import Page, expect

BOXES = """() => { const root = document.querySelector('zw-chat').shadowRoot;
  const box = one => { const b = one.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom].map(Math.round); };
  const look = one => getComputedStyle(one).backgroundColor;
  const mine = root.querySelector('.mine .bubble'), theirs = root.querySelector('.theirs .bubble');
  return { mine: box(mine), theirs: box(theirs), mineColour: look(mine), theirColour: look(theirs),
           ground: look(root.querySelector('.page')), composer: box(root.querySelector('.composer')),
           avatar: box(root.querySelector('.mine .avatar')),
           tails: [mine, theirs].map(one => getComputedStyle(one, '::before').width) }; }"""

IN_SIGHT = """() => { const root = document.querySelector('zw-chat').shadowRoot;
  const log = root.querySelector('.log').getBoundingClientRect();
  const last = [...root.querySelectorAll('.theirs .bubble')].pop().getBoundingClientRect();
  return [root.querySelector('.composer').getBoundingClientRect().bottom, last.top - log.top, log.bottom - last.top]; }"""


def ask(page: Page, text: str) -> None:
    page.locator("#zw-composer").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator(".theirs .bubble", has_text=f"您问的是：{text}")).to_be_visible()


def test_on_a_phone_it_is_laid_out_as_people_know_it_from_wechat(open_page: Any, stub: Any) -> None:
    stub.scripts["连着"] = [
        {"type": "text", "content": {"text": text}, "fallback": text} for text in ("头一句", "末一句")
    ]
    page = open_page("/chat?theme=light")
    ask(page, "您好")

    found = page.evaluate(BOXES)
    assert (found["ground"], found["theirColour"], found["mineColour"]) == (
        "rgb(237, 237, 237)", "rgb(255, 255, 255)", "rgb(149, 236, 105)",
    )  # fmt: skip
    assert found["mine"][2] > 300 and found["theirs"][0] < 80
    left, top, right, bottom = found["avatar"]
    assert (right - left, bottom - top) == (40, 40)
    assert found["composer"][3] > 844 - 20
    assert found["tails"] == ["11px", "11px"]

    page.locator("#zw-composer").fill("连着")
    page.keyboard.press("Enter")
    expect(page.locator(".theirs .bubble", has_text="末一句")).to_be_visible()
    avatars = page.evaluate(
        """() => [...document.querySelector('zw-chat').shadowRoot.querySelectorAll('.row')].slice(-3)
                   .map(row => !row.querySelector('.avatar').classList.contains('none'))"""
    )
    assert avatars == [True, True, False]  # once for each run of messages
    expect(page.locator(".time-line")).to_have_count(1)
    session = next(iter(stub.sessions))
    stub.add(
        session, "bot", {"type": "text", "content": {"text": "后来"}, "fallback": "后来"}, ts="2099-01-01T00:00:00.000Z"
    )
    expect(page.locator(".time-line")).to_have_count(2)


def test_with_the_keyboard_open_the_box_and_the_answer_are_both_in_sight(open_page: Any) -> None:
    page = open_page("/chat", viewport={"width": 390, "height": 450})
    ask(page, "键盘")
    foot, above, below = page.evaluate(IN_SIGHT)
    assert foot <= 450
    assert above >= 0 and below >= 60

    # In letters of the largest size there is still room for the beginning of the answer.
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="设置").click()
    page.get_by_label("最大").check()
    page.get_by_role("button", name="设置").click()
    page.set_viewport_size({"width": 390, "height": 450})
    ask(page, "大字")
    foot, above, below = page.evaluate(IN_SIGHT)
    assert foot <= 450
    assert above >= 0 and below >= 60
    expect(page.get_by_role("heading", name="侨都通")).to_have_count(1)


def test_the_dark_follows_the_device_until_the_citizen_chooses_and_the_choice_is_remembered(open_page: Any) -> None:
    page = open_page("/chat", color_scheme="dark")
    expect(page.locator("zw-chat")).to_have_attribute("data-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(page.locator("zw-chat")).to_have_attribute("data-theme", "light")

    page.get_by_role("button", name="设置").click()
    page.get_by_label("深色").check()
    page.get_by_label("最大").check()
    page.reload()

    expect(page.locator("zw-chat")).to_have_attribute("data-theme", "dark")
    assert page.locator("zw-chat").get_attribute("data-size") == "30"


def test_settings_open_and_close_by_keyboard_and_give_the_focus_back(open_page: Any) -> None:
    page = open_page()
    opener = page.get_by_role("button", name="设置")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="设置")).to_be_visible()
    ring = opener.evaluate("one => getComputedStyle(one).outlineWidth")

    page.keyboard.press("Escape")

    expect(page.get_by_role("region", name="设置")).to_have_count(0)
    expect(opener).to_be_focused()
    assert ring == "3px"


def test_in_the_panel_of_another_site_the_way_out_is_at_the_top_right_and_everything_fits(open_page: Any) -> None:
    page = open_page("/host", viewport={"width": 1280, "height": 800})
    page.evaluate(
        """() => { const frame = document.createElement('iframe');
                   frame.id = 'panel';
                   Object.assign(frame.style, {border: 0, width: '400px', height: '680px'});
                   frame.src = '/chat?embed=1&origin=' + location.origin;
                   document.body.append(frame); }"""
    )
    frame = page.frame_locator("#panel")
    expect(frame.locator(".tile")).to_have_count(4)

    close = frame.get_by_role("button", name="关闭").bounding_box()
    panel = page.locator("#panel").bounding_box()
    assert close and panel
    assert min(close["width"], close["height"]) >= 44
    assert close["x"] + close["width"] >= panel["x"] + panel["width"] - 24
    assert close["y"] - panel["y"] <= 12
    tab_order = frame.locator(".bar button").all_inner_texts()
    assert tab_order[1:4] == ["简", "繁", "EN"]  # the way out comes before them, as it is seen


def test_on_a_phone_the_open_chat_has_the_screen_to_itself_on_another_site_and_gives_it_back(open_page: Any) -> None:
    page = open_page("/host")
    opener = page.get_by_role("button", name="侨都通")
    opener.click()
    frame = page.frame_locator("iframe")
    expect(frame.locator("#zw-composer")).to_be_visible()
    expect(opener).to_be_hidden()

    frame.locator("#zw-composer").fill("挡不挡")
    frame.get_by_role("button", name="发送").click()
    expect(frame.locator(".theirs .bubble", has_text="您问的是：挡不挡")).to_be_visible()
    frame.get_by_role("button", name="关闭").click()

    expect(opener).to_be_visible()
    expect(opener).to_be_focused()
