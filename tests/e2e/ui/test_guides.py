"""Answers that can be used: ticked off, carried away, called, folded, and told off."""

import struct
from base64 import b64decode
from typing import Any

import pytest
from playwright.sync_api import Page, expect

PLAIN = {"type": "markdown", "content": {"text": "好的。"}, "fallback": "好的。"}
LONG = {
    "type": "markdown",
    "content": {
        "text": "**标题**\n\n要害的一句话。[^1]\n\n"
        + "\n\n".join(f"第{number}段，" + "细节" * 40 for number in range(5))
        + "\n\n出处：某条例。核对日期：2026-11-21。",
        "lead": 2,
        "tail": 1,
    },
    "fallback": "要害的一句话。",
}


def ask(page: Page, text: str) -> None:
    page.locator("#zw-composer").fill(text)
    page.keyboard.press("Enter")


@pytest.fixture
def guide_page(open_page: Any, stub: Any) -> Page:
    stub.scripts["身份证"] = [LONG, stub.sample("card"), stub.sample("citation")]
    page: Page = open_page("/chat", permissions=["clipboard-read", "clipboard-write"])
    ask(page, "身份证")
    expect(page.locator(".card.guide")).to_be_visible()
    return page


def test_fee_and_time_come_first_and_every_part_is_there(guide_page: Page) -> None:
    card = guide_page.locator(".card.guide")

    assert card.locator(".key-facts dt").all_inner_texts() == ["费用", "要多久"]
    parts = card.evaluate("one => [...one.children].map(part => part.className || part.tagName)")
    assert parts[:4] == ["card-head", "key-facts", "fact", "fact"]
    assert card.locator(".material .tag").all_inner_texts() == ["必需", "必需", "如有"]
    assert "核对日期 2026-11-21" in card.locator(".source").inner_text()
    link = card.locator(".source a")
    assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener noreferrer")
    ways = card.locator(".place-do")
    assert [one.split("\n")[0].strip() for one in ways.all_inner_texts()] == ["复制地址", "网上办理", "拨打 12345"]
    assert ways.nth(1).locator("a").get_attribute("href") == "https://www.example.org/apply"
    assert ways.nth(2).locator("a").get_attribute("href") == "tel:12345"


def test_ticks_are_counted_kept_over_a_reload_and_carried_into_the_copy(guide_page: Page) -> None:
    card = guide_page.locator(".card.guide")
    card.get_by_label("户口簿").check()
    expect(card.locator(".ready")).to_have_text("已备 1 / 3")

    guide_page.reload()

    card = guide_page.locator(".card.guide")
    expect(card.get_by_label("户口簿")).to_be_checked()
    card.get_by_role("button", name="复制 居民身份证丢失补领").click()
    expect(card.get_by_text("已复制")).to_be_visible()
    copied = guide_page.evaluate("navigator.clipboard.readText()")
    assert "☑ 户口簿（交验）" in copied and "□ 《居民身份证申领登记表》（窗口填写）" in copied
    assert copied.endswith("AI 生成，仅供参考") and "核对日期 2026-11-21" in copied


def test_the_picture_is_drawn_here_only_when_asked_for_and_can_be_saved(guide_page: Page, base: str) -> None:
    asked: list[str] = []
    guide_page.on("request", lambda request: asked.append(request.url.removeprefix(base)))
    card = guide_page.locator(".card.guide")

    card.get_by_role("button", name="存图片").click()

    image = card.locator(".picture img")
    expect(image).to_be_visible()
    assert [path for path in asked if path.startswith("/static")] == ["/static/app/picture.js"]
    png = b64decode((image.get_attribute("src") or "").removeprefix("data:image/png;base64,"))
    width, height = struct.unpack(">II", png[16:24])
    assert (png[:4], width) == (b"\x89PNG", 720) and height > 700
    with guide_page.expect_download() as download:
        card.get_by_role("link", name="保存图片").click()
    assert download.value.suggested_filename == "居民身份证丢失补领.png"


