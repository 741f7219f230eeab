"""Forms, slots, status cards: what is filled in, confirmed and sent."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

FIELDS = [
    {"id": "text", "input": "textarea", "label": "反映的事情", "required": True, "min_length": 5},
    {"id": "phone", "input": "tel", "label": "手机号", "required": True, "pattern": r"^1\d{10}$",
     "error": "请输入 11 位手机号", "sensitive": True},
    {"id": "district", "input": "select", "label": "县（市、区）",
     "options": [{"value": "pengjiang", "title": "蓬江区"}]},
    {"id": "agree", "input": "consent", "label": "我同意", "required": True},
]


def ask(page: Page, text: str) -> None:
    page.locator("#zw-composer").fill(text)
    page.keyboard.press("Enter")


@pytest.fixture
def form_page(open_page: Any, stub: Any) -> Page:
    stub.scripts["投诉"] = [stub.sample("form", fields=FIELDS, values={}, privacy=None)]
    page: Page = open_page()
    ask(page, "投诉")
    expect(page.locator("form.form")).to_be_visible()
    return page


def test_faults_are_summed_up_focused_and_tied_to_their_fields(form_page: Page, stub: Any) -> None:
    form_page.get_by_label("手机号").fill("138")
    form_page.get_by_role("button", name="下一步").click()

    expect(form_page.locator(".summary")).to_contain_text("有 3 处需要改一下")
    expect(form_page.locator(".form-top")).to_be_focused()
    phone = form_page.get_by_label("手机号")
    assert phone.get_attribute("aria-invalid") == "true"
    described = phone.get_attribute("aria-describedby") or ""
    assert form_page.locator(f"[id='{described.split()[-1]}']").inner_text().strip() == "请输入 11 位手机号"
    assert phone.input_value() == "138"
    form_page.locator(".summary").get_by_role("button", name="请输入 11 位手机号").click()
    expect(phone).to_be_focused()
    assert len(stub.received) == 1


def test_a_form_is_shown_once_more_then_sent_with_its_values(form_page: Page, stub: Any) -> None:
    form_page.get_by_label("反映的事情").fill("  楼下油烟很大 ")
    form_page.get_by_label("手机号").fill("13800138000")
    form_page.get_by_label("县（市、区）").select_option("pengjiang")
    form_page.get_by_label("我同意").check()
    form_page.get_by_role("button", name="下一步").click()
    expect(form_page.locator(".form .details")).to_contain_text("蓬江区")
    assert len(stub.received) == 1

    form_page.locator(".form button[type=submit]").click()

    expect(form_page.locator(".form-done")).to_contain_text("已提交")
    expect(form_page.locator(".theirs .bubble", has_text="form petition")).to_be_visible()
    sent = stub.turn(1)
    assert sent["form_id"] == "petition"
    assert sent["values"] == {"text": "楼下油烟很大", "phone": "13800138000", "district": "pengjiang", "agree": True}


def test_a_draft_survives_reload_but_sensitive_values_do_not(form_page: Page) -> None:
    form_page.get_by_label("反映的事情").fill("写到一半的事情")
    form_page.get_by_label("手机号").fill("13800138000")

    form_page.reload()

    expect(form_page.get_by_label("反映的事情")).to_have_value("写到一半的事情")
    expect(form_page.get_by_label("手机号")).to_have_value("")
    assert "13800138000" not in form_page.evaluate("JSON.stringify(localStorage)")


def test_ending_the_conversation_takes_what_was_half_written_with_it(form_page: Page) -> None:
    form_page.get_by_label("反映的事情").fill("写到一半的事情")
    form_page.get_by_role("button", name="设置").click()
    form_page.get_by_role("button", name="结束并删除本次对话").click()
    form_page.get_by_role("button", name="确定").click()

    expect(form_page.locator("form.form")).to_have_count(0)
    expect(form_page.locator(".tile")).to_have_count(4)
    assert "写到一半" not in form_page.evaluate("JSON.stringify(localStorage)")


def test_a_form_says_how_long_it_can_be_undone_and_that_words_will_do_too(form_page: Page, stub: Any) -> None:
    form = form_page.locator("form.form")
    expect(form).to_contain_text("提交后 10 分钟内可以修改或撤回")
    expect(form).to_contain_text("不想填表？在最下面的框里一句一句说也行")

    ask(form_page, "楼下油烟很大，我不想填表")

    expect(form_page.locator(".theirs .bubble", has_text="您问的是：楼下油烟很大")).to_be_visible()
    assert stub.turn(1)["text"] == "楼下油烟很大，我不想填表"


def test_each_of_two_files_that_do_not_arrive_is_named(open_page: Any, stub: Any) -> None:
    stub.scripts["照片"] = [stub.sample("form", values={}, privacy=None)]
    page = open_page()
    page.locator("#zw-composer").fill("照片")
    page.keyboard.press("Enter")
    refused = [{"name": name, "mimeType": "image/png", "buffer": b"x"} for name in ("街口.png", "门前.png")]
    page.locator("input[type=file]").set_input_files(refused)

    expect(page.locator(".files .fault")).to_contain_text("门前.png")
    expect(page.locator(".files .fault")).to_contain_text("街口.png")


def test_a_whole_form_is_filled_checked_mended_and_sent_by_keyboard_alone(form_page: Page, stub: Any) -> None:
    form_page.get_by_label("反映的事情").focus()
    form_page.keyboard.type("keyboard only")
    form_page.keyboard.press("Tab")
    form_page.keyboard.type("13800138000")
    form_page.keyboard.press("Tab")
    form_page.keyboard.press("Tab")
    form_page.keyboard.press("Space")
    form_page.keyboard.press("Tab")
    form_page.keyboard.press("Enter")
    expect(form_page.locator(".form .details")).to_contain_text("keyboard only")
    expect(form_page.locator(".form-top")).to_be_focused()
    form_page.keyboard.press("Tab")
    form_page.keyboard.press("Enter")

    expect(form_page.locator(".form-done")).to_contain_text("已提交")
    expect(form_page.locator(".theirs .bubble", has_text="form petition")).to_be_visible()
    assert stub.turn(1)["values"] == {"text": "keyboard only", "phone": "13800138000", "agree": True}


def test_until_when_it_can_be_undone_stands_on_the_card_only_while_it_can(open_page: Any, stub: Any) -> None:
    stub.scripts["刚交"] = [stub.sample("status", undo_until="2099-01-01T00:10:00Z", ref="XF1")]
    stub.scripts["早交了"] = [stub.sample("status", undo_until="2026-01-01T00:10:00Z", ref="XF2")]
    page = open_page("/chat", timezone_id="Asia/Shanghai")
    ask(page, "早交了")
    expect(page.locator(".card.status")).to_have_count(1)
    expect(page.locator(".undo")).to_have_count(0)

    ask(page, "刚交")

    expect(page.locator(".undo")).to_have_text("08:10 前可以自己修改或撤回")


def test_a_chosen_slot_is_sent_as_a_command_after_a_second_look(open_page: Any, stub: Any) -> None:
    stub.scripts["预约"] = [stub.sample("slots")]
    page = open_page("/chat", timezone_id="Asia/Shanghai")
    ask(page, "预约")
    page.locator(".slots .time:enabled").first.click()
    expect(page.locator(".sure")).to_contain_text("12月1日周二 09:00")
    assert len(stub.received) == 1

    page.get_by_role("button", name="就选这个时间").click()

    expect(page.locator(".form-done")).to_contain_text("12月1日周二 09:00")
    expect(page.locator(".theirs .bubble", has_text="12月1日周二 09:00")).to_be_visible()
    assert stub.turn(1)["payload"] == '/booking.create{"slot_id":"s1"}'


def test_a_full_slot_cannot_be_chosen(open_page: Any, stub: Any) -> None:
    stub.scripts["预约"] = [stub.sample("slots")]
    page = open_page()
    ask(page, "预约")

    expect(page.locator(".slots .time:disabled").first).to_contain_text("已满")


def test_a_withdrawal_is_asked_about_before_it_is_sent(open_page: Any, stub: Any) -> None:
    stub.scripts["进度"] = [stub.sample("status")]
    page = open_page()
    ask(page, "进度")
    page.get_by_role("button", name="撤回投诉").click()
    expect(page.get_by_role("group", name="确定撤回这件投诉？撤回后不再办理。")).to_be_visible()
    assert len(stub.received) == 1

    page.get_by_role("button", name="确定").click()

    expect(page.locator(".theirs .bubble", has_text="撤回投诉")).to_be_visible()
    assert stub.turn(1)["payload"] == '/petition.withdraw{"ref":"XF20261121000013"}'


def test_the_number_can_be_copied(open_page: Any, stub: Any) -> None:
    stub.scripts["进度"] = [stub.sample("status")]
    page = open_page("/chat", permissions=["clipboard-read", "clipboard-write"])
    ask(page, "进度")

    page.get_by_role("button", name="复制 编号 XF20261121000013").click()

    expect(page.get_by_role("button", name="复制 编号 XF20261121000013")).to_contain_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == "XF20261121000013"