def test_printing_puts_this_card_alone_on_the_paper(guide_page: Page) -> None:
    ask(guide_page, "别的")
    expect(guide_page.locator(".mine .bubble", has_text="别的")).to_be_visible()
    guide_page.evaluate(
        """() => { const root = document.querySelector('zw-chat').shadowRoot;
                   window.print = () => { window.onPaper = [root.querySelector('.page').className,
                                                            root.querySelectorAll('.printed').length]; }; }"""
    )
    guide_page.locator(".card.guide").get_by_role("button", name="打印/PDF").click()
    guide_page.wait_for_function("window.onPaper")
    assert guide_page.evaluate("window.onPaper") == ["page one", 1]
    expect(guide_page.locator(".printed, .page.one")).to_have_count(0)

    guide_page.evaluate(
        """() => { const root = document.querySelector('zw-chat').shadowRoot;
                   root.querySelector('.page').classList.add('one');
                   root.querySelector('.card.guide').classList.add('printed'); }"""
    )
    guide_page.emulate_media(media="print")
    shown = guide_page.locator(".row").evaluate_all(
        "all => all.filter(one => one.getClientRects().length).map(one => one.querySelector('.body').dataset.type)"
    )
    assert shown == ["card"]


def test_a_long_answer_shows_its_key_line_and_source_and_unfolds_in_place(guide_page: Page) -> None:
    bubble = guide_page.locator(".theirs .bubble", has_text="要害的一句话")
    expect(bubble.get_by_text("出处：某条例。核对日期：2026-11-21。")).to_be_visible()
    assert "第0段" not in bubble.inner_text()

    bubble.get_by_role("button", name="展开全文").click()

    expect(bubble.get_by_text("第4段")).to_be_visible()
    expect(bubble.get_by_role("button", name="收起", expanded=True)).to_be_visible()
    expect(bubble.locator(".more")).to_be_focused()


def test_the_sources_ride_on_the_text_they_explain_though_a_card_stands_between(guide_page: Page) -> None:
    bubble = guide_page.locator(".theirs .bubble", has_text="要害的一句话")
    bubble.get_by_role("button", name="查看来源 1").click()

    expect(bubble.locator(".citation li.marked")).to_contain_text("信访工作条例")
    assert bubble.locator(".citation li.marked a").get_attribute("href") == "/k/petition-deadlines#finish"
    assert guide_page.locator(".citation").count() == 1


def test_not_right_leads_on_in_three_ways_one_of_them_a_person(open_page: Any, stub: Any) -> None:
    stub.scripts["问"] = [PLAIN]
    page = open_page()
    ask(page, "问")
    wrong = page.get_by_role("button", name="没答对？")
    wrong.click()
    ways = page.get_by_role("group", name="没关系。接下来怎么办？").get_by_role("button")
    expect(ways).to_have_text(["换个说法再问", "内容不对或过时了", "找人问"])

    ways.nth(0).click()
    expect(page.locator("#zw-composer")).to_be_focused()
    expect(page.locator(".feedback").get_by_text("换个说法再问一次")).to_be_visible()
    wrong.click()
    ways.nth(2).click()

    expect(page.locator(".theirs .bubble", has_text="您问的是：转人工")).to_be_visible()
    assert stub.turn(1)["payload"] == "/handover"
    told = [(item["helpful"], item.get("reason")) for item in stub.rated(4)]
    assert told == [(False, None), (False, "rephrase"), (False, None), (False, "person")]
    page.get_by_role("button", name="有用").first.click()
    expect(page.get_by_role("button", name="有用", pressed=True)).to_have_count(1)
    expect(page.get_by_role("button", name="没答对？", pressed=True)).to_have_count(0)
    assert stub.rated(5)[-1]["helpful"] is True
    assert {item["message_id"] for item in stub.feedback} == {stub.feedback[0]["message_id"]}


def test_whoever_rated_an_answer_grades_the_conversation_once_and_may_think_again(open_page: Any, stub: Any) -> None:
    stub.scripts["问"] = stub.scripts["又问"] = [PLAIN]
    page = open_page()
    ask(page, "问")
    page.get_by_role("button", name="有用").click()
    whole = page.get_by_role("group", name="这次对话，您满意吗？")
    expect(whole.get_by_role("radio", checked=True)).to_have_count(0)

    whole.get_by_label("满意", exact=True).check()
    page.keyboard.press("ArrowRight")
    expect(whole.get_by_label("非常满意")).to_be_checked()
    assert stub.graded(2) == [4, 5]
    page.reload()
    ask(page, "又问")
    page.get_by_role("button", name="没答对？").last.click()
    page.get_by_role("button", name="换个说法再问").click()

    expect(whole.get_by_label("非常满意")).to_be_checked()
    whole.get_by_label("基本满意").check()
    assert stub.graded(3)[-1] == 3


def test_chips_wrap_are_used_once_and_say_what_typing_would(open_page: Any, stub: Any) -> None:
    items = [{"type": "reply", "title": f"选择{number}，名字有长有短", "value": f"选{number}"} for number in range(8)]
    stub.scripts["选"] = [stub.sample("chips", prompt="选一个：", items=items, sticky=False)]
    page = open_page()
    ask(page, "选")
    chips = page.locator(".chips .chip")
    expect(chips).to_have_count(8)
    assert len({round(chip.bounding_box()["y"]) for chip in chips.all()}) > 1

    chips.nth(1).click()

    expect(page.locator(".chips .chip:disabled")).to_have_count(8)
    expect(page.locator(".theirs .bubble", has_text="您问的是：选1")).to_be_visible()
    assert stub.turn(1)["text"] == "选1"


def test_a_guide_that_lies_about_itself_is_words_without_a_way_out(open_page: Any, stub: Any) -> None:
    page = open_page()
    expect(page.locator(".tile")).to_have_count(4)
    session = next(iter(stub.sessions))
    log = stub.sessions[session]
    evil = "<img src=x onerror=window.hit=1>"
    guide = {
        "style": evil, "title": "../" + evil, "facts": [
            {"key": "materials", "label": evil, "items": [{"text": evil, "required": "yes", "note": evil}] * 3},
            {"key": "channels", "label": "x", "items": [{"text": evil, "way": "constructor", "url": "javascript:window.hit=1",
                                                         "tel": "1;window.hit=1", "address": evil}]},
        ], "source": {"title": evil, "url": "//evil.example", "updated": evil}, "actions": [],
    }  # fmt: skip
    folded = {"text": evil + "\n\n[x](javascript:window.hit=1)\n\n" + "字" * 400, "lead": 1e9, "tail": -3}
    broken = {"text": ["no", "text"], "lead": "all", "tail": {}}
    for number, (kind, content) in enumerate((("card", guide), ("markdown", folded), ("markdown", broken))):
        log.append(
            log[0]
            | {"id": f"evil{number}", "seq": len(log) + 1, "type": kind, "content": content, "fallback": "文字版"}
        )

    expect(page.locator(".theirs .bubble", has_text="文字版")).to_be_visible()
    found = page.evaluate(
        """() => { const root = document.querySelector('zw-chat').shadowRoot;
                   return [root.querySelectorAll('img, script, iframe').length, window.hit ?? null,
                           [...root.querySelectorAll('a')].map(a => a.getAttribute('href'))
                             .filter(href => !/^(https?:\\/\\/|\\/[^\\/]|tel:[+0-9]*$)/.test(href))]; }"""
    )
    assert found == [0, None, []]
    ask(page, "还在吗")
    expect(page.locator(".theirs .bubble", has_text="您问的是：还在吗")).to_be_visible()
